// The forms as visitors meet them: every error beside its field, nothing typed ever lost, one lead whatever is clicked or reloaded,
// and the stored lead exactly what was shown.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { assertErrorBeside, formOf, kForms, newPhone, reportOf, startSiteWithStore } from './forms-site.mjs';
import {
  DESK,
  PHONE,
  axe,
  journeys,
  newPage,
  open,
  ready,
  shown,
  type,
  typeAll,
  untilRemembered,
} from './harness.mjs';

let site;
let browser;
journeys((stage) => ({ site, browser } = stage), { start: startSiteWithStore });

const pageAt = async (address, options = {}) => {
  const page = await newPage(browser, { origin: site.origin, ...options });
  await open(page, site.origin + address);
  return page;
};
const leadsWith = (phone) => site.leads().filter((lead) => lead.phone === phone.stored);
const consentsOf = (lead) =>
  Object.fromEntries(lead.consents.map(({ document, given }) => [document, given]));

for (const viewport of [PHONE, DESK]) {
  for (const name of Object.keys(kForms)) {
    test(`${name} at ${viewport.width} px: no consent, a bad phone, then taken with its receipt`, async () => {
      const phone = newPhone();
      const page = await pageAt(kForms[name].address, { viewport });
      const form = formOf(page, name);
      await form.near();
      for (const document of ['processing', 'advertising']) {
        assert.equal(
          await form.consent(document).isChecked(),
          false,
          'nobody but the visitor ticks a consent',
        );
      }
      await axe(page, 'empty', `form[data-request=${name}]`);

      await form.fill(phone.typed);
      const typed = await form.typed();
      const refused = await form.send();
      assert.equal(refused.status(), 422);
      const shape = await refused.json();
      assert.deepEqual(Object.keys(shape), ['error', 'message', 'issues']);
      assert.deepEqual(
        shape.issues.map(({ path, code }) => [path, code]),
        [['/consents/0/given', 'missing']],
      );
      await assertErrorBeside(page, form, {
        pointer: '/consents',
        field: form.consent('processing'),
        says: /^Без согласия на обработку персональных данных мы не можем принять заявку/,
      });
      assert.ok(
        await form.consent('processing').evaluate((box) => document.activeElement === box),
        'the box has the focus',
      );
      assert.deepEqual(await form.typed(), typed);
      await axe(page, 'consent missing', `form[data-request=${name}]`);

      await form.consent('processing').check();
      await form.field('phone').fill('12');
      assert.equal((await form.send()).status(), 422);
      await assertErrorBeside(page, form, {
        pointer: '/phone',
        field: form.field('phone'),
        says: /^Не хватает цифр: нужен номер с кодом города или оператора, например \+7/,
      });
      assert.equal(await form.error('/consents').innerText(), '', 'an error that is mended is gone');
      assert.ok(await form.consent('processing').isChecked());
      await axe(page, 'phone refused', `form[data-request=${name}]`);
      assert.equal(leadsWith(phone).length, 0);

      await form.field('phone').fill(phone.typed);
      assert.equal((await form.send()).status(), 201);
      const number = await form.number();
      const [lead, ...others] = leadsWith(phone);
      assert.deepEqual(others, []);
      assert.equal(lead.number, number);
      assert.deepEqual(consentsOf(lead), { processing: true, advertising: false });
      assert.equal(lead.name, kForms[name].fields.name ?? '');
      assert.equal(lead.managers_count, Number(kForms[name].fields.managers_count ?? 0) || null);
      assert.equal(lead.scenario, null);
      await axe(page, 'taken');

      const [download] = await Promise.all([
        page.waitForEvent('download'),
        form.form.locator('a[download][href^="/r/"]').click(),
      ]);
      assert.equal(download.suggestedFilename(), `soglasie-${number}.json`);
      const receipt = JSON.parse(readFileSync(await download.path(), 'utf8'));
      assert.equal(receipt.number, number);
      assert.deepEqual(
        receipt.consents.map(({ document, given }) => [document, given]),
        [
          ['processing', true],
          ['advertising', false],
        ],
      );
      await page.promises({ refused: true, replaced: true });
      await page.context().close();
    });
  }
}

