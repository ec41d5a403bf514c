// The slides of the show as the owner sees them in a video call: 960 px wide, a coarse JPEG, light and dark, and still read, by tesseract.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { OPENING, mirrorSays, openBenchAt } from './demo-bench.mjs';
import { journeys } from './harness.mjs';

const SHOW = { width: 1920, height: 1080 };
const SHARED = { width: 960, quality: 0.6 };

let site;
let browser;
journeys((stage) => ({ site, browser } = stage));

/** What a video call leaves of a picture. @param {any} page of any kind @param {Buffer} png */
async function shared(page, png) {
  const text = await page.evaluate(
    async ([source, width, quality]) => {
      const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${source}`)).blob());
      const canvas = document.createElement('canvas');
      canvas.width = width;
      canvas.height = Math.round((image.height * width) / image.width);
      const context = canvas.getContext('2d');
      context.imageSmoothingQuality = 'high';
      context.drawImage(image, 0, 0, canvas.width, canvas.height);
      return canvas.toDataURL('image/jpeg', quality).split(',')[1];
    },
    [png.toString('base64'), SHARED.width, SHARED.quality],
  );
  return Buffer.from(text, 'base64');
}

/** Letters and figures of a picture, sparse text in any order, without spaces. @param {Buffer} jpeg */
const readBy = (jpeg) =>
  execFileSync('tesseract', ['stdin', 'stdout', '-l', 'rus', '--psm', '11'], {
    input: jpeg,
    stdio: ['pipe', 'pipe', 'ignore'],
    encoding: 'utf8',
  })
    .replace(/\s/g, '')
    .toLowerCase();

/** What each slide has to say; the sign of the rouble is no letter to tesseract. */
const SLIDES = [
  ['сейчасвмесяц', '1008000', '320заявок', '10оплат', 'чек100000', '3,15%'],
  ['чек100тыс', 'к«какесть»', '+151200', 'среднийчек+151200'],
  ['вариантырядом', 'какесть', '856800', '1008000', '+151тыс'],
  ['план:счегоначать', 'оплата', '40320', 'встреча', '25200', 'квалификация', '22400'],
];

test('every slide can be read at 960 px', async () => {
  const lens = await browser.newPage();
  for (const theme of ['light', 'dark']) {
    const { page, say, until } = await openBenchAt(browser, site.origin, { viewport: SHOW });
    await page.keyboard.type('Павел Седов, мебель');
    await page.keyboard.press('Enter');
    await page.keyboard.type(OPENING);
    await page.keyboard.press('Enter');
    await mirrorSays(page, /Сейчас 856\s800\s₽/);
    await page.getByRole('button', { name: 'Точка отсчёта' }).first().click();
    await page.keyboard.type('чек 100');
    await page.keyboard.press('Enter');
    await mirrorSays(page, /«Чек 100\sтыс\.» к «Как есть»/);
    await say({ do: 'view', theme, presenting: true });
    for (const [step, wanted] of SLIDES.entries()) {
      await say({ do: 'view', step });
      await until({ step, theme, presenting: true });
      await page.waitForFunction(() => document.documentElement.dataset.show !== undefined);
      await page.evaluate(async () => {
        globalThis.funnelWorkbench.draw();
        await new Promise(requestAnimationFrame);
      });
      const jpeg = await shared(lens, await page.screenshot());
      if (process.env.PICTURES) {
        writeFileSync(path.join(process.env.PICTURES, `slide-${theme}-${step}.jpg`), jpeg);
      }
      const read = readBy(jpeg);
      for (const words of wanted) {
        assert.ok(read.includes(words), `${theme}, slide ${step + 1}: «${words}» is not read in «${read}»`);
      }
    }
    await page.promises({ replaced: true }); // the show takes the place of the bar without a key
    await page.context().close();
  }
  await lens.close();
});
