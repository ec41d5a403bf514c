// Ports for programs that cannot choose one themselves and say which (nginx, PostgreSQL, sshd). funnel-server can: `--listen 127.0.0.1:0`.
// They lie below those the system gives to connections, and each process of the tests counts through a part of its own, so that nobody
// takes a port between the look and the use.
import { once } from 'node:events';
import net from 'node:net';

const kFirst = 10_000;
const kParts = 200;
const kPart = 100; // ports
let next = 0;

/** A free port of 127.0.0.1 that this process has not given out lately. */
export async function freePort() {
  for (let tried = 0; tried < kPart; tried += 1) {
    const port = kFirst + (process.pid % kParts) * kPart + next;
    next = (next + 1) % kPart;
    const probe = net.createServer().listen(port, '127.0.0.1');
    const free = await Promise.race([
      once(probe, 'listening').then(() => true),
      once(probe, 'error').then(() => false),
    ]).catch(() => false);
    if (!free) continue;
    probe.close();
    await once(probe, 'close');
    return port;
  }
  throw new Error('no free port');
}
