// @ts-check
// Names of the model's parts as people read them.

/** The name people see for a factor of revenue. @param {string} id @param {Record<string, any>} scenario */
export function factorName(id, scenario) {
  if (id === 'leads') return 'Заявки';
  if (id === 'coverage') return 'Успевают взять';
  if (id === 'average_check') return 'Средний чек';
  if (id === 'revenue') return 'Выручка, тыс. ₽';
  return scenario.stages.find((/** @type {any} */ stage) => stage.id === id)?.name ?? id;
}
