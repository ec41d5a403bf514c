// Builds the site: node build.mjs --out DIR --core core.wasm [--workbench DIR] [--assets DIR] [--production] [--fonts-ttf DIR]
//   [--url https://HOST] [--metrica ID] [--site-funnel]
// --assets DIR: another brand; its files take the place of those of assets/ by name. --production: stops while the operator's
// identity is incomplete.
// Content-hashed files go to /a/, pages beside it, .br and .gz siblings everywhere they pay.
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { answerTemplate, readAnswers } from './tools/answers.mjs';
import { addAnalytics, metricaOf } from './tools/analytics.mjs';
import { addSteps } from './tools/site-funnel.mjs';
import { assetFolders, brandFrom, firmOf, refuseIncompleteOperator } from './tools/brand.mjs';
import {
  bundleLoader,
  bundleScripts,
  bundleServiceWorker,
  bundleStyle,
  staticImports,
} from './tools/bundle.mjs';
import { policyOf } from './tools/embed.mjs';
import { SiteFolder, contentHash, listFiles, readBytes } from './tools/files.mjs';
import { documentFonts, fontLicenses, standIns, truetypeFonts, webFonts } from './tools/fonts.mjs';
import { appendHtml, attributeOf, firstOf, writtenPage } from './tools/html.mjs';
import { legalDocuments, legalValues } from './tools/legal.mjs';
import { findPages, readPages, references, replaceAddresses } from './tools/pages.mjs';
import { isOpen } from './tools/forms.mjs';
import { makeKit } from './tools/kit/kit.mjs';
import { withRasteriser } from './tools/share/raster.mjs';
import { writeShared } from './tools/share/share.mjs';
import { workedExamples } from './tools/worked.mjs';

const web = path.dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    out: { type: 'string' },
    core: { type: 'string' },
    workbench: { type: 'string' },
    assets: { type: 'string' },
    production: { type: 'boolean', default: false },
    'fonts-ttf': { type: 'string' },
    url: { type: 'string' },
    metrica: { type: 'string' },
    'site-funnel': { type: 'boolean', default: false },
  },
});

/** Path of an asset: the brand's own or the common one. */
const asset = assetFolders(path.join(path.dirname(web), 'assets'), options.assets);
const readJson = async (name) => JSON.parse(await readFile(asset(name), 'utf8'));

/** TrueType for the workbench; nothing else is made in this mode unless --out is given too. */
async function writeTruetype(recipe, folder) {
  await mkdir(folder, { recursive: true });
  for (const font of await truetypeFonts(recipe)) await writeFile(path.join(folder, font.name), font.bytes);
}

/** Fonts: their style rules and the addresses worth preloading. */
async function writeFonts(site, recipe) {
  const rules = [];
  const preloads = [];
  for (const font of await webFonts(recipe)) {
    const address = await site.writeHashed(font.name, font.bytes);
    rules.push(font.css(address));
    if (font.preload) {
      preloads.push(`<link rel="preload" href="${address}" as="font" type="font/woff2" crossorigin>`);
    }
  }
  for (const license of await fontLicenses(recipe)) {
    await site.write(`/licenses/${license.name}`, license.bytes);
  }
  rules.push(await standIns(recipe));
  return { css: rules.join('\n'), preloads: preloads.join('') };
}

/** wasm of the core, the workbench's files (one folder, one hash: its loader finds its neighbours) and pictures. */
async function writeBinaries(site, addresses) {
  // Beside core.wasm lie the smaller modules of single pages (src/wasm/CMakeLists.txt).
  for (const name of [
    'core.wasm',
    'calculator.wasm',
    'checklist.wasm',
    'calls.wasm',
    'plan.wasm',
    'deals.wasm',
  ]) {
    const file = path.join(path.dirname(options.core), name);
    addresses.set(`/wasm/${name}`, await site.writeHashed(name, await readBytes(file)));
  }
  // The invented export that /crm/ is tried on.
  addresses.set(
    '/deals/example.csv',
    await site.writeHashed('deals-example.csv', await readBytes(asset('deals/example.csv'))),
  );
  if (options.workbench) {
    const names = await listFiles(options.workbench);
    const contents = await Promise.all(names.map((name) => readBytes(path.join(options.workbench, name))));
    const folder = `/a/workbench-${contentHash(Buffer.concat(contents))}`;
    for (const [i, name] of names.entries()) {
      await site.write(`${folder}/${name}`, contents[i]);
      addresses.set(`/workbench/${name}`, `${folder}/${name}`);
    }
  }
  for (const name of await listFiles(path.join(web, 'img'))) {
    addresses.set(
      `/img/${name}`,
      await site.writeHashed(path.basename(name), await readBytes(path.join(web, 'img', name))),
    );
  }
  for (const name of await listFiles(path.join(web, 'static'))) {
    await site.write(`/${name}`, await readBytes(path.join(web, 'static', name)));
  }
}

