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

/** The core for the build. @param {string} file core.wasm @param {(name: string) => Promise<any>} readJson */
export async function workedExamples(file, readJson) {
  const core = await coreFromBytes(new Uint8Array(await readFile(file)));
  const evaluate = (scenario) => ({
    scenario,
    ...accepted(core.evaluate(scenario), 'example'),
    ...accepted(core.decompose(scenario), 'example'),
  });
  const { report, decomposition } = evaluate(exampleScenario());
  const { now, target, money_left: left, levers } = report;
  const { managers, leads_per_month: leads, average_check: check } = exampleScenario();
  /** Words of the example that scripts do not change, and those the explainer's sliders do. */
  const example = {
    managers: format.number(managers),
    leads: format.number(leads),
    check: format.roubles(check),
    check_number: format.number(check),
    share: format.percent(now.conversion),
    sales: format.count(now.sales),
    revenue: format.roubles(now.revenue),
    point: format.roubles(levers.find(({ id }) => id === 'sale').per_point),
  };
  const explained = {
    share: format.percent(target.conversion),
    sales: format.count(target.sales),
    revenue: format.roubles(target.revenue),
    left: format.roubles(left.per_month),
  };
  const items = (await readJson('checklist/rop.json')).areas.flatMap((area) => area.items);
  const checklist = {
    full: format.number(items.length),
    questions: `${format.number(items.length)}\u00A0${format.plural(items.length, 'вопрос', 'вопроса', 'вопросов')}`,
    short: format.number(items.filter((item) => item.short).length),
  };
  const share = (conversion, more) => ({
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
  return {
    full: evaluate(await readJson('scenarios/full.json')),
    /** The 95 % interval of a share known by its counts. @param {{entered: number, passed: number}} observed */
    interval: (observed) => evaluate(share(observed)).report.uncertainty.stages[0].interval,
    conversion: (observed) => evaluate(share(observed)).report.now.conversion,
    /** How many times a share has grown, by the core: the uniform uplift that reaches the later revenue. */
    uplift: (before, after) =>
      evaluate(share(before, { goal_revenue: evaluate(share(after)).report.now.revenue })).report.goal
        .uniform_uplift,
    /** Fills {{example.NAME}} and {{checklist.NAME}} in a source. @param {string} text */
    fillWords: (text) =>
      text.replace(/\{\{(example|checklist)\.(\w+)\}\}/g, (whole, of, name) => {
        const words = of === 'example' ? example : checklist;
        return name in words ? escape(words[name]) : whole;
      }),
    /** Fills the results of the first screen and what the explainer's sliders say. @param {import('./html.mjs').Document} page */
    fillPlaces(page) {
      let isFirst = true;
      for (const element of elementsOf(page)) {
        if (element.tagName === 'div' && hasClass(element, 'below')) isFirst = false;
        if (element.childNodes.length > 0) continue;
        const out = attributeOf(element, 'data-out');
        const explain = attributeOf(element, 'data-explain');
        if (out && isFirst) {
          appendHtml(element, shown({ ...report, decomposition }, out, attributeOf(element, 'data-format')));
        }
        if (explain && explain in explained) appendHtml(element, escape(explained[explain]));
      }
    },
  };
}
