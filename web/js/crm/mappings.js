// @ts-check
// How a person corrected columns and stages, kept on this device for the next file with the same header. Names of columns and stages only:
// never a deal, a client or a manager.

import { openMemory, writeOver } from '../model/memory.js';

const kPrefix = 'crm.mapping:';

/** @typedef {Record<string, any>} Json */

/** A short name of a header that does not contain it. @param {string[]} columns */
function keyOf(columns) {
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (const letter of JSON.stringify(columns)) {
    const code = letter.codePointAt(0) ?? 0;
    a = Math.imul(a ^ code, 0x01000193) >>> 0;
    b = (Math.imul(b, 31) + code) >>> 0;
  }
  return kPrefix + a.toString(36) + b.toString(36);
}

export function createMappings() {
  /** @type {Promise<import('../model/memory.js').Memory> | null} */
  let opening = null;
  const memory = () => (opening ??= openMemory());
  return {
    /** What was not answered is asked again. @param {string[]} columns @returns {Promise<{mapping: Json, unanswered: string[]} | null>} */
    async recall(columns) {
      const record = await (await memory()).read(keyOf(columns)).catch(() => null);
      if (record?.value?.format !== 'funnel-deals-mapping') return null;
      const { unanswered = [], ...mapping } = record.value;
      return { mapping, unanswered };
    },
    /** @param {string[]} columns @param {Json} mapping @param {string[]} unanswered keys of questions */
    async keep(columns, mapping, unanswered) {
      await writeOver(await memory(), keyOf(columns), { ...mapping, unanswered });
    },
    /** All corrections of this device. */
    async forget() {
      const device = await memory();
      for (const { key } of await device.list(kPrefix)) await device.remove(key);
    },
    memory,
  };
}
