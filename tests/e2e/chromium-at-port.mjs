// A Chromium of its own that lighthouse talks to by a port.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { kArguments, kProgram } from './harness.mjs';

/** @param {string[]} [more] arguments @returns {Promise<{port: number, close: () => Promise<void>}>} */
export async function chromiumAtPort(more = []) {
  const folder = mkdtempSync(path.join(tmpdir(), 'lighthouse-'));
  const chromium = spawn(
    kProgram,
    [
      '--headless',
      ...kArguments,
      ...more,
      '--remote-debugging-port=0',
      `--user-data-dir=${folder}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  /** @type {number} */
  const port = await new Promise((found, failed) => {
    let said = '';
    chromium.stderr.on('data', (data) => {
      said += data;
      const match = /DevTools listening on ws:\/\/[^:]+:(\d+)/.exec(said);
      if (match) found(Number(match[1]));
    });
    chromium.once('exit', () => failed(new Error(`chromium ended: ${said}`)));
  });
  return {
    port,
    async close() {
      chromium.kill('SIGTERM');
      if (chromium.exitCode === null) await once(chromium, 'exit');
      try {
        rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
      } catch {
        // a process of the browser still writes there: the system empties its temporary folder
      }
    },
  };
}
