// A request left without network arrives although every page with it is closed: Background Sync, where the browser has it (Chromium).
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import test from 'node:test';
import { formOf, newPhone, startSiteWithStore } from './forms-site.mjs';
import { journeys, newPage, open, remembered } from './harness.mjs';

let site;
let browser;
journeys((stage) => ({ site, browser } = stage), { start: startSiteWithStore });

/** Leaves a request on the device, closes its page, and gives another page of the site that knows nothing of requests. */
async function leftBehind({ isDown = false } = {}) {
  const phone = newPhone();
  const page = await newPage(browser, { origin: site.origin });
  await open(page, site.origin);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const form = formOf(page, 'callback');
  await form.near();
  await page.context().setOffline(true);
  await form.fillAndAgree(phone.typed);
  // The browser itself is on the network, whatever the page is told: its worker may send any moment.
  if (isDown) await site.goDown();
  await form.button.click();
  await page.waitForFunction(() => /Нет связи/.test(document.body.innerText));
  for (const end = Date.now() + 10_000; !(await remembered(page, 'request:'));) {
    assert.ok(Date.now() < end, 'left for the worker');
  }
  const other = await page.context().newPage();
  await other.goto('about:blank');
  await page.close();
  return { phone, other, context: other.context() };
}

/** What the browser does by itself when it has made sure of the network. */
async function sync(page) {
  const devtools = await page.context().newCDPSession(page);
  const registrationId = await new Promise((done) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const own = registrations.find(({ scopeURL }) => scopeURL === `${site.origin}/`);
      if (own) done(own.registrationId);
    });
    devtools.send('ServiceWorker.enable');
  });
  await devtools.send('ServiceWorker.dispatchSyncEvent', {
    origin: site.origin,
    registrationId,
    tag: 'funnel-requests',
    lastChance: false,
  });
}
const leadsWith = (phone) => site.leads().filter((lead) => lead.phone === phone.stored);
async function eventually(check, what) {
  for (const end = Date.now() + 40_000; !(await check()); await new Promise((done) => setTimeout(done, 50))) {
    assert.ok(Date.now() < end, what);
  }
}

test('the worker sends what a closed page has left, once, and the next page tells number and receipt', async () => {
  const { phone, other, context } = await leftBehind();
  await context.setOffline(false);
  await other.goto(`${site.origin}/privacy/`);
  await sync(other);
  await eventually(() => leadsWith(phone).length === 1, 'the request has arrived');
  const record = await remembered(other, 'request:');
  assert.equal(record?.value.body, undefined, 'nothing typed stays where the worker had it');
  await other.goto(`${site.origin}/rop/`);
  const told = other.locator('[data-waiting]', { hasText: /Заявка № \d+, которая ждала связи, отправлена/ });
  await told.waitFor();
  const receipt = await told.locator('a', { hasText: 'Квитанция' }).getAttribute('href');
  assert.equal((await other.request.get(site.origin + receipt)).status(), 200);
  await eventually(async () => (await remembered(other, 'request:')) === null, 'taken over');
  assert.equal(leadsWith(phone).length, 1);
  assert.equal(await other.evaluate(() => localStorage.getItem('funnel.requests.v1')), null);
  await context.close();
});

test('what a proxy or a portal answers to the worker ends nothing: the request still waits', async () => {
  const { phone, other, context } = await leftBehind({ isDown: true });
  await other.goto(`${site.origin}/privacy/`);
  let asked = 0;
  const portal = createServer((request, response) => {
    if (request.method === 'POST') asked += 1;
    response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Wi-Fi</title>Войдите');
  }).listen(Number(new URL(site.origin).port), '127.0.0.1');
  await once(portal, 'listening');
  await context.setOffline(false);
  await sync(other);
  await eventually(() => asked > 0, 'the worker has tried');
  assert.ok((await remembered(other, 'request:')).value.body, 'still there');
  portal.closeAllConnections();
  portal.close();
  await once(portal, 'close');
  assert.equal(leadsWith(phone).length, 0);
  await site.start();
  await other.goto(`${site.origin}/privacy/`);
  assert.doesNotMatch(await other.textContent('body'), /Войдите/, 'nor has the portal’s page become ours');
  await other.goto(`${site.origin}/rop/`);
  await eventually(() => leadsWith(phone).length === 1, 'sent by the page, or by the worker before it');
  await eventually(async () => (await remembered(other, 'request:')) === null, 'taken back from the worker');
  await context.close();
});
