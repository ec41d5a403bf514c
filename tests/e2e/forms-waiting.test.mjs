// A request that cannot go now: without network, behind strange answers, from a busy server, sent twice. None is lost, none is made twice.
import assert from 'node:assert/strict';
import test from 'node:test';
import { formOf, newPhone, startSiteWithStore } from './forms-site.mjs';
import { axe, journeys, newPage, open, ready } from './harness.mjs';

let site;
let browser;
journeys((stage) => ({ site, browser } = stage), { start: startSiteWithStore });

const pageAt = async (address, options = {}) => {
  const page = await newPage(browser, { origin: site.origin, ...options });
  await open(page, site.origin + address);
  return page;
};
const leadsWith = (phone) => site.leads().filter((lead) => lead.phone === phone.stored);
/** A visitor at the callback form of the first page, and a number of his own. */
async function atCallback() {
  const page = await pageAt('/');
  const form = formOf(page, 'callback');
  await form.near();
  return { phone: newPhone(), page, form };
}

test('without network a request waits on the device, says so, and arrives once when the network is back', async () => {
  const { phone, page, form } = await atCallback();
  await page.context().setOffline(true);
  await form.fillAndAgree(phone.typed);
  await form.button.click();
  await page.waitForFunction(() =>
    /Нет связи. Заявка сохранена на этом устройстве/.test(
      document.querySelector('form[data-request=callback] [data-form-status]').textContent,
    ),
  );
  await axe(page, 'waiting', 'form[data-request=callback]');
  assert.equal(await form.field('phone').inputValue(), phone.typed);
  assert.equal(leadsWith(phone).length, 0);
  await page.context().setOffline(false);
  await page.waitForFunction(() =>
    /^Заявка № \d+ принята.*Квитанция/.test(
      document.querySelector('form[data-request=callback] [data-form-status]').textContent,
    ),
  );
  assert.equal(leadsWith(phone).length, 1);
  assert.equal(
    await page.evaluate(() => localStorage.getItem('funnel.requests.v1')),
    null,
    'nothing of it stays on the device',
  );
  await page.context().close();
});

test('a request that waited is sent by the next visit', async () => {
  const { phone, page, form } = await atCallback();
  await page.context().setOffline(true);
  await form.fillAndAgree(phone.typed);
  await form.button.click();
  await page.waitForFunction(() => localStorage.getItem('funnel.requests.v1'));
  await page.waitForFunction(() => /Нет связи/.test(document.body.innerText));
  const later = await page.context().newPage();
  await page.close();
  await later.context().setOffline(false);
  await later.goto(`${site.origin}/`);
  await later.waitForFunction(() =>
    /Заявка № \d+, которая ждала связи, отправлена.*Квитанция/.test(
      document.querySelector('[data-waiting]')?.innerText,
    ),
  );
  assert.equal(leadsWith(phone).length, 1);
  await later.context().close();
});

test('a double click, a reload in the middle and the same content again make one lead', async () => {
  const { phone, page, form } = await atCallback();
  await form.fillAndAgree(phone.typed);
  let asked = 0;
  await page.route('**/api/leads', async (route) => {
    asked += 1;
    // The server takes it, the page is gone before the answer.
    await route.fetch();
    if (asked > 1) await route.continue();
  });
  await form.button.dblclick();
  await page.waitForFunction(() => localStorage.getItem('funnel.requests.v1'));
  while (leadsWith(phone).length === 0) await new Promise((done) => setTimeout(done, 20));
  assert.equal(asked, 1, 'a double click sends once');
  await page.reload();
  await page.waitForFunction(() =>
    /Заявка № \d+, которая ждала связи, отправлена.*Квитанция/.test(
      document.querySelector('[data-waiting]')?.innerText,
    ),
  );
  await page.unroute('**/api/leads');
  for (let i = 0; i < 2; i += 1) {
    await form.near();
    await form.fillAndAgree(phone.typed);
    await form.send();
    await form.number();
    await page.reload();
    await ready(page);
  }
  assert.equal(leadsWith(phone).length, 1);
  await page.context().close();
});

test('nothing a proxy, a firewall or a captive portal answers ends a request: it waits, is seen on every page, and is taken', async () => {
  const { phone, page, form } = await atCallback();
  const portal = '<!DOCTYPE html><title>Wi-Fi</title><p>Войдите';
  const hostile = [
    { status: 403, contentType: 'text/html', body: portal },
    { status: 404, contentType: 'text/html', body: portal },
    { status: 522, contentType: 'text/html', body: portal },
    { status: 200, contentType: 'text/html', body: portal },
    { status: 201, contentType: 'application/json', body: '{"number":"000001","receipt_u' },
    { status: 403, contentType: 'application/json', body: '{"message":"Forbidden"}' },
  ];
  const keys = [];
  await page.context().route('**/api/leads', async (route) => {
    keys.push(route.request().postDataJSON().idempotency_key);
    await route.fulfill(hostile[keys.length - 1] ?? hostile[0]);
  });
  await form.fillAndAgree(phone.typed);
  await form.button.click();
  const waiting = (where) => where.locator('[data-waiting]', { hasText: 'Заявка ждёт отправки, оставлена' });
  await waiting(page).waitFor();
  for (let i = 1; i < hostile.length; i += 1) {
    await page.locator('[data-waiting] button', { hasText: 'Отправить сейчас' }).click();
    for (const end = Date.now() + 10_000; keys.length <= i && Date.now() < end;) {
      await page.waitForTimeout(20);
    }
    await waiting(page).waitFor();
  }
  assert.equal(new Set(keys).size, 1);
  assert.ok(keys.length >= hostile.length);
  assert.match(
    await form.status.textContent(),
    /Сервер сейчас не отвечает\. Заявка сохранена на этом устройстве/,
  );
  await axe(page, 'waiting section', '[data-waiting]');
  assert.equal(leadsWith(phone).length, 0);
  const other = await page.context().newPage();
  // Pages with no code of their own, too.
  for (const address of [
    '/thanks/',
    '/privacy/',
    '/consent/',
    '/kit/',
    '/rop/blank/',
    '/net-takoy/',
    '/rop/',
  ]) {
    await other.goto(site.origin + address);
    await waiting(other).waitFor();
  }
  await page.close();
  await page.context().unroute('**/api/leads');
  await other.locator('[data-waiting] button', { hasText: 'Отправить сейчас' }).click();
  await other
    .locator('[data-waiting]', { hasText: /Заявка № \d+, которая ждала связи, отправлена/ })
    .waitFor();
  const receipt = await other.locator('[data-waiting] a', { hasText: 'Квитанция' }).getAttribute('href');
  assert.equal((await other.request.get(site.origin + receipt)).status(), 200);
  assert.equal(leadsWith(phone).length, 1);
  await other.context().close();
});

test('a server that cannot take it now is asked again by itself under the same key', async () => {
  const { phone, page, form } = await atCallback();
  const keys = [];
  await page.route('**/api/leads', async (route) => {
    keys.push(route.request().postDataJSON().idempotency_key);
    if (keys.length > 1) return route.continue();
    return route.fulfill({
      status: 503,
      headers: { 'retry-after': '1' },
      contentType: 'application/json',
      body: JSON.stringify({ error: 'unavailable', message: 'Сейчас не получается.', issues: [] }),
    });
  });
  await form.fillAndAgree(phone.typed);
  await form.send();
  await page.waitForFunction(() =>
    /Сейчас не получается. Заявка сохранена на этом устройстве и уйдёт сама/.test(document.body.innerText),
  );
  await form.number();
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1]);
  assert.equal(leadsWith(phone).length, 1);
  await page.context().close();
});
