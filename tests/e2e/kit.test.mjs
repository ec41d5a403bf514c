// The page of the tool kit: every tool with its picture and sizes, the form before the files by the operator's setting or none, axe.
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import kitPages from '../../web/kit/kit.pages.mjs';
import { DESK, PHONE, axe, journeys } from './harness.mjs';

const SITE = process.env.SITE ?? 'build/site';
const kit = JSON.parse(readFileSync(path.join(SITE, 'kit/files.json'), 'utf8'));
const site = JSON.parse(readFileSync('assets/site.json', 'utf8'));

let server;
let browser;
journeys((stage) => ({ site: server, browser } = stage));

test('behind the form: no link to a file, the form asks what the gate says and promises what it does', async () => {
  const page = await browser.newPage({ viewport: PHONE });
  await page.goto(`${server.origin}/kit/`);
  assert.equal(kit.gate, 'form');
  assert.equal(await page.locator('a[href^="/kit/files/"]').count(), 0);
  assert.equal(await page.locator('.tool').count(), 12);
  assert.equal(await page.locator('form[data-request=materials]').count(), 1);
  await page.click('a[href="#get"]');
  assert.ok(await page.locator('#get').isVisible());
  for (const name of site.gates.materials.filter((one) => one !== 'owners_only')) {
    assert.ok((await page.locator(`[name=${name}]`).count()) > 0, name);
  }
  await page.close();
});

test('every picture is there, of the size it is shown in', async () => {
  const page = await browser.newPage({ viewport: DESK });
  await page.goto(`${server.origin}/kit/`);
  for (const picture of await page.locator('.tool__page').all()) {
    await picture.scrollIntoViewIfNeeded();
    await page.waitForFunction((one) => one.complete && one.naturalWidth > 0, await picture.elementHandle());
    assert.deepEqual(await picture.evaluate((one) => [one.naturalWidth, one.naturalHeight]), [480, 640]);
    assert.ok((await picture.getAttribute('alt')).length > 20);
  }
  await page.close();
});

test('what the server is told of the files is what lies there', () => {
  assert.equal(kit.format, 'funnel-kit');
  assert.equal(kit.files.length, 18);
  for (const { name, size, title } of kit.files) {
    assert.equal(statSync(path.join(SITE, 'kit/files', name)).size, size, name);
    assert.ok(title.length > 3);
  }
});

test('open by the operator’s setting: links instead of the form', async () => {
  const item = {
    id: 'a',
    name: 'Таблица',
    what: 'Что.',
    use: 'Когда.',
    techniques: ['next_step'],
    picture: '/a/x.png',
    files: [{ name: 'a.xlsx', type: 'XLSX', size: 2048 }],
  };
  const given = {
    site: { ...site, gates: { ...site.gates, materials: 'open' } },
    asset: (name) => `assets/${name}`,
    readJson: async (name) => JSON.parse(readFileSync(`assets/${name}`, 'utf8')),
    kit: {
      title: 'Набор',
      lede: 'Файлы.',
      edition: 'редакция 1',
      date: '2026-11-26',
      items: [item],
      archive: { name: 'a.zip', size: 4096 },
    },
  };
  const [{ html }] = await kitPages(given);
  assert.match(html, /href="\/kit\/files\/a\.xlsx" download>XLSX, 2\u00a0КБ</);
  assert.match(html, /href="\/kit\/files\/a\.zip" download/);
  assert.doesNotMatch(html, /<form/);
});

for (const viewport of [PHONE, DESK]) {
  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing at ${viewport.width} px, ${colorScheme}`, async () => {
      const context = await browser.newContext({ viewport, colorScheme });
      const page = await context.newPage();
      await page.goto(`${server.origin}/kit/`);
      await axe(page, '/kit/');
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      await context.close();
    });
  }
}
