// @ts-check
// Take-aways of the landing page: found by the build, mounted once. Everything heavy is loaded on the click.

/**
 * @param {object} page
 * @param {(takeaway: import('../takeaway-slot.js').Takeaway) => void} page.addTakeaway
 * @param {any} page.drawings every chart of the page by its name
 */
export function mount({ addTakeaway, drawings }) {
  const footer = () => `${document.querySelector('.wordmark')?.textContent ?? ''}. Расчёт сделан в браузере, числа никуда не отправлены`;
  /** @param {import('../store.js').State} state */
  const savePdf = async (state) => {
    const [pdf, meeting] = await Promise.all([import('./calculation-pdf.js'), import('./meeting.js')]);
    return pdf.saveCalculationPdf(state, drawings, { footer: footer(), appendix: await meeting.meetingContent(state) });
  };
  addTakeaway({ id: 'pdf', label: 'PDF', run: (store) => savePdf(store.state()) });
  addTakeaway({ id: 'xlsx', label: 'Excel', run: async (store) => (await import('./calculation-xlsx.js')).saveCalculationXlsx(store.state()) });
  addTakeaway({ id: 'csv', label: 'CSV', run: async (store) => (await import('./calculation-csv.js')).saveCalculationCsv(store.state()) });
  addTakeaway({ id: 'png', label: 'Картинки', run: async (store) => (await import('./pictures.js')).saveCalculationPictures(store.state(), drawings) });
  addTakeaway({ id: 'print', label: 'Печать', run: () => window.print() });
}
