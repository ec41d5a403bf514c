// What the operator does before the first request: settings written and checked, receivers tried, the machine looked over.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { freePort } from '../free-port.mjs';
import { receiver } from './lib/receivers.mjs';
import { place, program, run, startFor } from './lib/server.mjs';

async function folderFor(t) {
  const folder = await mkdtemp(path.join(tmpdir(), 'funnel-setup-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Settings with these receivers, in a file. */
async function settingsWith(t, targets, more = {}) {
  const folder = await folderFor(t);
  const file = path.join(folder, 'config.json');
  await writeFile(path.join(folder, 'key'), '0123456789abcdef\n', { mode: 0o600 });
  const all = targets.map((target) =>
    target.secret_file ? { ...target, secret_file: path.join(folder, 'key') } : target,
  );
  await writeFile(file, JSON.stringify({ allow_private_targets: true, targets: all, ...more }));
  return { folder, file };
}

const b24 = (url) => ({ name: 'crm', kind: 'bitrix24', url });
const tryIt = (file, name = 'crm') => run(['outbox', 'test', name, '--config', file]);

test('a trial goes through every request, is marked, and what came back is told', async (t) => {
  const at = await receiver(t, (request, response) => {
    const found = request.url.endsWith('crm.duplicate.findbycomm.json');
    response.end(JSON.stringify({ result: found ? [] : { item: { id: 351 } } }));
  });
  const { file } = await settingsWith(t, [b24(at.url)]);
  const said = await tryIt(file);
  assert.equal(said.code, 0, said.error);
  assert.match(said.out, /^Запрос 1: принят \(HTTP 200, \d+ мс\)$/m);
  assert.match(said.out, /^Запрос 2: принят/m);
  assert.match(said.out, /Получатель «crm» принимает заявки\..*удалите её\. Номер там: 351\./);
  assert.equal(JSON.parse(at.got[1].body).fields.title, 'Проверка связи, это не заявка');
});

test('each refusal says what to do about it', async (t) => {
  const answers = {
    key: [
      (_, r) => r.writeHead(401).end('{"error":"expired_token"}'),
      /HTTP 401, expired_token.*\n.*не признал ключ/,
    ],
    place: [(_, r) => r.writeHead(404).end('{}'), /Такого адреса у получателя нет: проверьте url/],
    moved: [(_, r) => r.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(), /впишите в url конечный/],
    portal: [(_, r) => r.end('<html>Войдите</html>'), /нет ли по дороге посредника/],
    fields: [
      (_, r) => r.writeHead(400).end('{"error":"INVALID_ARG_VALUE"}'),
      /не принял содержимое: посмотрите, какие поля/,
    ],
    busy: [(_, r) => r.writeHead(429, { 'retry-after': '60' }).end(), /просит подождать/],
    broken: [(_, r) => r.writeHead(500).end(), /Поломка у получателя/],
  };
  for (const [name, [answer, words]] of Object.entries(answers)) {
    const at = await receiver(t, answer);
    const { file } = await settingsWith(t, [b24(at.url)]);
    const said = await tryIt(file);
    assert.equal(said.code, 1, name);
    assert.match(said.out, /** @type {RegExp} */ (words), name);
    assert.match(said.out, /^Запрос 1: не принят/m, name);
  }
  const port = await freePort();
  const nobody = await settingsWith(t, [b24(`http://127.0.0.1:${port}`)]);
  assert.match((await tryIt(nobody.file)).out, /Связи с получателем нет: проверьте url, имя в DNS/);
  const inner = await settingsWith(t, [b24(`http://127.0.0.1:${port}`)], { allow_private_targets: false });
  assert.match((await tryIt(inner.file)).out, /"allow_private_targets": true/);
  const unknown = await tryIt(inner.file, 'other');
  assert.equal(unknown.code, 1);
  assert.match(unknown.error, /Получателя «other» в настройках нет\. Есть: crm\./);
});

test('settings are checked, and the schema names every key the reader takes', async (t) => {
  const { file } = await settingsWith(t, [b24('https://x.bitrix24.ru/rest/1/c')]);
  const good = await run(['check-config', file]);
  assert.deepEqual([good.code, good.out], [0, 'Настройки верны, получателей: 1\n']);
  await writeFile(file, '{"targets":[{"name":"a","kind":"telex"}]}');
  const bad = await run(['check-config', file]);
  assert.equal(bad.code, 1);
  assert.match(bad.error, /targets\/0\/kind: можно webhook, bitrix24/);
  const { out } = await run(['check-config', '--schema']);
  const schema = JSON.parse(out);
  assert.equal(schema.$schema, 'https://json-schema.org/draft/2020-12/schema');
  const keysOf = (/** @type {any} */ part) => Object.keys(part.properties);
  const source = await readFile('src/server/config.cpp', 'utf8');
  const read = new Set(
    [
      ...source.matchAll(
        /(?:settings|inside)\.(?:text|texts|flag|number|secret|address|array|object)\("([a-z_]+)"/g,
      ),
    ].map((match) => match[1]),
  );
  const { properties } = schema;
  const told = new Set([
    ...keysOf(schema),
    ...keysOf(properties.targets.items),
    ...['purge_limit', 'quiet_hours', 'rate'].flatMap((name) => keysOf(properties[name])),
  ]);
  assert.deepEqual([...told].sort(), [...read].sort());
});

test('the first settings are written with the rights they need, are good, and are not written over', async (t) => {
  const folder = path.join(await folderFor(t), 'etc');
  const words = [
    'init',
    '--quiet',
    '--folder',
    folder,
    '--account',
    'root',
    '--brand',
    'Рост',
    '--operator',
    'ООО Рост',
  ];
  words.push(
    '--inn',
    '7700000000',
    '--ogrn',
    '1027700000000',
    '--address',
    '101000, Москва',
    '--email',
    'pd@rost.ru',
  );
  words.push(
    '--url',
    'https://rost.ru',
    '--target',
    'bitrix24',
    '--target-url',
    'https://rost.bitrix24.ru/rest/1/secret',
  );
  words.push('--first-operator', 'Анна');
  const made = await run(words);
  assert.equal(made.code, 0, made.error);
  assert.deepEqual((await readdir(folder)).sort(), ['config.json', 'environment', 'main.key', 'site.json']);
  for (const name of ['config.json', 'environment', 'main.key']) {
    assert.equal((await stat(path.join(folder, name))).mode & 0o777, 0o640, name);
  }
  const config = JSON.parse(await readFile(path.join(folder, 'config.json'), 'utf8'));
  assert.equal(config.inbox_url, 'https://rost.ru/inbox');
  assert.ok(
    !JSON.stringify(config).includes('secret/'),
    'the address that is a key lies in a file of its own',
  );
  const site = JSON.parse(await readFile(path.join(folder, 'site.json'), 'utf8'));
  assert.equal(site.name, 'Рост');
  assert.equal(site.operator.inn, '7700000000');
  assert.ok(site.gates, 'the rest is as the site has it');
  assert.equal((await run(['check-config', path.join(folder, 'config.json')])).code, 0);
  assert.match(made.out, /funnel operators add 'Анна' --role admin/);
  const again = await run(words);
  assert.equal(again.code, 1);
  assert.match(again.error, /уже есть, ничего не изменено/);
  const wrong = await run([...words, '--replace', '--time-zone', 'Mars']);
  assert.equal(wrong.code, 64);
  assert.match(wrong.error, /--time-zone: нужен часовой пояс/);
});

test('what is not in the words is asked for', async (t) => {
  const folder = path.join(await folderFor(t), 'etc');
  const child = spawn(program, ['init', '--folder', folder, '--account', 'root']);
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (out += text));
  child.stdin.end('Рост\nООО Рост\n7700000000\n1027700000000\nМосква\npd@rost.ru\n\nhttps://rost.ru\n\n\n\n');
  assert.equal(await new Promise((done) => child.on('close', done)), 0);
  assert.match(out, /Оператор персональных данных/);
  const site = JSON.parse(await readFile(path.join(folder, 'site.json'), 'utf8'));
  assert.equal(site.operator.name, 'ООО Рост');
});

test('doctor names what is there and what is missing, with the next step', async (t) => {
  const at = await receiver(t, (_, response) => response.end());
  const { folder, file } = await settingsWith(
    t,
    [{ ...b24(at.url) }, { ...b24('http://127.0.0.1:1'), name: 'gone' }],
    {
      public_url: 'https://rost.ru',
    },
  );
  const { site, store, server } = await startFor(t);
  const backups = path.join(folder, 'backups');
  await mkdir(backups);
  const look = (...more) =>
    run([
      'doctor',
      '--config',
      file,
      '--store',
      store,
      '--site',
      site,
      '--backups',
      backups,
      '--listen',
      `127.0.0.1:${server.port}`,
      ...more,
    ]);
  const first = await look();
  assert.equal(first.code, 1);
  for (const line of [
    /^\+ Настройки: /m,
    /^\? Журнал заявок: впишите inbox_url/m,
    /^\+ Хранилище: открывается, схема \d+/m,
    /^\+ Диск: свободно \d+ ГБ/m,
    /^[+?] Время: часы/m,
    /^\+ Получатель crm: на связи/m,
    /^- Получатель gone: Связи с получателем нет/m,
    /^\? Почта: /m,
    /^\+ Тексты согласий: на месте/m,
    /^\+ Сервер: отвечает на 127\.0\.0\.1/m,
    /^- Копии: нет ни одной: systemctl start funnel-backup/m,
    /^Не хватает: \d+\.$/m,
  ]) {
    assert.match(first.out, line);
  }
  assert.equal(at.got.length, 0, 'nothing is sent');
  await writeFile(path.join(backups, 'leads-1.db.gz'), '');
  assert.match((await look()).out, /^\+ Копии: последней 0 ч/m);
  const old = new Date(Date.now() - 72 * 3_600_000);
  await utimes(path.join(backups, 'leads-1.db.gz'), old, old);
  assert.match((await look()).out, /^- Копии: последней 72 ч/m);
  assert.match((await run(['doctor'])).out, /^- Настройки: файл не назван.*funnel-server init/m);
});

test('doctor finds keys that anybody may read and an operator who is not named whole', async (t) => {
  const { folder, file } = await settingsWith(t, [
    { name: 'hook', kind: 'webhook', url: 'http://127.0.0.1:1', secret_file: 'key' },
  ]);
  await chmod(path.join(folder, 'key'), 0o644);
  const where = await place(t, { name: 'ИП Тестов' });
  const { out } = await run(['doctor', '--config', file, '--store', where.store, '--site', where.site]);
  assert.match(out, /^- Ключи: их может прочитать любой на этой машине: chmod 640 .*key$/m);
  assert.match(out, /^- Тексты согласий: в сведениях об операторе нет: /m);
  assert.match(out, /^\? Хранилище: файла ещё нет/m);
});
