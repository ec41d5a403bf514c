// The numbers of the pages before any script runs: the same core, the same words for numbers. data-out and data-copy are filled with
// the example's report, so that what a visitor without JavaScript reads is what the calculator would show.
import { readFile } from 'node:fs/promises';
import { coreFromBytes } from '../js/model/core.js';
import { exampleScenario } from '../js/model/example.js';
import * as format from '../js/text/format.js';
import { appendHtml, attributeOf, elementsOf, hasClass } from './html.mjs';

const kFormats = {
  money: format.roubles,
  percent: format.percent,
  count: format.count,
  interval: format.percentRange,
  rate: format.rate,
  thousands: format.thousands,
  chance: format.chance,
};
const escape = (text) => text.replaceAll('\u00A0', '&nbsp;');

function shown(report, path, name) {
  const value = path.split('.').reduce((part, key) => part?.[key], report);
  if (value === null || value === undefined) return '—';
  if (name !== 'big') return escape((kFormats[name] ?? format.roubles)(value));
  return `${escape(format.number(value))}<span class="big__unit">&nbsp;₽</span>`;
}

/** What a call of the core gave, or a build that stops. */
function accepted(answer, what) {
  if (answer.issues) {
    throw new Error(`${what}: ${answer.issues.map(({ path, message }) => `${path} ${message}`).join('; ')}`);
  }
  return answer;
}

/** Words of the example that scripts do not change. @param {any} report of the example */
function exampleWords({ now, levers }) {
  const { managers, leads_per_month: leads, average_check: check } = exampleScenario();
  return {
    managers: format.number(managers),
    leads: format.number(leads),
    check: format.roubles(check),
    check_number: format.number(check),
    share: format.percent(now.conversion),
    sales: format.count(now.sales),
    revenue: format.roubles(now.revenue),
    point: format.roubles(levers.find(({ id }) => id === 'sale').per_point),
  };
}

/** Words the explainer's sliders change. @param {any} report of the example */
const explainedWords = ({ target, money_left: left }) => ({
  share: format.percent(target.conversion),
  sales: format.count(target.sales),
  revenue: format.roubles(target.revenue),
  left: format.roubles(left.per_month),
});

/** How long the checklist is. @param {{areas: {items: {short?: boolean}[]}[]}} checklist */
function checklistWords({ areas }) {
  const items = areas.flatMap((area) => area.items);
  return {
    full: format.number(items.length),
    questions: `${format.number(items.length)}\u00A0${format.plural(items.length, 'вопрос', 'вопроса', 'вопросов')}`,
    short: format.number(items.filter((item) => item.short).length),
  };
}

/** The example's department with one stage. @param {number | {entered: number, passed: number}} conversion a share, or the counts it is known by @param {any} [more] fields of the scenario */
const oneStage = (conversion, more) => ({
  ...exampleScenario(),
  stages: [
    {
      id: 'sale',
      name: 'Продажа',
      kind: 'payment',
      ...(typeof conversion === 'number' ? { conversion } : { observed: conversion }),
    },
  ],
  ...more,
});

/** The results of the first screen and what the explainer's sliders say, put into their places. @param {import('./html.mjs').Document} page @param {any} report data-out is a path in it @param {Record<string, string>} explained by data-explain */
function fillPlaces(page, report, explained) {
  let isFirst = true;
  for (const element of elementsOf(page)) {
    if (element.tagName === 'div' && hasClass(element, 'below')) isFirst = false;
    if (element.childNodes.length > 0) continue;
    const out = attributeOf(element, 'data-out');
    const explain = attributeOf(element, 'data-explain');
    if (out && isFirst) appendHtml(element, shown(report, out, attributeOf(element, 'data-format')));
    if (explain && explain in explained) appendHtml(element, escape(explained[explain]));
  }
}

/** The core for the build. @param {string} file core.wasm @param {(name: string) => Promise<any>} readJson */
export async function workedExamples(file, readJson) {
  const core = await coreFromBytes(new Uint8Array(await readFile(file)));
  const evaluate = (scenario) => ({
    scenario,
    ...accepted(core.evaluate(scenario), 'example'),
    ...accepted(core.decompose(scenario), 'example'),
  });
  const { report, decomposition } = evaluate(exampleScenario());
  const words = {
    example: exampleWords(report),
    checklist: checklistWords(await readJson('checklist/rop.json')),
  };
  const reportOf = (conversion, more = {}) => evaluate(oneStage(conversion, more)).report;
  return {
    full: evaluate(await readJson('scenarios/full.json')),
    /** The 95 % interval of a share known by its counts. @param {{entered: number, passed: number}} observed */
    interval: (observed) => reportOf(observed).uncertainty.stages[0].interval,
    conversion: (observed) => reportOf(observed).now.conversion,
    /** How many times a share has grown, by the core: the uniform uplift that reaches the later revenue. */
    uplift: (before, after) =>
      reportOf(before, { goal_revenue: reportOf(after).now.revenue }).goal.uniform_uplift,
    /** Fills {{example.NAME}} and {{checklist.NAME}} in a source. @param {string} text */
    fillWords: (text) =>
      text.replace(/\{\{(example|checklist)\.(\w+)\}\}/g, (whole, of, name) =>
        name in words[of] ? escape(words[of][name]) : whole,
      ),
    /** Fills the results of the first screen and what the explainer's sliders say. @param {import('./html.mjs').Document} page */
    fillPlaces: (page) => fillPlaces(page, { ...report, decomposition }, explainedWords(report)),
  };
}
