// @ts-check
// Calculations as links: #s1. and #s2. are read and written by the core (src/core/link.hpp). Its whole module is loaded when a link
// comes or is asked for, not before.

import { wholeCore } from './whole-core.js';

/** A longer link is cut by mail and messengers: the person is told, a file is offered. */
export const kLongLink = 2000;

/** @typedef {Record<string, any>} Scenario */
/** @typedef {{name: string, scenario: Scenario}} Variant */
/**
 * @typedef {{kind: 'none'} | {kind: 'damaged'} | {kind: 'newer'} | {kind: 'refused'}
 *   | {kind: 'calculation', scenario: Scenario, variants: Variant[], active: number}} Linked
 */

/** Whether it is worth asking the core: anchors of a page are not. @param {string} fragment location.hash */
export const mayHoldLink = (fragment) => /(?:^|[#&]|%(?:25)*23)s\d+(?:\.|%(?:25)*2e)/i.test(fragment);

/**
 * What a fragment, a whole address or a message with one holds; the scenarios are complete and accepted by the core.
 * @param {string} text
 * @returns {Promise<Linked>}
 */
export async function readLink(text) {
  if (!mayHoldLink(text)) return { kind: 'none' };
  const { read, issues } = (await wholeCore()).readLink(text);
  if (issues) return { kind: 'refused' };
  if (read.state !== 'intact') return { kind: read.state };
  return { kind: 'calculation', scenario: read.scenario, variants: read.variants, active: read.active };
}

/**
 * The fragment, with its "#".
 * @param {Scenario | {variants: Variant[], active?: number}} content a scenario the core accepts, or several with names
 * @param {{names?: boolean}} [options] names: managers by their names
 * @returns {Promise<string>}
 */
export async function linkTo(content, { names = false } = {}) {
  const document = content.variants ? { ...content, format: 'funnel-link', version: 2 } : content;
  const { link, issues } = (await wholeCore()).link(document, { names });
  if (issues) throw new Error(issues[0].message);
  return link;
}

/** What to tell the person who copies a link. @param {string} link the whole address */
export const lengthNotice = (link) =>
  link.length > kLongLink
    ? `Ссылка длинная (${link.length} знаков): почта и мессенджеры могут её обрезать. Надёжнее отправить файл.`
    : '';
