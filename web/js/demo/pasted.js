// @ts-check
// A pasted table before it replaces anything: what the core's reader understood of it, and every row it left out. What was shown is what
// the workbench is given when it is accepted. Loaded when something is pasted.

import { wholeCore } from '../model/whole-core.js';
import { el } from '../page/dom.js';
import { number, percent, plural } from '../text/format.js';
import { say } from './requests.js';

/** @typedef {{weight: 'decision' | 'left_out' | 'nothing_taken', code: string, message: string}} Note */
/** @typedef {{managers: any[], stages: any[], notes: Note[]}} Pasted */

/** As the workbench decides: what its view expects, the other kind where the table looks like it. @param {any} core @param {string} text @param {string} tab @returns {Pasted} */
function understood(core, text, tab) {
  const expected = tab === 'roster' ? 'managers' : 'stages';
  const { paste } = core.readPaste(text, expected);
  const isOther = paste.notes.some((/** @type {Note} */ { code }) => code.startsWith('looks_like_'));
  return isOther ? core.readPaste(text, expected === 'stages' ? 'managers' : 'stages').paste : paste;
}

/** @param {string[]} heads @param {string[][]} rows */
const table = (heads, rows) =>
  el(
    'div.pasted__table',
    { tabindex: 0, role: 'region', 'aria-label': 'Понятые строки' },
    el(
      'table',
      {},
      el('thead', {}, el('tr', {}, ...heads.map((head) => el('th', { scope: 'col' }, head)))),
      el(
        'tbody',
        {},
        ...rows.map(([name, ...cells]) =>
          el('tr', {}, el('th', { scope: 'row' }, name), ...cells.map((cell) => el('td', {}, cell))),
        ),
      ),
    ),
  );

/** @param {Pasted} pasted @param {any} scenario */
function words({ managers, stages }, scenario) {
  if (managers.length > 0) {
    const isNew = !scenario.roster?.length;
    return {
      summary: `Понято: ${managers.length} ${plural(managers.length, 'менеджер', 'менеджера', 'менеджеров')}. ${isNew ? 'Станут списком менеджеров.' : `Заменят нынешний список: ${scenario.roster.length}.`}`,
      rows: table(
        ['Имя', 'Заявок', 'Продаж'],
        managers.map(({ name, leads, sales }) => [name, number(leads), number(sales)]),
      ),
    };
  }
  const before = scenario.stages.map((/** @type {any} */ { name }) => name).join(', ');
  return {
    summary: `Понято: ${stages.length} ${plural(stages.length, 'этап', 'этапа', 'этапов')}. Заменят нынешние: ${before}.`,
    rows: table(
      ['Этап', 'Доля'],
      stages.map(({ name, observed, conversion }) => [
        name,
        observed ? `${number(observed.passed)} из ${number(observed.entered)}` : percent(conversion),
      ]),
    ),
  };
}

/** @param {Note[]} notes @param {string} title @param {Note['weight']} weight */
function listOf(notes, title, weight) {
  const told = notes.filter((note) => note.weight === weight);
  if (told.length === 0) return [];
  return [el('p', {}, title), el('ul', {}, ...told.map(({ message }) => el('li', {}, `${message}.`)))];
}

/**
 * @param {import('./bench.js').Bench} bench @param {string} text @param {() => void} leave where the focus goes afterwards
 */
export async function showPasted(bench, text, leave) {
  const core = await wholeCore();
  const { view, slots, active } = bench.state();
  const pasted = understood(core, text, view.tab);
  if (!pasted.managers.length && !pasted.stages.length) {
    say(bench, `Ничего не взято. ${pasted.notes.map(({ message }) => `${message}.`).join(' ')}`);
    return;
  }
  const { summary, rows } = words(pasted, slots[active].scenario);
  const sheet = /** @type {HTMLDialogElement} */ (
    el('dialog.sheet.pasted', { 'aria-labelledby': 'pasted-title', 'data-pasted': '' })
  );
  const button = (/** @type {string} */ look, /** @type {string} */ label, /** @type {() => void} */ click) =>
    el(look, { type: 'button', click }, label);
  sheet.append(
    el('h2.sheet__title', { id: 'pasted-title' }, 'Что понято из таблицы'),
    el('p', {}, summary),
    ...listOf(pasted.notes, 'Не вошло:', 'left_out'),
    ...listOf(pasted.notes, 'Решено по дороге:', 'decision'),
    el(
      'p.sheet__actions',
      {},
      button('button.button.button--solid', 'Поставить', () => {
        const { managers, stages } = pasted;
        const { issues } = managers.length
          ? bench.command({ do: 'roster', roster: managers })
          : bench.command({ do: 'stages', stages });
        const done = managers.length
          ? `Вставлено менеджеров: ${managers.length}`
          : `Вставлено этапов: ${stages.length}`;
        say(bench, issues ? `Не вставлено. ${issues[0].message}` : done);
        sheet.close();
      }),
      button('button.button', 'Не надо', () => sheet.close()),
    ),
    rows,
  );
  sheet.addEventListener('close', () => {
    sheet.remove();
    leave();
  });
  document.body.append(sheet);
  sheet.showModal();
}
