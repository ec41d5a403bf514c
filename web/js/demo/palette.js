// @ts-check
// The one line on top: a sentence with numbers fills the fields, anything else finds a command. What it will do is shown before Enter.
import { el, need } from '../page/dom.js';
import { roubles } from '../text/format.js';

const kShown = 9;
const kShownAtFirst = 40; // while nothing is typed

/** @typedef {{id: string, title: string, words?: string, key?: string, run(): any}} Command */
/** @typedef {{what: string, more?: string, hint?: string, run(): any}} Option */

/** Small letters, ё as е, nothing but letters and digits between single spaces. @param {string} text */
const folded = (text) =>
  text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}+]+/gu, ' ')
    .trim();

/** How well the words of a query begin words of a command; 0 = not at all. @param {string} query @param {Command} command */
export function fit(query, { title, words = '' }) {
  const asked = folded(query).split(' ').filter(Boolean);
  if (!asked.length) return 1;
  const own = folded(title).split(' ');
  const all = [...own, ...folded(words).split(' ')];
  let sum = 0;
  for (const word of asked) {
    const at = all.findIndex((one) => one.startsWith(word));
    if (at < 0) return 0;
    sum += at < own.length ? 3 - Math.min(at, 2) / 2 : 1;
  }
  return sum;
}

const kQuestion =
  /^(?:сколько|что|как)?\s*(?:нужно|надо|нам)?\s*(заяв|лид|менеджер|чек|конверси)?\S*\s*(?:нужно|надо)?\s*(?:на|для)\s+(.+?)\??$/iu;
/** @type {Record<string, string>} */
const kGives = {
  заяв: 'leads',
  лид: 'leads',
  менеджер: 'managers',
  чек: 'check',
  конверси: 'all_conversions',
};
/** @type {Record<string, string>} */
const kAsked = {
  leads: 'Сколько заявок нужно',
  managers: 'Сколько менеджеров нужно',
  check: 'Какой нужен чек',
  all_conversions: 'Какие нужны конверсии',
};

/** "сколько заявок на 5 млн" @param {import('./bench.js').Bench} bench @param {string} text @returns {Option[]} */
function questions(bench, text) {
  const found = kQuestion.exec(text.trim());
  if (!found) return [];
  const { value } = bench.command({ do: 'read', kind: 'money', text: found[2] });
  if (!(value > 0)) return [];
  const what = kGives[(found[1] ?? 'заяв').toLowerCase()];
  return [
    {
      what: `${kAsked[what]} на ${roubles(value)} в месяц`,
      hint: 'Enter',
      run: () => bench.command({ do: 'solver', pin: { what: 'revenue', value }, give: { what } }),
    },
  ];
}

/** "назвать Чек 100" @param {import('./bench.js').Bench} bench @param {string} text @returns {Option[]} */
function names(bench, text) {
  const name = /^(?:назвать|назови|переименовать(?: в)?)\s+(.+)$/iu.exec(text.trim())?.[1];
  if (!name) return [];
  return [
    {
      what: `Назвать вариант «${name}»`,
      hint: 'Enter',
      run: () => bench.command({ do: 'rename', text: name }),
    },
  ];
}

/** The line read as a sentence with numbers. @param {import('./bench.js').Bench} bench @param {string} text */
const readAsSentence = (bench, text) =>
  /\p{N}/u.test(text) ? bench.command({ do: 'sentence', text }).sentence : undefined;

/** @param {string[]} notes what the reader decided or left out */
const told = (notes) => notes.map((one) => `${one}.`).join(' ');

/** What a sentence would change. @param {import('./bench.js').Bench} bench @param {string} text @param {any} sentence the line, read @returns {Option[]} */
function sentences(bench, text, sentence) {
  if (!sentence?.said.length) return [];
  const { said, notes, revenue, revenue_before: before } = sentence;
  const money = before === revenue ? '' : ` Выручка ${roubles(before)} → ${roubles(revenue)}.`;
  return [
    {
      what: said
        .map((/** @type {string} */ one, /** @type {number} */ i) =>
          i ? one[0].toLowerCase() + one.slice(1) : one,
        )
        .join(', '),
      more: `${told(notes)}${money}`.trim(),
      hint: 'Enter',
      run: () => bench.command({ do: 'sentence', text, take: true }),
    },
  ];
}

