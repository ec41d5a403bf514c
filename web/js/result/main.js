// @ts-check
// The page stands as an empty device sees it; what this device knows comes with the code that counts it, once that is painted.

import { need } from '../page/dom.js';

const open = () =>
  import('./sheet.js').catch(() => {
    need(document, '[data-lede]').textContent =
      'Карта не загрузилась. Проверьте связь и обновите страницу: сохранённое останется на месте.';
  });

if (document.readyState === 'complete') open();
else window.addEventListener('load', () => setTimeout(open));
