// Five owners on their phones: each types what he knows, and what then stands on the screen is the core's own answer (funnel eval of
// the same document), in the site's words, with no number that neither he gave nor the core computed.
import assert from 'node:assert/strict';
import test from 'node:test';
import { reportOf } from './forms-site.mjs';
import {
  PHONE,
  countStage,
  heightOf,
  journeys,
  newPage,
  open,
  type,
  typeAll,
  untilRemembered,
} from './harness.mjs';

let site;
let browser;
journeys((stage) => ({ site, browser } = stage));

const kServices = 'B2B-услуги со встречей';

/** Who comes, what he types, what is asked of the answer. */
const kOwners = [
  {
    who: 'a services firm: 4 managers, 320 leads, 85 000, 10 paid',
    fields: { managers: '4', leads_per_month: '320', average_check: '85 тыс', stated_sales: '10' },
    expect: ({ now, money_left: left }) => {
      assert.equal(now.revenue, 850_000);
      assert.equal(left.per_month, 425_000);
    },
  },
  {
    who: 'an agency that counts its stages',
    fields: { managers: '3', leads_per_month: '200', average_check: '120 000' },
    preset: kServices,
    counts: [
      ['200', '150'],
      ['150', '60'],
      ['60', '36'],
      ['36', '9'],
    ],
    expect: ({ now }) => assert.equal(now.revenue, 9 * 120_000),
  },
  {
    who: 'a shop: 12 000 leads of 3 200',
    fields: { managers: '25', leads_per_month: '12 000', average_check: '3 200', stated_sales: '600' },
    expect: ({ now }) => assert.equal(now.revenue, 600 * 3200),
  },
  {
    who: 'twelve leads of four million',
    fields: { managers: '2', leads_per_month: '12', average_check: '4 млн', stated_sales: '1' },
    expect: ({ now }) => assert.equal(now.revenue, 4_000_000),
  },
  {
    who: 'a firm that leaves half its leads unanswered',
    fields: {
      managers: '4',
      leads_per_month: '800',
      average_check: '50 000',
      stated_sales: '20',
      capacity_leads_per_manager: '100',
    },
    expect: ({ now, money_left: left }) => {
      assert.equal(now.revenue, 1_000_000);
      assert.ok(left.by_factor.find(({ id }) => id === 'coverage').amount > 0);
    },
  },
];

/** Every number of a document, as a whole, a tenth, a hundredth; shares in percent, too. @param {unknown} value @param {Set<string>} known */
function numbersOf(value, known) {
  if (typeof value === 'number') {
    for (const n of [value, value * 100, 100 / value, value / 1e6, value / 1e3]) {
      for (const digits of [0, 1, 2]) known.add(String(Number(Math.abs(n).toFixed(digits))));
    }
  } else if (value && typeof value === 'object') Object.values(value).forEach((one) => numbersOf(one, known));
}

/** Once more while it fails, for as long as a busy machine may take to draw. @param {() => Promise<void>} check */
async function eventually(check) {
  for (const end = Date.now() + 10_000; ;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise(setImmediate);
  }
}

const kBanned = /95\s?%|интервал|п\.\s?п\.|Шепли|undefined|NaN|null|!|от 0 ₽/u;

for (const { who, fields, preset, counts = [], expect } of kOwners) {
  test(who, async () => {
    const page = await newPage(browser, { origin: site.origin, viewport: PHONE, touch: true });
    await open(page, site.origin);
    if (preset) await page.locator('#preset').selectOption({ label: preset });
    await typeAll(page, fields);
    for (const [i, [entered, passed]] of counts.entries()) {
      await countStage(page, i);
      await type(page, `/stages/${i}/observed/entered`, entered);
      await type(page, `/stages/${i}/observed/passed`, passed);
    }
    const { value } = await untilRemembered(page, ({ draft }) =>
      Object.keys(fields).every((name) => typeof draft[name] === 'number'),
    );
    const scenario = value.draft;
    const report = reportOf(scenario);
    expect(report);

    // What is shown is that report, as soon as the charts have followed the last field.
    await eventually(async () => {
      const shown = await page
        .locator('[data-out]')
        .evaluateAll((all) =>
          all
            .filter((el) => /^(now|target|money_left)\./.test(el.dataset.out) && el.checkVisibility())
            .map(({ dataset: { out, format }, textContent }) => ({ out, format, text: textContent })),
        );
      assert.ok(shown.length >= 3, JSON.stringify(shown));
      for (const { out, format, text } of shown) {
        const number = out.split('.').reduce((at, key) => at[key], report);
        const read = Number(
          text
            .replace(/[^\d,−-]/gu, '')
            .replace('−', '-')
            .replace(',', '.'),
        );
        const [wanted, tolerance] = format === 'percent' ? [number * 100, 0.05] : [number, 0.5];
        assert.ok(Math.abs(read - wanted) <= tolerance + 1e-9, `${out}: ${text}, and ${wanted}`);
      }

      // And what is said holds no other number, and no word of the method.
      const known = new Set(['1', '2', '0', '100', '5', '21', '12']);
      [scenario, report, value.uplift].forEach((one) => numbersOf(one, known));
      // The slider's axis ends at twice today's share; a point of all leads is leads × check / 100.
      numbersOf(
        [2 * report.now.conversion, (scenario.leads_per_month * scenario.average_check) / 100],
        known,
      );
      const said = await page.locator('.hero__result, .findings, .more__open, .stage__say').allInnerTexts();
      for (const text of said) {
        assert.doesNotMatch(text.replaceAll('\u00a0', ' '), kBanned);
        for (const [figure] of text.matchAll(/\d+(?:[\s\u00a0\u202f]\d{3})*(?:,\d+)?/gu)) {
          const plain = String(Number(figure.replace(/[\s\u00a0\u202f]/gu, '').replace(',', '.')));
          assert.ok(known.has(plain), `${figure} in "${text}" is nobody's number`);
        }
      }
    });
    const height = await heightOf(page);
    assert.ok(counts.length > 0 || height <= 9000, `${height} px high`);
    await page.promises({ replaced: Boolean(preset) });
  });
}
