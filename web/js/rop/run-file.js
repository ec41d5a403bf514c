// @ts-check
// A run as a file: written whole, read with every fault named. Plain answer documents of the command line are read too.

import { aboutFrom, kMarks, kNoteLength, kTitleLength, newRun } from './run.js';

const kVersion = 1;
const kLargest = 1 << 20;

/** @typedef {import('./run.js').Run} Run */
/** @typedef {{run: Run, told: string} | {problem: string}} ReadResult told: what a person should know about what was read */

/** @param {Run} run */
export function runToText({ title, createdAt, savedAt, length, answers, self, notes, about, scenario }) {
  const kept = {
    format: 'funnel-checklist-run',
    version: kVersion,
    title,
    created_at: createdAt,
    saved_at: savedAt,
    length,
    answers,
    self,
    notes,
    ...(about ? { about } : {}),
    scenario,
  };
  return `${JSON.stringify(kept, null, 1)}\n`;
}

/** @param {unknown} value @returns {value is Record<string, any>} */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param {unknown} value */
const isTime = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value));

/**
 * Marks of known items; the rest is counted, not guessed at.
 * @param {unknown} marks @param {import('./checklist.js').Checklist} checklist
 */
function readMarks(marks, checklist) {
  /** @type {Record<string, import('./run.js').Mark>} */
  const known = {};
  let unknown = 0;
  let bad = 0;
  for (const [id, mark] of Object.entries(isObject(marks) ? marks : {})) {
    if (!checklist.item(id)) unknown += 1;
    else if (!kMarks.includes(mark)) bad += 1;
    else known[id] = mark;
  }
  return { known, unknown, bad };
}

/** @param {unknown} notes @param {import('./checklist.js').Checklist} checklist */
const readNotes = (notes, checklist) =>
  Object.fromEntries(
    Object.entries(isObject(notes) ? notes : {})
      .filter(([id, note]) => checklist.item(id) && typeof note === 'string' && note.trim() !== '')
      .map(([id, note]) => [id, note.slice(0, kNoteLength)]),
  );

/** @param {Record<string, any>} document */
function problemOf({ format, version, answers }) {
  if (format === 'funnel-scenario') {
    return 'Это файл расчёта, а не чек-листа. Его открывает страница расчёта.';
  }
  if (format !== 'funnel-checklist-run' && format !== 'funnel-checklist') {
    return 'Это не файл чек-листа. Нужен файл, который скачан отсюда кнопкой «Файл для переноса».';
  }
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return 'Файл повреждён: номер версии в нём не читается. Попросите прислать его ещё раз.';
  }
  if (version > kVersion) {
    return 'Файл сделан более новой версией страницы. Обновите страницу и откройте его снова.';
  }
  if (!isObject(answers)) return 'Файл повреждён: в нём нет отметок.';
  return null;
}

/** @param {{unknown: number, bad: number, plain: boolean}} found */
function toldOf({ unknown, bad, plain }) {
  const told = [];
  if (plain) told.push('В файле старого вида нет заметок и отметок РОПа о себе, остальное прочитано.');
  if (unknown > 0) {
    told.push(`Отметок к вопросам, которых в чек-листе больше нет: ${unknown}. Они не учтены.`);
  }
  if (bad > 0) told.push(`Отметок, которые не читаются: ${bad}. Эти вопросы остались без ответа.`);
  return told.join(' ');
}

/** The document in a file of any kind. @param {string} text @returns {{document: Record<string, any>} | {problem: string}} */
export function documentFromText(text) {
  if (text.length > kLargest) return { problem: 'Файл слишком большой для чек-листа.' };
  let document;
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return {
      problem:
        'Файл повреждён: он обрывается или изменён по дороге. Попросите прислать его ещё раз. Ваши отметки не тронуты.',
    };
  }
  return isObject(document) ? { document } : { problem: 'Это не файл чек-листа.' };
}

/**
 * @param {Record<string, any>} document @param {{checklist: import('./checklist.js').Checklist, id: string, now: string}} options
 * @returns {ReadResult}
 */
export function runFromDocument(document, { checklist, id, now }) {
  const problem = problemOf(document);
  if (problem) return { problem };
  const answers = readMarks(document.answers, checklist);
  const self = readMarks(document.self, checklist);
  const createdAt = isTime(document.created_at) ? document.created_at : now;
  const title =
    typeof document.title === 'string' && document.title.trim()
      ? document.title.trim().slice(0, kTitleLength)
      : 'Встреча из файла';
  const run = {
    ...newRun({ id, title, now: createdAt, length: document.length === 'short' ? 'short' : 'full' }),
    savedAt: isTime(document.saved_at) ? document.saved_at : createdAt,
    answers: answers.known,
    self: self.known,
    notes: readNotes(document.notes, checklist),
    ...(isObject(document.about) ? { about: aboutFrom(document.about) } : {}),
    scenario: isObject(document.scenario) ? document.scenario : null,
  };
  const told = toldOf({
    unknown: answers.unknown + self.unknown,
    bad: answers.bad + self.bad,
    plain: document.format === 'funnel-checklist',
  });
  return { run, told };
}

/** @param {string} text of a file @param {{checklist: import('./checklist.js').Checklist, id: string, now: string}} options @returns {ReadResult} */
export function runFromText(text, options) {
  const read = documentFromText(text);
  return 'problem' in read ? read : runFromDocument(read.document, options);
}
