// @ts-check
// Saves the meeting as a workbook.

import { markedCount } from '../rop/run.js';
import { completenessNote, dateText } from '../rop/words.js';
import { checklistSheets } from './checklist-workbook.js';
import { fileName, saveBlob } from './save.js';
import { workbookBlob } from './sheet.js';

/** @param {import('./checklist-workbook.js').Source} source */
export async function saveChecklistXlsx(source) {
  const { run, checklist } = source;
  const items = checklist.asked(run.length).areas.flatMap((area) => area.items);
  const told = `${dateText(run.createdAt)}. ${completenessNote(source, markedCount(run, items), items.length)}`;
  const name = fileName('Чек-лист РОПа', run.title, new Date(), 'xlsx');
  saveBlob(await workbookBlob(checklistSheets(source, told)), name);
  return `Скачан файл «${name}».`;
}
