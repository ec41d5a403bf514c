// @ts-check
// Rows copied from a spreadsheet → managers: name, leads, sales. What cannot be read is given back, never dropped.

import { parseNumber } from '../text/parse.js';

/** @typedef {{name: string, leads: number, sales: number}} Manager */

const kMostManagers = 200;

/** @param {string} line */
function cellsOf(line) {
  const separator = line.includes('\t') ? '\t' : ';';
  return line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}

/** @param {string} line @returns {Manager | null} */
function managerOf(line) {
  const [name, ...numbers] = cellsOf(line);
  const [leads, sales] = numbers.filter((cell) => cell !== '').map((cell) => parseNumber(cell, 'count'));
  if (leads?.kind !== 'value' || sales?.kind !== 'value') return null;
  return { name: name.slice(0, 80), leads: leads.value, sales: sales.value };
}

/**
 * @param {string} text lines of "имя, заявки, продажи", by tabs or semicolons; a line of headings may come first
 * @returns {{managers: Manager[], unread: string[]}}
 */
export function readRoster(text) {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  /** @type {Manager[]} */
  const managers = [];
  /** @type {string[]} */
  const unread = [];
  for (const [i, line] of lines.entries()) {
    const manager = managerOf(line);
    if (manager && managers.length < kMostManagers) managers.push(manager);
    else if (manager || i > 0 || /\d/.test(line)) unread.push(line);
  }
  return { managers, unread };
}
