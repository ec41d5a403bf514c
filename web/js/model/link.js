// @ts-check
// A scenario as the fragment of a link: #s1.<payload>.<checksum>. Nothing of it reaches a server.
// The payload is base64url of JSON without what it can do without; messengers keep every character of it.

/** @typedef {Record<string, any>} Scenario */
/** @typedef {{kind: 'none'} | {kind: 'scenario', scenario: Scenario} | {kind: 'damaged'} | {kind: 'newer'}} Decoded */

const kVersion = 1;
const kKinds = ['other', 'contact', 'qualification', 'meeting', 'offer', 'payment'];

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

/** Without nulls and what holds nothing: the core reads an absent key as its default. @param {any} value @returns {any} */
function withoutNothing(value) {
  if (Array.isArray(value)) return value.map(withoutNothing);
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value)
    .map(([key, inner]) => [key, withoutNothing(inner)])
    .filter(([, inner]) => inner !== null && inner !== undefined && inner !== '' && !isEmpty(inner));
  return Object.fromEntries(kept);
}

/** @param {any} value */
const isEmpty = (value) => typeof value === 'object' && Object.keys(value).length === 0;

/** Where a share comes from when nothing is said, as the core reads it. @param {any} observed */
const usualSource = (observed) => (observed ? 'counts' : 'typed');

/** @param {Record<string, any>} stage */
function packStage({ id, name, kind, conversion, observed, target_conversion: target, source }) {
  const now = observed ? [observed.passed, observed.entered] : conversion;
  const packed = [id, name, Math.max(0, kKinds.indexOf(kind)), now];
  if (source && source !== usualSource(observed)) return [...packed, target ?? null, source];
  return target === null || target === undefined ? packed : [...packed, target];
}

/** @param {any[]} packed */
function unpackStage([id, name, kind, now, target, source]) {
  /** @type {Record<string, any>} */
  const stage = { id, name, kind: kKinds[kind] };
  if (Array.isArray(now)) stage.observed = { passed: now[0], entered: now[1] };
  else stage.conversion = now;
  if (target !== undefined) stage.target_conversion = target;
  if (source !== undefined) stage.source = source;
  return stage;
}

/** The fragment, with its "#". @param {Scenario} scenario a scenario the core accepts */
export function encodeLink(scenario) {
  const {
    format,
    version,
    managers,
    leads_per_month: leads,
    average_check: check,
    stages,
    ...rest
  } = scenario;
  const packed = [managers, leads, check, stages.map(packStage)];
  const extra = withoutNothing(rest);
  if (!isEmpty(extra)) packed.push(extra);
  const payload = toBase64Url(JSON.stringify(packed));
  return `#s${kVersion}.${payload}.${checksum(payload)}`;
}

/**
 * What a fragment holds. The scenario in it is still to be read by the core.
 * @param {string} fragment location.hash
 * @returns {Decoded}
 */
export function decodeLink(fragment) {
  const version = /^#s(\d+)\./.exec(fragment);
  if (!version) return { kind: 'none' };
  if (Number(version[1]) > kVersion) return { kind: 'newer' };
  const match = /^#s1\.([\w-]+)\.([0-9a-z]{7})$/.exec(fragment);
  if (!match || checksum(match[1]) !== match[2]) return { kind: 'damaged' };
  try {
    const [managers, leads, check, stages, rest] = JSON.parse(fromBase64Url(match[1]));
    const head = {
      format: 'funnel-scenario',
      version: 1,
      managers,
      leads_per_month: leads,
      average_check: check,
    };
    return { kind: 'scenario', scenario: { ...head, stages: stages.map(unpackStage), ...rest } };
  } catch {
    return { kind: 'damaged' };
  }
}
