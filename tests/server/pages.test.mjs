// The server's own pages are the site's: nothing typed becomes markup, no template is missed in silence.
import assert from 'node:assert/strict';
import { rm, writeFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { attributeOf, elementsOf, firstOf, parseDocument, textOf } from '../../web/tools/html.mjs';
import { documents, place, run, start, startFor } from './lib/server.mjs';

const kHostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' autofocus onfocus='alert(1)",
  '</textarea></select></title><svg/onload=alert(1)>',
  '<!-- --!><b>',
  '&lt;b&gt;&#60;i&#62;&amp;',
  '[[message]][[#hidden]][[{value}]][[&value]]',
  '{{message}}{{{value}}}{{=<% %>=}}',
  'javascript:alert(1)//',
  '\u2028\u2029\u00a0<b>',
  'Анна "Ананас" О\'Нил & сын <b>',
];
/** What one page may hold: names of elements and attributes, taken from a harmless answer. */
const shapeOf = (html) => {
  const tree = parseDocument(html);
  return elementsOf(tree)
    .map(({ tagName, attrs }) => `${tagName} ${attrs.map(({ name }) => name).sort()}`)
    .join('\n');
};
const consents = {
  consent_processing: '1',
  consent_processing_version: documents[0].version,
  consent_processing_sha256: documents[0].sha256,
};
const post = (url, fields) =>
  fetch(`${url}/api/leads`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    body: new URLSearchParams(fields),
  });
const config = { rate: { burst: 1000, per_minute: 1000 } };

const kFields = {
  diagnosis: ['name', 'phone', 'managers_count'],
  callback: ['phone'],
  materials: ['phone', 'email', 'managers_count'],
  checklist: ['phone', 'email', 'managers_count'],
};

for (const [form, names] of Object.entries(kFields)) {
  test(`${form}: whatever is typed comes back as the same text, and as nothing else`, async (t) => {
    const { url } = await startFor(t, { config });
    const refused = async (value) => {
      const fields = Object.fromEntries([...names, 'page', 'utm_source'].map((name) => [name, value]));
      // Without a consent it is refused in any case.
      const answer = await post(url, { form, ...fields, monthly_turnover: '5m_20m', owner: '1' });
      assert.equal(answer.status, 422);
      return answer.text();
    };
    const harmless = shapeOf(await refused('хорошо'));
    for (const value of kHostile) {
      const html = await refused(value);
      assert.equal(shapeOf(html), harmless, value);
      const inputs = new Map(
        elementsOf(parseDocument(html), ({ tagName }) => tagName === 'input').map((one) => [
          attributeOf(one, 'name'),
          attributeOf(one, 'value'),
        ]),
      );
      for (const name of [...names, 'page', 'utm_source']) assert.equal(inputs.get(name), value, name);
      assert.equal(inputs.get('form'), form);
    }
  });
}

test('a field of another name, and an unknown kind of form, are kept and told of as text', async (t) => {
  const { url } = await startFor(t, { config });
  for (const hostile of kHostile) {
    const html = await (await post(url, { form: hostile, phone: '1', [`x${hostile}`]: hostile })).text();
    const tree = parseDocument(html);
    const other = elementsOf(tree, (one) => attributeOf(one, 'name') === `x${hostile}`);
    assert.equal(other.length, 1);
    assert.equal(attributeOf(other[0], 'value'), hostile);
    assert.ok(
      !elementsOf(tree, ({ tagName }) => ['script', 'img', 'svg', 'b', 'i'].includes(tagName)).length,
    );
    assert.match(textOf(firstOf(tree, 'main')), /Обновите страницу/);
  }
});

test('what was typed and what is wrong stand in the site’s own form, boxes and lists included', async (t) => {
  const { url } = await startFor(t, { config });
  const fields = {
    form: 'materials',
    phone: '12',
    managers_count: '7',
    monthly_turnover: '20m_100m',
    owner: '1',
  };
  const answer = await post(url, { ...fields, ...consents, consent_advertising: '1' });
  assert.equal(answer.status, 422);
  const tree = parseDocument(await answer.text());
  const named = (name) => elementsOf(tree, (one) => attributeOf(one, 'name') === name)[0];
  assert.equal(attributeOf(named('phone'), 'aria-invalid'), 'true');
  assert.equal(attributeOf(named('managers_count'), 'aria-invalid'), 'false');
  assert.equal(attributeOf(named('managers_count'), 'value'), '7');
  const chosen = elementsOf(
    tree,
    (one) => one.tagName === 'option' && attributeOf(one, 'selected') !== undefined,
  );
  assert.deepEqual(
    chosen.map((one) => attributeOf(one, 'value')),
    ['20m_100m'],
  );
  for (const box of ['owner', 'consent_processing']) {
    assert.notEqual(attributeOf(named(box), 'checked'), undefined, box);
  }
  assert.equal(elementsOf(tree, ({ tagName }) => tagName === 'form').length, 1);
  const errors = elementsOf(tree, (one) => attributeOf(one, 'class') === 'field__error').filter(textOf);
  assert.deepEqual(
    errors.map((one) => attributeOf(one, 'data-error')),
    ['/phone'],
  );
});

test('an operator’s name and address are text on a receipt', async (t) => {
  const operator = {
    name: '<b>ИП</b> "Тест"',
    inn: '1',
    ogrn: '1',
    address: "</dd><script>alert('x')</script>",
    email: 'a@example.ru',
  };
  const { url } = await startFor(t, { config, operator });
  const taken = await post(url, { form: 'callback', phone: '8 916 000-00-09', ...consents });
  const token = new URL(taken.headers.get('location'), url).searchParams.get('r');
  const tree = parseDocument(
    await (await fetch(`${url}/r/${token}`, { headers: { accept: 'text/html' } })).text(),
  );
  const main = firstOf(tree, 'main');
  assert.ok(textOf(main).includes(operator.address));
  assert.ok(textOf(main).includes(`${operator.name}, ИНН 1`));
  assert.equal(elementsOf(main, ({ tagName }) => tagName === 'script' || tagName === 'b').length, 0);
});

test('without a template, or with one of another version, it does not start and says which', async (t) => {
  /** @type {[string, (file: string) => Promise<void>, RegExp][]} */
  const faults = [
    ['thanks.html', (file) => rm(file), /no \.answers\/thanks\.html in .*\.\/deploy\.sh build/],
    [
      'receipt.html',
      async (file) => writeFile(file, (await readFile(file, 'utf8')).replaceAll('[[sha256]]', '')),
      /receipt\.html has no place for \[\[sha256\]\]/,
    ],
    [
      'form.html',
      async (file) =>
        writeFile(file, (await readFile(file, 'utf8')).replace('[[message]]', '[[message]] [[mood]]')),
      /form\.html: nothing fills \[\[mood\]\]/,
    ],
    ['refusal.html', (file) => writeFile(file, '<p>'), /refusal\.html is not a template/],
  ];
  for (const [name, change, says] of faults) {
    const where = await place(t);
    await change(path.join(where.site, '.answers', name));
    for (const store of [where.store, '']) {
      const server = await start(where, { store, expectFailure: true });
      assert.equal((await server.ended).code, 1);
      assert.match(server.log, /bad_site/);
      assert.match(server.log, says);
    }
  }
});

test('the templates have no address of their own', async (t) => {
  const { url } = await startFor(t);
  for (const address of ['/.answers/form.html', '/.answers/', '/%2eanswers/form.html']) {
    assert.equal((await fetch(url + address)).status, 404, address);
  }
  assert.equal((await run(['--version'])).code, 0);
});
