// @ts-check
// Small questions about files that are answered from their bytes: is it a workbook, is it a part of the same export, what stands in a line.

const kStart = 4096; // bytes that tell a format
const kHeader = 64 * 1024; // a header row is no longer
const kPiece = 4 * 1024 * 1024;
const kLongest = 400; // characters of a line that are shown

/** @param {Blob} blob @param {number} from @param {number} to */
const bytesOf = async (blob, from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer());

/** @param {Uint8Array} bytes @param {number[]} start */
const startsWith = (bytes, start) => start.every((byte, i) => bytes[i] === byte);

/**
 * A workbook (.xlsx and .ods are ZIPs, .xls is a compound file) or a web page that a CRM has saved as .xls. Photos, archives of other
 * kinds and everything else are told by the core.
 * @param {Blob} blob
 */
export async function isWorkbook(blob) {
  const bytes = await bytesOf(blob, 0, kStart);
  if (startsWith(bytes, [0x50, 0x4b, 3, 4]) || startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return true;
  const wide = bytes[1] === 0 || startsWith(bytes, [0xff, 0xfe]);
  const text = new TextDecoder(wide ? 'utf-16le' : 'latin1').decode(bytes).replace(/^(?:\ufeff|ï»¿)/, '');
  return /^\s*(?:<!doctype html|<html|<table|<meta|<head|<style|<\?xml[^>]*>\s*(?:<\?mso[^>]*>\s*)?<(?:\w+:)?workbook)/i.test(
    text,
  );
}

/** Where the first line of a text ends, and its bytes. @param {Uint8Array} bytes */
function firstLine(bytes) {
  const bom = startsWith(bytes, [0xef, 0xbb, 0xbf]) ? 3 : 0;
  let end = bytes.indexOf(10, bom);
  if (end < 0) end = bytes.length;
  const text = new TextDecoder('latin1').decode(bytes.subarray(bom, end)).replace(/\r$/, '');
  return { text, next: Math.min(end + 1, bytes.length) };
}

/** What follows the header of a file that has the first one's; null when its header is another. @param {Blob} first @param {Blob} other */
export async function restOfSameTable(first, other) {
  const [a, b] = await Promise.all([first, other].map((blob) => bytesOf(blob, 0, kHeader)));
  const [mine, theirs] = [firstLine(a), firstLine(b)];
  return mine.text === theirs.text && mine.text !== '' ? other.slice(theirs.next) : null;
}

/** The encoding of a text as the core tells it, for showing single lines. @param {Uint8Array} bytes */
function decoderFor(bytes) {
  if (startsWith(bytes, [0xff, 0xfe])) return new TextDecoder('utf-16le');
  if (startsWith(bytes, [0xfe, 0xff])) return new TextDecoder('utf-16be');
  try {
    // The last character may be cut: it is left off.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return new TextDecoder('utf-8');
  } catch {
    return new TextDecoder('windows-1251');
  }
}

/** Physical lines by their numbers, from 1. @param {Blob} blob @param {number[]} wanted @returns {Promise<Record<number, string>>} */
export async function linesOf(blob, wanted) {
  const most = Math.max(...wanted);
  const asked = new Set(wanted);
  /** @type {Record<number, string>} */
  const found = {};
  const decoder = decoderFor(await bytesOf(blob, 0, 1024 * 1024));
  let rest = '';
  let line = 1;
  for (let at = 0; at < blob.size && line <= most; at += kPiece) {
    const isLast = at + kPiece >= blob.size;
    const text = rest + decoder.decode(await bytesOf(blob, at, at + kPiece), { stream: !isLast });
    const parts = text.split(/\r\n|\n|\r(?!$)/);
    rest = isLast ? '' : (parts.pop() ?? '');
    for (const part of parts) {
      if (asked.has(line)) found[line] = part.slice(0, kLongest);
      line += 1;
    }
  }
  return found;
}
