// A slow server: the answer comes long after the click, and whatever it says nothing moves under the reader.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawn, journeys, newPage, ready } from './harness.mjs';
import { formOf, kForms, newPhone, startSiteWithStore } from './forms-site.mjs';

const kAnswerMs = 1200; // browsers forgive what moves within 500 ms of a click

let site;
let browser;
journeys((stage) => ({ site, browser } = stage), { start: startSiteWithStore });

/** @type {Record<string, (route: any) => Promise<void>>} */
const kAnswers = {
  'the server takes it': (route) => route.continue(),
  'a proxy answers instead': (route) =>
    route.fulfill({ status: 522, contentType: 'text/html', body: '<h1>522</h1>' }),
  'nobody answers': (route) => route.abort(),
};

async function opened(name, answer) {
  const page = await newPage(browser, { origin: site.origin });
  await page.goto(site.origin + kForms[name].address);
  await ready(page);
  const one = formOf(page, name);
  await one.near();
  await page.route('**/api/leads', async (route) => {
    await new Promise((done) => setTimeout(done, kAnswerMs));
    await answer(route);
  });
  return { page, one };
}

/** Sends and waits until the answer is told. */
async function answered(page, one) {
  await page.untilQuiet();
  await page.evaluate(() => {
    window.__shifts.length = 0;
  });
  await one.button.click();
  await page.waitForFunction(
    (kind) => {
      const told = document.querySelector(`form[data-request=${kind}] [data-form-status]`).textContent;
      return told && !told.startsWith('Отправляем');
    },
    await one.form.getAttribute('data-request'),
  );
  await page.evaluate(drawn);
}

for (const name of Object.keys(kForms)) {
  for (const [what, answer] of Object.entries(kAnswers)) {
    test(`${name}: ${what}, late: nothing moves`, async () => {
      const { page, one } = await opened(name, answer);
      await one.fillAndAgree(newPhone().typed);
      await answered(page, one);
      await page.promises({ refused: true });
      await page.context().close();
    });
  }

  test(`${name}: refused late, the messages stand beside their fields and nothing moves; the room is given back`, async () => {
    const { page, one } = await opened(name, (route) => route.continue());
    await one.fill('123', name === 'diagnosis' ? { name: '' } : {});
    await answered(page, one);
    assert.match(await one.error('/phone').innerText(), /Не хватает цифр/);
    assert.match(await one.error('/consents').innerText(), /Без согласия/);
    await page.promises({ refused: true });
    await page.keyboard.press('Shift');
    await page.waitForFunction(() => !document.querySelector('[data-room]'));
    await page.context().close();
  });
}

test('a refusal nobody could foresee is told under the button, for a place beside its field was not kept', async () => {
  const message = 'Текст согласия изменился: прочтите и отметьте заново.';
  const { page, one } = await opened('diagnosis', (route) =>
    route.fulfill({
      status: 409,
      contentType: 'application/json',
      body: JSON.stringify({ error: 'document_changed', message, issues: [] }),
    }),
  );
  await one.fillAndAgree(newPhone().typed);
  await answered(page, one);
  assert.match(await one.status.innerText(), /изменился/);
  assert.equal(await one.consent('processing').isChecked(), false);
  await page.promises({ refused: true });
  await page.context().close();
});

// The request is mounted when its reader comes near; on a slow network he is there first.
for (const width of [320, 360, 390, 600, 1024, 1280]) {
  test(`at ${width} px the request is as tall before its code as with it`, async () => {
    const page = await newPage(browser, { origin: site.origin, viewport: { width, height: 900 } });
    await page.goto(site.origin + kForms.diagnosis.address);
    await ready(page);
    const one = formOf(page, 'diagnosis');
    const heights = () =>
      one.form.evaluate((form) =>
        [...form.querySelectorAll('fieldset, .field')].map((part) => part.getBoundingClientRect().height),
      );
    const mounted = one.form.locator('[data-phone-said]');
    assert.equal(await mounted.count(), 0, 'mounted already');
    const before = await heights();
    await one.near();
    await mounted.waitFor({ state: 'attached' });
    await page.untilQuiet();
    assert.deepEqual(await heights(), before);
    await page.context().close();
  });
}
