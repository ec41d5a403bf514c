// @ts-check
// The files of the landing page, each with its library loaded when it is asked for.

/** @typedef {import('../landing/store.js').State} State */

/** @param {State} state @param {any} drawings */
async function savePdf(state, drawings) {
  const [pdf, meeting] = await Promise.all([import('./calculation-pdf.js'), import('./meeting.js')]);
  const footer = `${document.querySelector('.wordmark')?.textContent ?? ''}. Расчёт сделан в браузере, числа никуда не отправлены`;
  return pdf.saveCalculationPdf(state, drawings, { footer, appendix: await meeting.meetingContent(state) });
}

/** By the id of the take-away; each gives what to tell the visitor. @type {Record<string, (state: State, drawings: any) => Promise<string>>} */
export const save = {
  pdf: savePdf,
  xlsx: async (state) => (await import('./calculation-xlsx.js')).saveCalculationXlsx(state),
  csv: async (state) => (await import('./calculation-csv.js')).saveCalculationCsv(state),
  png: async (state, drawings) =>
    (await import('../takeaway/pictures.js')).saveCalculationPictures(state, drawings),
};
