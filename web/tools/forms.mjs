// The forms as HTML: fields by the gates of assets/site.json, each with its label and the place of its error; both consents, each its
// own box, ticked by nobody but the visitor. Works without JavaScript: the same names are what POST /api/leads takes.
import { readFileSync } from 'node:fs';
import { lackWords } from '../js/forms/in-words.js';
import { borrowed } from '../js/model/example.js';
import { AssetError } from './brand.mjs';
import { words } from './typography.mjs';

/** @typedef {'diagnosis' | 'materials' | 'checklist' | 'callback'} Kind */

const kGateOf = { checklist: 'rop_checklist' };
/** What the server refuses to do without: a brand's gates may ask more, never less. */
const kCompulsory = {
  diagnosis: ['name', 'phone'],
  callback: ['phone'],
  materials: ['managers_count', 'monthly_turnover'],
  checklist: ['managers_count', 'monthly_turnover'],
};
const kKnown = ['name', 'phone', 'managers_count', 'monthly_turnover', 'owners_only'];
/** What people read for each turnover: one table for the page, the server and what it delivers. */
const { turnovers: kTurnovers } = JSON.parse(
  readFileSync(new URL('../../assets/messages/ru.json', import.meta.url), 'utf8'),
);

const kOpen = 'open';

/** Whether the tool kit's files stand open: gates.materials is "open" instead of the fields its form asks. @param {any} site */
export const isOpen = (site) => site.gates?.materials === kOpen;

/** @param {any} site @param {Kind} kind */
function gatesOf(site, kind) {
  const gate = kGateOf[kind] ?? kind;
  const set = site.gates?.[gate] ?? [];
  const asked = set === kOpen ? kCompulsory[kind] : set;
  const strange = asked.find((name) => !kKnown.includes(name));
  if (strange) {
    throw new AssetError(`site.json: gates.${gate}: поля ${strange} нет; есть ${kKnown.join(', ')}.`);
  }
  const missing = kCompulsory[kind].find((name) => !asked.includes(name));
  if (missing) {
    throw new AssetError(`site.json: gates.${gate}: без поля ${missing} сервер такую форму не примет.`);
  }
  return asked;
}

/** The prefix of the form funnel-server shows again with its errors: only there the fields have holes for what was typed. */
const kAgain = 'again';
const hole = (prefix, html) => (prefix === kAgain ? html : '');

const error = (prefix, id, name) =>
  `<p class="field__error" id="${id}-error" data-error="/${name}">${hole(prefix, `[[error_${name}]]`)}</p>`;
const marked = (prefix, name) => hole(prefix, ` aria-invalid="[[invalid_${name}]]"`);

function textField(prefix, name, label, attributes, required) {
  const id = `${prefix}-${name}`;
  const typed = hole(prefix, ` value="[[value_${name}]]"`) + marked(prefix, name);
  return `<div class="field"><label for="${id}">${words(label)}</label><input id="${id}" name="${name}" ${attributes}${typed}${required ? ' required' : ''} aria-describedby="${id}-error">${error(prefix, id, name)}</div>`;
}

function turnoverField(prefix, label, required) {
  const id = `${prefix}-monthly_turnover`;
  const chosen = (value) => (value ? hole(prefix, ` data-selected-if="turnover_${value}"`) : '');
  const options = Object.entries({ '': 'не выбрано', ...kTurnovers })
    .map(([value, name]) => `<option value="${value}"${chosen(value)}>${words(name)}</option>`)
    .join('');
  return `<div class="field"><label for="${id}">${words(label)}</label><span class="select"><select class="select__input" id="${id}" name="monthly_turnover"${marked(prefix, 'monthly_turnover')}${required ? ' required' : ''} aria-describedby="${id}-error">${options}</select></span>${error(prefix, id, 'monthly_turnover')}</div>`;
}

const kPhone = 'type="tel" autocomplete="tel" inputmode="tel" maxlength="120"';
const check = (id, attributes, label, after = '') =>
  `<div class="field field--check"><label><input type="checkbox" id="${id}" ${attributes}><span>${label}</span></label>${after}</div>`;

/** Whom to answer: the phone alone, or phone or e-mail. */
function contactFields(prefix, kind, asked) {
  const either = kind === 'materials' || kind === 'checklist';
  return [
    asked.includes('name') &&
      textField(
        prefix,
        'name',
        'Как к вам обращаться',
        'autocomplete="name" maxlength="100"',
        kind === 'diagnosis',
      ),
    textField(prefix, 'phone', 'Телефон', kPhone, !either),
    either &&
      textField(
        prefix,
        'email',
        'Или почта',
        'type="text" inputmode="email" autocomplete="email" autocapitalize="off" spellcheck="false" maxlength="254"',
        false,
      ),
  ]
    .filter(Boolean)
    .join('');
}

/** What the firm wants to know of the department. */
function departmentFields(prefix, kind, asked) {
  const required = kCompulsory[kind].includes('managers_count');
  const free = required ? '' : '. Можно не указывать';
  return [
    asked.includes('managers_count') &&
      textField(
        prefix,
        'managers_count',
        `Сколько менеджеров${free}`,
        'inputmode="numeric" autocomplete="off" maxlength="6"',
        required,
      ),
    asked.includes('monthly_turnover') && turnoverField(prefix, `Оборот в месяц${free}`, required),
    asked.includes('owners_only') &&
      check(
        `${prefix}-owner`,
        `name="owner" value="1"${hole(prefix, ' data-checked-if="owner"')}`,
        'Я собственник этого бизнеса',
      ),
  ]
    .filter(Boolean)
    .join('');
}

