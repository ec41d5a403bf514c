// How a visit began goes with the request, whatever page of the site it is sent from.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { journeys, newPage, open, ready, startSite } from './harness.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'visit-'));
const kServer = path.join(process.env.BUILD ?? 'build/native', 'bin/funnel-server');
const store = `sqlite:${path.join(folder, 'leads.db')}`;
let site;
let browser;
journeys((stage) => ({ site, browser } = stage), {
  start: () => startSite({ args: ['--store', store, '--demo'] }),
  end: () => rmSync(folder, { recursive: true }),
});

const lead = (id) =>
  JSON.parse(execFileSync(kServer, ['--store', store, 'leads', 'show', String(id)], { encoding: 'utf8' }));

/** The request taken last. */
const lastLead = () => {
  const rows = execFileSync(kServer, ['--store', store, 'leads', 'export', '--jsonl'], { encoding: 'utf8' });
  return rows
    .split('\n')
    .filter(Boolean)
    .map((row) => JSON.parse(row))
    .sort((a, b) => a.id - b.id)
    .at(-1);
};

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

/** Labels nobody would wish to get, as an advertisement or a person puts them into an address. */
const kStrange = [
  ['300 letters', `utm_source=${encodeURIComponent('я'.repeat(300))}`, { source: 'я'.repeat(200) }],
  [
    'Cyrillic as it stands',
    'utm_source=Яндекс.Директ&utm_term=отдел продаж',
    { source: 'Яндекс.Директ', term: 'отдел продаж' },
  ],
  [
    'a percent sign that begins nothing',
    'utm_source=100%&utm_medium=5%25&utm_campaign=%E0%A4%A',
    { source: '100%', medium: '5%', campaign: '\ufffd%A' },
  ],
  [
    'quotes and markup',
    `utm_source="><script>alert(1)</script>&utm_content='--`,
    { source: '"><script>alert(1)</script>', content: "'--" },
  ],
  [
    'line breaks, nothing, the same twice',
    'utm_source=a%0D%0Ab&utm_medium=&utm_term=one&utm_term=two',
    { source: 'a  b', term: 'one' },
  ],
];
for (const [what, query, wanted] of kStrange) {
  test(`labels: ${what}: the request is taken and says them`, async () => {
    const page = await newPage(browser, { origin: site.origin });
    await page.goto(`${site.origin}/?${query}`);
    await ready(page);
    const phone = `+7 900 000-01-${10 + kStrange.findIndex(([name]) => name === what)}`;
    await sendRequest(page, phone);
    assert.deepEqual(utmOf(lastLead()), wanted);
    await page.promises({ replaced: true });
    await page.context().close();
  });
}

test('a partner leads to a story; the request comes from the landing page two steps later and names him', async () => {
  const page = await newPage(browser, { origin: site.origin });
  const story = `${site.origin}/cases/fintablo/?utm_source=partner&utm_campaign=osen`;
  await page.goto(story, { referer: 'https://partner.example/o-nas' });
  await ready(page);
  await page.goto(`${site.origin}/cases/`);
  await ready(page);
  await page.goto(`${site.origin}/`);
  await ready(page);
  await sendRequest(page, '+7 900 000-02-01');
  const kept = lastLead();
  assert.deepEqual(utmOf(kept), { source: 'partner', campaign: 'osen' });
  assert.equal(kept.referrer, 'https://partner.example/o-nas');
  await page.context().close();
});

test('another page of the site opened in a tab of its own is not where the person came from', async () => {
  const page = await newPage(browser, { origin: site.origin });
  await page.goto(`${site.origin}/crm/?utm_source=post`, { referer: 'https://post.example/1' });
  await ready(page);
  const opening = page.context().waitForEvent('page');
  await page.evaluate(() => {
    const link = document.createElement('a');
    Object.assign(link, { href: '/', target: '_blank', rel: 'noopener' });
    document.body.append(link);
    link.click();
  });
  const other = await opening;
  await ready(other);
  await sendRequest(other, '+7 900 000-02-02');
  const kept = lastLead();
  assert.deepEqual(utmOf(kept), { source: 'post' });
  assert.equal(kept.referrer, '');
  await page.context().close();
});

test('a browser that keeps nothing still says what stands in the address', async () => {
  const page = await newPage(browser, { origin: site.origin });
  await page.addInitScript(() =>
    Object.defineProperty(window, 'sessionStorage', {
      get() {
        throw new DOMException('', 'SecurityError');
      },
    }),
  );
  await open(page, `${site.origin}/?utm_source=quiet`);
  await sendRequest(page, '+7 900 000-02-03');
  assert.deepEqual(utmOf(lastLead()), { source: 'quiet' });
  await page.context().close();
});
