// The forms in a browser without scripts: sent, refused with everything kept, mended, withdrawn.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { formOf, kForms, newPhone, startSiteWithStore } from './forms-site.mjs';
import { DESK, PHONE, axe, journeys, newPage } from './harness.mjs';

let site;
let browser;
journeys((stage) => ({ site, browser } = stage), { start: startSiteWithStore });
const leadsWith = (phone) => site.leads().filter((lead) => lead.phone === phone.stored);

/** axe needs scripts: what the browser got without them is looked at in one that has them. */
async function axeOf(page, viewport, where) {
  if (viewport !== PHONE) return;
  const { origin } = site;
  const twin = await newPage(browser, { origin, viewport });
  const html = await page.content();
  await twin.route(`${origin}/copy`, (route) =>
    route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }),
  );
  await twin.goto(`${origin}/copy`);
  await axe(twin, where);
  await twin.context().close();
}

for (const viewport of [PHONE, DESK]) {
  for (const name of Object.keys(kForms)) {
    test(`${name} at ${viewport.width} px without scripts: refused with everything kept, mended, taken, withdrawn`, async () => {
      const phone = newPhone();
      const page = await newPage(browser, { origin: site.origin, viewport, javaScriptEnabled: false });
      await page.setDefaultTimeout(5000);
      await page.goto(`${site.origin}${kForms[name].address.replace(/#.*/, '')}?utm_source=plain`);
      const form = formOf(page, name);
      await form.unfold();
      await form.fill(
        '12',
        name === 'diagnosis' ? { name: '<b>Иван</b> "Петров"', managers_count: 'пять' } : {},
      );
      if (name !== 'callback') await form.field('owner').check();
      const typed = await form.typed();
      await Promise.all([page.waitForURL('**/api/leads'), form.button.click()]);
      assert.match(await page.innerText('h1'), /Заявка пока не отправлена/);
      await axeOf(page, viewport, 'refused without scripts');
      for (const [field, value] of Object.entries(typed)) {
        assert.equal(await page.locator(`[name="${field}"]`).inputValue(), value, field);
      }
      if (name !== 'callback') assert.ok(await page.locator('[name=owner]').isChecked());
      assert.match(await page.innerText('#again-phone-error'), /Не хватает цифр/);
      assert.match(await page.innerText('#again-consents-error'), /Без согласия/);
      assert.equal(await page.locator('#again-phone').getAttribute('aria-describedby'), 'again-phone-error');

      await page.fill('#again-phone', phone.typed);
      if (name === 'diagnosis') await page.fill('#again-managers_count', '5');
      await page.check('[name=consent_processing]');
      await Promise.all([page.waitForURL('**/thanks/**'), page.locator('main button[type=submit]').click()]);
      assert.match(await page.innerText('h1'), /Заявка принята/);
      const [lead, ...others] = leadsWith(phone);
      assert.deepEqual(others, []);
      assert.match(await page.innerText('main'), new RegExp(lead.number));
      await axeOf(page, viewport, 'taken without scripts');
      assert.equal(lead.name, name === 'diagnosis' ? '<b>Иван</b> "Петров"' : '');
      assert.deepEqual(
        lead.consents.map(({ document, given }) => [document, given]),
        [
          ['processing', true],
          ['advertising', false],
        ],
      );

      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.locator('main a[download][href^="/r/"]').click(),
      ]);
      assert.equal(JSON.parse(readFileSync(await download.path(), 'utf8')).number, lead.number);
      await Promise.all([page.waitForURL('**/r/*'), page.locator('main a[href^="/r/"]').first().click()]);
      await axeOf(page, viewport, 'receipt');
      await page.locator('button:has-text("Отозвать согласие")').click();
      assert.match(await page.innerText('h1'), /Отозвать согласие на обработку данных\?/);
      await axeOf(page, viewport, 'withdrawal asked');
      assert.match(await page.innerText('main'), /удалим имя, телефон/);
      await page.locator('a', { hasText: 'Нет, оставить как есть' }).click();
      assert.doesNotMatch(await page.innerText('main'), /будут удалены/);
      await page.locator('button:has-text("Отозвать согласие")').click();
      await page.locator('button:has-text("Да, отозвать")').click();
      await page.waitForSelector('text=будут удалены не позже');
      assert.match(site.command('leads', 'list'), new RegExp(`${lead.number}.*processing=withdrawn`));
      await page.promises({ refused: true, replaced: true });
      await page.context().close();
    });
  }
}

test('labels of a campaign are kept without scripts too', async () => {
  const phone = newPhone();
  const page = await newPage(browser, { origin: site.origin, javaScriptEnabled: false });
  await page.goto(`${site.origin}/?utm_source=plain&utm_term=${encodeURIComponent('отдел продаж')}`);
  const form = formOf(page, 'callback');
  await form.unfold();
  await form.fillAndAgree(phone.typed);
  await Promise.all([page.waitForURL('**/thanks/**'), form.button.click()]);
  assert.deepEqual(leadsWith(phone)[0].utm, {
    source: 'plain',
    medium: '',
    campaign: '',
    term: 'отдел продаж',
    content: '',
  });
  // Back, and the same again: one lead.
  await page.goBack();
  await form.unfold();
  await form.fillAndAgree(phone.typed);
  await Promise.all([page.waitForURL('**/thanks/**'), form.button.click()]);
  assert.equal(leadsWith(phone).length, 1);
  await page.context().close();
});
