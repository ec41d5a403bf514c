// Random sessions of edits in two tabs that end at any moment: reloaded, closed, a tab that crashes, the browser killed. A hand is slower
// than the device: a key is pressed when the one before is on it. Then at most the last keystroke is lost, wherever the end comes.
import assert from 'node:assert/strict';
import { mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { chromium } from 'playwright-core';
import { journeys, kArguments, kWholeProgram, open } from './harness.mjs';

const kSessions = Number(process.env.SESSIONS ?? 200);
// A run of everything ends sooner, and says after how many; SESSIONS waits for all.
const kLongMs = process.env.SESSIONS ? Infinity : 60_000;
const kFewest = 30;
const kKilled = 25; // every so many sessions: starting a browser takes its time
const kFields = { '/average_check': 4, '/leads_per_month': 3, '/managers': 2, '/stages/0/conversion': 2 };
const kEnds = ['reload', 'close', 'crash'];

/** The same sessions every time: mulberry32. */
function randomFrom(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

let site;
const folder = mkdtempSync(path.join(tmpdir(), 'funnel-crash-'));
journeys((stage) => ({ site } = stage), {
  launch: async () => null,
  end: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
});

const start = () =>
  chromium.launchPersistentContext(folder, {
    executablePath: kWholeProgram,
    args: [...kArguments, '--disable-session-crashed-bubble'],
    locale: 'ru-RU',
    viewport: { width: 1280, height: 900 },
  });

/** In the page: a number of the calculation as it is on the device. */
const stored = (pointer) =>
  new Promise((done, fail) => {
    const opening = indexedDB.open('funnel');
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = () => done(null);
    opening.onsuccess = () => {
      const asking = opening.result.transaction('records').objectStore('records').get('calculation');
      asking.onerror = () => fail(asking.error);
      asking.onsuccess = () => {
        opening.result.close();
        const parts = pointer.split('/').slice(1);
        done(parts.reduce((value, part) => value?.[part], asking.result?.value.draft));
      };
    };
  });

const plain = (text) => text.replaceAll(/[\s\u00a0]/g, '');
const fieldOf = (page, pointer) => page.locator(`[data-in="${pointer}"]`).first();

const isOpen = (page) => page.waitForFunction(() => document.documentElement.dataset.kept !== undefined);
/** What the field shows; a tab that stood all the while may hear of the other's last keystroke a moment later. */
async function untilOneOf(page, pointer, texts) {
  for (const end = Date.now() + 5000; ;) {
    const shown = plain(await fieldOf(page, pointer).inputValue());
    if (texts.includes(shown) || Date.now() > end) return shown;
  }
}

async function openTab(context) {
  const page = await context.newPage();
  await open(page, site.origin);
  await isOpen(page);
  return page;
}

/** Waits until what is typed is on the device; conversions are kept as shares. */
async function untilStored(page, pointer, text) {
  const wanted = pointer.endsWith('/conversion') ? Number(text) / 100 : Number(text);
  for (const end = Date.now() + 15_000; ;) {
    const there = await page.evaluate(stored, pointer);
    if (Math.abs(there - wanted) < 1e-9) return;
    assert.ok(Date.now() < end, `${pointer} is ${there}, typed ${text}`);
  }
}

/** The end of a session as it comes; `tabs` are left with those that still stand. @returns {Promise<import('playwright-core').BrowserContext>} the context of the next */
async function end(context, tabs, how) {
  if (how === 'kill') {
    // "HOST-PID": who holds the profile.
    process.kill(Number(readlinkSync(path.join(folder, 'SingletonLock')).split('-').pop()), 'SIGKILL');
    tabs.length = 0;
    return start();
  }
  if (how === 'reload') {
    await Promise.all(tabs.map((tab) => tab.reload()));
    await Promise.all(tabs.map(isOpen));
    return context;
  }
  // The tab that was typed into last stands second: it goes.
  const gone = tabs.pop();
  if (how === 'crash') {
    const crashed = new Promise((done) => gone.once('crash', done));
    gone.goto('chrome://crash').catch(() => {});
    await crashed;
  }
  await gone.close();
  return context;
}

test(`${kSessions} random sessions in two tabs: whatever ends them, at most the last keystroke is lost`, async (t) => {
  let context = await start();
  const tabs = [];
  const waits = [];
  const began = performance.now();
  let session = 0;
  const typed = {};
  try {
    for (; session < kSessions && performance.now() - began < kLongMs; session += 1) {
      const random = randomFrom(session + 1);
      while (tabs.length < 2) tabs.push(await openTab(context));
      for (const tab of tabs) {
        // Who comes back to a tab sees what became of the other: one that crashed had no time to tell.
        await tab.bringToFront();
        await tab.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
        for (const [pointer, texts] of Object.entries(typed)) {
          const shown = await untilOneOf(tab, pointer, texts);
          assert.ok(texts.includes(shown), `session ${session}: ${pointer} is ${shown}, typed ${texts}`);
        }
      }
      const how = session % kKilled === kKilled - 1 ? 'kill' : kEnds[random(kEnds.length)];
      const names = Object.keys(kFields);
      const edits = 1 + random(2);
      for (let edit = 0; edit < edits; edit += 1) {
        const pointer = names[random(names.length)];
        if (random(2)) tabs.reverse();
        const tab = tabs[1];
        await tab.bringToFront();
        const field = fieldOf(tab, pointer);
        await field.click();
        const shownFirst = plain(await field.inputValue());
        await field.press('Control+A');
        const digits = 1 + random(kFields[pointer]);
        let text = '';
        for (let i = 0; i < digits; i += 1) {
          const before = i === 0 ? [...(typed[pointer] ?? []), shownFirst] : [text];
          text += String(1 + random(9));
          await field.press(text.at(-1));
          typed[pointer] = [...before, text];
          const isLast = edit === edits - 1 && i === digits - 1;
          if (isLast) continue;
          const pressed = performance.now();
          await untilStored(tab, pointer, text);
          waits.push(performance.now() - pressed);
          typed[pointer] = [text];
        }
      }
      context = await end(context, tabs, how);
    }
  } finally {
    await context.close();
  }
  assert.ok(session >= Math.min(kFewest, kSessions), `${session} sessions`);
  waits.sort((a, b) => a - b);
  t.diagnostic(
    `${session} sessions, ${waits.length} keystrokes; on the device after ${Math.round(waits[waits.length >> 1])} ms (median)`,
  );
});

/** Numbers, variants and names of the call as the workbench has them. @param {import('playwright-core').Page} page */
const callOf = (page) =>
  page.evaluate(() => {
    const { slots, active } = globalThis.funnelWorkbench.state();
    return {
      active,
      slots: Object.fromEntries(
        Object.entries(slots).map(([slot, { name, scenario }]) => [
          slot,
          { name, check: scenario.average_check, managers: scenario.managers },
        ]),
      ),
    };
  });

/** Waits until the call in hand is on the device as the workbench would save it. @param {import('playwright-core').Page} page */
const untilKept = (page) =>
  page.waitForFunction(
    () =>
      new Promise((done) => {
        const now = JSON.stringify(globalThis.funnelWorkbench.command({ do: 'save' }).document);
        const opening = indexedDB.open('funnel');
        opening.onupgradeneeded = () => opening.transaction.abort();
        opening.onerror = () => done(false);
        opening.onsuccess = () => {
          const asking = opening.result.transaction('records').objectStore('records').getAll();
          asking.onerror = () => done(false);
          asking.onsuccess = () => {
            opening.result.close();
            done(asking.result.some(({ value }) => JSON.stringify(value?.document) === now));
          };
        };
      }),
  );

test('a call at the workbench: whatever ends it, at most the last change is lost', async (t) => {
  let context = await start();
  const ends = ['reload', 'kill', 'crash', 'kill', 'reload'];
  const say = (/** @type {any} */ page, /** @type {any} */ one) =>
    page.evaluate((what) => globalThis.funnelWorkbench.command(what), one);
  const openBench = async () => {
    const page = await context.newPage();
    await page.goto(`${site.origin}/demo/`);
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
    return page;
  };
  try {
    let page = await openBench();
    let variants = 0;
    for (const [session, how] of ends.entries()) {
      const random = randomFrom(1000 + session);
      const before = await callOf(page);
      await say(page, { do: 'set', id: 'average_check', value: 50_000 + random(900) * 100 });
      await say(page, { do: 'freeze' });
      await say(page, { do: 'set', id: 'managers', value: 2 + random(40) });
      const kept = await callOf(page);
      variants = Object.keys(kept.slots).length;
      await untilKept(page);
      await say(page, { do: 'set', id: 'average_check', value: 150_000 + random(900) * 100 });
      const last = await callOf(page);
      if (how === 'kill') {
        context = await end(context, [], 'kill');
        page = await openBench();
      } else if (how === 'crash') {
        context = await end(context, [page], 'crash');
        page = await openBench();
      } else {
        await page.reload();
        await page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
      }
      const now = await callOf(page);
      const isOneOf = [kept, last].some((one) => JSON.stringify(one) === JSON.stringify(now));
      assert.ok(isOneOf, `${session}, ${how}: ${JSON.stringify({ before, kept, last, now })}`);
    }
    t.diagnostic(`${ends.length} sessions, ${variants} variants`);
  } finally {
    await context.close();
  }
});
