// @ts-check
// Saves the calls as a workbook.

import { fileName, saveBlob } from '../../takeaway/save.js';
import { workbookBlob } from '../../takeaway/sheet.js';
import { callSheets } from './calls-workbook.js';

/** @param {import('../store.js').State} state */
export async function saveCallsXlsx(state) {
  const name = fileName(state.example ? 'Звонки (пример)' : 'Звонки', state.calls.title, new Date(), 'xlsx');
  saveBlob(await workbookBlob(callSheets(state)), name);
  return `Скачан файл «${name}».`;
}
