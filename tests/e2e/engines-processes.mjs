// What an engine runs on beside the test: a screen, and the group of processes of its driver; and the two other engines themselves.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import puppeteer from 'puppeteer-core';

const kWebKitDriver = '/usr/bin/WebKitWebDriver';

/** A screen without a person: Firefox has WebGL on one only. */
export async function startScreen() {
  const server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [said] = await once(server.stdout, 'data');
  return {
    display: `:${String(said).trim()}`,
    async stop() {
      server.kill();
      await once(server, 'exit');
    },
  };
}

/** Ends the whole group, if it has not ended by itself: then there is nobody left to tell. */
export async function endGroup(leader) {
  if (leader.exitCode !== null || leader.signalCode !== null) return;
  const ended = once(leader, 'exit');
  try {
    process.kill(-leader.pid, 'SIGTERM');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
  await ended;
}

/** Firefox ESR over WebDriver BiDi. @returns {Promise<{browser: import('puppeteer-core').Browser, stop: () => Promise<void>}>} */
export async function startFirefox() {
  const screen = await startScreen();
  try {
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: '/usr/bin/firefox-esr',
      headless: false,
      timeout: 60_000,
      env: { ...process.env, DISPLAY: screen.display, LIBGL_ALWAYS_SOFTWARE: '1' },
    });
    const stop = async () => {
      await browser.close();
      await screen.stop();
    };
    return { browser, stop };
  } catch (error) {
    await screen.stop();
    throw error;
  }
}

/** One W3C WebDriver command. */
async function commandTo(origin, method, where, body) {
  const response = await fetch(`${origin}${where}`, { method, body: body && JSON.stringify(body) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${where}: ${value.message}`);
  return value;
}

/** The driver answers. @param {string} origin */
async function untilDriven(origin) {
  for (let i = 0; ; i++) {
    try {
      return await commandTo(origin, 'GET', '/status');
    } catch (error) {
      if (i > 150) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/**
 * WebKitGTK over its own WebDriver. `command` is one of a session, its place without the session's; `run` gives what a promise in the page gives.
 * @returns {Promise<{command: (method: string, where: string, body?: object) => Promise<any>, run: (promise: string) => Promise<any>, stop: () => Promise<void>}>}
 */
export async function startWebKit() {
  const browser = [
    '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
    '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.0/MiniBrowser',
  ].find((file) => existsSync(file));
  assert.ok(browser, 'no MiniBrowser: package webkit2gtk-driver brings it');
  const port = 20_000 + (process.pid % 10_000);
  const home = mkdtempSync(path.join(tmpdir(), 'webkit-'));
  const driver = spawn(
    'xvfb-run',
    ['-a', 'dbus-run-session', kWebKitDriver, `--port=${port}`, '--host=127.0.0.1'],
    {
      stdio: 'ignore',
      detached: true,
      env: {
        ...process.env,
        HOME: home,
        WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
        LIBGL_ALWAYS_SOFTWARE: '1',
      },
    },
  );
  const end = async () => {
    await endGroup(driver);
    rmSync(home, { recursive: true, force: true });
  };
  const origin = `http://127.0.0.1:${port}`;
  try {
    await untilDriven(origin);
    const { sessionId } = await commandTo(origin, 'POST', '/session', {
      capabilities: {
        alwaysMatch: { 'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] } },
      },
    });
    const command = (method, where, body) => commandTo(origin, method, `/session/${sessionId}${where}`, body);
    await command('POST', '/timeouts', { script: 60_000, pageLoad: 60_000 });
    const run = (promise) =>
      command('POST', '/execute/async', {
        script: `const done = arguments[0]; ${promise}.then(done, (error) => done('"' + error + '"'));`,
        args: [],
      });
    const stop = async () => {
      await command('DELETE', '').catch(() => {}); // the group goes all the same
      await end();
    };
    return { command, run, stop };
  } catch (error) {
    await end();
    throw error;
  }
}
