// @ts-check
// Every chart as a PNG at twice its size, on white, with its title, in one archive.

import { zipSync } from 'fflate';
import { kPaper, onPaper, svgText } from './paper.js';
import { fileName, saveBlob } from './save.js';

/* global DOCUMENT_FONTS */

const kScale = 2;
const kMargin = 24; // px around the chart
const kTitle = 40; // px above it

/** @param {string} address @returns {Promise<string>} */
async function dataUrl(address) {
  const blob = await (await fetch(address)).blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

/** A picture inside an <img> sees no style sheet of the page: it carries its fonts. */
async function fontRules() {
  const [regular, semibold] = await Promise.all(
    ['onest-regular', 'onest-semibold'].map((name) => dataUrl(DOCUMENT_FONTS[name])),
  );
  const rule = (/** @type {string} */ weight, /** @type {string} */ url) =>
    `@font-face{font-family:Onest;font-weight:${weight};src:url(${url})}`;
  return rule('400', regular) + rule('700', semibold);
}

/** @param {SVGElement} chart @param {string} title @param {string} rules */
function framed(chart, title, rules) {
  const kSvg = 'http://www.w3.org/2000/svg';
  const inner = onPaper(chart);
  const [width, height] = ['width', 'height'].map((name) => Number(inner.getAttribute(name)));
  const make = (
    /** @type {string} */ tag,
    /** @type {Record<string, string | number>} */ attributes,
    text = '',
  ) => {
    const element = document.createElementNS(kSvg, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
    element.textContent = text;
    return element;
  };
  const size = { width: width + 2 * kMargin, height: height + 2 * kMargin + kTitle };
  const frame = make('svg', { xmlns: kSvg, ...size, viewBox: `0 0 ${size.width} ${size.height}` });
  inner.setAttribute('x', String(kMargin));
  inner.setAttribute('y', String(kMargin + kTitle));
  inner.setAttribute('overflow', 'visible');
  const heading = make(
    'text',
    {
      x: kMargin,
      y: kMargin + 16,
      'font-family': 'Onest',
      'font-weight': 'bold',
      'font-size': 18,
      fill: kPaper.ink,
    },
    title,
  );
  frame.append(make('style', {}, rules), make('rect', { ...size, fill: '#fff' }), heading, inner);
  return { text: svgText(frame), ...size };
}

/** @param {{text: string, width: number, height: number}} picture @returns {Promise<Uint8Array>} */
async function pngOf({ text, width, height }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * kScale;
  canvas.height = height * kScale;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  if (!blob) throw new Error('браузер не нарисовал картинку');
  return new Uint8Array(await blob.arrayBuffer());
}

/** @param {{chart: import('../charts/drawing.js').Chart | null, title: string}[]} charts @param {string} name of the archive */
export async function savePictures(charts, name) {
  const rules = await fontRules();
  /** @type {Record<string, Uint8Array>} */
  const files = {};
  for (const { chart, title } of charts) {
    if (chart) files[`${title}.png`] = await pngOf(framed(chart.svg, title, rules));
  }
  saveBlob(
    new Blob([/** @type {BlobPart} */ (zipSync(files, { level: 0 }))], { type: 'application/zip' }),
    name,
  );
  return `Скачан архив «${name}»: ${Object.keys(files).length} PNG.`;
}

const kTitles = {
  strip: 'Выручка сейчас и какой может быть',
  funnel: 'Где теряются заявки',
  waterfall: 'Из чего складывается разница',
  density: 'Следующий месяц, если ничего не менять',
  ramp: 'Как прирост приходит по месяцам',
};

/** @param {import('../landing/store.js').State} state @param {Record<string, any>} drawings */
export function saveCalculationPictures(state, drawings) {
  const charts = Object.entries(kTitles).map(([name, title]) => ({
    chart: drawings[name]?.(state, 640, `png-${name}`) ?? null,
    title: state.example ? `${title} (пример)` : title,
  }));
  return savePictures(charts, fileName('Картинки расчёта', state.scenario?.title ?? '', new Date(), 'zip'));
}
