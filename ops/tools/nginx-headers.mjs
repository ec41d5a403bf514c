// What nginx has to say about the site's files, asked of funnel-server itself, so that the two cannot drift apart: headers, the policy of
// pages and of the 404 page, media types. Run when a release is packed.
//   node nginx-headers.mjs --server FILE --site DIR --out DIR    writes funnel-maps.conf and funnel-static.conf
import { spawn } from 'node:child_process';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: { server: { type: 'string' }, site: { type: 'string' }, out: { type: 'string' } },
});
// Said by nginx itself for each answer.
const kOwn = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'etag',
  'keep-alive',
  'server',
  'transfer-encoding',
  'vary',
  'cache-control',
  'content-security-policy',
  'cross-origin-resource-policy',
  'x-frame-options',
]);
// Headers that differ by file, and the variable each stands in; one that a file does not have is left out by nginx, too.
const kByPath = {
  'content-security-policy': 'funnel_policy',
  'cross-origin-resource-policy': 'funnel_resource_policy',
  'x-frame-options': 'funnel_frames',
};

async function startServer() {
  const env = { PATH: process.env.PATH };
  const child = spawn(options.server, ['serve', '--site', options.site, '--listen', '127.0.0.1:0'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  for await (const text of child.stderr.setEncoding('utf8')) {
    said += text;
    const line = said
      .split('\n')
      .find((candidate) => candidate.includes('"listening"') && candidate.endsWith('}'));
    if (line) return { child, origin: `http://127.0.0.1:${JSON.parse(line).port}` };
  }
  throw new Error(`funnel-server did not start: ${said}`);
}

async function headersOf(origin, address, status) {
  const answer = await fetch(origin + address, { method: 'HEAD', redirect: 'manual' });
  if (answer.status !== status) throw new Error(`${address}: ${answer.status} instead of ${status}`);
  return answer.headers;
}

/** One file of each extension, of those nginx gives itself: the tool kit's are the endpoint's, and behind the form they are refused. */
async function oneOfEach(folder) {
  const byExtension = new Map();
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: false })) {
    if (entry.name.startsWith('.')) continue; // not served
    const file = path.join(folder, entry.name);
    if (entry.isDirectory() && file !== path.join(options.site, 'kit/files')) {
      for (const [extension, found] of await oneOfEach(file)) byExtension.set(extension, found);
    }
    const extension = path.extname(entry.name).slice(1);
    if (entry.isFile() && extension && extension !== 'br' && extension !== 'gz') {
      byExtension.set(extension, file);
    }
  }
  return byExtension;
}

const quoted = (text) => {
  if (/["$\\\n]/.test(text)) throw new Error(`cannot be written for nginx: ${text}`);
  return `"${text}"`;
};

/** Files that the site's policy.json gives headers of their own. */
async function exceptions() {
  const text = await readFile(path.join(options.site, 'policy.json'), 'utf8').catch((error) => {
    if (error.code !== 'ENOENT') throw error;
    return '{}';
  });
  const { frame_ancestors: frames = {}, cross_origin: shared = [] } = JSON.parse(text);
  return [...new Set([...Object.keys(frames), ...shared])].map((address) =>
    address.endsWith('/') ? `${address}index.html` : address,
  );
}

/** The maps of one header: by the path, and for the page of what is not there. */
function mapsOf(name, variable, { page, missing, others }) {
  const lines = others
    .filter(({ headers }) => headers.get(name) !== page.get(name))
    .map(({ address, headers }) => `    ${quoted(address)} ${quoted(headers.get(name) ?? '')};\n`);
  return `map $uri $${variable}_of_path {\n${lines.join('')}    default ${quoted(page.get(name))};\n}
map $status $${variable} {\n    404 ${quoted(missing.get(name))};\n    default $${variable}_of_path;\n}\n`;
}

async function describe(origin) {
  const page = await headersOf(origin, '/', 200);
  const missing = await headersOf(origin, '/no-such-page', 404);
  const files = await oneOfEach(options.site);
  const hashed = [...files.values()]
    .map((file) => `/${path.relative(options.site, file)}`)
    .find((address) => address.startsWith('/a/'));
  const others = await Promise.all(
    (await exceptions()).map(async (address) => ({
      address,
      headers: await headersOf(origin, address, 200),
    })),
  );
  const maps = [
    '# Written by ops/tools/nginx-headers.mjs from what funnel-server answers. In the http context.\n',
    `map $uri $funnel_cache_of_path {\n    ~^/a/ ${quoted((await headersOf(origin, hashed, 200)).get('cache-control'))};\n    default ${quoted(page.get('cache-control'))};\n}\n`,
    `map $status $funnel_cache {\n    404 ${quoted(missing.get('cache-control'))};\n    default $funnel_cache_of_path;\n}\n`,
    ...Object.entries(kByPath).map(([name, variable]) => mapsOf(name, variable, { page, missing, others })),
  ].join('\n');

  const lines = [
    '# Written by ops/tools/nginx-headers.mjs from what funnel-server answers. In locations of static files.',
    'types {',
  ];
  for (const [extension, file] of [...files].sort()) {
    const type = (await headersOf(origin, `/${path.relative(options.site, file)}`, 200)).get('content-type');
    lines.push(`    ${quoted(type)} ${extension};`);
  }
  lines.push('}', 'default_type application/octet-stream;');
  for (const [name, value] of page) {
    if (!kOwn.has(name)) lines.push(`add_header ${name} ${quoted(value)} always;`);
  }
  lines.push(
    ...Object.entries(kByPath).map(([name, variable]) => `add_header ${name} $${variable} always;`),
    'add_header cache-control $funnel_cache always;',
    'add_header last-modified "";',
    'add_header strict-transport-security "max-age=31536000" always;',
    'gzip_static on;',
    'brotli_static on;',
    'gzip_vary on;',
  );
  await writeFile(path.join(options.out, 'funnel-maps.conf'), maps);
  await writeFile(path.join(options.out, 'funnel-static.conf'), `${lines.join('\n')}\n`);
}

const { child, origin } = await startServer();
try {
  await describe(origin);
} finally {
  child.kill();
}
