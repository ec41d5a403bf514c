// @ts-check
// Saves the calculation as a workbook.

import { completeness } from './calculation.js';
import { calculationSheets } from './calculation-workbook.js';
import { fileName, saveBlob } from '../takeaway/save.js';
import { workbookBlob } from '../takeaway/sheet.js';

/** @param {import('../landing/store.js').State} state */
export async function saveCalculationXlsx(state) {
  const when = new Date();
  const blob = await workbookBlob(
    calculationSheets(/** @type {any} */ (state), new Intl.DateTimeFormat('ru-RU').format(when)),
  );
  const name = fileName('Расчёт отдела продаж', state.scenario?.title ?? '', when, 'xlsx');
  saveBlob(blob, name);
  return `Скачан файл «${name}»: меняйте ячейки на светлом фоне, остальное пересчитается.${completeness(state) ? ' В нём сказано, что расчёт неполный.' : ''}`;
}
