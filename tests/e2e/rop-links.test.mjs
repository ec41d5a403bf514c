// Links of the checklist as they travel: with a tail a messenger or a sentence left, encoded, too long for a message.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { definition, journeysHere, ready, sampleRun, storedRun } from './rop-browser.mjs';

let site;
journeysHere((given) => (site = given));

const notice = (page) => page.textContent('[data-notice-text]');
const score = (page) => page.textContent('[data-out=score]');

/** Takes the meeting's link. @returns {Promise<{hash: string, score: string, told: string}>} */
async function taken(run) {
  const { page, context } = await site.open('/rop/', { stored: storedRun(run) });
  await ready(page);
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await page.click('[data-takeaway-id=link]');
  await page.waitForFunction(
    () => location.hash.startsWith('#c1.') && document.querySelector('[data-notice-text]').textContent,
  );
  const link = { hash: new URL(page.url()).hash, score: await score(page), told: await notice(page) };
  await context.close();
  return link;
}

test('a link of a meeting opens whatever stands around it, on a phone and at a desk', async () => {
  const link = await taken(sampleRun());
  const { hash } = link;
  const travelled = [
    ...['.', ')', '»', '».', '&utm_source=tg', '?fbclid=1', '%0A', '%0AПосмотрите', '%20', ','].map(
      (tail) => hash + tail,
    ),
    `#${encodeURIComponent(hash)}`,
    `#${encodeURIComponent(hash)}.`,
    `%23${hash.slice(1)}`,
    encodeURIComponent(hash),
  ];
  for (const [i, address] of travelled.entries()) {
    const { page, context } = await site.open(`/rop/${address}`, { width: i % 2 ? 390 : 1280 });
    await page
      .waitForFunction(
        (wanted) => document.querySelector('[data-out=score]')?.textContent === wanted,
        link.score,
        { timeout: 10_000 },
      )
      .catch(async () =>
        assert.fail(
          `${address.slice(0, 8)}…${address.slice(-16)}: ${await notice(page).catch(() => page.url())}`,
        ),
      );
    assert.doesNotMatch(await notice(page), /повреждена/, address.slice(-16));
    await context.close();
  }
});

test('a link with notes says how long it is and offers the file; a short one says nothing of that', async () => {
  assert.doesNotMatch((await taken(sampleRun())).told, /длинная/);
  const run = sampleRun();
  const items = definition.areas.flatMap((area) => area.items);
  run.notes = Object.fromEntries(items.map(({ id }) => [id, 'Показали два разбора из десяти, записей нет']));
  const { told, hash } = await taken(run);
  const said = Number(/Ссылка длинная \(([\d\u00a0 ]+) знак/.exec(told)?.[1].replace(/\D/g, ''));
  assert.ok(Math.abs(said - `${site.origin}/rop/${hash}`.length) <= 2, `${told}: ${hash.length}`);
});
