// @ts-check
// The core's findings as sentences: what the title of a section says and its chart proves. Codes and numbers are the core's (MODEL.md), the words
// stand in assets/messages/ru.json.

import { findings as sentences } from '../../../assets/messages/ru.json';
import { roubles } from '../text/format.js';
import { factorName } from '../text/names.js';
import { filled } from '../text/sentences.js';

/** @typedef {Record<string, any>} Doc */
/** @typedef {import('./store.js').State} State */

const table = /** @type {Record<string, string>} */ (sentences);

/** A code may have a sentence of its own for what it is about. @param {Doc} finding @param {Doc} scenario */
export function sentenceOf(finding, scenario) {
  const { code, money, stage, reason, managers } = finding;
  const kind = reason ?? (managers ? 'managers' : scenario.stages[1] ? '' : 'only');
  return filled(table[`${code}.${kind}`] ?? table[code], {
    ...finding,
    money: roubles(money),
    stage: factorName(stage, scenario),
  });
}

/** What is lost and where, dearest first; without money last. @param {State} state */
export const facts = ({ findings, scenario, asks }) =>
  scenario && !asks
    ? findings
        .filter(({ code }) => code !== 'assumed_conversion') // said beside the fields (words.js, example)
        .map((finding) => sentenceOf(finding, scenario))
        .filter(Boolean)
    : [];

/** The title of the stages. @param {State} state */
export function stagesTitle({ findings, scenario, asks }) {
  const first = findings.find(({ code }) => code === 'stage_point' || code === 'unanswered');
  return first && scenario && !asks ? sentenceOf(first, scenario) : 'Где остаются деньги, по этапам';
}

/** Findings beside the title, one a line: all but the one that is the title. @param {State} state @param {HTMLElement} list @param {(text: string) => HTMLElement} item */
export function showFindings(state, list, item) {
  const title = stagesTitle(state);
  const texts = facts(state).filter((text) => text !== title);
  if (list.dataset.shown === texts.join('\n')) return;
  list.dataset.shown = texts.join('\n');
  list.replaceChildren(...texts.map((text) => item(`${text}.`)));
}