test('the calculation goes only when asked, exactly as shown, and is stored with the report the core makes of it', async () => {
  const phone = newPhone();
  const page = await pageAt('/', { viewport: DESK });
  const form = formOf(page, 'diagnosis');
  await form.near();
  const box = form.form.locator('[data-attach-box]');
  const words = form.form.locator('[data-attach-words]');
  // Numbers of the example would be taken for the department's: while there are some, nothing goes.
  const lacks = (/** @type {string} */ names) =>
    words
      .filter({ hasText: new RegExp(`^Уйдёт, когда в.нём будут ваши числа. Впишите: ${names}\\.$`) })
      .waitFor();
  await lacks('менеджеров, заявок в месяц, средний чек');
  assert.ok(await box.isDisabled());
  assert.equal(await form.form.getByText('построчно').isVisible(), false);
  await axe(page, 'nothing can be attached', 'form[data-request=diagnosis]');
  await type(page, '/managers', '7');
  await type(page, '/leads_per_month', '800');
  await lacks('средний чек');
  await form.form.getByRole('button', { name: 'Вписать свои числа' }).click();
  assert.equal(await page.evaluate(() => document.activeElement.dataset.in), '/average_check');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('150 000');
  await words.filter({ hasText: /^Уйдёт: 7.менеджеров/ }).waitFor();
  assert.equal(await box.isChecked(), false);
  await form.form.getByText('построчно').click();
  assert.deepEqual((await form.form.locator('[data-attach-lines] li').allInnerTexts()).slice(0, 3), [
    'Менеджеров: 7',
    'Заявок в месяц: 800',
    'Средний чек: 150\u00a0000\u00a0₽',
  ]);
  await form.form.getByText('файлом для программ').click();
  const told = JSON.parse(await form.form.locator('[data-attached]').innerText());
  assert.equal(told.managers, 7);
  await axe(page, 'what will be sent is open', 'form[data-request=diagnosis]');
  await form.fill(phone.typed);
  await box.check();
  await form.consent('processing').check();
  await form.consent('advertising').check();
  const answer = await form.send();
  const sent = answer.request().postDataJSON();
  assert.deepEqual(sent.scenario, told, 'what is sent is what was shown');
  await form.number();
  const [lead] = leadsWith(phone);
  assert.deepEqual(consentsOf(lead), { processing: true, advertising: true });
  const report = reportOf(sent.scenario);
  assert.deepEqual(lead.report, report);
  const left = `${report.money_left.per_month.toLocaleString('ru-RU').replaceAll('\u00a0', ' ')} ₽`;
  assert.equal(
    await shown(page, 'money_left.per_month'),
    left,
    'the operator sees the number the visitor saw',
  );
  await page.promises();

  // Back to the example: what was ticked goes no more.
  await page.locator('[data-do=reset]').click();
  await lacks('менеджеров, заявок в месяц, средний чек');
  assert.equal(await box.isChecked(), false);
  await page.context().close();
});

test('what the calculator was told stands in the form until the person puts something else there', async () => {
  const phone = newPhone();
  const page = await pageAt('/', { viewport: PHONE });
  const form = formOf(page, 'diagnosis');
  await form.near();
  const fields = () => form.typed(['managers_count', 'monthly_turnover']);
  assert.deepEqual(await fields(), { managers_count: '', monthly_turnover: '' }, 'the example is nobody’s');
  await typeAll(page, {
    managers: '4',
    leads_per_month: '320',
    average_check: '85 тыс',
  });
  assert.deepEqual(await fields(), { managers_count: '4', monthly_turnover: '' });
  await type(page, '/stated_sales', '10');
  assert.deepEqual(await fields(), { managers_count: '4', monthly_turnover: 'up_to_1m' });
  await form.field('managers_count').fill('6');
  await type(page, '/managers', '5');
  await type(page, '/stated_sales', '30');
  assert.deepEqual(await fields(), { managers_count: '6', monthly_turnover: '1m_5m' });
  await form.field('name').fill('Вера');
  await form.field('phone').fill(phone.typed);
  await form.consent('processing').check();
  await form.send();
  await form.number();
  const [lead] = leadsWith(phone);
  assert.deepEqual([lead.managers_count, lead.monthly_turnover], [6, '1m_5m']);
  await page.promises();
  await page.context().close();
});

