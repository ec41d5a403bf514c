// @ts-check
// The list of stories: a filter by stage, industry and technique that says how many are left and stands in the address, so that a
// filtered list can be sent. The page is readable without this.

import { need } from '../page/dom.js';
import { plural } from '../text/format.js';
import { arrive } from '../offline/arrival.js';

arrive();
const kFields = /** @type {const} */ (['stage', 'sector', 'technique']);

const place = need(document, '[data-filter]');
const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[data-stories] > li')]);
const told = need(place, '[data-told]');
const selects = kFields.map((name) => /** @type {HTMLSelectElement} */ (need(place, `#story-${name}`)));

/** @param {HTMLElement} row */
const fits = (row) => {
  const [stage, sector, technique] = selects.map(({ value }) => value);
  return (
    (!stage || row.dataset.stage === stage) &&
    (!sector || row.dataset.sector === sector) &&
    (!technique || (row.dataset.techniques ?? '').split(' ').includes(technique))
  );
};

function show() {
  for (const row of rows) row.hidden = !fits(row);
  const left = rows.filter((row) => !row.hidden).length;
  if (left === 0) told.textContent = 'Таких историй нет: смените этап, отрасль или приём.';
  else if (left === rows.length) told.textContent = `Все истории: ${left}.`;
  else {
    told.textContent = `${plural(left, 'Показана', 'Показаны', 'Показано')} ${left}\u00A0из\u00A0${rows.length}.`;
  }
}

function keep() {
  const asked = new URLSearchParams(location.search);
  kFields.forEach((name, i) => (selects[i].value ? asked.set(name, selects[i].value) : asked.delete(name)));
  const query = asked.toString();
  history.replaceState(null, '', query ? `?${query}` : location.pathname);
}

const asked = new URLSearchParams(location.search);
kFields.forEach((name, i) => {
  const wanted = asked.get(name);
  if (wanted && [...selects[i].options].some(({ value }) => value === wanted)) selects[i].value = wanted;
  selects[i].addEventListener('change', () => {
    show();
    keep();
  });
});
show();
document.documentElement.dataset.ready = '';
