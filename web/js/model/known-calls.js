// @ts-check
// The scored calls of this device as a document the core reads.

/** Null when there are none. @param {import('./memory.js').Memory} memory @returns {Promise<Record<string, any> | null>} */
export async function callsOf(memory) {
  const record = await memory.read('calls').catch(() => null);
  const { title = '', criteria, calls } = record?.value?.calls ?? {};
  if (!Array.isArray(calls) || calls.length === 0) return null;
  return {
    format: 'funnel-calls',
    version: 1,
    title,
    criteria,
    calls: calls.map(({ manager, date, note, marks }) => ({ manager, date, note, marks })),
  };
}
