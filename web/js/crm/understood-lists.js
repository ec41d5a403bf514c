// @ts-check
// Parts of "Что мы поняли": rows that were left out with their lines, the first five deals, settings of the report.

import { el } from '../page/dom.js';
import { number } from '../text/format.js';
import { columnOf, kRoles, roleName } from './columns.js';
import { select, table } from './parts.js';
import { rowsText } from './words.js';

/** @typedef {import('./store.js').State} State */
/** @typedef {import('./store.js').CrmStore} CrmStore */
/** @typedef {Record<string, any>} Json */

const kPreview = 5;

/** Counts with the lines they stand in, which can be looked at. @param {CrmStore} store @param {Json[]} list @param {(reason: string) => string} words */
export function linesList(store, list, words) {
  return el(
    'ul.left',
    {},
    ...list.map(({ reason, count, lines }) => {
      const shown = el('p.left__lines', { hidden: true, role: 'status' });
      const others = count > lines.length ? ' и другие' : '';
      const where = lines.length > 0 ? `${count > 1 ? 'Строки' : 'Строка'} ${lines.join(', ')}${others}` : '';
      const look = async () => {
        if (shown.hidden) {
          const texts = await store.lines(lines).catch(() => /** @type {Record<number, string>} */ ({}));
          shown.replaceChildren(
            ...lines.flatMap((/** @type {number} */ line) => [
              el('b', {}, `${line}: `),
              texts[line] ?? '',
              el('br'),
            ]),
          );
        }
        shown.hidden = !shown.hidden;
      };
      return el(
        'li',
        {},
        el('span', {}, `${rowsText(count)}: ${words(reason)}`, where && el('small.fine', {}, `. ${where}`)),
        lines.length > 0 &&
          el(
            'button.link',
            { type: 'button', 'aria-label': `Показать строки: ${words(reason)}`, click: look },
            'Показать',
          ),
        shown,
      );
    }),
  );
}

/** Five deals as they are in the file, the columns that are read. @param {State} state */
export function preview({ proposal, mapping }) {
  const columns = /** @type {Json[]} */ (proposal?.columns ?? []);
  const used = kRoles
    .map(([role]) => ({ role, header: columnOf(/** @type {Json} */ (mapping), role) }))
    .filter(({ header }) => header !== '');
  const sample = used.map(({ header }) => columns.find(({ name }) => name === header)?.sample ?? []);
  const rows = Array.from(
    { length: Math.min(kPreview, Math.max(0, ...sample.map((list) => list.length))) },
    (_, i) => sample.map((list) => String(list[i] ?? '').slice(0, 60)),
  );
  return el(
    'section.scroll',
    { tabindex: '0', 'aria-label': 'Первые пять сделок' },
    table(
      'Первые пять сделок',
      used.map(({ role }) => roleName(role)),
      rows,
      '.tbl--text',
    ),
  );
}

/** Which pipeline, sheet, how repeats are counted, the horizon. @param {State} state @param {CrmStore} store */
export function settings({ report, mapping, sheets, sheet, horizon_days: horizon }, store) {
  const parts = [];
  const put = (/** @type {string} */ id, /** @type {string} */ label, /** @type {HTMLElement} */ input) =>
    parts.push(el('div.col', {}, el('label.col__what', { for: id }, label), input));
  if (sheets && sheets.length > 1) {
    put(
      'set-sheet',
      'Лист книги: взят самый длинный',
      select(
        'set-sheet',
        sheets.map(({ name, rows }, i) => [String(i), `${name}, ${rowsText(rows)}`]),
        String(sheet),
        (value) => store.openSheet(Number(value)),
      ),
    );
  }
  if (report?.pipelines) {
    put(
      'set-pipeline',
      'Воронка: отчёт по одной, взята самая большая',
      select(
        'set-pipeline',
        report.pipelines.map((/** @type {Json} */ { name, deals }) => [
          name,
          `${name || 'без воронки'}, ${number(deals)}`,
        ]),
        report.pipeline,
        (value) => store.set('pipeline', value),
      ),
    );
  }
  const repeats = report?.totals.repeats ?? 0;
  if (repeats > 0 || mapping?.merge_repeats_days) {
    put(
      'set-repeats',
      `Повторных заявок от тех же клиентов за 30 дней: ${number(repeats)}`,
      select(
        'set-repeats',
        [
          ['', 'считать каждую отдельно'],
          ['30', 'соединять в одну'],
        ],
        mapping?.merge_repeats_days ? '30' : '',
        (value) => store.set('merge_repeats_days', value === '' ? null : Number(value)),
      ),
    );
  }
  if (report) {
    const days = [7, 14, 30, 45, 60, 90, 120, 180, 270, 365];
    put(
      'set-horizon',
      'Срок созревания: за сколько дней считать оплаты',
      select(
        'set-horizon',
        [
          ['', 'выбрать по сделкам'],
          ...days.map((one) => /** @type {[string, string]} */ ([String(one), `${one} дней`])),
        ],
        horizon ? String(horizon) : '',
        (value) => store.setHorizon(value === '' ? null : Number(value)),
      ),
    );
  }
  return parts.length > 0 ? el('div.cols', {}, ...parts) : null;
}
