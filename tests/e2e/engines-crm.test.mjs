// An export of a CRM in all three engines: dropped as CSV, chosen as a workbook, pasted as a table with the marks of a Russian Excel; its
// finding, and its numbers in the calculator.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import test from 'node:test';
import { startFirefox, startWebKit } from './engines-processes.mjs';
import { journeys, launchChromium } from './harness.mjs';

const { utils, write } = createRequire(path.resolve('web/package.json'))('@e965/xlsx');
let site;
journeys((stage) => ({ site } = stage), { launch: async () => null });

const kHead = ['ID', 'Этап сделки', 'Бюджет, ₽', 'Ответственный', 'Дата создания', 'Дата закрытия'];
const kEnds = ['Успешно реализовано', 'Закрыто и не реализовано', 'Новая заявка'];
const dayOf = (/** @type {number} */ n) => new Date(Date.UTC(2025, 0, 1 + n));

/** Ninety deals of half a year, a third paid on the tenth day: of 76 of the five ripe months 26, 137 500 each; 15 a month lately. */
const deals = Array.from({ length: 90 }, (_, i) => ({
  id: i + 1,
  end: kEnds[i % 3],
  amount: i % 3 === 0 ? 100_000 + 1000 * i : null,
  who: ['Анна', 'Пётр'][i % 2],
  created: dayOf(2 * i),
  closed: i % 3 === 2 ? null : dayOf(2 * i + 10),
}));

/** @param {(day: Date) => unknown} day @param {(amount: number) => unknown} money @returns {any[][]} */
const rows = (day, money) => [
  kHead,
  ...deals.map(({ id, end, amount, who, created, closed }) => [
    id,
    end,
    amount === null ? '' : money(amount),
    who,
    day(created),
    closed ? day(closed) : '',
  ]),
];
const dotted = (/** @type {Date} */ day) => day.toISOString().slice(0, 10).split('-').reverse().join('.');
const csv = rows(dotted, String)
  .map((row) => row.join(';'))
  .join('\r\n');
const pasted = [
  ...rows(dotted, (amount) => `${String(amount).replace(/\B(?=(\d{3})+$)/g, '\u00a0')},00\u00a0₽`),
  ['Итого', '', '4\u00a0305\u00a0000,00\u00a0₽', '', '', ''],
]
  .map((row) => [...row, ''].join('\t'))
  .join('\n');
function workbook() {
  const book = utils.book_new();
  utils.book_append_sheet(
    book,
    utils.aoa_to_sheet(
      rows(
        (day) => day,
        (amount) => amount,
      ),
      { UTC: true },
    ),
    'Сделки',
  );
  return Buffer.from(write(book, { type: 'array', bookType: 'xlsx' }));
}

const kUntil =
  'const until = async (ready) => { for (let i = 0; i < 400 && !ready(); i++) await new Promise((r) => setTimeout(r, 50)); };';
const kText = String.raw`const text = (selector) => (document.querySelector(selector)?.textContent ?? '').replaceAll('\u00a0', ' ');`;
const fileOf = (/** @type {string} */ name, /** @type {Buffer} */ bytes) => `
  const transfer = new DataTransfer();
  transfer.items.add(new File([Uint8Array.from(atob('${bytes.toString('base64')}'), (letter) => letter.charCodeAt(0))], '${name}'));`;

/** What the three hands do, in the page. @type {Record<string, string>} */
const hands = {
  'dropped as CSV': `${fileOf('сделки.csv', Buffer.from(csv))}
  for (const type of ['dragenter', 'dragover', 'drop']) {
    document.querySelector('[data-drop]').dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }));
  }`,
  'chosen as a workbook': `${fileOf('сделки.xlsx', workbook())}
  const input = document.querySelector('[data-file]');
  input.files = transfer.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));`,
  'pasted as a table': `
  document.querySelector('[data-paste]').value = ${JSON.stringify(pasted)};
  document.querySelector('[data-do=paste]').click();`,
};

/** In the page: the export comes by a hand; its finding, and what was understood. @param {string} hand */
const reading = (hand) => `(async () => {
  ${kUntil} ${kText}
  await until(() => 'ready' in document.documentElement.dataset);
  ${hand}
  await until(() => document.querySelector('[data-finding]') && document.querySelector('[data-take=calculator]'));
  return JSON.stringify({ finding: text('[data-finding]'), facts: text('.facts'), fault: text('[data-start-fault]'), wide: document.documentElement.scrollWidth - innerWidth });
})()`;

/** In the page: its numbers go to the calculator. */
const taking = `(async () => { document.querySelector('[data-take=calculator]').click(); return ''; })()`;

/** In the page: the calculator with them; null until the way there is over. */
const taken = `(async () => {
  ${kUntil} ${kText}
  if (location.pathname !== '/') return null;
  await until(() => 'kept' in document.documentElement.dataset && document.querySelector('label[for=leads] .origin'));
  const value = (id) => document.getElementById(id).value.replaceAll('\\u00a0', ' ');
  return JSON.stringify({ leads: value('leads'), check: value('check'), from: text('label[for=leads] .origin'), share: text('[data-out="now.conversion"]') });
})()`;

/** @param {{goTo: (url: string) => Promise<unknown>, run: (promise: string) => Promise<any>}} engine */
async function journey({ goTo, run }) {
  for (const [what, hand] of Object.entries(hands)) {
    await goTo(`${site.origin}/crm/`);
    const { finding, facts, fault, wide } = JSON.parse(await run(reading(hand)));
    assert.equal(fault, '', what);
    assert.match(finding, /^Из 100 заявок платят 34$/, what);
    assert.match(facts, /Заявок\s*90\s*Оплат\s*30\s*Отказов\s*30/, what);
    assert.ok(wide <= 0, `${what}: ${wide} px too wide`);
    await run(taking);
    let there = null;
    // A page that is going answers nothing.
    for (const end = Date.now() + 20_000; !there && Date.now() < end;) {
      there = await run(taken).catch(() => null);
    }
    assert.ok(there, `${what}: the calculator did not come`);
    const { leads, check, share, from } = JSON.parse(there);
    assert.deepEqual([leads, check, share], ['15', '137 500', '34,2 %'], what);
    assert.match(from, /CRM/, what);
  }
}

test('Chromium: an export dropped, chosen, pasted; its finding; its numbers in the calculator', async () => {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await journey({ goTo: (url) => page.goto(url), run: (promise) => page.evaluate(promise) });
  } finally {
    await browser.close();
  }
});

test('Firefox: an export dropped, chosen, pasted; its finding; its numbers in the calculator', async () => {
  const { browser, stop } = await startFirefox();
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 390, height: 844 });
    await journey({ goTo: (url) => page.goto(url), run: (promise) => page.evaluate(promise) });
  } finally {
    await stop();
  }
});

test('WebKit: an export dropped, chosen, pasted; its finding; its numbers in the calculator', async () => {
  const { command, run, stop } = await startWebKit();
  try {
    await journey({ goTo: (url) => command('POST', '/url', { url }), run });
  } finally {
    await stop();
  }
});
