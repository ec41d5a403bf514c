// @ts-check
// Binds every input of the page to the scenario: data-in="/leads_per_month" (data-mirror for a second box of the same
// number) and data-as="count | days | months | number | money | percent | text". Faults are told beside the field, in the core's order.

import { numbers } from '../../../assets/messages/ru.json';
import { el } from '../page/dom.js';
import { fieldText } from '../text/format.js';
import { parseNumber } from '../text/parse.js';
import { valueAt } from '../model/pointer.js';
import { placeholderOf } from './assumed.js';

/** @typedef {import('../text/parse.js').FieldKind} FieldKind */
/** @typedef {import('./store.js').Store} Store */
/** @typedef {import('./store.js').Issue} Issue */

const kSelector = '[data-in],[data-mirror]';
const kTooManySales = 'Оплат больше, чем заявок взяли в работу: проверьте эти числа.';
const kLong = 8; // characters; a longer number is set smaller

/** @param {HTMLInputElement} input */
const pointerOf = (input) => input.dataset.in ?? input.dataset.mirror ?? '';
/** @param {HTMLInputElement} input */
const kindOf = (input) => /** @type {FieldKind} */ (input.dataset.as ?? 'number');

/** @returns {HTMLInputElement[]} */
const allInputs = () => [...document.querySelectorAll(/** @type {'input'} */ (kSelector))];

/** The text of the field as the draft has it. @param {HTMLInputElement} input @param {import('./store.js').State} state */
function textFor(input, { draft, autoTargets, placeholders }) {
  if (placeholders.includes(placeholderOf(draft, pointerOf(input)))) return ''; // nobody's number: the example stands behind the field
  const value = valueAt(draft, pointerOf(input));
  const computed = autoTargets && pointerOf(input).endsWith('/target_conversion');
  const digits = value < 0.1 ? 2 : 1; // as everywhere on the page
  return fieldText(value, kindOf(input), computed ? digits : 6);
}

/** @param {HTMLInputElement} input */
function valueOf(input) {
  if (kindOf(input) === 'text') return input.value;
  const parsed = parseNumber(input.value, kindOf(input));
  if (parsed.kind === 'value') return parsed.value;
  return parsed.kind === 'empty' ? undefined : input.value;
}

/** What to say about a fault: a text that is no number is told why it is none. @param {Issue} issue @param {import('./store.js').Doc} draft @param {Map<string, FieldKind>} kinds */
function messageOf(issue, draft, kinds) {
  const typed = valueAt(draft, issue.path);
  if (issue.code !== 'wrong_type' || typeof typed !== 'string') return issue.message;
  const parsed = parseNumber(typed, kinds.get(issue.path) ?? 'number');
  return numbers[parsed.kind === 'bad' ? parsed.code : 'not_a_number'];
}

/** @param {HTMLInputElement} input @param {string[]} messages */
function tellFault(input, messages) {
  const id = `${input.id}-fault`;
  const old = document.getElementById(id);
  const described = (input.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .filter((name) => name && name !== id);
  if (messages.length) {
    const text = messages.join(' ');
    const box = /** @type {HTMLElement} */ (input.closest('[data-field]') ?? input.parentElement);
    if (!old) box.append(el('p.fault', { id }, text));
    else if (old.textContent !== text) old.textContent = text;
    described.push(id);
  } else old?.remove();
  input.toggleAttribute('data-bad', messages.length > 0);
  if (messages.length) input.setAttribute('aria-invalid', 'true');
  else input.removeAttribute('aria-invalid');
  if (described.length) input.setAttribute('aria-describedby', described.join(' '));
  else input.removeAttribute('aria-describedby');
}

/** Messages by field: a fault of a part that has no field of its own goes to the nearest field above it. @param {Issue[]} issues @param {Map<string, FieldKind>} kinds by pointer @param {import('./store.js').Doc} draft */
function messagesByPointer(issues, kinds, draft) {
  /** @type {Map<string, string[]>} */
  const messages = new Map();
  const fromSales = draft.stages.length === 1 && draft.stated_sales !== undefined;
  for (const issue of issues) {
    // Counts that were made of "оплат в месяц" are told beside it, in its words; what is wrong with itself comes first, and is enough.
    const isSales = fromSales && issue.path.startsWith('/stages/0/observed');
    if (isSales && issues.some(({ path }) => path === '/stated_sales')) continue;
    let pointer = isSales ? '/stated_sales' : issue.path;
    while (pointer && !kinds.has(pointer)) pointer = pointer.slice(0, pointer.lastIndexOf('/'));
    const message =
      isSales && draft.stages[0].observed.passed > draft.stages[0].observed.entered
        ? kTooManySales
        : messageOf(issue, draft, kinds);
    messages.set(pointer, [...(messages.get(pointer) ?? []), message]);
  }
  return messages;
}

/** @param {HTMLInputElement} input @param {string} text */
function write(input, text) {
  if (input.value !== text) input.value = text;
  input.toggleAttribute('data-long', text.length > kLong);
}

/** @param {Store} store @param {HTMLElement} unplaced where faults without a field are told */
export function bindFields(store, unplaced) {
  document.addEventListener('input', ({ target }) => {
    const input = /** @type {HTMLInputElement} */ (target);
    if (input.matches(kSelector)) store.set(pointerOf(input), valueOf(input));
  });
  document.addEventListener('focusout', ({ target }) => {
    const input = /** @type {HTMLInputElement} */ (target);
    if (!input.matches?.(kSelector)) return;
    store.settle();
    if (kindOf(input) !== 'text' && typeof valueOf(input) === 'string') store.tellAgain();
    if (!input.matches('[data-bad]')) write(input, textFor(input, store.state()));
  });
  document.addEventListener('focusin', ({ target }) => {
    const input = /** @type {HTMLInputElement} */ (target);
    if (input.matches?.(kSelector) && kindOf(input) !== 'text') input.select();
  });

  store.subscribe((state) => {
    const inputs = allInputs();
    const messages = messagesByPointer(
      state.issues,
      new Map(inputs.map((input) => [pointerOf(input), kindOf(input)])),
      state.draft,
    );
    for (const input of inputs) {
      const isHere = input === document.activeElement;
      const typing =
        isHere && (state.origin === 'field' || valueOf(input) === valueAt(state.draft, pointerOf(input)));
      const text = textFor(input, state);
      if (/^\/stages\/\d+\/conversion$/.test(pointerOf(input)) && !input.closest('[data-sales]')) {
        input.placeholder = fieldText(valueAt(state.draft, pointerOf(input)), kindOf(input)); // a preset's, to type over
      }
      const faulty =
        messages.has(pointerOf(input)) && valueOf(input) === valueAt(state.draft, pointerOf(input));
      write(input, typing || faulty ? input.value : text);
      // "85 ты" is on its way to a number: it is told that it is none when the field is left.
      const unripe =
        typing &&
        !input.matches('[data-bad]') &&
        kindOf(input) !== 'text' &&
        typeof valueOf(input) === 'string';
      if (!unripe) tellFault(input, messages.get(pointerOf(input)) ?? []);
    }
    const placed = new Set(inputs.map(pointerOf));
    const rest = [...messages].filter(([pointer]) => !placed.has(pointer)).flatMap(([, texts]) => texts);
    if (unplaced.textContent !== rest.join(' ')) unplaced.textContent = rest.join(' ');
  });
}
