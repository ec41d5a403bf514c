// @ts-check
// A form of the page as the request the server takes, and the server's answer as words beside the right field. No DOM of its own
// making, no network: what a form is and what an answer means.

import { parseNumber } from '../text/parse.js';

/** @typedef {{path: string, message: string}} FieldIssue */
/** @typedef {{kind: 'taken', number: string, receipt: string, kit: {title: string, type: string, url: string}[]} | {kind: 'issues', message: string, issues: FieldIssue[], again: boolean} | {kind: 'later', message: string, after: number, offline: boolean}} Answer */

/** "5 чел." as the calculator reads it; null when it is no number, which the server will say. @param {string} typed */
export function countIn(typed) {
  const parsed = parseNumber(typed, 'count');
  return parsed.kind === 'value' ? parsed.value : null;
}

/** @param {FormData} data @param {'processing' | 'advertising'} document */
const consentFrom = (data, document) => ({
  document,
  version: String(data.get(`consent_${document}_version`) ?? ''),
  sha256: String(data.get(`consent_${document}_sha256`) ?? ''),
  given: data.get(`consent_${document}`) === '1',
});

/**
 * The JSON body of POST /api/leads.
 * @param {FormData} data of the form
 * @param {{key: string, scenario?: any, answers?: any, plan?: any, utm?: any, referrer?: string, page?: string}} more
 */
export function requestFrom(
  data,
  { key, scenario = null, answers = null, plan = null, utm = null, referrer = '', page = '/' },
) {
  /** @type {Record<string, any>} */
  const body = {
    form: data.get('form'),
    idempotency_key: key,
    page: page.slice(0, 200),
    referrer: referrer.slice(0, 500),
    website: String(data.get('website') ?? ''),
  };
  for (const name of ['name', 'phone', 'email', 'monthly_turnover']) {
    const text = String(data.get(name) ?? '').trim();
    if (text) body[name] = text;
  }
  const managers = String(data.get('managers_count') ?? '').trim();
  if (managers) body.managers_count = countIn(managers) ?? managers;
  if (data.get('owner') === '1') body.owner = true;
  body.consents = [consentFrom(data, 'processing'), consentFrom(data, 'advertising')];
  if (scenario) body.scenario = scenario;
  if (answers) body.answers = answers;
  if (plan) body.plan = plan;
  if (utm) body.utm = utm;
  return body;
}

/** @typedef {{status: number, type?: string, json?: any, retryAfter?: string | null}} Reply status 0: there was no answer at all */

/** Only JSON of the server's own shape is its answer: a proxy, a firewall or a captive portal may answer anything. @param {Reply} reply */
function isOwnAnswer({ status, type = '', json }) {
  if (!/^application\/json\b/i.test(type)) return false;
  if (status === 200 || status === 201) {
    return ['string', 'number'].includes(typeof json?.number) && /^\/r\//.test(json?.receipt_url);
  }
  return [json?.error, json?.message].every((text) => typeof text === 'string') && Array.isArray(json.issues);
}

export const kOffline = 'Нет связи. Заявка сохранена на этом устройстве и уйдёт, когда связь появится.';
export const kForeign = 'Сервер сейчас не отвечает.';

/**
 * What a reply means for the person who sent the form. Whatever is not this server's own refusal or acceptance waits.
 * @param {Reply} reply
 * @returns {Answer}
 */
export function answerFrom(reply) {
  const { status, json, retryAfter } = reply;
  const isOwn = isOwnAnswer(reply);
  if (isOwn && status < 300) {
    const kit = Array.isArray(json.kit) ? json.kit : [];
    return { kind: 'taken', number: String(json.number), receipt: json.receipt_url, kit };
  }
  if (!isOwn || status === 429 || status >= 500) {
    const message = status === 0 ? kOffline : isOwn ? json.message : kForeign;
    return { kind: 'later', message, after: Math.max(0, Number(retryAfter) || 0), offline: status === 0 };
  }
  const { message } = json;
  if (json.error === 'document_changed') {
    return { kind: 'issues', message, issues: [{ path: '/consents', message }], again: true };
  }
  return { kind: 'issues', message, issues: json.issues, again: false };
}

/** The field an issue belongs to: "/consents/0/given" → "/consents". @param {string} path @param {string[]} fields */
export const fieldOf = (path, fields) =>
  fields.find((field) => path === field || path.startsWith(`${field}/`)) ?? '';
