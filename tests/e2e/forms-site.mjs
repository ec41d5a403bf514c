// What the tests of the forms share: the site with a store of its own, what the operator sees of it, and how a visitor fills a form.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSite } from './harness.mjs';

const kBin = path.resolve(process.env.BUILD ?? 'build/native', 'bin');
const run = (program, args, input) =>
  execFileSync(path.join(kBin, program), args, { encoding: 'utf8', input });

/**
 * The site behind a server with an SQLite store in a temporary folder. `more` is added to the command line of `serve`; `folder` is another
 * build of the site.
 * @param {{more?: string[], folder?: string}} [how]
 */
export async function startSiteWithStore({ more = [], folder: built } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'funnel-e2e-forms-'));
  const store = `sqlite:${path.join(folder, 'leads.db')}`;
  const args = ['--store', store, '--demo', ...more];
  const start = (/** @type {number} */ port) =>
    startSite({ args, port, ...(built ? { folder: built } : {}) });
  let site = await start(0);
  const command = (...words) => run('funnel-server', ['--store', store, ...words]);
  return {
    origin: site.origin,
    folder,
    command,
    /** Every stored lead, as the operator exports it. */
    leads: () =>
      command('leads', 'export', '--jsonl')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    async goDown(signal) {
      await site.stop(signal);
    },
    async start() {
      site = await start(site.port);
    },
    async stop() {
      await site.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The core's own answer on the command line. */
export const reportOf = (scenario) => JSON.parse(run('funnel', ['eval', '-'], JSON.stringify(scenario)));

/** A number nobody has used yet: as typed, and as it is stored. */
let numbers = 0;
export function newPhone() {
  numbers += 1;
  const tail = String(1_000_000 + numbers);
  return {
    typed: `8 (916) ${tail.slice(0, 3)}-${tail.slice(3, 5)}-${tail.slice(5)}`,
    stored: `+7916${tail}`,
  };
}

/** The forms of the site: where each stands, what it asks, and its fields. */
export const kForms = {
  diagnosis: {
    address: '/',
    prefix: 'dg',
    fields: { name: 'Иван Петров', managers_count: '5', monthly_turnover: '5m_20m' },
    attaches: 'scenario',
  },
  callback: { address: '/', prefix: 'cb', fields: {} },
  materials: { address: '/', prefix: 'mt', fields: { managers_count: '12', monthly_turnover: '20m_100m' } },
  checklist: {
    address: '/rop/#closing',
    prefix: 'rq',
    fields: { managers_count: '7', monthly_turnover: '1m_5m' },
    attaches: 'answers',
  },
};

/** One form on an open page, by what a visitor does with it. @param {import('playwright-core').Page} page */
export function formOf(page, name) {
  const { prefix, fields } = kForms[name];
  const form = page.locator(`form[data-request=${name}]`);
  const field = (what) => page.locator(`#${prefix}-${what}`);
  return {
    form,
    field,
    button: form.locator('button[type=submit]'),
    status: form.locator('[data-form-status]'),
    error: (pointer) => form.locator(`[data-error="${pointer}"]`),
    /** Until the script of the form is there: it comes when the form is near. */
    async near() {
      await this.unfold();
      await form.scrollIntoViewIfNeeded();
      await page.waitForSelector(`form[data-request=${name}][data-mounted]`);
    },
    /** The callback form and the materials' lie folded. */
    async unfold() {
      const summary = page.locator(`details:not([open]):has(> form[data-request=${name}]) > summary`);
      if (await summary.count()) await summary.click();
    },
    async fill(phone, more = {}) {
      for (const [what, value] of Object.entries({ ...fields, phone, ...more })) {
        if (what === 'monthly_turnover') await field(what).selectOption(value);
        else await field(what).fill(value);
      }
    },
    async fillAndAgree(phone) {
      await this.fill(phone);
      await this.consent('processing').check();
    },
    /** What is in the fields now. */
    async typed(names = [...Object.keys(fields), 'phone']) {
      const values = {};
      for (const what of names) values[what] = await field(what).inputValue();
      return values;
    },
    consent: (document) => field(document),
    async send() {
      const answered = page.waitForResponse((response) => response.url().endsWith('/api/leads'));
      await form.locator('button[type=submit]').click();
      return answered;
    },
    async number() {
      await form.locator('a[href^="/r/"]').first().waitFor();
      return /№ (\d+) принята/.exec(await form.locator('[data-form-status]').innerText())[1];
    },
  };
}

/** The message stands beside the field, is announced with it, and the field is marked. */
export async function assertErrorBeside(page, one, { pointer, field, says }) {
  const place = one.error(pointer);
  await one.form.locator(`[data-error="${pointer}"]:not(:empty)`).waitFor(); // the answer is there, the page has yet to show it
  assert.match(await place.innerText(), says);
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  assert.equal(await field.getAttribute('aria-describedby'), await place.getAttribute('id'));
  const [a, b] = [await field.boundingBox(), await place.boundingBox()];
  assert.ok(b.y - (a.y + a.height) < 80 && b.y >= a.y, `the message is ${b.y - a.y - a.height} px away`);
}
