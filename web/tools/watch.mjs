// The site while it is being written: ./deploy.sh watch [--port N]. Rebuilds what a saved file touches, starts funnel-server again when it
// must, and reloads the open page. A little proxy stands in front: it adds one script of its own to each page, which the site's policy
// allows (script-src 'self'), and holds a line open (server-sent events) over which it says "reload".
//   web/, assets/                 the site; of assets what is compiled in (messages, deals) as src/core
//   src/core, src/wasm            wasm modules and funnel-server, then the site; the workbench has the core inside and is left as it was
//   src/workbench                 the workbench, then the site
//   src/server                    funnel-server
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, watch } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({ options: { port: { type: 'string', default: '8080' } } });
const kQuiet = 80; // ms without another change before a build starts
const kScript = '/__watch.js';
const kEvents = '/__watch';

const say = (/** @type {string} */ text) =>
  process.stderr.write(`${new Date().toTimeString().slice(0, 8)} ${text}\n`);

/** Runs one command quietly. @returns {Promise<boolean>} whether it succeeded; what it said is shown when not */
async function run(/** @type {string} */ command, /** @type {string[]} */ ...args) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (data) => (said += data));
  child.stderr.on('data', (data) => (said += data));
  const [code] = await once(child, 'exit');
  if (code !== 0) process.stderr.write(`${said.split('\n').slice(-40).join('\n')}\n`);
  return code === 0;
}

const build = (/** @type {string} */ preset, /** @type {string[]} */ ...targets) =>
  run('cmake', '--build', `build/${preset}`, '--target', ...targets);
const site = () =>
  run(
    'node',
    'web/build.mjs',
    '--out',
    'build/site',
    '--core',
    'build/wasm/bin/core.wasm',
    '--workbench',
    'build/workbench',
  );

/** What a changed path asks for. @type {[RegExp, string][]} */
const kAsks = [
  [/^src\/(core|wasm)\//, 'core'],
  [/^src\/workbench\//, 'workbench'],
  [/^src\/server\//, 'server'],
  [/^assets\/(messages|deals)\//, 'core'], // compiled in
  [/^(web|assets)\//, 'site'],
];

/** Builds what is asked for; stops at the first failure. @param {Set<string>} asked */
async function rebuild(asked) {
  if (asked.has('core') && !(await build('wasm', 'modules'))) return false;
  if ((asked.has('core') || asked.has('server')) && !(await build('native', 'funnel-server'))) return false;
  if (
    asked.has('workbench') &&
    !((await build('wasm', 'workbench')) && (await run('./deploy.sh', 'pack-workbench')))
  ) {
    return false;
  }
  return asked.size === 1 && asked.has('server') ? true : site();
}

/** @type {{child: import('node:child_process').ChildProcess, port: number} | null} */
let server = null;
async function startServer() {
  if (server) {
    const { child } = server;
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  const words = ['--site', 'build/site', '--listen', '127.0.0.1:0', '--store', 'sqlite:build/local/watch.db'];
  const child = spawn('build/native/bin/funnel-server', ['serve', ...words, '--demo'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr.pipe(process.stderr);
  const port = await portOf(child);
  server = port === null ? null : { child, port };
  if (!server) say('funnel-server has ended: why stands above');
}

/** The port it has chosen and says in its log; null when it ends instead. @param {import('node:child_process').ChildProcess} child @returns {Promise<number | null>} */
const portOf = (child) =>
  new Promise((found) => {
    let said = '';
    child.stderr?.on('data', (data) => {
      said += data;
      const line = /"listening","what":"site[^"]*".*?"port":(\d+)/.exec(said);
      if (line) found(Number(line[1]));
    });
    child.once('exit', () => found(null));
  });

/** @type {Set<http.ServerResponse>} */
const listeners = new Set();
const reload = () => listeners.forEach((listener) => listener.write('data: reload\n\n'));

http
  .createServer((request, response) => {
    if (request.url === kScript) {
      response.writeHead(200, { 'content-type': 'text/javascript', 'cache-control': 'no-store' });
      response.end(`new EventSource('${kEvents}').onmessage = async () => {
        for (const worker of await navigator.serviceWorker?.getRegistrations() ?? []) await worker.unregister();
        location.reload();
      };`);
      return;
    }
    if (request.url === kEvents) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(': watching\n\n');
      listeners.add(response);
      response.on('close', () => listeners.delete(response));
      return;
    }
    const headers = { ...request.headers };
    delete headers['accept-encoding'];
    const onward = http.request(
      { host: '127.0.0.1', port: server?.port, path: request.url, method: request.method, headers },
      (answer) => {
        if (!/^text\/html/.test(answer.headers['content-type'] ?? '')) {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
          return;
        }
        const parts = /** @type {Buffer[]} */ ([]);
        answer.on('data', (part) => parts.push(part));
        answer.on('end', () => {
          const page = Buffer.concat(parts)
            .toString('utf8')
            .replace('</body>', `<script src="${kScript}"></script></body>`);
          const { 'content-length': _, etag: __, ...rest } = answer.headers;
          response.writeHead(answer.statusCode ?? 502, { ...rest, 'cache-control': 'no-store' });
          response.end(page);
        });
      },
    );
    onward.on('error', () => {
      response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '1' });
      response.end('funnel-server is starting again\n');
    });
    request.pipe(onward);
  })
  .on('error', () => {
    say(`port ${options.port} is taken by another program: stop it, or ./deploy.sh watch --port N`);
    process.exit(1);
  })
  .listen(Number(options.port), '127.0.0.1');

/** Changed paths since the last build. @type {Set<string>} */
const changed = new Set();
/** @type {NodeJS.Timeout | undefined} */
let quiet;
let busy = false;
function note(/** @type {string} */ file) {
  if (/(^|\/)(node_modules|\.[^/]*|.*~|.*\.sw.)(\/|$)/.test(file)) return;
  changed.add(file);
  clearTimeout(quiet);
  quiet = setTimeout(work, kQuiet);
}
async function work() {
  if (busy || changed.size === 0) return;
  busy = true;
  const files = [...changed];
  changed.clear();
  const asked = new Set(
    files.flatMap((file) => kAsks.filter(([pattern]) => pattern.test(file)).map(([, name]) => name)),
  );
  const started = Date.now();
  if (asked.size > 0) {
    if (await rebuild(asked)) {
      await startServer();
      reload();
      say(
        `${files[0]}${files.length > 1 ? ` and ${files.length - 1} more` : ''}: ${[...asked].join(', ')} in ${((Date.now() - started) / 1000).toFixed(1)} s`,
      );
    } else say('not built: what went wrong stands above, the page is as it was');
  }
  busy = false;
  if (changed.size > 0) void work();
}
/** Watches one folder and those below it; node's own recursion needs a newer node than Debian's. */
function watchFolder(/** @type {string} */ folder) {
  watch(folder, (_, name) => name && note(path.join(folder, name)));
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory() && entry.name !== 'node_modules') watchFolder(path.join(folder, entry.name));
  }
}
['web', 'assets', 'src'].forEach(watchFolder);
process.on('SIGINT', () => process.exit());
process.on('exit', () => server?.child.kill('SIGTERM'));
await startServer();
say(`watching web, assets and src: http://127.0.0.1:${options.port} (stop with Ctrl+C)`);
