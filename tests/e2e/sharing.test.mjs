// «Отправить себе»: what a phone's own sheet of sharing is given, and what the paper says of itself.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { journeys, kServices, newPage, open, typeAll } from './harness.mjs';

let site;
let browser;
journeys((stage) => ({ site, browser } = stage));

const flat = (/** @type {string} */ text) => text.replace(/[\s\u00a0]+/g, ' ').trim();

/** A phone whose sheet of sharing writes down what it is given. @param {{files?: boolean, refuses?: string, is?: boolean, stays?: boolean}} sheet `refuses`: the first time, by that error's name; `stays`: open until __close(), and a second one is refused */
async function phone({ files = true, refuses = '', is = true, stays = false } = {}) {
  const page = await newPage(browser, { origin: site.origin, touch: true });
  await page.addInitScript(
    ({ files: takesFiles, refuses: refusal, is: isThere, stays: isOpen }) => {
      window.__given = [];
      let first = refusal;
      const define = (name, value) =>
        Object.defineProperty(Navigator.prototype, name, { value, configurable: true });
      if (!isThere) {
        delete Navigator.prototype.share;
        return;
      }
      define('canShare', (data) => !data.files || takesFiles);
      define('share', async ({ files: given = [], ...rest }) => {
        const said = first;
        first = '';
        if (said) throw new DOMException('', said);
        const bytes = given[0] ? [...new Uint8Array(await given[0].arrayBuffer())] : null;
        window.__given.push({ ...rest, name: given[0]?.name, type: given[0]?.type, bytes });
        if (!isOpen) return;
        if (window.__close) throw new DOMException('', 'InvalidStateError');
        await new Promise((done) => {
          window.__close = done;
        });
      });
    },
    { files, refuses, is, stays },
  );
  await open(page, site.origin);
  await typeAll(page, { ...kServices, capacity_leads_per_manager: '50' });
  return page;
}

const given = async (page) => {
  await page.waitForFunction(() => window.__given.length > 0);
  return page.evaluate(() => window.__given[0]);
};

test('the sheet gets a PDF: phone, address, date, assumptions and the findings of the page', async () => {
  const page = await phone();
  const said = await page.locator('.findings li, #calc-title').allInnerTexts();
  assert.ok(said.length > 1);
  await page.click('[data-takeaway-id=share]');
  const { name, type: kind, bytes } = await given(page);
  assert.match(name, /^Расчёт отдела продаж, \d{4}-\d\d-\d\d\.pdf$/);
  assert.equal(kind, 'application/pdf');
  const file = path.join(tmpdir(), `funnel-share-${process.pid}.pdf`);
  writeFileSync(file, Buffer.from(bytes));
  const words = flat(execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }));
  const year = new Date().getFullYear();
  for (const wanted of [
    '8 800 302-71-47',
    new URL(site.origin).host,
    `${year}`,
    'Цели в этом расчёте наши',
  ]) {
    assert.ok(words.includes(wanted), `the PDF lacks "${wanted}"`);
  }
  for (const text of said) {
    assert.ok(words.includes(flat(text).replace(/\.$/, '')), `the PDF lacks the finding "${text}"`);
  }
  await page.promises();
  await page.context().close();
});

test('a sheet that takes no files gets the link, which opens the same numbers', async () => {
  const page = await phone({ files: false });
  await page.click('[data-takeaway-id=share]');
  const { url, bytes } = await given(page);
  assert.equal(bytes, null);
  const other = await newPage(browser, { origin: site.origin });
  await open(other, url);
  assert.equal(flat(await other.locator('#check').inputValue()), '85 000');
  await other.context().close();
  await page.context().close();
});

test('a click the browser has forgotten meanwhile is asked for again; a closed sheet says nothing', async () => {
  const late = await phone({ refuses: 'NotAllowedError' });
  await late.click('[data-takeaway-id=share]');
  await late.locator('[data-notice-act]', { hasText: 'Отправить' }).click();
  assert.match((await given(late)).name, /\.pdf$/);
  await late.context().close();

  const closed = await phone({ refuses: 'AbortError' });
  const button = closed.locator('[data-takeaway-id=share]');
  await button.click();
  await closed.waitForSelector('[data-takeaway-id=share][aria-busy]', { state: 'detached' });
  assert.equal(await closed.locator('.notice[data-open]').count(), 0);
  await closed.context().close();
});

test('tapped again while the sheet is open: one sheet, and nothing is told', async () => {
  const page = await phone({ stays: true });
  const button = page.locator('[data-takeaway-id=share]');
  await button.click();
  await given(page);
  await button.click();
  await page.evaluate(() => window.__close());
  await page.waitForSelector('[data-takeaway-id=share][aria-busy]', { state: 'detached' });
  assert.equal(await page.evaluate(() => window.__given.length), 1);
  assert.equal(await page.locator('.notice[data-open]').count(), 0);
  await page.promises();
  await page.context().close();
});

test('where the system has no sheet, there is no such button', async () => {
  const page = await phone({ is: false });
  assert.equal(await page.locator('[data-takeaway-id=share]').count(), 0);
  assert.equal(await page.locator('[data-takeaway-id=pdf]').count(), 1);
  await page.context().close();
});
