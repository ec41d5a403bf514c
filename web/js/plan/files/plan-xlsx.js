// @ts-check
// Saves the plan as a workbook.

import { fileName, saveBlob } from '../../takeaway/save.js';
import { workbookBlob } from '../../takeaway/sheet.js';
import { planSheets } from './plan-workbook.js';

/** @param {import('../store.js').State} state @param {Map<string, any>} techniques */
export async function savePlanXlsx(state, techniques) {
  const name = fileName('План', state.scenario?.title ?? '', new Date(), 'xlsx');
  saveBlob(await workbookBlob(planSheets(state, techniques)), name);
  return `Скачан файл «${name}».`;
}
