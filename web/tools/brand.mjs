// Whose site it is: assets/site.json, checked; colours of a brand as CSS; what the operator has not said yet.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { operatorOf } from './legal.mjs';

/** A mistake in the assets: its message is for the person who edits them. */
export class AssetError extends Error {
  isForPeople = true;
}

/** Gives the path of an asset by its name: from the brand's own folder when it is there, else the common one. */
export function assetFolders(common, own) {
  return (name) => {
    const mine = own && path.resolve(own, name);
    return mine && existsSync(mine) ? mine : path.join(common, name);
  };
}

const kWords = {
  name: 'имя (operator.name)',
  inn: 'ИНН (operator.inn)',
  ogrn: 'ОГРН или ОГРНИП (operator.ogrn, operator.ogrnip)',
  address: 'почтовый адрес (operator.address)',
  email: 'почта (email)',
  phone: 'телефон (phone)',
};

/** What the law asks an operator to say and assets/site.json does not: words for people. */
export const missingOf = (site) =>
  Object.entries(operatorOf(site))
    .filter(([, value]) => !value)
    .map(([key]) => kWords[key]);

export function refuseIncompleteOperator(site) {
  const missing = missingOf(site);
  if (missing.length > 0) {
    throw new AssetError(
      `Сборка для работы остановлена: в site.json не хватает сведений об операторе: ${missing.join(', ')}.`,
    );
  }
}

const kHours = { from: 9, until: 18, days: [1, 2, 3, 4, 5] };
const kMostDaysOff = 400;

/** Whether "2027-01-01" is a day of the calendar. @param {unknown} day */
const isDay = (day) =>
  typeof day === 'string' &&
  /^\d{4}-\d\d-\d\d$/.test(day) &&
  !Number.isNaN(Date.parse(day)) &&
  new Date(day).toISOString().startsWith(day);

/** What the server is told of the firm: when somebody answers. @param {any} site */
export function firmOf(site) {
  const { from, until, days, days_off: off = [], ...others } = { ...kHours, ...site.working_hours };
  const isHour = (hour) => Number.isInteger(hour) && hour >= 0 && hour <= 24;
  const areDays =
    Array.isArray(days) && days.length > 0 && days.every((day) => [1, 2, 3, 4, 5, 6, 7].includes(day));
  if (!isHour(from) || !isHour(until) || from >= until || !areDays) {
    throw new AssetError(
      'site.json: working_hours: нужны часы from и until от 0 до 24 и дни days от 1 (понедельник) до 7, например {"from": 9, "until": 18, "days": [1, 2, 3, 4, 5]}.',
    );
  }
  const [unknown] = Object.keys(others);
  if (unknown) {
    throw new AssetError(`site.json: working_hours.${unknown}: такого поля нет, возможно опечатка.`);
  }
  const wrong = Array.isArray(off) ? off.find((day) => !isDay(day)) : off;
  if (wrong !== undefined || off.length > kMostDaysOff) {
    throw new AssetError(
      `site.json: working_hours.days_off: нужен список дней вида "2027-01-01", не больше ${kMostDaysOff}${
        wrong === undefined ? '' : `, а не ${JSON.stringify(wrong)}`
      }.`,
    );
  }
  const hours = { from, until, days };
  return JSON.stringify({ working_hours: off.length > 0 ? { ...hours, days_off: off } : hours });
}

/** The two blocks of tokens: name → colour. */
async function tokensOf(web) {
  const source = await readFile(path.join(web, 'css/tokens.css'), 'utf8');
  const [light, dark = ''] = source.split('@media (prefers-color-scheme: dark)');
  const colours = (text) =>
    Object.fromEntries(
      [...text.matchAll(/--([\w-]+): (#[0-9a-f]{3,6});/g)].map(([, name, value]) => [name, value]),
    );
  return { light: colours(light), dark: colours(dark.split('@media print')[0]) };
}

function checked(own, known, where) {
  for (const [name, value] of Object.entries(own)) {
    if (!(name in known)) {
      throw new AssetError(
        `site.json: colors.${where}.${name}: такого цвета нет; есть ${Object.keys(known).join(', ')}.`,
      );
    }
    if (!/^#[0-9a-f]{6}$/.test(value)) {
      throw new AssetError(`site.json: colors.${where}.${name}: нужен вид #rrggbb строчными буквами.`);
    }
  }
  return own;
}

const block = (colours) =>
  `:root{${Object.entries(colours)
    .map(([name, value]) => `--${name}:${value};`)
    .join('')}}`;

/** Values for the pages and the brand's colours as a style sheet. */
export async function brandFrom(web, site) {
  const tokens = await tokensOf(web);
  const light = checked(site.colors?.light ?? {}, tokens.light, 'light');
  const dark = checked(site.colors?.dark ?? {}, tokens.dark, 'dark');
  const css = [
    Object.keys(light).length ? `@media screen and (prefers-color-scheme:light){${block(light)}}` : '',
    Object.keys(dark).length ? `@media screen and (prefers-color-scheme:dark){${block(dark)}}` : '',
  ].join('');
  return {
    css,
    values: {
      ...site,
      colors: { light: { ...tokens.light, ...light }, dark: { ...tokens.dark, ...dark } },
      missing: missingOf(site),
    },
  };
}
