// What a messenger shows beside a link to a page: 1200×630, drawn by the charts of the pages from the worked examples.
import { svg } from '../../js/page/dom.js';
import { text } from '../../js/charts/drawing.js';
import { stripChart } from '../../js/charts/strip.js';
import { waterfallChart } from '../../js/charts/waterfall.js';
import { number, percent, roubles } from '../../js/text/format.js';
import { withSvgDocument } from './svg-document.mjs';

const kSize = { width: 1200, height: 630 };
const kMargin = 72;
const kTitle = { size: 50, line: 58, letter: 0.56 }; // px; an average letter of Literata in ems
const kBelow = 10; // px: the lowest text may hang over a chart's edge
const kInner = kSize.width - 2 * kMargin;

/** Words of a title in lines that fit. @param {string} title @param {number} width px */
export function linesOf(title, width) {
  const most = Math.floor(width / (kTitle.size * kTitle.letter));
  const lines = [''];
  for (const word of title.replace(/(?<=^|\s)([а-яё]{1,2})\s/gi, '$1\u00a0').split(' ')) {
    const longer = `${lines[lines.length - 1]} ${word}`.trim();
    if (longer.length <= most || lines[lines.length - 1] === '') lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A chart at a place, drawn `scale` times its size. */
function placed(drawing, x, y, scale) {
  drawing.svg.setAttribute('overflow', 'visible');
  const group = svg('g', { transform: `translate(${x} ${y}) scale(${scale})` });
  group.append(drawing.svg);
  return group;
}

/** The sheet all pictures share: brand, title, a rule, the body, a line at the foot. */
function sheet({ brand, title, foot, rules, tokens }, body) {
  const lines = linesOf(title, kInner);
  const style = svg(
    'style',
    {},
    `${rules}
.brand{font-family:Literata;font-size:26px;fill:${tokens.ink}}
.title{font-family:Literata;font-size:${kTitle.size}px;fill:${tokens.ink}}
.foot{font-family:Onest;font-size:24px;fill:${tokens['ink-2']}}
.label{font-family:Onest;font-weight:600;font-size:28px;fill:${tokens.ink}}
.could{fill:${tokens.could}}
.sum{font-family:Onest;font-weight:600;font-size:112px;letter-spacing:-4px;fill:${tokens.lost}}
.area{font-family:Onest;font-size:20px;fill:${tokens.ink}}
.mark{font-family:Onest;font-size:17px;fill:${tokens['ink-3']}}
.count{font-family:Onest;font-weight:600;font-size:84px;fill:${tokens.ink}}
.share{font-family:Onest;font-weight:600;font-size:46px;fill:${tokens.ink}}
.could{fill:${tokens.could}}
.grid{stroke:${tokens['chart-grid']};stroke-width:2}
.change{stroke:${tokens.could};stroke-width:5}
.dot{fill:${tokens.paper};stroke:${tokens.ink};stroke-width:5}
.dot--after{stroke:${tokens.could}}
.dot--same{fill:${tokens.could};stroke:${tokens.could}}
.box{fill:none;stroke:${tokens.rule};stroke-width:1.5}`,
  );
  const picture = svg('svg', {
    xmlns: 'http://www.w3.org/2000/svg',
    ...kSize,
    viewBox: `0 0 ${kSize.width} ${kSize.height}`,
  });
  picture.append(
    style,
    svg('rect', { ...kSize, fill: tokens.paper }),
    svg('rect', { x: kMargin, y: 40, width: kInner, height: 4, fill: tokens.ink }),
    text('brand', kMargin, 82, brand),
    ...lines.map((line, i) => text('title', kMargin, 168 + i * kTitle.line, line)),
    ...body(168 + (lines.length - 1) * kTitle.line),
    text('foot', kMargin, kSize.height - 40, foot),
  );
  return String(picture);
}

/** The money strip of one worked example with its three numbers. */
function moneyPicture(frame, { report, scenario }) {
  const share = (side) => number(side.conversion * 100, 1);
  const foot = `Пример: ${number(scenario.leads_per_month)} заявок по ${roubles(scenario.average_check)}, до оплаты доходит ${share(report.now)} % вместо ${share(report.target)} %`;
  return sheet({ ...frame, foot }, (top) => {
    const room = kSize.height - 110 - top;
    return [
      text('sum', kMargin - 5, top + room * 0.14 + 90, roubles(report.money_left.per_month)),
      placed(
        stripChart({ scenario, report }, { width: kInner / 1.6, name: 'picture' }),
        kMargin,
        top + room * 0.14 + 98,
        1.6,
      ),
      text('label', kMargin, top + room * 0.14 + 232, `Сейчас ${roubles(report.now.revenue)}`),
      text(
        'label.could',
        kMargin + kInner,
        top + room * 0.14 + 232,
        `Цель ${roubles(report.target.revenue)}`,
        'end',
      ),
    ];
  });
}

/** Areas of the checklist with the marks a meeting puts beside them. */
function checklistPicture(frame, checklist) {
  const questions = checklist.areas.reduce((sum, area) => sum + area.items.length, 0);
  const half = Math.ceil(checklist.areas.length / 2);
  const column = kInner / 2;
  const foot =
    `${questions} вопроса с доказательствами, ${checklist.areas.length} областей, цена слабых мест в рублях`.replace(
      /^(\d*(?:1\d|[05-9])) вопроса/,
      '$1 вопросов',
    );
  return sheet({ ...frame, foot }, (top) => {
    const step = Math.min(44, (kSize.height - 100 - top - 30) / half);
    return checklist.areas.flatMap((area, i) => {
      const [x, y] = [kMargin + Math.floor(i / half) * column, top + 56 + (i % half) * step];
      const marks = ['0', '1', '2'].flatMap((mark, m) => [
        svg('rect.box', { x: x + m * 26, y: y - 18, width: 22, height: 22 }),
        text('mark', x + m * 26 + 11, y - 1, mark, 'middle'),
      ]);
      return [...marks, text('area', x + 90, y, area.name)];
    });
  });
}

/** A client's share before and after on the scale of 0 to 100 %; the counts by month where there is no share. */
function storyPicture(frame, entry) {
  const foot = `${entry.company}, ${entry.industry}: ${entry.metric}`;
  return sheet({ ...frame, foot }, (top) => {
    const y = top + (kSize.height - 100 - top) / 2 + 20;
    const at = (ratio) => kMargin + ratio * kInner;
    if (entry.after === null) {
      const months = Object.entries(entry.monthly_sales);
      return months.flatMap(([month, count], i) => {
        const x = kMargin + (i * kInner) / months.length;
        return [text('count', x, y + 20, String(count)), text('foot', x, y + 64, month)];
      });
    }
    const grid = [0, 0.25, 0.5, 0.75, 1].flatMap((ratio) => [
      svg('line.grid', { x1: at(ratio), x2: at(ratio), y1: y - 70, y2: y + 60 }),
      text('mark', at(ratio), y + 88, ratio === 1 ? '100 %' : String(ratio * 100), 'middle'),
    ]);
    const before =
      entry.before === null
        ? []
        : [
            svg('line.change', { x1: at(entry.before), x2: at(entry.after), y1: y, y2: y }),
            svg('circle.dot', { cx: at(entry.before), cy: y, r: 13 }),
            text('share', at(entry.before) - 4, y - 32, percent(entry.before), 'end'),
          ];
    return [
      ...grid,
      ...before,
      svg(`circle.dot.${entry.denominator === 'all' ? 'dot--same' : 'dot--after'}`, {
        cx: at(entry.after),
        cy: y,
        r: 13,
      }),
      text('share.could', at(entry.after) + 4, y - 32, percent(entry.after)),
    ];
  });
}

/** Where the difference comes from, factor by factor. */
function factorsPicture(frame, { report, scenario }) {
  const foot = `Пример: ${scenario.title.toLowerCase()}, ${number(scenario.leads_per_month)} заявок в месяц по ${roubles(scenario.average_check)}`;
  return sheet({ ...frame, foot }, (top) => {
    const drawn = (width) => waterfallChart(report, { scenario, width, name: 'picture' });
    const room = kSize.height - 110 - (top + 30);
    const scale = Math.min(1.5, room / (Number(drawn(800).svg.getAttribute('height')) + kBelow));
    return [placed(drawn(kInner / scale), kMargin, top + 34, scale)];
  });
}

/**
 * @param {{brand: string, title: string, rules: string, tokens: Record<string, string>}} frame
 * @param {'money' | 'checklist' | 'factors' | 'story'} kind
 * @param {{explainer: any, full: any, checklist: any, cases: any[], entry?: any}} facts reports of the core with their scenarios, the checklist, a story's entry of cases.json
 */
export function pictureOf(frame, kind, { explainer, full, checklist, entry }) {
  return withSvgDocument(() => {
    if (kind === 'story') return storyPicture(frame, entry);
    if (kind === 'checklist') return checklistPicture(frame, checklist);
    return kind === 'factors' ? factorsPicture(frame, full) : moneyPicture(frame, explainer);
  });
}