/** Whole fonts for the PDF, fetched on the click: name → address. */
async function writeDocumentFonts(site, recipe) {
  const fonts = {};
  for (const { name, bytes } of await documentFonts(recipe)) {
    fonts[name] = await site.writeHashed(`${name}.ttf`, bytes);
  }
  return fonts;
}

async function writeScripts(site, addresses, entries, documentFontAddresses, values) {
  const define = {
    METRICA_ID: JSON.stringify(metricaOf(values)),
    DOCUMENT_FONTS: JSON.stringify(documentFontAddresses),
    CORE_ADDRESS: JSON.stringify(addresses.get('/wasm/core.wasm')),
    WORKBENCH_FILES: JSON.stringify(
      Object.fromEntries([...addresses].filter(([source]) => source.startsWith('/workbench/'))),
    ),
  };
  // These share modules with the other pages, but not their files: shared, they would be cut into more and larger chunks, and a phone's
  // first visit waits for each.
  const kAlone = ['/js/demo/', '/js/landing/embed.js', '/js/landing/main.js'];

  const groups = [
    entries.filter((entry) => !kAlone.some((folder) => entry.startsWith(folder))),
    ...kAlone.map((folder) => entries.filter((entry) => entry.startsWith(folder))),
  ];
  const scripts = (await Promise.all(groups.map((group) => bundleScripts(web, group, define, asset)))).flat();
  const imports = staticImports(scripts);
  const modulePreloads = new Map();
  for (const { address, source, bytes } of scripts) {
    await site.write(address, bytes);
    if (!source) continue;
    addresses.set(source, address);
    modulePreloads.set(
      source,
      imports
        .get(address)
        .map((next) => `<link rel="modulepreload" href="${next}">`)
        .join(''),
    );
  }
  return modulePreloads;
}

/**
 * The tool kit's files under /kit/files/, the pictures of their first pages, and /kit/files.json for the server: what there is, and
 * whether it stands open or behind the form.
 */
async function writeKit(site, recipe, values) {
  const kit = await makeKit({
    values,
    asset,
    readJson,
    fonts: () => documentFonts(recipe),
    raster: withRasteriser,
    cache: path.join(path.dirname(web), 'build/kit'),
  });
  const bytesOf = (name) => readBytes(path.join(kit.folder, name));
  const files = [...kit.items.flatMap((item) => item.files), kit.archive];
  for (const { name } of files) await site.write(`/kit/files/${name}`, await bytesOf(name));
  const titles = new Map(kit.items.flatMap((item) => item.files.map(({ name }) => [name, item.name])));
  await site.write(
    '/kit/files.json',
    JSON.stringify({
      format: 'funnel-kit',
      version: 1,
      gate: isOpen(values) ? 'open' : 'form',
      files: files.map((file) => ({ ...file, title: titles.get(file.name) ?? kit.title })),
    }),
  );
  const items = await Promise.all(
    kit.items.map(async (item) => ({
      ...item,
      picture: await site.writeHashed(`kit-${item.preview}`, await bytesOf(item.preview)),
    })),
  );
  // on a phone, of the list a request opens
  const lines = files.reduce(
    (sum, { name }) => sum + Math.ceil(((titles.get(name) ?? kit.title).length + 6) / 38),
    0,
  );
  return { ...kit, items, lines };
}

/** Every page of web/ as a tree, by its address. */
async function everyPage(given) {
  const pages = new Map();
  for (const source of await findPages(web)) {
    for (const { page, tree } of await readPages(web, source, given)) {
      addAnalytics(tree, given.site);
      addSteps(tree, given.site);
      pages.set(page, tree);
    }
  }
  return pages;
}

