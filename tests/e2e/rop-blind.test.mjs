// Two people, two devices, one meeting: the owner sends a blank, the head of sales answers without a mark of the owner's before his eyes,
// his answers come back as a link or a file and stand beside the owner's.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { axe, untilRemembered } from './harness.mjs';
import { definition, golden, journeysHere, ready } from './rop-browser.mjs';

let site;
const folder = mkdtempSync(path.join(tmpdir(), 'funnel-e2e-blind-'));
journeysHere((given) => (site = given), { end: () => rmSync(folder, { recursive: true }) });

const items = definition.areas[0].items;
const told = (page) => page.innerText('[data-notice-text]').then((text) => text.replaceAll('\u00a0', ' '));
const until = (page, pattern) =>
  page.waitForFunction(
    ([source]) =>
      new RegExp(source).test(
        document.querySelector('[data-notice-text]').textContent.replaceAll('\u00a0', ' '),
      ),
    [pattern.source],
  );
const tapMark = (page, id, mark) => page.locator(`label:has([name=answers-${id}][value="${mark}"])`).tap();
/** The link a button puts into the address bar where there is no clipboard. */
async function linkOf(page, button) {
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await page.click(`[data-takeaway-id=${button}]`);
  await page.waitForFunction(() => /^#[bh]1\./.test(location.hash));
  return new URL(page.url()).hash;
}
async function fileOf(page, button, name) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.click(`[data-takeaway-id=${button}]`),
  ]);
  const to = path.join(folder, name);
  await download.saveAs(to);
  return to;
}

/** The owner has met by himself so far: marks, a note, the card. */
async function ownerBegins() {
  const owner = await site.open('/rop/', {
    stored: { 'funnel.scenario.v1': { scenario: golden('full').scenario, example: false } },
  });
  const { page } = owner;
  await ready(page);
  await page.fill('#run-head', 'Иван Петров');
  await page.fill('#run-title', 'Осень');
  await page.keyboard.press('Tab');
  await page.check(`[name=answers-${items[0].id}][value="0"]`, { force: true });
  await page.check(`[name=answers-${items[1].id}][value="1"]`, { force: true });
  await page.fill(`#note-${items[0].id}`, 'Тайна собственника');
  await untilRemembered(page, ({ notes }) => notes[items[0].id] !== undefined, 'meeting:');
  await page.evaluate(() => document.querySelector('[data-before]').setAttribute('open', ''));
  return owner;
}

test('by link: the head of sales sees no mark and no money, his answers stand beside, what is two steps apart comes first', async () => {
  const owner = await ownerBegins();
  const blank = await linkOf(owner.page, 'blank-link');
  const inside = Buffer.from(blank.split('.')[1], 'base64url').toString();
  assert.match(inside, /Иван Петров/);
  assert.doesNotMatch(inside, /Тайна|average_check/);

  const head = await site.open(`/rop/${blank}`, { width: 390 });
  await ready(head.page);
  assert.match(await head.page.innerText('[data-blind-note]'), /Осень, РОП Иван Петров/);
  assert.equal(await head.page.locator('.mark--self:visible').count(), 0);
  assert.ok(await head.page.isHidden('[data-result-open]'));
  assert.doesNotMatch(await head.page.innerText('main'), /Тайна|₽|Итог встречи/);
  assert.equal(await head.page.locator('input:checked[name^=answers-]').count(), 0);
  await axe(head.page, 'the copy of the head of sales');
  await tapMark(head.page, items[0].id, 2);
  await tapMark(head.page, items[1].id, 1);
  await head.page.fill(`#note-${items[1].id}`, 'Отчёт в чате');
  await untilRemembered(head.page, ({ notes }) => notes[items[1].id] !== undefined, 'meeting:');
  // The message with the link is opened once more: his answers are still there.
  await head.page.goto(`${site.origin}/rop/${blank}`);
  await head.page.reload();
  await ready(head.page);
  assert.ok(await head.page.isChecked(`[name=answers-${items[0].id}][value="2"]`));
  assert.match(await head.page.innerText('[data-blind-done]'), /^Отмечено 2 из/);
  const reply = await linkOf(head.page, 'reply-link');
  assert.deepEqual(head.faults, []);
  await head.context.close();

  await owner.page.goto(`${site.origin}/rop/${reply}`);
  await until(owner.page, /Ответы РОПа внесены: 2 ответа/);
  assert.equal(await owner.page.inputValue('#run-title'), 'Осень', 'it is the same meeting');
  assert.ok(await owner.page.isChecked(`[name=answers-${items[0].id}][value="0"]`));
  assert.ok(await owner.page.isChecked(`[name=self-${items[0].id}][value="2"]`));
  assert.equal(await owner.page.inputValue(`#note-${items[1].id}`), 'РОП: Отчёт в чате');
  const first = owner.page.locator('[data-result-open] > :visible').first();
  assert.match(await first.innerText(), /Расхождения с РОПом в два шага/);
  assert.match(await first.innerText(), /РОП поставил 2, вы 0/);
  await owner.page.click('[data-notice-undo]');
  assert.equal(await owner.page.isChecked(`[name=self-${items[0].id}][value="2"]`), false, 'taken back');
  assert.deepEqual(owner.faults, []);
  await owner.context.close();
});