/** What is attached is told line by line first, then as programs read it. */
const attachedFolds = (hidden = '') =>
  `<details class="request-form__sent"${hidden}><summary>Что уйдёт, построчно</summary><ul data-attach-lines tabindex="0"></ul></details><details class="request-form__sent"${hidden}><summary>Что уйдёт, файлом для программ</summary><pre data-attached tabindex="0"></pre></details>`;

/** Instead of the folds while the calculation `lacks` the person's own numbers, as the example does at first. */
const kFill = '<button type="button" class="link request-form__fill">Вписать свои числа</button>';

/** Hidden until the script can attach something; its place is kept, so nothing moves when it comes. */
const attachBox = (prefix, { label, path, lacks = '' }) =>
  `<div class="field field--check" data-attach hidden><label><input type="checkbox" id="${prefix}-attach" data-attach-box><span>${words(label)}<small data-attach-words>${lacks}</small></span></label>${lacks && kFill}${attachedFolds(lacks && ' hidden')}<p class="field__error" data-error="${path}"></p></div>`;

function consents(prefix, { processing, advertising }) {
  const proof = (name, { version, sha256 }) =>
    `<input type="hidden" name="consent_${name}_version" value="${version}"><input type="hidden" name="consent_${name}_sha256" value="${sha256}">`;
  return [
    check(
      `${prefix}-processing`,
      `name="consent_processing" value="1"${hole(prefix, ' data-checked-if="processing"')}${marked(prefix, 'consents')} required aria-describedby="${prefix}-consents-error"`,
      'Даю <a href="/consent/" target="_blank">согласие на обработку персональных данных</a><small>Без него заявку нельзя принять</small>',
      error(prefix, `${prefix}-consents`, 'consents'),
    ),
    proof('processing', processing),
    check(
      `${prefix}-advertising`,
      `name="consent_advertising" value="1"${hole(prefix, ' data-checked-if="advertising"')}`,
      'Даю отдельное <a href="/consent-ads/" target="_blank">согласие на рекламные сообщения</a>, не\u00A0чаще одного в\u00A0день<small>Можно не отмечать, на заявку это не влияет</small>',
    ),
    proof('advertising', advertising),
  ].join('');
}

const group = (title, html, more = '') =>
  html
    ? `<fieldset class="request-form__group${more}"><legend class="label">${title}</legend>${html}</fieldset>`
    : '';

/**
 * @param {any} site values of the site
 * @param {{kind: Kind, prefix: string, page: string, button: string, files?: number, attach?: {label: string, path: string, lacks?: string}}} form
 */
export function formHtml(site, { kind, prefix, page, button, files, attach }) {
  const asked = gatesOf(site, kind);
  const own = `<input type="hidden" name="form" value="${kind}">`;
  // Shown again, whatever was sent besides the fields below goes along: the page among it.
  const more =
    hole(prefix, '[[#hidden]]<input type="hidden" name="[[name]]" value="[[value]]">[[/hidden]]') ||
    `<input type="hidden" name="page" value="${page}">`;
  return `<form class="request-form request-form--${kind}" method="post" action="/api/leads" data-request="${kind}"${files ? ` data-files="${files}"` : ''} novalidate>
${own}${more}
${group(kind === 'callback' || kind === 'diagnosis' ? 'Кому звонить' : 'Куда прислать', contactFields(prefix, kind, asked))}
${group('Об отделе', departmentFields(prefix, kind, asked) + (attach ? attachBox(prefix, attach) : ''))}
${group('Согласия', consents(prefix, site.legal), ' request-form__group--wide')}
<div hidden><label>Не заполняйте это поле <input name="website" tabindex="-1" autocomplete="off"></label></div>
<div class="request-form__send"><button class="btn" type="submit">${button}</button><p class="note">Как мы обращаемся с данными: <a href="/privacy/" target="_blank">политика</a>.</p><div role="status" data-form-status></div></div>
</form>`;
}

/** The request for a talk over the calculation of a page, which shows the example at first. @param {any} site @param {string} page its address */
export const diagnosisForm = (site, page) =>
  formHtml(site, {
    kind: 'diagnosis',
    prefix: 'dg',
    page,
    button: 'Отправить заявку',
    attach: {
      label: 'Приложить мой расчёт',
      path: '/scenario',
      lacks: lackWords(borrowed({ example: true })),
    },
  });

/**
 * Every form as funnel-server shows it again: one section a kind, filled with what was typed and what is wrong with it.
 * @param {any} site
 */
export const formsAgain = (site) =>
  /** @type {Kind[]} */ (Object.keys(kCompulsory))
    .map(
      (kind) =>
        `[[#${kind}]]${formHtml(site, { kind, prefix: kAgain, page: '', button: 'Отправить ещё раз' })}[[/${kind}]]`,
    )
    .join('\n');
