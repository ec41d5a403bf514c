// A funnel-server for one test: a site made for it, a store of its own, a free port, stopped by its process id.
import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { answerTemplate, readAnswers } from '../../../web/tools/answers.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
export const build = path.resolve(process.env.BUILD ?? 'build/native');
export const program = path.join(build, 'bin/funnel-server');
export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

const kVersion = '2026-11-23';
const documentOf = (document) => {
  const text = `Текст согласия: ${document}`;
  const url = document === 'processing' ? '/consent/' : '/consent-ads/';
  return {
    document,
    version: kVersion,
    sha256: createHash('sha256').update(text).digest('hex'),
    title: `Согласие ${document}`,
    url,
    text,
  };
};
export const documents = ['processing', 'advertising'].map(documentOf);

export const operatorComplete = {
  name: 'ИП Тестов',
  inn: '000000000000',
  ogrn: '0',
  address: '101000, Москва, а/я 1',
  email: 'pd@example.ru',
};

/** The pages the server fills, as web/build.mjs makes them but for the hashed addresses. */
let templates;
async function answerTemplates() {
  const values = {
    ...JSON.parse(await readFile(path.join(root, 'assets/site.json'), 'utf8')),
    legal: Object.fromEntries(
      documents.map(({ document, version, sha256 }) => [document, { version, sha256 }]),
    ),
    colors: { light: { paper: '#ffffff' }, dark: { paper: '#000000' } },
  };
  const asset = (/** @type {string} */ name) => path.join(root, 'assets', name);
  const readJson = async (/** @type {string} */ name) => JSON.parse(await readFile(asset(name), 'utf8'));
  const worked = { fillWords: (/** @type {string} */ text) => text, fillPlaces() {} };
  const answers = await readAnswers(path.join(root, 'web'), { site: values, asset, readJson, worked });
  return [...answers].map(([name, tree]) => [name, answerTemplate(tree)]);
}

export async function makeSite(folder, operator = operatorComplete) {
  await mkdir(path.join(folder, 'legal'), { recursive: true });
  await mkdir(path.join(folder, 'thanks'), { recursive: true });
  await mkdir(path.join(folder, '.answers'), { recursive: true });
  templates ??= answerTemplates();
  for (const [name, text] of await templates) await writeFile(path.join(folder, '.answers', name), text);
  await writeFile(path.join(folder, 'index.html'), '<!doctype html><title>Главная</title>');
  await writeFile(path.join(folder, '404.html'), '<!doctype html><title>Нет такой</title>');
  await writeFile(path.join(folder, 'thanks/index.html'), '<!doctype html><title>Спасибо</title>Спасибо');
  await writeFile(path.join(folder, 'large.txt'), 'x'.repeat(2_000_000));
  await writeFile(
    path.join(folder, 'legal/documents.json'),
    JSON.stringify({ format: 'funnel-documents', version: 1, operator, documents }),
  );
}

export const consentsOf = ({ advertising = true } = {}) => [
  { document: 'processing', version: documents[0].version, sha256: documents[0].sha256, given: true },
  { document: 'advertising', version: documents[1].version, sha256: documents[1].sha256, given: advertising },
];

let phones = 0;
export const leadBody = (more = {}) => ({
  form: 'diagnosis',
  idempotency_key: randomUUID(),
  name: 'Пётр',
  phone: `+7916${String(1_000_000 + (phones += 1)).slice(-7)}`,
  consents: consentsOf(),
  page: '/',
  ...more,
});

export const postLead = (url, body, headers = {}) =>
  fetch(`${url}/api/leads`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** A temporary folder with a site; removed by `t.after`. */
export async function place(t, operator) {
  const folder = await mkdtemp(path.join(tmpdir(), 'funnel-server-'));
  await makeSite(path.join(folder, 'site'), operator);
  await mkdir(path.join(folder, 'data'));
  t?.after(() => rm(folder, { recursive: true, force: true }));
  return {
    folder,
    site: path.join(folder, 'site'),
    data: path.join(folder, 'data'),
    store: `sqlite:${path.join(folder, 'data/store.db')}`,
  };
}

/**
 * Starts a server and waits until it listens. `log` is everything it has written.
 * @param {any} where a place()
 * @param {{args?: string[], env?: Record<string, string>, config?: any, store?: string, listen?: string, prefix?: string[], expectFailure?: boolean, operator?: any}} [options]
 * @returns {Promise<any>}
 */
export async function start(
  where,
  {
    args = [],
    env = {},
    config,
    store = where.store,
    listen = '127.0.0.1:0',
    prefix = [],
    expectFailure = false,
  } = {},
) {
  const words = [...prefix, program, 'serve', '--site', where.site, '--listen', listen, ...args];
  if (store) words.push('--store', store);
  if (config) {
    const file = path.join(where.folder, `config-${randomUUID()}.json`);
    await writeFile(file, JSON.stringify(config));
    words.push('--config', file);
  }
  const child = spawn(words[0], words.slice(1), {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  /** @type {any} */
  const server = { child, pid: child.pid, log: '', url: '', port: 0, adminUrl: '' };
  server.ended = new Promise((done) => child.on('exit', (code, signal) => done({ code, signal })));
  const ready = new Promise((done, fail) => {
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text) => {
      server.log += text;
      if (server.port) return;
      for (const line of server.log.split('\n')) {
        if (!line.includes('"listening"')) continue;
        const event = JSON.parse(line);
        if (event.what === 'admin') server.adminUrl = `http://127.0.0.1:${event.port}`;
        if (!event.what.startsWith('site')) continue;
        server.port = event.port;
        server.url = `http://127.0.0.1:${event.port}`;
        done();
      }
    });
    child.on('exit', () => (expectFailure ? done() : fail(new Error(`it ended at start: ${server.log}`))));
  });
  await ready;
  server.stop = async (/** @type {NodeJS.Signals} */ signal = 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return server.ended;
  };
  return server;
}

/** @param {import('node:test').TestContext} t @param {Parameters<typeof start>[1]} [options] */
export async function startFor(t, options = {}) {
  const where = await place(t, options.operator);
  const server = await start(where, options);
  t.after(() => server.stop('SIGKILL'));
  return { ...where, where, server, url: server.url };
}

/** Runs a command of the program. */
export async function run(args, { env = {} } = {}) {
  const child = spawn(program, args, { env: { ...process.env, ...env } });
  const result = { out: '', error: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => (result.out += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (result.error += text));
  result.code = await new Promise((done) => child.on('close', done));
  return result;
}

/** Sends raw bytes (in pieces with pauses) and gives back all that is answered until the other end closes or `ms` are over. */
export function raw(port, pieces, { ms = 1500, pause = 0, halfClose = false } = {}) {
  return new Promise((done) => {
    const socket = net.connect(port, '127.0.0.1');
    let answer = '';
    const timer = setTimeout(() => socket.destroy(), ms);
    socket.setEncoding('latin1');
    socket.on('data', (text) => (answer += text));
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(timer);
      done(answer);
    });
    socket.on('connect', async () => {
      for (const piece of [pieces].flat()) {
        if (socket.destroyed) return;
        socket.write(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece);
        if (pause) await sleep(pause);
      }
      if (halfClose) socket.end();
    });
  });
}

/** Statuses of all answers in raw bytes, 1xx left out. */
export const statuses = (answer) =>
  [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)]
    .map((match) => Number(match[1]))
    .filter((status) => status >= 200);

export async function eventually(check, { ms = 10_000, every = 50 } = {}) {
  const end = Date.now() + ms;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) throw new Error('it did not happen in time');
    await sleep(every);
  }
}
