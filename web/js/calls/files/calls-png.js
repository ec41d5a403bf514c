// @ts-check
// The heat table as a picture.

import { svg } from '../../page/dom.js';
import { savePictures } from '../../takeaway/pictures.js';
import { fileName } from '../../takeaway/save.js';
import { number } from '../../text/format.js';
import { headline, hundred } from '../words.js';

const kName = 300;
const kCell = { width: 92, height: 28 };
const kHead = 44;

/** @param {string} text @param {number} most letters */
const cut = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** @param {any} report @param {import('../document.js').Calls} calls */
function heatPicture(report, calls) {
  const columns = [{ name: 'Отдел', ...report.department }, ...report.managers];
  const [width, height] = [
    kName + columns.length * kCell.width,
    kHead + calls.criteria.length * kCell.height,
  ];
  const middle = (/** @type {number} */ i) => kName + i * kCell.width + kCell.width / 2;
  const parts = columns.map((column, i) =>
    svg('text.t.t--small', { x: middle(i), y: kHead - 14, 'text-anchor': 'middle' }, cut(column.name, 12)),
  );
  calls.criteria.forEach((criterion, row) => {
    const top = kHead + row * kCell.height;
    parts.push(svg('text.t', { x: 0, y: top + 19 }, cut(criterion.name || criterion.id, 38)));
    columns.forEach((column, i) => {
      const cell = column.criteria[row];
      const few = cell.asked < 5;
      const weakest = column.weakest === criterion.id;
      const ink = few ? 0 : weakest ? 1 : 0.46 * (1 - cell.share);
      parts.push(
        svg('rect.c-now', {
          x: kName + i * kCell.width + 1,
          y: top + 1,
          width: kCell.width - 2,
          height: kCell.height - 2,
          'fill-opacity': ink,
        }),
        svg(
          'text.t',
          { x: middle(i), y: top + 19, 'text-anchor': 'middle', ...(weakest ? { fill: '#fff' } : {}) },
          few ? `${number(cell.asked)} зв.` : hundred(cell.share),
        ),
      );
    });
  });
  return { svg: svg('svg', { width, height, viewBox: `0 0 ${width} ${height}` }, ...parts) };
}

/** @param {import('../store.js').State} state */
export function saveCallsPictures({ calls, report, example }) {
  if (!report || report.calls === 0) return 'Пока нет ни одного звонка.';
  const title = `${headline(report, calls)}${example ? ' (пример)' : ''}`;
  return savePictures(
    [{ chart: /** @type {any} */ (heatPicture(report, calls)), title: title.replace(/[\\/:*?"<>|]/g, ' ') }],
    fileName('Картинка звонков', calls.title, new Date(), 'zip'),
  );
}
