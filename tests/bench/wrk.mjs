// Load by wrk: many connections that ask, or post requests by load.lua; and what a server's processor did meanwhile.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const script = path.join(path.dirname(fileURLToPath(import.meta.url)), 'load.lua');

/** Processor time of a process so far, in seconds. @param {number} pid */
export function processorOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** What a run of wrk prints. @param {string[]} words its options and what follows them */
export async function wrk(words) {
  const child = spawn('wrk', words);
  let out = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (out += text));
  }
  await new Promise((done) => child.on('close', done));
  return out;
}

/**
 * Posts the body, each time with a key and a phone of its own, for so many seconds. Everything has to be stored.
 * @param {{name: string, url: string, connections: number | string, seconds: number | string, bodyFile: string}} run `url` of the server
 * @returns {Promise<{requests: number, rate: number, p50: number, p99: number}>} a second; ms
 */
export async function post({ name, url, connections, seconds, bodyFile }) {
  const words = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '20s', '-s', script];
  const out = await wrk([...words, `${url}/api/leads`, '--', randomBytes(8).toString('hex'), bodyFile]);
  if (!out.includes('{"requests"')) throw new Error(`${name}: ${out}`);
  const result = JSON.parse(out.slice(out.indexOf('{"requests"')));
  if (result.errors > 0 || result.requests === 0) {
    throw new Error(`${name}: ${result.errors} of ${result.requests} were not stored`);
  }
  return {
    requests: result.requests,
    rate: result.requests / result.seconds,
    p50: result.p50 / 1000,
    p99: result.p99 / 1000,
  };
}