/** @param {string[]} styles as pages ask for them: "/css/plan.css" @param {Record<string, string>} virtual */
async function writeStyles(site, addresses, styles, virtual) {
  for (const style of styles) {
    const bytes = await bundleStyle(web, style, virtual);
    addresses.set(style, await site.writeHashed(path.basename(style), bytes));
  }
}

/** What a page preloads. One that draws its own letters says so: <html data-fonts="none">. */
function headOf(tree, fontPreloads, modulePreloads) {
  const imports = references(tree).scripts.map((source) => modulePreloads.get(source));
  const ownLetters = attributeOf(firstOf(tree, 'html'), 'data-fonts') === 'none';
  return `${ownLetters ? '' : fontPreloads}${imports.join('')}`;
}

async function buildSite() {
  const brand = await brandFrom(web, await readJson('site.json'));
  const { values } = brand;
  if (options.production) refuseIncompleteOperator(values);
  const site = new SiteFolder(path.resolve(options.out));
  await site.clear();
  values.url = options.url ?? values.url;
  if (options.metrica) values.analytics = { metrica: options.metrica };
  if (options['site-funnel']) values.site_funnel = true;
  values.legal = await legalValues(asset, values);
  await site.write('/policy.json', policyOf(values));
  await site.write('/embed.js', await bundleLoader(web, '/js/landing/embed-loader.js'));
  await site.write('/legal/documents.json', JSON.stringify(await legalDocuments(asset, values)));
  const recipe = await readJson('fonts.json');
  const worked = await workedExamples(options.core, readJson);
  const addresses = new Map();

  const fonts = await writeFonts(site, recipe);
  await writeBinaries(site, addresses);

  const kit = await writeKit(site, recipe, values);
  const given = { site: values, asset, readJson, worked, kit };
  const pages = await everyPage(given);
  const answers = await readAnswers(web, given);
  const asked = [...pages.values(), ...answers.values()].map(references);
  const modulePreloads = await writeScripts(
    site,
    addresses,
    [...new Set(asked.flatMap(({ scripts, workers }) => [...scripts, ...workers]))].sort(),
    await writeDocumentFonts(site, recipe),
    values,
  );
  await writeStyles(site, addresses, [...new Set(asked.flatMap(({ styles }) => styles))], {
    fonts: fonts.css,
    brand: brand.css,
  });

  for (const [name, tree] of answers) {
    appendHtml(firstOf(tree, 'head'), fonts.preloads);
    replaceAddresses(tree, addresses, name);
    await site.writeHidden(`.answers/${name}`, answerTemplate(tree));
  }
  await site.writeHidden('.firm.json', firmOf(values));

  const share = await writeShared({
    site,
    values,
    recipe,
    readJson,
    root: path.dirname(web),
    coreFile: options.core,
    pages,
  });
  for (const [page, tree] of pages) {
    const head = headOf(tree, fonts.preloads, modulePreloads);
    appendHtml(firstOf(tree, 'head'), head + share(page));
    replaceAddresses(tree, addresses, page);
    await site.write(`/${page}`, writtenPage(tree));
  }
  if (existsSync(path.join(web, 'sw.js'))) {
    const files = [...site.written.keys()].sort();
    const version = contentHash(Buffer.concat(files.map((file) => site.written.get(file))));
    await site.write('/sw.js', await bundleServiceWorker(web, files, version));
  }
  if (values.missing.length > 0) {
    console.log(
      `site: the operator in site.json is incomplete, not for production yet: ${values.missing.join(', ')}`,
    );
  }
  const bytes = [...site.written.values()].reduce((sum, content) => sum + content.length, 0);
  console.log(`site: ${site.written.size} files, ${bytes} bytes, ${pages.size} pages in ${options.out}`);
}

async function main() {
  if (!(options.out && options.core) && !options['fonts-ttf']) {
    console.error(
      'usage: node build.mjs --out DIR --core core.wasm [--workbench DIR] [--assets DIR] [--production] [--fonts-ttf DIR] [--url https://HOST] [--metrica ID] [--site-funnel]',
    );
    process.exitCode = 64;
    return;
  }
  if (options['fonts-ttf']) await writeTruetype(await readJson('fonts.json'), options['fonts-ttf']);
  if (options.out) await buildSite();
}

await main().catch((error) => {
  console.error(error.isForPeople ? error.message : error);
  process.exitCode = 1;
});
