// @ts-check
// The frame of a checklist's link, #c1.<payload>.<checksum>: the same as that of a calculation's (src/core/link.hpp).

/** FNV-1a, 32 bits, as seven base-36 digits. @param {string} text ASCII */
export function checksum(text) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36).padStart(7, '0');
}

/** @param {string} text */
export function toBase64Url(text) {
  const bytes = new TextEncoder().encode(text);
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** @param {string} text */
export function fromBase64Url(text) {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(binary, (c) => c.charCodeAt(0)));
}

const kUnseen = /[\s\u034F\p{Cf}\p{Cc}\p{Variation_Selector}]/gu;

/** @param {string} text */
function percentDecoded(text) {
  return text.replace(/%([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
}

/**
 * The payload of a link in a fragment. What was put around or into it on its way is read through: percent-encoding, line breaks, "»", ")",
 * marks of a campaign; a checksum that does not fit is damage.
 * @param {string} fragment @param {string} letter of the kind of link @param {number} version the latest known
 * @returns {{kind: 'none'} | {kind: 'newer'} | {kind: 'damaged'} | {kind: 'intact', payload: string}}
 */
export function unframed(fragment, letter, version) {
  let text = fragment;
  for (let i = 0; i < 3 && !text.includes(`#${letter}`); i += 1) text = percentDecoded(text);
  text = percentDecoded(text).replace(kUnseen, '').replaceAll('—', '--').replace(/[–‑]/g, '-');
  const head = new RegExp(`#${letter}(\\d+)\\.`).exec(text);
  if (!head) return { kind: 'none' };
  if (Number(head[1]) > version) return { kind: 'newer' };
  const match = /^([\w-]+)\.([0-9a-z]{7})/.exec(text.slice(head.index + head[0].length));
  if (!match || checksum(match[1]) !== match[2]) return { kind: 'damaged' };
  return { kind: 'intact', payload: match[1] };
}
