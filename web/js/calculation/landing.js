// @ts-check
// Take-aways of the landing page. Everything behind the buttons is loaded on the click.

const kFiles = { pdf: 'PDF', xlsx: 'Excel', csv: 'CSV', png: 'Картинки' };

/**
 * @param {object} page
 * @param {(takeaway: import('../landing/takeaway-slot.js').Takeaway) => void} page.addTakeaway
 * @param {any} page.drawings every chart of the page by its name
 * @param {any} page.notify
 * @param {any} page.address the link of what is on the page
 */
export function mount({ addTakeaway, drawings, notify, address }) {
  if ('share' in navigator) {
    addTakeaway({
      id: 'share',
      label: 'Отправить себе',
      run: async (store) =>
        (await import('./landing-files.js')).share(store.state(), { drawings, notify, address }),
    });
  }
  for (const [id, label] of Object.entries(kFiles)) {
    addTakeaway({
      id,
      label,
      run: async (store) => (await import('./landing-files.js')).save[id](store.state(), drawings),
    });
  }
  addTakeaway({ id: 'print', label: 'Печать', run: () => window.print() });
}
