// Scripts and styles through esbuild: one call for all scripts, so that pages share their chunks.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { pdfLibraryPlugin } from './pdf-library.mjs';

const kTargets = ['chrome103', 'firefox110', 'safari15.4'];

// of a case: whose share it is, what it became and what has to be said with it
const kOfShare = 'company industry stage_kind metric before after period_months denominator caveats'.split(
  ' ',
);

/** @param {{cases: Record<string, any>[]}} all */
const sharesOf = ({ cases }) =>
  cases
    .filter(({ before, after }) => before !== null && after !== null)
    .map((one) => Object.fromEntries(kOfShare.filter((key) => key in one).map((key) => [key, one[key]])));

/** Imports from assets/ take the brand's own file where there is one. */
const assetsPlugin = (asset, web) => ({
  name: 'assets',
  setup(build) {
    // Of the table of sentences a copy for each importer: each takes its part, and the first screen none of the others'.
    build.onResolve({ filter: /^(\.\.\/)+assets\// }, ({ path: asked, importer }) => ({
      path: asset(asked.replace(/^.*?assets\//, '')),
      suffix: asked.endsWith('messages/ru.json') ? `?${path.relative(web, importer)}` : '',
    }));
    // Of the cases scripts get what is said of a share before and after, not the stories.
    build.onLoad({ filter: /[\\/]cases\.json$/ }, async ({ path: file }) => ({
      contents: JSON.stringify({ cases: sharesOf(JSON.parse(await readFile(file, 'utf8'))) }),
      loader: 'json',
    }));
  },
});

/** @returns {esbuild.BuildOptions & {metafile: true, write: false, plugins: esbuild.Plugin[]}} */
const optionsOf = (web, entries, define, asset) => ({
  entryPoints: entries.map((entry) => path.join(web, entry)),
  absWorkingDir: web,
  outbase: path.join(web, 'js'),
  outdir: '/a',
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  target: kTargets,
  write: false,
  metafile: true,
  define,
  plugins: [assetsPlugin(asset, web), pdfLibraryPlugin],
});

/** What a page runs at once: the scripts that its entry imports without import(); their data comes with them. @param {esbuild.Metafile} metafile @param {string} entry */
function neededAtOnce({ inputs }, entry) {
  const needed = new Set([entry]);
  for (const file of needed) {
    for (const { path: next, kind } of inputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && next in inputs) needed.add(next);
    }
  }
  return [...needed].filter((file) => file !== entry && /\.m?js$/.test(file) && !file.includes('?'));
}

/**
 * esbuild cuts a chunk for each set of entries that need the same modules, and what comes by import() is an entry: a first view of twenty
 * files of a kilobyte. Here everything that comes later needs all that is needed at once, which it finds there: one chunk.
 * @param {string} web @param {string[]} atOnce
 */
const inOnePiece = (web, atOnce) => ({
  name: 'in-one-piece',
  /** @param {esbuild.PluginBuild} build */
  setup(build) {
    build.onResolve({ filter: /^\./ }, async ({ path: asked, kind, importer, resolveDir, pluginData }) => {
      if (kind !== 'dynamic-import' || pluginData === 'resolved') return undefined;
      const found = await build.resolve(asked, { kind, importer, resolveDir, pluginData: 'resolved' });
      return found.errors.length > 0 || !found.path.endsWith('.js') // data has nothing to find there
        ? found
        : { path: path.relative(web, found.path), namespace: 'later' }; // goes into names: no machine's path
    });
    build.onLoad({ filter: /.*/, namespace: 'later' }, ({ path: file }) => ({
      contents: [
        ...atOnce.map((name) => `import ${JSON.stringify(`./${name}`)};`),
        `export * from ${JSON.stringify(`./${file}`)};`,
      ].join('\n'),
      resolveDir: web,
    }));
  },
});

/** Bundles the entries ("/js/landing/main.js"); gives [{address, source, bytes}] with the hashed addresses. One alone comes in one piece. */
export async function bundleScripts(web, entries, define, asset) {
  if (entries.length === 0) return [];
  const options = optionsOf(web, entries, define, asset);
  if (entries.length === 1) {
    const { metafile } = await esbuild.build(options);
    options.plugins.push(inOnePiece(web, neededAtOnce(metafile, entries[0].slice(1))));
  }
  const result = await esbuild.build(options);
  const sources = new Map();
  for (const [file, output] of Object.entries(result.metafile.outputs)) {
    if (output.entryPoint) sources.set(path.basename(file), `/${output.entryPoint}`);
  }
  return result.outputFiles.map((file) => {
    const name = path.basename(file.path);
    const source = sources.get(name);
    return {
      address: `/a/${name}`,
      source: entries.includes(source ?? '') ? source : undefined,
      bytes: file.contents,
    };
  });
}

/** The static imports of each script, to be preloaded beside it: address → [addresses]. */
export function staticImports(scripts) {
  const pattern = /(?:import|from)\s*"\.\/([\w.-]+\.js)"/g;
  const direct = new Map(
    scripts.map(({ address, bytes }) => {
      const text = new TextDecoder().decode(bytes);
      return [address, [...text.matchAll(pattern)].map((match) => `/a/${match[1]}`)];
    }),
  );
  const all = (address, seen) => {
    for (const next of direct.get(address) ?? []) {
      if (!seen.has(next)) all(next, seen.add(next));
    }
    return seen;
  };
  return new Map(scripts.map(({ address }) => [address, [...all(address, new Set())]]));
}

/** One style sheet, its imports in place; `virtual:fonts.css` and `virtual:brand.css` are the given texts. */
export async function bundleStyle(web, entry, virtual) {
  const given = {
    name: 'given',
    setup(build) {
      build.onResolve({ filter: /^virtual:\w+\.css$/ }, ({ path: asked }) => ({
        path: /:(\w+)/.exec(asked)[1],
        namespace: 'given',
      }));
      build.onLoad({ filter: /.*/, namespace: 'given' }, ({ path: name }) => ({
        contents: virtual[name],
        loader: 'css',
      }));
    },
  };
  const result = await esbuild.build({
    entryPoints: [path.join(web, entry)],
    bundle: true,
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    target: kTargets,
    external: ['/a/*'],
    write: false,
    plugins: [given],
  });
  return result.outputFiles[0].contents;
}

/** The script of partners' pages, in one piece that any page may load. @param {string} web @param {string} entry */
export async function bundleLoader(web, entry) {
  const result = await esbuild.build({
    entryPoints: [path.join(web, entry)],
    bundle: true,
    format: 'iife',
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    target: kTargets,
    write: false,
  });
  return result.outputFiles[0].contents;
}

/** The service worker, if there is one: stays at /sw.js, knows the site's files and version. */
export async function bundleServiceWorker(web, files, version) {
  const result = await esbuild.build({
    entryPoints: [path.join(web, 'sw.js')],
    bundle: true,
    minify: true,
    charset: 'utf8',
    target: kTargets,
    write: false,
    define: { SITE_FILES: JSON.stringify(files), SITE_VERSION: JSON.stringify(version) },
  });
  return result.outputFiles[0].contents;
}
