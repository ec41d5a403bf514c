// @ts-check
// Take-aways of the landing page. Everything behind the buttons is loaded on the click.

const kFiles = { pdf: 'PDF', xlsx: 'Excel', csv: 'CSV', png: 'Картинки' };

/**
 * @param {object} page
 * @param {(takeaway: import('../landing/takeaway-slot.js').Takeaway) => void} page.addTakeaway
 * @param {any} page.drawings every chart of the page by its name
 */
export function mount({ addTakeaway, drawings }) {
  for (const [id, label] of Object.entries(kFiles)) {
    addTakeaway({
      id,
      label,
      run: async (store) => (await import('./landing-files.js')).save[id](store.state(), drawings),
    });
  }
  addTakeaway({ id: 'print', label: 'Печать', run: () => window.print() });
}
