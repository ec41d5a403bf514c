// The phone of a form: what the page says of it and what the server keeps are one.
import assert from 'node:assert/strict';
import test from 'node:test';
import { formOf, startSiteWithStore } from './forms-site.mjs';
import { DESK, axe, journeys, newPage, open } from './harness.mjs';

let site;
let browser;
journeys((stage) => ({ site, browser } = stage), { start: startSiteWithStore });

test('what will be dialled is said before sending, and is what the server keeps', async () => {
  const page = await newPage(browser, { origin: site.origin, viewport: DESK });
  await open(page, site.origin);
  const form = formOf(page, 'callback');
  await form.near();
  const said = form.form.locator('[data-phone-said]');
  await form.field('phone').fill('+375 29 123');
  assert.equal(await said.textContent(), '', 'nothing where only the server knows');
  await form.field('phone').fill('8 (499) 123-45-67 доб. 12, 8 916 765-43-21');
  assert.match(
    await said.textContent(),
    /^Позвоним по номеру \+7\s499\s123-45-67, добавочный 12\. Рядом запишем: \+79167654321\.$/,
  );
  await axe(page, 'phone told', 'form[data-request=callback]');
  await form.consent('processing').check();
  assert.equal((await form.send()).status(), 201);
  const [lead] = site.leads();
  assert.equal(lead.phone, '+74991234567');
  assert.equal(lead.phone_extension, '12');
  assert.equal(lead.phone_note, '+79167654321');
  await page.context().close();
});
