// What a release is made of: SBOM (CycloneDX 1.5), the licence of everything in it, and the Debian packages its program needs.
//   node bill.mjs --name NAME --server FILE --site DIR --out DIR   writes sbom.cdx.json, licences/, packages.txt
// In the site: the npm packages its pages import and what those stand on by web/package-lock.json, and the fonts of assets/fonts.json. In
// the program: Debian libraries it loads and headers compiled into it. In the wasm: Emscripten's C and C++ library, Dear ImGui when there
// is a workbench.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const { values: options } = parseArgs({
  options: {
    name: { type: 'string' },
    server: { type: 'string' },
    site: { type: 'string' },
    out: { type: 'string' },
  },
});
const licences = path.join(options.out, 'licences');
const quiet = (command, ...words) =>
  execFileSync(command, words, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, LC_ALL: 'C' },
  });
const say = (command, ...words) =>
  execFileSync(command, words, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });

/** Names of npm packages that a folder's scripts import. */
async function imported(folder) {
  const names = new Set();
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) for (const name of await imported(file)) names.add(name);
    if (!entry.isFile() || !entry.name.endsWith('.js')) continue;
    for (const [, name] of (await readFile(file, 'utf8')).matchAll(
      /(?:\bfrom|\bimport\()\s*['"]((?:@[\w.-]+\/)?[a-z][\w.-]*)(?:\/[^'"]*)?['"]/g,
    )) {
      names.add(name);
    }
  }
  return names;
}

