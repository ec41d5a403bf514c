// @ts-check
// Saves the meeting as a workbook.

import { markedCount } from '../run.js';
import { completenessNote, dateText, moneyNote } from '../words.js';
import { checklistSheets } from './checklist-workbook.js';
import { fileName, saveBlob } from '../../takeaway/save.js';
import { workbookBlob } from '../../takeaway/sheet.js';

/** @param {import('./checklist-workbook.js').Source} source */
export async function saveChecklistXlsx(source) {
  const { run, checklist } = source;
  const items = checklist.asked(run.length).areas.flatMap((area) => area.items);
  const told = `${dateText(run.createdAt)}. ${completenessNote(source, markedCount(run, items), items.length)} ${moneyNote(source)}`;
  const name = fileName('Чек-лист РОПа', run.title, new Date(), 'xlsx');
  saveBlob(await workbookBlob(checklistSheets(source, told)), name);
  return `Скачан файл «${name}».`;
}
