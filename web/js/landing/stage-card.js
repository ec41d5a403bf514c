// @ts-check
// One stage as a compact card: its fields, the strip on the scale of the stage, and behind its "⋯" its order and the way of entering.

import { el } from '../page/dom.js';
import { stageName } from './stage-words.js';

/** @typedef {import('./store.js').Doc} Doc */
/**
 * @typedef {object} Card
 * @property {Doc} stage
 * @property {number} i its place among all
 * @property {number} total how many there are
 * @property {boolean} counts it is entered as two counts, not as percent
 * @property {boolean} isOpen its "⋯"
 * @property {(isOpen: boolean) => void} toggled its "⋯" was opened or closed
 * @property {import('./stage-edits.js').StageEdits} edits
 */

/** @param {string} pointer @param {string} label @param {Record<string, string>} more */
function input(pointer, label, more = {}) {
  return el('input.cell__input', {
    id: `f${pointer.replaceAll('/', '-')}`,
    'data-in': pointer,
    'data-as': 'percent',
    inputmode: 'decimal',
    autocomplete: 'off',
    'aria-label': label,
    ...more,
  });
}

/** @param {number} share */
const width = (share) => `${Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10}%`;

export const stageStrip = () =>
  el('div.meter', { 'aria-hidden': 'true' }, el('i.meter__now'), el('i.meter__gap'), el('i.meter__aim'));

/** The strip of a card. @param {HTMLElement} strip @param {number} now @param {number} aim ratios of its scale */
export function drawStrip(strip, now, aim) {
  strip.style.setProperty('--now', width(Math.min(now, aim)));
  strip.style.setProperty('--gap', width(Math.abs(aim - now)));
  strip.style.setProperty('--aim', width(aim));
  strip.toggleAttribute('data-down', aim < now);
}

/** @param {Card} card */
function modeSwitch({ stage, i, counts, edits }) {
  const option = (/** @type {boolean} */ value, /** @type {string} */ text) =>
    el(
      'label.seg__option',
      {},
      el('input.seg__input', {
        type: 'radio',
        name: `mode-${i}`,
        checked: counts === value,
        change: () => edits.setMode(stage, i, value),
      }),
      el('span', {}, text),
    );
  return el(
    'div.stage__mode.seg',
    { role: 'radiogroup', 'aria-label': `Как вводить ${stageName(stage, i)}` },
    option(false, 'проценты'),
    option(true, 'числа'),
  );
}

/** @param {Card} card */
function tools({ stage, i, total, edits }) {
  const tool = (
    /** @type {string} */ key,
    /** @type {string} */ sign,
    /** @type {string} */ label,
    /** @type {() => void} */ click,
    disabled = false,
  ) =>
    el(
      'button.tool',
      {
        type: 'button',
        'data-tool': `${key}-${i}`,
        'aria-label': `${label} ${stageName(stage, i)}`,
        disabled,
        click,
      },
      sign,
    );
  return el(
    'div.stage__tools',
    {},
    tool('up', '↑', 'Поднять', () => edits.move(stage, i, 'up'), i === 0),
    tool('down', '↓', 'Опустить', () => edits.move(stage, i, 'down'), i === total - 1),
    tool('remove', '×', 'Убрать', () => edits.remove(stage, i), total === 1),
  );
}

/** @param {Card} card */
const more = (card) =>
  el(
    'details.stage__more',
    {
      open: card.isOpen,
      toggle: (/** @type {any} */ { target }) => card.toggled(target.open),
    },
    el('summary.stage__open', { 'aria-label': `Ещё: ${stageName(card.stage, card.i)}` }, '⋯'),
    el('div.stage__extra', {}, modeSwitch(card), tools(card)),
  );

/** @param {Card} card */
function nowCell({ stage, i, counts }) {
  const at = `/stages/${i}`;
  if (!counts) {
    return el(
      'span.cell',
      {},
      input(`${at}/conversion`, `Сейчас проходят ${stageName(stage, i)}, процентов`),
      el('span.cell__unit', {}, '%'),
    );
  }
  const whole = { 'data-as': 'count', inputmode: 'numeric' };
  return el(
    'span.cell.cell--pair',
    {},
    input(`${at}/observed/passed`, `Прошли ${stageName(stage, i)}, штук`, whole),
    el('span.cell__unit', {}, 'из'),
    input(`${at}/observed/entered`, `Вошли в ${stageName(stage, i)}, штук`, whole),
  );
}

/** @param {Card} card */
const targetCell = ({ stage, i }) =>
  el(
    'span.cell.cell--could',
    {},
    input(`/stages/${i}/target_conversion`, `Цель: ${stageName(stage, i)}, процентов`, {
      placeholder: 'как есть',
    }),
    el('span.cell__unit', {}, '%'),
  );

/** @param {string} text */
const label = (text) => el('span.stage__label', { 'aria-hidden': 'true' }, text);

/** @param {Card} card */
export function stageCard(card) {
  const { stage, i } = card;
  return el(
    'li',
    {},
    el(
      'div.stage',
      { role: 'group', 'aria-label': `Этап ${i + 1}`, 'data-field': '', 'data-stage': stage.id },
      el(
        'div.stage__name',
        {},
        el('input.name', {
          id: `f-stages-${i}-name`,
          'data-in': `/stages/${i}/name`,
          'data-as': 'text',
          autocomplete: 'off',
          'aria-label': `Название этапа ${i + 1}`,
        }),
      ),
      el('p.stage__money', { 'data-money': '' }),
      el('div.stage__now', {}, label('Сейчас'), nowCell(card)),
      el('div.stage__target', {}, label('Цель'), targetCell(card)),
      stageStrip(),
      el('p.stage__say', { 'data-say': '' }),
      more(card),
    ),
  );
}
