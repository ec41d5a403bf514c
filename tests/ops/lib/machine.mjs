// A server machine for one test: folders of its own, a stand-in for systemctl, and a real sshd on 127.0.0.1 when it is asked for. All
// it starts is stopped by process id.
import { execFileSync, spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  lstat,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { freePort } from '../../free-port.mjs';

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
/** The archive under test: run.sh's own, or the latest one packed when a file is run by itself. */
export const archive = path.resolve(process.env.OPS_ARCHIVE ?? latest('build/package'));
function latest(folder) {
  const packed = readdirSync(folder)
    .filter((name) => name.endsWith('.tar.gz'))
    .map((name) => path.join(folder, name));
  return packed.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
}
export const release = path.basename(archive, '.tar.gz');

export async function eventually(check, { ms = 10_000, every = 25 } = {}) {
  for (const end = Date.now() + ms; ; await sleep(every)) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) throw new Error('it did not happen in time');
  }
}

/** Runs a program to its end. @returns {Promise<{code: number, out: string, error: string}>} */
/** @param {string[]} words @param {{env?: any, input?: any}} [options] @returns {Promise<any>} */
export function run(words, { env = process.env, input } = {}) {
  return new Promise((done) => {
    const child = spawn(words[0], words.slice(1), {
      env,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    const result = { out: '', error: '' };
    child.stdout.setEncoding('utf8').on('data', (text) => (result.out += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (result.error += text));
    if (input !== undefined) child.stdin.end(input);
    child.on('close', (code) => done({ ...result, code }));
  });
}

/** A folder's content as one hash: names, kinds, bytes. */
export async function treeHash(folder) {
  const hash = createHash('sha256');
  const walk = async (below) => {
    for (const name of (await readdir(path.join(folder, below))).sort()) {
      const file = path.join(below, name);
      const about = await lstat(path.join(folder, file));
      hash.update(`${file}\0${about.mode}\0`);
      if (about.isSymbolicLink()) hash.update(await readlink(path.join(folder, file)));
      else if (about.isDirectory()) await walk(file);
      else if (about.isFile()) hash.update(await readFile(path.join(folder, file)));
    }
  };
  await walk('.');
  return hash.digest('hex');
}

/**
 * A release made of the suite's one: `change` works on its folder, then it is sealed and packed again as NAME. Gives the archive.
 * @param {string} folder @param {string} name @param {(stage: string) => Promise<void>} [change]
 */
export async function repacked(folder, name, change = async () => {}) {
  const stage = path.join(folder, name);
  await mkdir(stage);
  execFileSync('tar', ['-xzf', archive, '-C', stage, '--strip-components=1']);
  await change(stage);
  execFileSync(
    'bash',
    ['--norc', '-euc', '. ops/lib/package.sh; seal "$1"; archive "$1" -1', 'repack', stage],
    { env: { ...process.env, SOURCE_DATE_EPOCH: '1700000000' } },
  );
  await rm(stage, { recursive: true });
  return `${stage}.tar.gz`;
}

async function startSshd(t, folder, environment) {
  const port = await freePort();
  const at = (name) => path.join(folder, 'ssh', name);
  await mkdir(at('.'), { mode: 0o700 });
  for (const key of ['host', 'user']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(key)]);
  }
  await cp(at('user.pub'), at('authorized'));
  await writeFile(at('known'), `[127.0.0.1]:${port} ${await readFile(at('host.pub'), 'utf8')}`);
  const settings = Object.entries(environment)
    .map(([name, value]) => `"${name}=${value}"`)
    .join(' ');
  const config = [
    `ListenAddress 127.0.0.1:${port}`,
    `HostKey ${at('host')}`,
    `AuthorizedKeysFile ${at('authorized')}`,
    `PidFile ${at('pid')}`,
    'UsePAM no',
    'StrictModes no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    `SetEnv ${settings}`,
    '',
  ];
  await writeFile(at('sshd_config'), config.join('\n'));
  await writeFile(
    at('config'),
    `Host *\n  UserKnownHostsFile ${at('known')}\n  StrictHostKeyChecking yes\n  IdentitiesOnly yes\n`,
  );
  if (process.getuid() === 0) await mkdir('/run/sshd', { recursive: true });
  const sshd = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', at('sshd_config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  sshd.stderr.on('data', (data) => (said += data));
  t.after(() => sshd.kill());
  await eventually(() => {
    if (sshd.exitCode !== null) throw new Error(`sshd ended: ${said}`);
    return said.includes('Server listening');
  });
  const where = [
    `${userInfo().username}@127.0.0.1`,
    '--port',
    String(port),
    '--identity',
    at('user'),
    '--ssh-config',
    at('config'),
    '--dir',
    path.join(folder, 'opt'),
  ];
  return {
    deploy: (command, ...more) => run(['./deploy.sh', command, ...where, ...more]),
    sshdLog: () => said,
  };
}

/** @param {import('node:test').TestContext} t */
export async function machine(t, { ssh = false } = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'funnel-ops-'));
  const at = (...names) => path.join(folder, ...names);
  await chmod(folder, 0o755);
  for (const name of ['units', 'etc', 'stand-in']) await mkdir(at(name));
  const [port, adminPort] = [await freePort(), await freePort()];
  await writeFile(
    at('etc/environment'),
    `FUNNEL_LISTEN=127.0.0.1:${port}\nFUNNEL_ADMIN=127.0.0.1:${adminPort}\n`,
  );
  const environment = {
    PATH: `${path.resolve('tests/ops/bin')}:${process.env.PATH}`,
    FUNNEL_UNITS: at('units'),
    FUNNEL_ETC: at('etc'),
    FUNNEL_STATE: at('state'),
    FUNNEL_ACCOUNT: account,
    FUNNEL_NGINX_SITE: at('no-nginx'),
    FUNNEL_HEALTH_SECONDS: '3',
    FUNNEL_RELEASES_KEPT: '3',
    STAND_IN: at('stand-in'),
  };
  const env = { ...process.env, ...environment };
  const systemctl = (...words) => run([path.resolve('tests/ops/bin/systemctl'), ...words], { env });
  t.after(async () => {
    if (existsSync(at('stand-in/loaded/funnel.service'))) await systemctl('stop', 'funnel.service');
    await rm(folder, { recursive: true, force: true });
  });
  const made = {
    folder,
    at,
    env,
    port,
    adminPort,
    systemctl,
    url: `http://127.0.0.1:${port}`,
    adminUrl: `http://127.0.0.1:${adminPort}`,
    /** The server's part of deploy.sh, without ssh. */
    release: (...words) => run(['ops/scripts/release.sh', '--dir', at('opt'), ...words], { env }),
    current: async () => path.basename(await readlink(at('opt/current'))),
    pid: async () => Number((await systemctl('show', '-p', 'MainPID', '--value', 'funnel.service')).out),
    /** The suite's release in service. */
    async install() {
      await mkdir(at('opt/incoming'), { recursive: true });
      execFileSync('tar', ['-xzf', archive, '-C', at('opt/incoming')]);
      const done = await this.release('activate', release);
      if (done.code !== 0) throw new Error(`activate: ${done.error}`);
    },
  };
  if (ssh) Object.assign(made, await startSshd(t, folder, environment));
  return made;
}

