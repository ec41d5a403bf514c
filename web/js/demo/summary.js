// @ts-check
// After the call: a letter with all variants, notes and the next step; the same as PDF, a link, an entry of a calendar.
import { count, percent, roubles, signedRoubles } from '../text/format.js';
import { timeOf } from './notes.js';

const when = new Intl.DateTimeFormat('ru-RU', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  hour: '2-digit',
  minute: '2-digit',
});

/** @param {string} date of a datetime-local field */
export function dateInWords(date) {
  const parsed = new Date(date);
  return date && !Number.isNaN(parsed.getTime()) ? when.format(parsed) : '';
}

/** @param {any} state @returns {{name: string, lines: string[]}[]} */
export function variantsInWords({ slots, base }) {
  return Object.entries(slots).map(([letter, { name, change, sentence, scenario, report }]) => {
    const lines = [
      `выручка ${roubles(report.now.revenue)} в месяц${change === null || letter === base ? '' : `, ${signedRoubles(change)} к «${slots[base].name}»`}`,
      `${count(report.now.leads)} заявок, ${count(report.now.sales)} оплат, конверсия ${percent(report.now.conversion)}, чек ${roubles(scenario.average_check)}`,
    ];
    if (sentence && letter !== base) lines.push(sentence);
    const left = report.money_left.per_month;
    if (left > 0.5) lines.push(`до цели ещё ${roubles(left)} в месяц`);
    return { name, lines };
  });
}

/** The dearest points first. @param {any} state */
export function firstSteps({ slots, active }) {
  const { report, scenario } = slots[active];
  /** @type {any[]} */
  const levers = report.levers.filter((/** @type {any} */ one) => one.per_point >= 0.5);
  return levers
    .sort((a, b) => b.per_point - a.per_point)
    .slice(0, 3)
    .map(({ id, per_point: point }) => {
      const stage = scenario.stages.find((/** @type {any} */ one) => one.id === id);
      return `${stage?.name ?? id}: каждый пункт конверсии приносит ${roubles(point)} в месяц`;
    });
}

/** @param {any} state @param {import('./kept.js').Call} call @param {{link: string, firm: string}} end */
export function mailText(state, call, { link, firm }) {
  const client = state.slots[state.active].scenario.title;
  const parts = [
    client ? `${client}, здравствуйте.` : 'Здравствуйте.',
    '',
    'Коротко о том, что посчитали на созвоне.',
    '',
  ];
  for (const { name, lines } of variantsInWords(state)) {
    parts.push(`${name}:`, ...lines.map((line) => `  ${line}`), '');
  }
  const steps = firstSteps(state);
  if (steps.length) parts.push('С чего начать:', ...steps.map((step, i) => `  ${i + 1}. ${step}`), '');
  if (call.notes.length) parts.push('Что записали:', ...call.notes.map(({ text }) => `  ${text}`), '');
  const date = dateInWords(call.next.date);
  if (call.next.text || date) {
    parts.push(`Следующий шаг: ${[call.next.text, date].filter(Boolean).join(', ')}.`, '');
  }
  parts.push(`Все варианты, числа можно менять: ${link}`, '', firm);
  return parts.join('\n');
}

/** @param {string} text of a calendar entry */
const escaped = (text) => text.replace(/[\\;,]/g, (c) => `\\${c}`).replace(/\r?\n/g, '\\n');

/** Lines of at most 75 bytes, as calendars want them. @param {string} line */
function folded(line) {
  const encoder = new TextEncoder();
  let out = '';
  let bytes = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (bytes + size > 73) {
      out += '\r\n ';
      bytes = 1;
    }
    out += character;
    bytes += size;
  }
  return out;
}

/** @param {Date} date */
const stamp = (date) => date.toISOString().replace(/[-:]|\.\d+/g, '');

