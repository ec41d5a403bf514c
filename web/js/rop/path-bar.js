// @ts-check
// The way through the meeting: the areas before and after, under the last question; on a phone a bar with the area, how much is
// marked and the result; before the first question how long it takes and what to prepare.

import { el, need } from '../page/dom.js';
import { plural } from '../text/format.js';
import { isEmptyRun, markedCount } from './run.js';
import { questions } from './words.js';

/** @typedef {import('./store.js').State} State */
/** @typedef {{checklist: import('./checklist.js').Checklist, areaNow: () => string}} Page */

const kRound = 5; // minutes

/** How long a meeting takes: "около 2 часов 5 минут". @param {number} minutes */
export function durationText(minutes) {
  const whole = Math.max(kRound, Math.round(minutes / kRound) * kRound);
  const [hours, rest] = [Math.floor(whole / 60), whole % 60];
  return [
    hours > 0 ? `${hours}\u00A0${plural(hours, 'час', 'часа', 'часов')}` : '',
    rest > 0 ? `${rest}\u00A0${plural(rest, 'минута', 'минуты', 'минут')}` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** @param {ParentNode} root @param {Page} page @returns {(state: State) => void} */
export function mountPath(root, { checklist, areaNow }) {
  const [before, after] = ['before', 'after'].map(
    (name) => /** @type {HTMLAnchorElement} */ (need(root, `[data-pager=${name}]`)),
  );
  const [where, done, time] = ['where', 'done', 'time'].map((name) => need(root, `[data-path=${name}]`));
  const prepare = need(root, '[data-path=prepare]');

  /** @param {HTMLAnchorElement} link @param {{id: string, name: string} | undefined} area @param {(name: string) => string} words */
  function lead(link, area, words) {
    link.hidden = !area;
    link.href = area ? `#${area.id}` : '';
    link.textContent = area ? words(area.name) : '';
  }

  /** @type {boolean | null} */
  let shown = null; // whether the owner's page was drawn last
  return ({ run }) => {
    // A meeting that has not begun opens with what it takes.
    const isOwner = run.blind === undefined;
    if (shown !== isOwner) {
      /** @type {HTMLDetailsElement} */ (need(root, '[data-before]')).open = isOwner && isEmptyRun(run);
    }
    shown = isOwner;
    const { areas, minutes_per_item: each } = checklist.asked(run.length);
    const index = Math.max(
      0,
      areas.findIndex(({ id }) => id === areaNow()),
    );
    lead(before, areas[index - 1], (name) => `← ${name}`);
    lead(
      after,
      areas[index + 1] ?? { id: 'result', name: isOwner ? 'К итогу' : 'К отправке' },
      (name) => `${name} →`,
    );

    const items = areas.flatMap((area) => area.items);
    const marked = markedCount(run, items);
    where.textContent = `${index + 1}/${areas.length}. ${areas[index].name}`;
    done.textContent = `${marked} из ${items.length}`;
    const call = isOwner ? ' Позовите РОПа и того, кто откроет CRM на экране.' : '';
    time.textContent = `${questions(items.length)}, ${durationText(items.length * each)}.${call}`;
    for (const link of root.querySelectorAll('[data-path-end]')) {
      link.textContent = isOwner ? 'Итог' : 'Отправить';
    }
    prepare.replaceChildren(...checklist.toPrepare(run.length).map((what) => el('li', {}, what)));
  };
}