/** What a line may mean, the best first. @param {import('./bench.js').Bench} bench @param {Command[]} commands @param {string} text @param {any} sentence the line, read @returns {Option[]} */
function meanings(bench, commands, text, sentence) {
  const ranked = commands
    .map((command) => ({ command, rank: fit(text, command) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map(({ command }) => ({ what: command.title, hint: command.key, run: command.run }));
  return [
    ...names(bench, text),
    ...questions(bench, text),
    ...sentences(bench, text, sentence),
    ...ranked,
  ].slice(0, text ? kShown : kShownAtFirst);
}

/** @param {Option} option @param {string} id @param {(option: Option) => void} take */
const item = (option, id, take) =>
  el(
    'li.palette__option',
    {
      role: 'option',
      id,
      mousedown: (/** @type {MouseEvent} */ event) => event.preventDefault(),
      click: () => take(option),
    },
    el(
      'span',
      {},
      el('span.palette__what', {}, option.what),
      option.more && el('span.palette__more', {}, option.more),
    ),
    option.hint && el('span.palette__hint', {}, option.hint),
  );

/**
 * The list under the line: what it may mean, one of it chosen.
 * @param {HTMLElement} list @param {HTMLElement} input the line it belongs to
 * @param {(option: Option) => void} take an option was pressed
 */
function createList(list, input, take) {
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'Что можно сделать');
  /** @type {Option[]} */
  let options = [];
  let chosen = 0;
  function mark() {
    [...list.children].forEach((one, i) => one.setAttribute('aria-selected', String(i === chosen)));
    if (options.length) input.setAttribute('aria-activedescendant', `palette-${chosen}`);
    list.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }
  return {
    /** @param {Option[]} next @param {string} why there are none */
    show(next, why) {
      options = next;
      chosen = 0;
      list.replaceChildren(...options.map((option, i) => item(option, `palette-${i}`, take)));
      if (!options.length) {
        list.append(el('li.palette__option', {}, el('span.palette__more', {}, why)));
      }
      list.hidden = false;
      input.setAttribute('aria-expanded', 'true');
      mark();
    },
    hide() {
      list.hidden = true;
      input.setAttribute('aria-expanded', 'false');
      input.removeAttribute('aria-activedescendant');
    },
    /** The one below or above, around the ends. @param {1 | -1} step */
    move(step) {
      chosen = options.length ? (chosen + step + options.length) % options.length : 0;
      mark();
    },
    /** @returns {Option | undefined} */
    chosen: () => options[chosen],
  };
}

/**
 * @param {HTMLElement} place
 * @param {{bench: import('./bench.js').Bench, commands: () => Command[], leave(): void}} page
 */
export function createPalette(place, { bench, commands, leave }) {
  const input = /** @type {HTMLInputElement} */ (need(place, '[data-palette-input]'));
  const list = createList(need(place, '[data-palette-list]'), input, take);

  function show() {
    const text = input.value;
    const sentence = readAsSentence(bench, text);
    const why = told(sentence?.notes ?? []) || 'Ничего такого нет: наберите число с названием или команду';
    list.show(meanings(bench, commands(), text, sentence), why);
  }

  function clear() {
    input.value = '';
    list.hide();
    leave();
  }

  /** @param {Option} option */
  function take(option) {
    clear();
    option.run();
  }

  input.addEventListener('input', show);
  input.addEventListener('focus', show);
  input.addEventListener('click', show);
  input.addEventListener('blur', list.hide);
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      list.move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const option = list.chosen();
      if (option) take(option);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      clear();
    }
  });

  return {
    /** @param {string} [text] */
    open(text = '') {
      input.value = text;
      input.focus();
      show();
    },
    input,
  };
}
