// @ts-check
// The funnel: leads left after each stage. Solid is now, outlined is at the targets, hatched got no answer.

import { svg } from '../page/dom.js';
import { count, percent } from '../text/format.js';
import { factorName } from '../text/names.js';
import { bar, chart, text } from './drawing.js';
import { fitted, round2 } from './scale.js';

const kLabelWidth = 124;
const kRow = 62;
const kBar = 26;

/**
 * Rows with their widths in px of the bar area.
 * @param {any} report @param {any} scenario @param {number} width of the bars
 */
export function funnelRows({ now, target }, scenario, width) {
  const most = Math.max(now.leads, target.leads) || 1;
  const row = (
    /** @type {string} */ name,
    /** @type {number} */ a,
    /** @type {number} */ b,
    /** @type {[number, number] | null} */ ratio,
  ) => ({ name, now: a, target: b, nowWidth: (a / most) * width, targetWidth: (b / most) * width, ratio });
  const rows = [row('Заявки', now.leads, target.leads, null)];
  if (now.lost_leads > 0 || target.lost_leads > 0) {
    const share = (/** @type {any} */ side) => (side.leads > 0 ? side.worked_leads / side.leads : 1);
    rows.push(row('В работе', now.worked_leads, target.worked_leads, [share(now), share(target)]));
  }
  now.stages.forEach((/** @type {any} */ stage, /** @type {number} */ i) => {
    const aim = target.stages[i];
    rows.push(
      row(factorName(stage.id, scenario), stage.passed, aim.passed, [stage.conversion, aim.conversion]),
    );
  });
  return rows;
}

/** "861 → 1 188", the second part only where it differs. @param {string} a @param {string} b */
const change = (a, b) => (a === b ? [a] : [a, svg('tspan.t--could', { dx: 6 }, `→\u00A0${b}`)]);

/** @param {any} report @param {{scenario: any, width: number, name?: string}} options @returns {import('./drawing.js').Chart} */
export function funnelChart(report, { scenario, width, name = 'funnel' }) {
  const rows = funnelRows(report, scenario, width - kLabelWidth);
  const height = rows.length * kRow - kRow + kBar + 12;
  /** @type {SVGElement[]} */
  const parts = [];
  rows.forEach((row, i) => {
    const y = i * kRow + 1;
    const next = rows[i + 1];
    parts.push(
      text('t.t--strong', 0, y + 12, fitted(row.name, kLabelWidth)),
      svg('text.t.t--number', { x: 0, y: y + 31 }, ...change(count(row.now), count(row.target))),
    );
    if (next) {
      parts.push(
        svg('polygon.c-flow', {
          points: `${kLabelWidth},${y + kBar} ${round2(kLabelWidth + row.nowWidth)},${y + kBar} ${round2(kLabelWidth + next.nowWidth)},${y + kRow} ${kLabelWidth},${y + kRow}`,
        }),
      );
    }
    if (row.targetWidth > row.nowWidth) {
      parts.push(
        bar(
          'could-outline',
          kLabelWidth + row.nowWidth,
          y + 0.5,
          row.targetWidth - row.nowWidth - 0.5,
          kBar - 1,
        ),
      );
    }
    parts.push(bar('now', kLabelWidth, y, row.nowWidth, kBar));
    if (next?.ratio) {
      parts.push(
        svg(
          'text.t.t--small',
          { x: kLabelWidth + 10, y: y + kBar + 23 },
          ...change(percent(next.ratio[0]), percent(next.ratio[1])),
        ),
      );
    }
  });
  if (report.now.lost_leads > 0) {
    const kept = rows[1].nowWidth;
    parts.push(bar('lost', kLabelWidth + kept, 1, rows[0].nowWidth - kept, kBar, name));
  }
  const table = {
    head: ['Этап', 'Сейчас', 'Проходят', 'Цель', 'Проходят'],
    rows: rows.map((row) => [
      row.name,
      count(row.now),
      row.ratio ? percent(row.ratio[0]) : '',
      count(row.target),
      row.ratio ? percent(row.ratio[1]) : '',
    ]),
  };
  const description = rows
    .map((row) => `${row.name}: сейчас ${count(row.now)}, цель ${count(row.target)}`)
    .join('; ');
  return { svg: chart(name, width, height, 'Воронка: заявки по этапам', description, parts), table };
}