test('by file: the same one twice, a later one, an older one, damaged, newer, another device: each is told', async () => {
  const owner = await ownerBegins();
  const blank = await fileOf(owner.page, 'blank-file', 'blank.json');
  assert.doesNotMatch(readFileSync(blank, 'utf8'), /Тайна|average_check|answers/);

  const head = await site.open('/rop/');
  await ready(head.page);
  await head.page.setInputFiles('#run-file', blank);
  await head.page.waitForSelector('[data-blind-note]:not([hidden])');
  await head.page.check(`[name=answers-${items[0].id}][value="2"]`, { force: true });
  const early = await fileOf(head.page, 'reply-file', 'early.json');
  await head.page.check(`[name=answers-${items[0].id}][value="1"]`, { force: true });
  const late = await fileOf(head.page, 'reply-file', 'late.json');
  await head.context.close();

  const { page } = owner;
  const open = async (name) => {
    await page.evaluate(() => (document.querySelector('[data-notice-text]').textContent = ''));
    await page.setInputFiles('#run-file', name);
    await page.waitForFunction(() => document.querySelector('[data-notice-text]').textContent !== '');
    return told(page);
  };
  assert.match(await open(early), /Ответы РОПа внесены: 1 ответ\./);
  assert.match(await open(early), /уже внесены: ничего не изменилось/);
  assert.match(await open(late), /обновлены, изменилось: 1/);
  assert.ok(await page.isChecked(`[name=self-${items[0].id}][value="1"]`));
  assert.match(await open(early), /старше тех, что уже внесены/);
  assert.ok(await page.isChecked(`[name=self-${items[0].id}][value="1"]`), 'the later answers stay');
  const whole = readFileSync(late, 'utf8');
  const put = (name, content) => {
    const to = path.join(folder, name);
    writeFileSync(to, content);
    return to;
  };
  assert.match(await open(put('half.json', whole.slice(0, 90))), /Файл повреждён/);
  assert.match(await open(put('bare.json', whole.replace('"answers"', '"lost"'))), /Файл повреждён/);
  assert.match(await open(put('newer.json', whole.replace('"version": 1', '"version": 2'))), /более новой/);
  assert.match(
    await open(
      put('gone.json', whole.replace('"answers": {', '"answers": {"gone": 2,').replace(': 1\n', ': 0\n')),
    ),
    /таких вопросов в чек-листе больше нет/,
  );
  assert.match(await open(blank), /сама встреча лежит на этом устройстве/);
  await page.selectOption('#run-open', { index: 1 });
  assert.ok(await page.isHidden('[data-blind-note]'));
  assert.ok(await page.isVisible('.mark--self >> nth=0'), 'back in the meeting both columns stand');
  assert.deepEqual(owner.faults, []);
  await owner.context.close();

  const other = await site.open('/rop/');
  await ready(other.page);
  await other.page.setInputFiles('#run-file', late);
  await until(other.page, /на этом устройстве нет/);
  assert.ok(await other.page.isChecked(`[name=self-${items[0].id}][value="1"]`));
  assert.equal(await other.page.inputValue('#run-head'), 'Иван Петров');
  await other.context.close();
});

test('a link cut on its way says so and changes nothing', async () => {
  const owner = await ownerBegins();
  const blank = await linkOf(owner.page, 'blank-link');
  await owner.context.close();
  const { page, context } = await site.open(`/rop/${blank.slice(0, -9)}`);
  await ready(page);
  assert.match(await told(page), /Ссылка повреждена/);
  assert.ok(await page.isHidden('[data-blind-note]'));
  await context.close();
});
