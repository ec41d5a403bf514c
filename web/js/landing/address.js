// @ts-check
// The scenario in the address: opens links, tells what is wrong with them, gives the link of what is on the screen.

import { decodeLink, encodeLink } from '../model/link.js';

const kTrouble = {
  damaged:
    'Ссылка повреждена: часть её потерялась по дороге. Попросите прислать её ещё раз. Ваш расчёт не тронут.',
  newer:
    'Ссылка сделана более новой версией страницы. Обновите страницу и откройте её снова. Ваш расчёт не тронут.',
  refused: 'Расчёт в ссылке эта страница не принимает. Ваш расчёт не тронут.',
};

/** @param {import('./store.js').Store} store @param {(message: string) => void} notify */
export function createAddress(store, notify) {
  /** The draft that the fragment in the address bar describes. @type {object | null} */
  let inAddress = null;

  function open() {
    const link = decodeLink(location.hash);
    if (link.kind === 'none') return;
    if (link.kind !== 'scenario') {
      notify(kTrouble[link.kind]);
      return;
    }
    const { issues } = store.replace(link.scenario, { name: 'открытие ссылки' });
    if (issues) notify(kTrouble.refused);
    else inAddress = store.state().draft;
  }

  /** After an edit the address no longer tells the truth: it is cleared. */
  function follow() {
    if (inAddress === null || store.state().draft === inAddress) return;
    inAddress = null;
    history.replaceState(null, '', location.pathname + location.search);
  }

  return {
    start() {
      open();
      store.subscribe(follow);
      window.addEventListener('hashchange', open);
    },
    /** What is opened from a link is not kept on the device before it is edited. */
    isOpenedLink: () => inAddress !== null && store.state().draft === inAddress,
    /** The link of the last good scenario, also put into the address bar; null when there is none. */
    share() {
      const scenario = store.scenario();
      if (!scenario) return null;
      history.replaceState(null, '', encodeLink(scenario));
      if (store.state().current) inAddress = store.state().draft;
      return location.href;
    },
  };
}