test('marks of the checklist go only when asked, exactly as shown', async () => {
  const phone = newPhone();
  const page = await pageAt('/rop/#control', { viewport: DESK });
  await page.locator('[name="answers-control_today"][value="2"]').check({ force: true });
  await page.evaluate(() => {
    location.hash = '#closing';
  });
  const form = formOf(page, 'checklist');
  await form.near();
  assert.match(
    (await form.form.locator('[data-attach-words]').innerText()).replaceAll('\u00a0', ' '),
    /^Уйдёт: 1 отметка из \d+\.$/,
  );
  await form.form.getByText('построчно').click();
  assert.deepEqual(await form.form.locator('[data-attach-lines] li').allInnerTexts(), [
    'Оперативный контроль и отчёт. Сколько звонков, встреч и оплат у каждого менеджера сегодня на эту минуту? — системно, видел доказательство',
  ]);
  await axe(page, 'what will be sent is open', 'form[data-request=checklist]');
  await form.form.getByText('файлом для программ').click();
  const told = JSON.parse(await form.form.locator('[data-attached]').innerText());
  assert.equal(told.answers.answers.control_today, 2);
  await form.fill(phone.typed);
  await form.form.locator('[data-attach-box]').check();
  await form.consent('processing').check();
  assert.equal((await form.send()).status(), 201);
  await form.number();
  const [lead] = leadsWith(phone);
  assert.deepEqual(lead.answers, told.answers);
  assert.equal(lead.page, '/rop/');
  await page.context().close();
});

test('the plan of this device goes only when asked, and is stored step by step as its page shows it', async () => {
  const phone = newPhone();
  const page = await pageAt('/plan/', { viewport: PHONE });
  for (const [name, value] of Object.entries({ managers: '4', leads: '320', check: '85 000', sales: '10' })) {
    await page.fill(`[name=${name}]`, value);
  }
  await page.click('[data-numbers] [type=submit]');
  const id = await page.locator('.step').first().getAttribute('data-step');
  await page.locator('.step').first().locator('.step__toggle').click();
  await page.selectOption(`#owner-${id}`, 'owner');
  await untilRemembered(page, ({ fixed }) => fixed[id]?.owner === 'owner', 'plan');
  const steps = await page.locator('.step').evaluateAll((rows) => rows.map((row) => row.dataset.step));
  await open(page, site.origin);
  const form = formOf(page, 'diagnosis');
  await form.near();
  const box = form.form.locator('[data-plan-box]');
  await box.waitFor();
  assert.equal(await box.isChecked(), false);
  assert.match(await form.form.locator('[data-plan]').innerText(), new RegExp(`Уйдёт: ${steps.length}.шаг`));
  await axe(page, 'the plan beside the form', 'form[data-request=diagnosis]');
  await form.fill(phone.typed);
  await box.check();
  await form.consent('processing').check();
  const sent = (await form.send()).request().postDataJSON();
  await form.number();
  const [lead] = leadsWith(phone);
  assert.equal(lead.scenario, null, 'the calculation has a tick of its own');
  assert.deepEqual(
    lead.plan.steps.map(({ technique }) => technique),
    steps,
  );
  assert.equal(lead.plan.steps.find(({ technique }) => technique === id).owner, 'owner');
  assert.equal(lead.plan.start, sent.plan.start);
  await page.context().close();

  const other = await pageAt('/', { viewport: PHONE });
  await formOf(other, 'diagnosis').near();
  assert.equal(await other.locator('[data-plan-box]').count(), 0, 'no plan, no tick');
  await other.context().close();
});

test('where the visitor came from is kept', async () => {
  const phone = newPhone();
  const page = await newPage(browser, { origin: site.origin });
  await page.goto(
    `${site.origin}/?utm_source=ya&utm_medium=cpc&utm_campaign=%D0%BE%D1%81%D0%B5%D0%BD%D1%8C&utm_term=a+b&utm_content=1&yclid=5`,
    { referer: 'https://partner.example/page' },
  );
  await ready(page);
  const form = formOf(page, 'callback');
  await form.near();
  await form.fillAndAgree(phone.typed);
  await form.send();
  await form.number();
  const [lead] = leadsWith(phone);
  assert.deepEqual(lead.utm, { source: 'ya', medium: 'cpc', campaign: 'осень', term: 'a b', content: '1' });
  assert.equal(lead.referrer, 'https://partner.example/page');
  assert.equal(lead.page, '/');
  await page.context().close();
});

