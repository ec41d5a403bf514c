// Archives with the same bytes every time: entries in the given order, one moment for all of them.
import { strToU8, unzipSync, zipSync } from 'fflate';

// The format keeps local time without a zone: local noon is the same bytes wherever the build runs.
const kMoment = new Date(2026, 0, 1, 12);

/** @param {[string, Uint8Array][]} entries @returns {Buffer} */
export function archive(entries) {
  const files = Object.fromEntries(entries.map(([name, bytes]) => [name, bytes]));
  return Buffer.from(zipSync(files, { level: 9, mtime: kMoment, os: 0 }));
}

/**
 * An office file packed again: its parts in one order, its texts changed, its moment fixed.
 * @param {Uint8Array} bytes @param {(name: string, xml: string) => string} change @param {Record<string, string>} [added] parts by name
 */
export function repacked(bytes, change, added = {}) {
  const parts = unzipSync(bytes);
  for (const [name, xml] of Object.entries(added)) parts[name] = strToU8(xml);
  // The list of types comes first, as readers expect it.
  const names = Object.keys(parts).sort((a, b) =>
    a === '[Content_Types].xml' ? -1 : b === '[Content_Types].xml' ? 1 : a < b ? -1 : 1,
  );
  return archive(
    names.map((name) => [
      name,
      /\.(xml|rels)$/.test(name) ? strToU8(change(name, new TextDecoder().decode(parts[name]))) : parts[name],
    ]),
  );
}
