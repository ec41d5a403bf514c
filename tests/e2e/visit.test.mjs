// How a visit began goes with the request, whatever page of the site it is sent from.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { journeys, newPage, open, startSite } from './harness.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'visit-'));
const store = `sqlite:${path.join(folder, 'leads.db')}`;
let site;
let browser;
journeys((stage) => ({ site, browser } = stage), {
  start: () => startSite({ args: ['--store', store, '--demo'] }),
  end: () => rmSync(folder, { recursive: true }),
});

const lead = (id) =>
  JSON.parse(
    execFileSync(
      path.join(process.env.BUILD ?? 'build/native', 'bin/funnel-server'),
      ['--store', store, 'leads', 'show', String(id)],
      { encoding: 'utf8' },
    ),
  );

/** Sends the callback form of the landing page or the request of the checklist, whichever the page has. */
async function sendRequest(page, phone) {
  const form = page.locator('form[data-request=checklist], form[data-request=diagnosis]').last();
  if (await form.locator('[name=name]').count()) await form.locator('[name=name]').fill('Анна');
  await form.locator('[name=phone]').fill(phone);
  if (await form.locator('[name=managers_count]').count()) {
    await form.locator('[name=managers_count]').fill('5');
  }
  if (await form.locator('[name=monthly_turnover]').count()) {
    await form.locator('[name=monthly_turnover]').selectOption({ index: 1 });
  }
  if (await form.locator('[name=owner]').count()) await form.locator('[name=owner]').check();
  await form.locator('[name=consent_processing]').check();
  await form.locator('[type=submit]').click();
  await page.waitForFunction(() =>
    /№/.test([...document.querySelectorAll('[data-form-status]')].map((el) => el.textContent).join('')),
  );
}

const utmOf = ({ utm }) => Object.fromEntries(Object.entries(utm).filter(([, value]) => value));

test('labels and the page that led here stay with the visit: landing, then checklist, then a reload', async () => {
  const page = await newPage(browser, { origin: site.origin });
  await page.goto(
    `${site.origin}/?utm_source=yandex&utm_medium=cpc&utm_campaign=%D0%BE%D1%82%D0%B4%D0%B5%D0%BB`,
    { referer: 'https://ya.example/poisk' },
  );
  await page.waitForSelector('html[data-ready]', { state: 'attached' });
  await open(page, `${site.origin}/`);
  await page.goto(`${site.origin}/rop/`);
  await page.reload();
  await page.waitForSelector('html[data-ready]', { state: 'attached' });
  await sendRequest(page, '+7 900 000-00-01');
  const kept = lead(1);
  assert.deepEqual(utmOf(kept), { source: 'yandex', medium: 'cpc', campaign: 'отдел' });
  assert.equal(kept.referrer, 'https://ya.example/poisk');
  assert.equal(kept.page, '/rop/');
  await page.promises({ replaced: true });
});

test('a new arrival by labels begins anew, another tab knows nothing of this one', async () => {
  const context = await newPage(browser, { origin: site.origin });
  await open(context, `${site.origin}/?utm_source=first`);
  await open(context, `${site.origin}/?utm_source=second`);
  await sendRequest(context, '+7 900 000-00-02');
  assert.deepEqual(utmOf(lead(2)), { source: 'second' });
  const other = await newPage(browser, { origin: site.origin });
  await open(other, `${site.origin}/`);
  await sendRequest(other, '+7 900 000-00-03');
  assert.deepEqual(utmOf(lead(3)), {});
});
