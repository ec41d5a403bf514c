// @ts-check
// A case's relative change of one share as the visitor's own target for his stage of that kind. The core counts the target; here is which
// stage it is, and the words for what is assumed. Knows no DOM.

import { number, percent, roubles } from '../text/format.js';

/** @typedef {import('../landing/store.js').State} State */
/** @typedef {import('../landing/store.js').Doc} Doc */
/** @typedef {{kind: string, uplift: number, company: string}} Case */

const kPlaces = 4; // of a share: hundredths of a point

/** The visitor's stage a case speaks of; a payment is the last stage whatever it is called. @param {Doc[]} stages @param {string} kind */
export function stageFor(stages, kind) {
  const found = stages.map((stage) => stage.kind).lastIndexOf(kind);
  return found < 0 && kind === 'payment' ? stages.length - 1 : found;
}

/** Only this stage changes: targets set by default go, the owner's own stay. @param {Doc[]} stages @param {number} index @param {number} target @param {boolean} auto */
const withTarget = (stages, index, target, auto) =>
  stages.map((stage, i) =>
    i === index
      ? { ...stage, target_conversion: target }
      : { ...stage, ...(auto ? { target_conversion: null } : {}) },
  );

/**
 * @param {any} core @param {State} state @param {Case} one
 * @returns {{stages: Doc[] | null, sentences: (after: State) => string[]}} the stages with the new target; null when there is nothing to try on
 */
export function tried(core, { scenario, report, current, autoTargets }, { kind, uplift, company }) {
  if (!core || !scenario || !report || !current) {
    return {
      stages: null,
      sentences: () => ['Примерить пока не к чему: расчёта нет. Исправьте отмеченное поле.'],
    };
  }
  const index = stageFor(scenario.stages, kind);
  if (index < 0) {
    return { stages: null, sentences: () => ['В вашей воронке нет такого этапа, примерить не к чему.'] };
  }
  const { format, version, managers, leads_per_month: leads, average_check: check } = scenario;
  const alone = core.targetsFromUplift(
    {
      format,
      version,
      managers,
      leads_per_month: leads,
      average_check: check,
      stages: [scenario.stages[index]],
    },
    uplift,
  );
  if (!alone.scenario) return { stages: null, sentences: () => [alone.issues[0].message] };
  const target = Number(alone.scenario.stages[0].target_conversion.toFixed(kPlaces)); // as it is read: 5,95 %
  const { name } = scenario.stages[index];
  const several = scenario.stages.length > 1;
  return {
    stages: withTarget(scenario.stages, index, target, autoTargets),
    sentences: (after) => [
      `Цель этапа «${name}»: ${percent(report.now.stages[index].conversion)}\u00A0→\u00A0${percent(target)}, в\u00A0${number(uplift, 2)}\u00A0раза, как у\u00A0«${company}»${alone.reached ? '' : ': больше ста процентов доля не бывает'}. ${several ? (autoTargets ? 'Остальные этапы как сейчас. ' : 'Остальные цели ваши. ') : ''}Недозарабатываете в\u00A0месяц: ${roubles(after.report?.money_left.per_month ?? 0)}.`,
      `Допущение: доля у\u00A0вас вырастет во\u00A0столько же раз. Продукт, заявки и\u00A0люди у\u00A0вас другие, поэтому это ответ на\u00A0вопрос «а\u00A0если», а\u00A0не прогноз.${several ? ` У\u00A0«${company}» это доля от\u00A0всех заявок, у\u00A0вас от\u00A0дошедших до\u00A0этапа.` : ''}`,
    ],
  };
}