test('a text that changed while the page was open is agreed to anew', async () => {
  const phone = newPhone();
  const page = await pageAt('/');
  const form = formOf(page, 'diagnosis');
  await form.near();
  await form.fillAndAgree(phone.typed);
  await form.form.locator('[name=consent_processing_version]').evaluate((field) => {
    field.value = '2020-01-01';
  });
  assert.equal((await form.send()).status(), 409);
  await page.waitForFunction(() => document.querySelector('#dg-consents-error').textContent);
  assert.equal(
    await form.consent('processing').isChecked(),
    false,
    'the old tick does not count for the new text',
  );
  assert.equal(await form.field('name').inputValue(), 'Иван Петров');
  assert.equal(leadsWith(phone).length, 0);
  await axe(page, 'document changed', 'form[data-request=diagnosis]');
  await page.waitForFunction(
    () => document.querySelector('[name=consent_processing_version]').value !== '2020-01-01',
  );
  await form.consent('processing').check();
  assert.equal((await form.send()).status(), 201);
  await page.context().close();
});

test('a message goes when what it is about is typed anew, and the last one takes the word below with it', async () => {
  const page = await pageAt('/', { viewport: PHONE, touch: true });
  const form = formOf(page, 'diagnosis');
  await form.near();
  assert.equal((await form.send()).status(), 422);
  const told = () =>
    form.form
      .locator('[data-error]')
      .evaluateAll((all) => all.map(({ textContent }) => textContent).filter(Boolean));
  await form.form.locator('[data-error="/name"]:not(:empty)').waitFor();
  assert.equal((await told()).length, 3);
  await form.field('name').pressSequentially('И');
  await form.field('phone').pressSequentially('8 999 123 45 67');
  assert.equal((await told()).length, 1);
  assert.equal(await form.field('phone').getAttribute('aria-invalid'), null);
  assert.match(await form.form.locator('[data-form-status]').innerText(), /Проверьте/);
  await form.consent('processing').check();
  assert.deepEqual(await told(), []);
  assert.equal(await form.form.locator('[data-form-status]').innerText(), '');
  await page.promises({ refused: true });
  await page.context().close();
});

test('by keyboard alone: filled, refused, mended, sent, receipt opened', async () => {
  const phone = newPhone();
  const page = await pageAt('/', { viewport: DESK });
  const form = formOf(page, 'diagnosis');
  await form.near();
  await form.field('name').focus();
  const focused = () =>
    page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());
  const tabTo = async (wanted) => {
    for (let i = 0; i < 20; i += 1) {
      if ((await focused()) === wanted) return;
      await page.keyboard.press('Tab');
    }
    assert.fail(`${wanted} is not reached, the focus is on ${await focused()}`);
  };
  await page.keyboard.type('Анна');
  await tabTo('dg-phone');
  await page.keyboard.type(phone.typed);
  await tabTo('dg-managers_count');
  await page.keyboard.type('4');
  await tabTo('dg-monthly_turnover');
  await page.keyboard.press('ArrowDown');
  await tabTo('dg-owner');
  await page.keyboard.press('Space');
  await tabTo('Отправить заявку');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.id === 'dg-processing');
  await page.keyboard.press('Space');
  await tabTo('Отправить заявку');
  const ring = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.notEqual(ring, 'none', 'the focus is seen');
  await page.keyboard.press('Enter');
  await form.number();
  await tabTo('Квитанция о согласии');
  await Promise.all([page.waitForURL('**/r/*'), page.keyboard.press('Enter')]);
  assert.match(await page.innerText('h1'), /Квитанция/);
  const [lead] = leadsWith(phone);
  assert.deepEqual(
    [lead.name, lead.managers_count, lead.monthly_turnover, lead.owner],
    ['Анна', 4, 'up_to_1m', true],
  );
  await page.context().close();
});
