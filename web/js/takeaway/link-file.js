// @ts-check
// A link too long for mail and messengers, as a file: a page with nothing in it but the link, opened by any browser.

import { fileName, saveText } from './save.js';

/** @param {string} text */
const escaped = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** @param {string} address whole, with the calculation in its fragment */
export const linkPage = (address) => `<!DOCTYPE html>
<html lang="ru">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Расчёт отдела продаж</title>
<p>Расчёт отдела продаж. Числа лежат в самой ссылке, на сервер они не попали.</p>
<p><a href="${escaped(address)}">Открыть расчёт</a></p>
</html>
`;

/** @param {string} address @param {Date} when */
export function saveLinkFile(address, when) {
  saveText(linkPage(address), fileName('Расчёт ссылкой', '', when, 'html'), 'text/html');
  return 'Файл сохранён. Кто его откроет в браузере, перейдёт по ссылке к этому же расчёту.';
}