/** The next step as an entry of a calendar; null without a date. @param {string} key @param {import('./kept.js').Call} call @param {string} client */
export function calendar(key, call, client) {
  const start = new Date(call.next.date);
  if (!call.next.date || Number.isNaN(start.getTime())) return null;
  const title = call.next.text || 'Следующий шаг';
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//funnel//call//RU',
    'BEGIN:VEVENT',
    `UID:${key.replace(/[^\w-]/g, '-')}@call`,
    `DTSTAMP:${stamp(new Date())}`,
    `DTSTART:${stamp(start)}`,
    `DTEND:${stamp(new Date(start.getTime() + 60 * 60 * 1000))}`,
    `SUMMARY:${escaped(client ? `${client}: ${title}` : title)}`,
    `DESCRIPTION:${escaped(call.notes.map(({ text }) => text).join('\n'))}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

const kInARow = 4; // variants side by side on a page

/** @param {any} state @param {import('./kept.js').Call} call @param {typeof import('../takeaway/pdf.js')} pdf */
function pages(state, call, { heading, table, whole }) {
  const { slots, base } = state;
  const entries = Object.entries(slots);
  const content = [];
  for (let at = 0; at < entries.length; at += kInARow) {
    const some = entries.slice(at, at + kInARow);
    /** @param {string} name @param {(slot: any, letter: string) => string} value */
    const row = (name, value) => [name, ...some.map(([letter, slot]) => value(slot, letter))];
    content.push(
      table(
        ['', ...some.map(([, { name }]) => ({ text: name, noWrap: false }))],
        [
          row('Выручка в месяц', ({ report }) => roubles(report.now.revenue)),
          row(`К «${slots[base].name}»`, ({ change }, letter) =>
            letter === base || change === null ? '' : signedRoubles(change),
          ),
          row('Заявок', ({ report }) => count(report.now.leads)),
          row('Оплат', ({ report }) => count(report.now.sales)),
          row('Конверсия', ({ report }) => percent(report.now.conversion)),
          row('Средний чек', ({ scenario }) => roubles(scenario.average_check)),
          row('Менеджеров', ({ scenario }) => count(scenario.managers)),
          row('До цели ещё', ({ report }) =>
            report.money_left.per_month > 0.5 ? roubles(report.money_left.per_month) : '',
          ),
        ],
      ),
    );
  }
  const sentences = entries.filter(([letter, { sentence }]) => sentence && letter !== base);
  if (sentences.length) {
    content.push(
      whole(
        'Откуда разница',
        ...sentences.map(([, { name, sentence }]) => ({
          text: `${name}. ${sentence}.`,
          margin: [0, 2, 0, 4],
        })),
      ),
    );
  }
  const steps = firstSteps(state);
  if (steps.length) content.push(whole('С чего начать', { ol: steps }));
  if (call.notes.length) {
    content.push(heading('Что записали'), { ul: call.notes.map(({ at, text }) => `${timeOf(at)}. ${text}`) });
  }
  const next = [call.next.text, dateInWords(call.next.date)].filter(Boolean).join(', ');
  if (next) content.push(whole('Следующий шаг', { text: next }));
  return content;
}

const kPlanSteps = 3;

/** The first steps of the plan for the variant in hand; none when its numbers make no plan, or its code does not come. @param {any} state @param {import('./kept.js').Call} call */
async function planLines({ slots, active }, call) {
  try {
    const { clientPlan, firstSteps: stepsOf, planInWords } = await import('../calculation/client-plan.js');
    const store = await clientPlan(slots[active].scenario, call.plan ?? null, () => {});
    return stepsOf(planInWords(store.state()), kPlanSteps);
  } catch {
    return [];
  }
}

/** @param {any} state @param {import('./kept.js').Call} call @param {string} firm @returns {Promise<{blob: Blob, missing: string[]}>} */
export async function summaryPdf(state, call, firm) {
  const pdf = await import('../takeaway/pdf.js');
  const plan = await planLines(state, call);
  const client = state.slots[state.active].scenario.title;
  const title = client ? `Итог звонка: ${client}` : 'Итог звонка';
  const { blob, missing } = await pdf.makePdf({
    title,
    subject: 'Варианты расчёта, пометки и следующий шаг',
    footer: `${firm}. Расчёт сделан в браузере, числа никуда не отправлены`,
    content: [
      { text: title, style: 'title' },
      ...pages(state, call, pdf),
      ...(plan.length > 0 ? [pdf.whole('План: первые шаги', { ol: plan })] : []),
    ],
  });
  return { blob, missing };
}
