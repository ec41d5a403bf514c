// @ts-check
// Growth: two periods by calendar, the verdict, what the department did and what the mix did, money with its range; the agreement before it.

import { el, need } from '../page/dom.js';
import { agreementIn, agreementPart } from './agreement-view.js';
import { growthForm } from './growth-form.js';
import { growthActs, growthResult } from './growth-result.js';
import { periodsByCalendar } from './growth-words.js';
import { moneyOf, signOf } from './money.js';
import { nextTask } from './parts.js';

/** @typedef {Record<string, any>} Json */
/** @typedef {import('./period-strip.js').Periods} Periods */

const kNoAgreement = 'Это не договорённость: выберите файл, который вы скачали здесь, когда договаривались.';
const kByAgreement = 'Открыта договорённость: периоды, срок и столбцы взяты из неё.';
const kByCalendar =
  'Периоды стоят по календарю: последние зрелые месяцы и столько же до них. Другие впишите или потяните по месяцам под полями. Границу, найденную глядя на график, доказательством считать нельзя.';

const messageOf = (/** @type {unknown} */ error) => (error instanceof Error ? error.message : String(error));
const messagesOf = (/** @type {Json[]} */ issues) => issues.map(({ message }) => message).join(' ');
const brand = () => document.documentElement.dataset.brand ?? '';
const moneyIn = (/** @type {import('./store.js').CrmStore} */ store) => moneyOf(store.state().report ?? {});

/** @param {string} note where the periods come from @param {import('./growth-form.js').GrowthForm} form @param {HTMLElement} agreement */
const section = (note, { form, strip }, agreement) =>
  el(
    'section.growth',
    { 'aria-labelledby': 'growth-title' },
    el(
      'div',
      {},
      el('h2.h3', { id: 'growth-title' }, 'Измерение роста: два периода'),
      el('p.note', {}, note),
    ),
    form,
    strip,
    el('div', { 'data-growth-result': '' }),
    agreement,
  );

/** What is compared. @typedef {{periods: Periods, horizon_days: number | null, agreement: Json | null}} Asked */

/** @param {import('./store.js').CrmStore} store @param {Asked} asked @returns {Promise<{growth: Json} | {fault: string}>} */
async function measure(store, { periods, ...by }) {
  if (Object.values(periods).some(({ from, to }) => from === '' || to === '' || from > to)) {
    return { fault: 'Укажите оба периода: первый день не позже последнего.' };
  }
  try {
    const { issues, growth } = await store.growth({ ...periods, ...by });
    return issues ? { fault: messagesOf(issues) } : { growth };
  } catch (error) {
    return { fault: messageOf(error) };
  }
}

/** @param {import('./growth-result.js').How} how @param {import('./files/growth-files.js').Measured} measured @param {(message: string) => void} tell */
async function saveMeasured(how, measured, tell) {
  try {
    const files = await import('./files/growth-files.js');
    tell(await files[how](measured));
  } catch (error) {
    tell(`Не получилось: ${messageOf(error)}`);
  }
}

/** @param {import('./store.js').CrmStore} store @param {Json} terms @param {(message: string) => void} tell @returns {Promise<string>} why there is none, or "" */
async function makeAgreement(store, terms, tell) {
  const { issues, agreement, sha256 } = await store.agreement(terms);
  if (issues) return messagesOf(issues);
  const { saveAgreement } = await import('./files/growth-files.js');
  tell(await saveAgreement({ agreement, sha256, brand: brand(), money: moneyIn(store) }));
  return '';
}

/**
 * Tells of every other report, each a task after the finding above is drawn.
 * @param {import('./store.js').CrmStore} store
 * @param {object} hear
 * @param {() => void} hear.otherFile another file is open, at once
 * @param {() => void} hear.none there is no report
 * @param {(report: Json, isCorrected: boolean) => void} hear.show isCorrected: the one before was of the same file
 */
function followReports(store, { otherFile, none, show }) {
  /** @type {Json | null} */
  let shown = null;
  let file = 0; // whose report is shown
  store.subscribe(async ({ phase, opened, report }) => {
    if (phase === 'reading') return; // what is open is hidden, and may be wanted again
    need(document, '[data-growth-part]').hidden = !report;
    if (report === shown && opened === file) return;
    const isCorrected = opened === file && shown !== null;
    if (opened !== file) otherFile();
    [shown, file] = [report, opened];
    if (!report) {
      none();
      return;
    }
    await nextTask();
    if (shown === report) show(report, isCorrected);
  });
}

/**
 * @param {HTMLElement} host @param {import('./store.js').CrmStore} store
 * @param {(message: string) => void} tell
 */
export function mountGrowth(host, store, tell) {
  /** @type {Json | null} what both sides signed */
  let agreement = null;
  /** @type {import('./growth-form.js').GrowthForm | null} of the report that is shown */
  let form = null;

  const place = () => need(host, '[data-growth-result]');

  async function compare() {
    if (!form) return;
    const asked = { periods: form.periods(), horizon_days: agreement ? null : form.horizon(), agreement };
    form.fault('');
    place().replaceChildren();
    const answer = await measure(store, asked);
    if (!form) return; // no report is shown any more
    if ('fault' in answer) {
      form.fault(answer.fault);
      return;
    }
    const measured = { ...answer, ...asked, brand: brand() };
    const acts = growthActs((how) => saveMeasured(how, { ...measured, state: store.state() }, tell));
    place().replaceChildren(growthResult(answer.growth, asked.periods, moneyIn(store), acts));
    need(host, '[data-verdict]').focus({ preventScroll: true });
  }

  const agree = (/** @type {import('./agreement-view.js').Terms} */ terms) =>
    makeAgreement(store, { ...form?.periods(), horizon_days: form?.horizon(), ...terms }, tell);

  /** @param {File} file */
  async function openAgreement(file) {
    const read = await agreementIn(file);
    if (!read) return tell(kNoAgreement);
    agreement = read;
    const { before, after, horizon_days: days, mapping } = read;
    await store.adopt(mapping);
    build(/** @type {Json} */ (store.state().report), { before, after }, days);
    await compare();
  }

  /** @param {Json} report @param {Periods | null} given @param {number | null} days */
  function build(report, given, days) {
    form = growthForm({ report, given, days, compare });
    host.replaceChildren(
      section(
        agreement ? kByAgreement : kByCalendar,
        form,
        agreementPart({ sign: signOf(report), agree, open: openAgreement }),
      ),
    );
    form.show();
  }

  followReports(store, {
    otherFile: () => {
      agreement = null;
    },
    none: () => {
      host.replaceChildren();
      form = null;
    },
    // Periods a person has put stay when only the reading was corrected.
    show: (report, isCorrected) =>
      build(
        report,
        isCorrected && form ? form.periods() : periodsByCalendar(report),
        agreement?.horizon_days ?? null,
      ),
  });
}
