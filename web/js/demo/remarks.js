// @ts-check
// What is known of the numbers beside their fields: where one came from, with the way back to it, and what the firm's own clients had at
// such a stage. The canvas shows it beside and under the pointer, the mirror in words.
import { cases } from '../../../assets/cases.json';
import { valueAt } from '../model/pointer.js';
import { percent, plural } from '../text/format.js';

/** @typedef {Record<string, any>} Doc */
/** @typedef {{field: string, name: string, word: string, text: string, back: (() => any) | false}} Remark field: its id in the workbench */

const kOf = { all: 'Доля от всех заявок.', unknown: 'От чего считали долю, не названо.', changed: '' };

/** The client whose share before was nearest to this one, in words with every caveat. @param {Doc} stage @param {number} share */
export function benchmark({ kind }, share) {
  const alike = /** @type {Doc[]} */ (cases).filter(({ stage_kind: of }) => of === kind);
  const distance = (/** @type {Doc} */ { before }) => Math.abs(before - share);
  const [nearest] = alike.sort((a, b) => distance(a) - distance(b));
  if (!nearest) return '';
  const { company, industry, metric, before, after, period_months: months, denominator, caveats } = nearest;
  const time = months ? ` за ${months} ${plural(months, 'месяц', 'месяца', 'месяцев')}` : '';
  const story = `У клиента «${company}» (${industry}) ${metric} была ${percent(before)}, стала ${percent(after)}${time}.`;
  return [
    story,
    kOf[/** @type {keyof typeof kOf} */ (denominator)],
    ...caveats,
    'Ваш рост из этого не следует.',
  ]
    .filter(Boolean)
    .join(' ');
}

/** @param {Doc} a @param {Doc} b */
const sameShare = (a, b) =>
  a.observed?.entered === b.observed?.entered &&
  a.observed?.passed === b.observed?.passed &&
  (a.observed || a.conversion === b.conversion);

/** All that is said of a part, by its pointer. @param {import('../model/origin.js').Origin} origin @param {string} path */
const saidOf = ({ notes, sample }, path) =>
  notes
    .filter((note) => note.path === path)
    .map(({ text }) => (sample ? text.replace(/^из CRM/, 'из примера') : text))
    .join('; ');

/** @param {import('./bench.js').Bench} bench @param {any} state @param {import('../model/origin.js').Origin} origin @returns {Remark[]} */
function fromCrm(bench, { slots, active, fields }, origin) {
  const { scenario } = slots[active];
  const { stages } = scenario;
  const word = origin.sample ? 'пример' : 'CRM';
  /** @param {string} field @param {string} said @param {boolean} isSame @param {() => any} back */
  const remark = (field, said, isSame, back) => {
    const name = fields.find((/** @type {any} */ { id }) => id === field)?.label ?? field;
    const text = isSame ? said : `Было ${said}. Стрелка вернёт`;
    return said ? [{ field, name, word, text, back: !isSame && back }] : [];
  };
  const quantities = [...new Set(origin.notes.map(({ path }) => path))].filter(
    (path) => !path.startsWith('/stages') && typeof valueAt(origin.scenario, path) === 'number',
  );
  return [
    ...quantities.flatMap((path) => {
      const value = valueAt(origin.scenario, path);
      const id = path.slice(1);
      const back = () => bench.command({ do: 'set', id, value });
      return remark(id, saidOf(origin, path), valueAt(scenario, path) === value, back);
    }),
    ...origin.scenario.stages.flatMap((/** @type {Doc} */ given, /** @type {number} */ n) => {
      const at = stages.findIndex((/** @type {Doc} */ { id }) => id === given.id);
      if (at < 0) return [];
      const { conversion: _, observed: __, ...rest } = stages[at];
      const { conversion, observed } = given;
      const again = { ...rest, ...(observed ? { observed } : { conversion }), source: 'crm' };
      const back = () => bench.command({ do: 'stages', stages: Object.assign([...stages], { [at]: again }) });
      return remark(
        `stages/${at}/conversion`,
        saidOf(origin, `/stages/${n}`),
        sameShare(stages[at], given),
        back,
      );
    }),
  ];
}

/**
 * Of the variant in hand, one a field. @param {import('./bench.js').Bench} bench @param {any} state
 * @param {import('../model/origin.js').Origin | undefined} origin of the call's numbers @returns {Remark[]}
 */
export function remarksOf(bench, state, origin) {
  const { scenario, report } = state.slots[state.active];
  const remarks = origin ? fromCrm(bench, state, origin) : [];
  scenario.stages.forEach((/** @type {Doc} */ stage, /** @type {number} */ i) => {
    const text = benchmark(stage, report.now.stages[i].conversion);
    const field = `stages/${i}/conversion`;
    const own = remarks.find((one) => one.field === field);
    if (own) own.text = [`${own.text}.`, text].filter(Boolean).join(' ');
    else if (text) remarks.push({ field, name: stage.name, word: '', text, back: false });
  });
  return remarks;
}

/** Shows them on the canvas when they are others than before. @param {import('./bench.js').Bench} bench */
export function remarkOn(bench) {
  let shown = '';
  return (/** @type {Remark[]} */ remarks) => {
    const told = remarks.map(({ field, word, text, back }) => ({ field, word, text, back: Boolean(back) }));
    const now = JSON.stringify(told);
    if (now !== shown) bench.command({ do: 'remarks', remarks: told });
    shown = now;
  };
}
