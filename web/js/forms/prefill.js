// @ts-check
// Two fields of a form say what the calculator has been told already: how many managers, and what they turn over. They follow it until the
// person puts something else there; nothing of the page's example gets into them.

/** @typedef {import('../landing/store.js').State} State */

/** Turnovers as the form names them, each up to so many roubles a month. @type {[number, string][]} */
const kTurnovers = [
  [1e6, 'up_to_1m'],
  [5e6, '1m_5m'],
  [20e6, '5m_20m'],
  [100e6, '20m_100m'],
  [Infinity, 'over_100m'],
];

/** @param {number} revenue of a month */
export const turnoverOf = (revenue) => kTurnovers.find(([upTo]) => revenue <= upTo)?.[1] ?? '';

/** What a field would hold, by its name; "" while nobody has said. @type {Record<string, (state: State) => string>} */
const kOf = {
  managers_count: ({ scenario, placeholders }) =>
    scenario && !placeholders.includes('managers') ? String(scenario.managers) : '',
  monthly_turnover: ({ report, asks, placeholders }) =>
    report && !asks && placeholders.every((name) => name === 'managers')
      ? turnoverOf(report.now.revenue)
      : '',
};

/** @param {HTMLFormElement} form @param {import('../landing/store.js').Store} store */
export function mountPrefill(form, store) {
  for (const [name, value] of Object.entries(kOf)) {
    const field = /** @type {HTMLInputElement | HTMLSelectElement | null} */ (form.elements.namedItem(name));
    if (!field || field.value) continue;
    let isOwn = false;
    for (const type of ['input', 'change']) {
      field.addEventListener(type, () => {
        isOwn = true;
      });
    }
    store.subscribe((state) => {
      if (!isOwn) field.value = value(state);
    });
  }
}