/** Lock file entries of the packages and of all they need: [{name, folder, version, license}]. */
function closure(lock, names) {
  const found = new Map();
  const visit = (name, from) => {
    // As node looks for it: beside the one who asks, then further up.
    for (
      let base = from;
      ;
      base = base.includes('/node_modules/') ? base.slice(0, base.lastIndexOf('/node_modules/')) : ''
    ) {
      const folder = base ? `${base}/node_modules/${name}` : `node_modules/${name}`;
      const entry = lock.packages[folder];
      if (entry) {
        if (found.has(folder)) return;
        found.set(folder, {
          name,
          folder,
          version: entry.version,
          license: entry.license,
          integrity: entry.integrity,
        });
        for (const next of Object.keys(entry.dependencies ?? {})) visit(next, folder);
        return;
      }
      if (!base) throw new Error(`${name} is not in web/package-lock.json`);
    }
  };
  for (const name of names) visit(name, '');
  return [...found.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

async function npmParts() {
  const lock = JSON.parse(await readFile(path.join(root, 'web/package-lock.json'), 'utf8'));
  const fonts = JSON.parse(await readFile(path.join(root, 'assets/fonts.json'), 'utf8')).faces.map(
    (face) => face.package,
  );
  const known = (name) => `node_modules/${name}` in lock.packages;
  const names = [...(await imported(path.join(root, 'web/js'))), ...fonts].filter(known);
  const parts = [];
  for (const { name, folder, version, license, integrity } of closure(lock, new Set(names))) {
    const from = path.join(root, 'web', folder);
    const texts = (await readdir(from)).filter((file) => /^(licen[cs]e|copying|ofl|notice)/i.test(file));
    const to = path.join(licences, 'npm', `${name.replace('/', '__')}-${version}`);
    await mkdir(to, { recursive: true });
    for (const file of texts) await cp(path.join(from, file), path.join(to, file), { recursive: true });
    // Some state it in their description alone.
    if (texts.length === 0) await cp(path.join(from, 'package.json'), path.join(to, 'package.json'));
    const hashes = integrity?.startsWith('sha512-')
      ? [{ alg: 'SHA-512', content: Buffer.from(integrity.slice(7), 'base64').toString('hex') }]
      : undefined;
    parts.push({
      type: 'library',
      'bom-ref': `npm:${name}@${version}`,
      name,
      version,
      purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
      ...(hashes && { hashes }),
      licenses: [license ? { expression: license } : { license: { name: 'see its package' } }],
    });
  }
  return parts;
}

/** The Debian packages of the libraries the program names itself. */
function loadedPackages() {
  const needed = [...say('objdump', '-p', options.server).matchAll(/^ {2}NEEDED +(\S+)/gm)].map(
    ([, library]) => library,
  );
  const places = new Map(
    [...say('ldd', options.server).matchAll(/^\s*(\S+) => (\S+)/gm)].map(([, library, file]) => [
      library,
      file,
    ]),
  );
  const packages = needed.map((library) => {
    const file = places.get(library);
    if (!file) return undefined; // the loader
    for (const candidate of new Set([
      file,
      file.replace(/^\/lib/, '/usr/lib'),
      file.replace(/^\/usr\/lib/, '/lib'),
      realpathSync(file),
      realpathSync(file).replace(/^\/usr/, ''),
    ])) {
      try {
        return quiet('dpkg', '-S', candidate).split(/[:\s]/)[0];
      } catch {
        continue;
      }
    }
    throw new Error(`no Debian package has ${file}`);
  });
  return [...new Set(packages.filter(Boolean))].sort();
}

async function debianParts(loaded) {
  const compiled = ['libboost1.81-dev', 'nlohmann-json3-dev', 'libcli11-dev', 'libspdlog-dev', 'emscripten'];
  const parts = [];
  for (const name of [...loaded, ...compiled]) {
    const unpacked = path.join(root, 'build/deps/boost1.81');
    const isBoost = name === 'libboost1.81-dev';
    const text = path.join(isBoost ? unpacked : '/', 'usr/share/doc', name, 'copyright');
    if (!existsSync(text)) throw new Error(`${name} has no ${text}`);
    await mkdir(path.join(licences, 'debian'), { recursive: true });
    await writeFile(path.join(licences, 'debian', `${name}.txt`), await readFile(text));
    const version = isBoost
      ? /version=(\S+)/.exec(
          await readFile(path.join(root, 'deploy.sh'), 'utf8').then((all) =>
            all.slice(all.indexOf('name=libboost1.81-dev')),
          ),
        )[1]
      : say('dpkg-query', '-W', '-f', '${Version}', name); // eslint-disable-line no-template-curly-in-string -- dpkg's own
    const comment = loaded.includes(name)
      ? 'loaded at run time from the server’s own Debian'
      : name === 'emscripten'
        ? 'its C and C++ library, in the wasm'
        : 'headers compiled in';
    parts.push({
      type: 'library',
      'bom-ref': `deb:${name}@${version}`,
      name,
      version,
      description: comment,
      purl: `pkg:deb/debian/${name}@${encodeURIComponent(version)}`,
      licenses: [{ license: { name: `licences/debian/${name}.txt` } }],
    });
  }
  return parts;
}

/** Dear ImGui and its neighbours: sources unpacked below build/deps, in the site when there is a workbench. */
async function workbenchParts() {
  const served =
    existsSync(path.join(options.site, 'a')) &&
    (await readdir(path.join(options.site, 'a'))).some((name) => name.startsWith('workbench-'));
  if (!served) return [];
  const found = (await readdir(path.join(root, 'build/deps'))).filter(
    (name) => name.startsWith('imgui') && !name.endsWith('.part'),
  );
  const texts = found
    .flatMap((name) => [
      path.join(root, 'build/deps', name, 'LICENSE.txt'),
      path.join(root, 'build/deps', name, 'debian/copyright'),
    ])
    .filter(existsSync);
  if (texts.length === 0) {
    throw new Error('the site has a workbench, and no licence of Dear ImGui is below build/deps');
  }
  await writeFile(path.join(licences, 'imgui.txt'), await readFile(texts[0]));
  const header = await readFile(
    path.join(path.dirname(texts[0]).replace(/\/debian$/, ''), 'imgui.h'),
    'utf8',
  );
  const version = /IMGUI_VERSION\s+"([^"]+)"/.exec(header)[1];
  return [
    {
      type: 'library',
      'bom-ref': `imgui@${version}`,
      name: 'imgui',
      version,
      purl: `pkg:github/ocornut/imgui@v${version}`,
      licenses: [{ license: { id: 'MIT' } }],
    },
  ];
}

const loaded = loadedPackages();
const components = [...(await npmParts()), ...(await debianParts(loaded)), ...(await workbenchParts())];
const epoch = Number(process.env.SOURCE_DATE_EPOCH ?? 0);
const hash = createHash('sha256')
  .update(JSON.stringify([options.name, components]))
  .digest('hex');
const serial = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-5${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
const bill = {
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  serialNumber: `urn:uuid:${serial}`,
  version: 1,
  metadata: {
    timestamp: new Date(epoch * 1000).toISOString(),
    component: {
      type: 'application',
      'bom-ref': options.name,
      name: 'funnel',
      version: options.name.replace(/^funnel-/, ''),
    },
  },
  components,
};
await writeFile(path.join(options.out, 'sbom.cdx.json'), `${JSON.stringify(bill, null, 1)}\n`);
await writeFile(path.join(options.out, 'packages.txt'), `${loaded.join('\n')}\n`);
