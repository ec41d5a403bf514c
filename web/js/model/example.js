// @ts-check
// What stands in the fields before a visitor types: 1 000 leads × 5 % → 7,5 %, told to be an example.

export const kDefaultUplift = 1.5;
/** What coming back to the example is called among the steps one can undo. */
export const kReset = 'начало заново';

/** @returns {Record<string, any>} */
export const exampleScenario = () => ({
  format: 'funnel-scenario',
  version: 1,
  managers: 5,
  leads_per_month: 1000,
  average_check: 150000,
  stages: [{ id: 'sale', name: 'Оплата', kind: 'payment', conversion: 0.05, target_conversion: 0.075 }],
});

/**
 * Numbers a document has no place to call an example's, as people call them; a stage says itself where its share came from.
 * @type {Record<string, string>}
 */
export const kNumberNames = {
  managers: 'менеджеров',
  leads_per_month: 'заявок в месяц',
  average_check: 'средний чек',
};
/** Those of them that are still the example's. @param {{example: boolean, placeholders?: string[]}} calculation */
export const borrowed = ({ example, placeholders = [] }) =>
  Object.keys(kNumberNames).filter((name) => example || placeholders.includes(name));

/** Numbers of the example a visitor has not replaced yet; a stage is named by its id. */
export const examplePlaceholders = () => ['managers', 'leads_per_month', 'average_check', 'stage:sale'];
