// @ts-check
// The files of the landing page, each with its library loaded when it is asked for.

/** @typedef {import('../landing/store.js').State} State */

const textOf = (/** @type {string} */ selector) =>
  document.querySelector(selector)?.textContent?.replaceAll('\u00A0', ' ').trim() ?? '';

/** Whose paper it is, and where the calculation is made again. */
const footerText = () =>
  [
    `${textOf('.wordmark')}. ${[textOf('[href^="tel:"]'), location.host].filter(Boolean).join(', ')}`,
    'Расчёт сделан в браузере, числа никуда не отправлены',
  ].join('. ');

/** @param {State} state */
async function optionsOf(state) {
  const meeting = await import('./meeting.js');
  return { footer: footerText(), appendix: await meeting.meetingContent(state) };
}

/** @param {State} state @param {any} drawings */
async function savePdf(state, drawings) {
  const [pdf, options] = await Promise.all([import('./calculation-pdf.js'), optionsOf(state)]);
  return pdf.saveCalculationPdf(state, drawings, options);
}

/** @param {State} state @param {any} drawings */
async function pdfFile(state, drawings) {
  const [pdf, options] = await Promise.all([import('./calculation-pdf.js'), optionsOf(state)]);
  return pdf.calculationPdfFile(state, drawings, options);
}

/** By the id of the take-away; each gives what to tell the visitor. @type {Record<string, (state: State, drawings: any) => Promise<string>>} */
export const save = {
  pdf: savePdf,
  xlsx: async (state) => (await import('./calculation-xlsx.js')).saveCalculationXlsx(state),
  csv: async (state) => (await import('./calculation-csv.js')).saveCalculationCsv(state),
  png: async (state, drawings) =>
    (await import('../takeaway/pictures.js')).saveCalculationPictures(state, drawings),
};

/**
 * By the system's own sheet of sharing: the PDF where it takes files, else the link.
 * @param {State} state
 * @param {{drawings: any, notify: import('../landing/notices.js').Notify, address: ReturnType<typeof import('../landing/address.js').createAddress>}} page
 */
export async function share(state, { drawings, notify, address }) {
  const link = await address.share({ names: false });
  const title = 'Сколько отдел продаж недозарабатывает';
  const probe = new File(['%PDF'], 'a.pdf', { type: 'application/pdf' });
  const data = navigator.canShare?.({ files: [probe] })
    ? { title, files: [await pdfFile(state, drawings)] }
    : { title, url: link?.address ?? location.href };
  const send = () =>
    navigator.share(data).catch((/** @type {DOMException} */ error) => {
      // The person closed the sheet, or it is open already.
      if (error.name === 'AbortError' || error.name === 'InvalidStateError') return;
      // Making the file took longer than the browser remembers the click.
      if (error.name === 'NotAllowedError') notify('Всё готово.', [{ label: 'Отправить', run: send }]);
      else notify('Отправить не получилось. Скачайте PDF или скопируйте ссылку: кнопки рядом.');
    });
  await send();
}