// As root the service gets an account of its own, as on a server.
export const account = process.getuid() === 0 ? 'nobody' : userInfo().username;

let phones = 0;

/** Requests to the endpoint, each repeated with its key until it is acknowledged: what a visitor's page does. */
export class Visitors {
  acknowledged = new Set();
  /** @type {any} what /api/documents says */
  documents = null;
  #running = null;

  constructor(url) {
    this.url = url;
  }

  async body() {
    this.documents ??= await (await fetch(`${this.url}/api/documents`)).json();
    const consents = this.documents.documents.map(({ document, version, sha256 }) => ({
      document,
      version,
      sha256,
      given: document === 'processing',
    }));
    return {
      form: 'callback',
      idempotency_key: randomUUID(),
      phone: `+7926${String(1_000_000 + (phones += 1)).slice(-7)}`,
      consents,
      page: '/',
    };
  }

  async send(headers = {}) {
    const body = JSON.stringify(await this.body());
    await eventually(
      async () => {
        const answer = await fetch(`${this.url}/api/leads`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body,
        }).catch(() => undefined);
        if (!answer || answer.status === 503) return false;
        if (answer.status !== 201 && answer.status !== 200) {
          throw new Error(`${answer.status} ${await answer.text()}`);
        }
        this.acknowledged.add((await answer.json()).id);
        return true;
      },
      { ms: 30_000 },
    );
  }

  /** Goes on sending until stop(). */
  start() {
    let go = true;
    const one = async () => {
      while (go) {
        await this.send();
        await sleep(100);
      }
    };
    this.#running = { all: Promise.all([one(), one()]), end: () => (go = false) };
  }

  async stop() {
    this.#running.end();
    await this.#running.all;
  }

  /** How many of the acknowledged requests the given lines of `leads export --jsonl` hold. */
  found(lines) {
    const ids = new Set(
      lines
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line).id),
    );
    return [...this.acknowledged].filter((id) => ids.has(id)).length;
  }
}
