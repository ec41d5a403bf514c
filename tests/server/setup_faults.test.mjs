// What goes wrong before the first request: wrong answers, wrong settings, a machine that lacks something. Each is told in words with what to do.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { place, program, run } from './lib/server.mjs';

async function folderFor(t) {
  const folder = await mkdtemp(path.join(tmpdir(), 'funnel-setup-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** `init` with somebody who types these lines. */
async function typed(folder, lines) {
  const child = spawn(program, ['init', '--folder', folder, '--account', 'root']);
  const said = { out: '', error: '', code: 0 };
  child.stdout.setEncoding('utf8').on('data', (text) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (said.error += text));
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  said.code = await new Promise((done) => child.on('close', done));
  return said;
}

test('a wrong answer is told and asked again', async (t) => {
  const folder = path.join(await folderFor(t), 'etc');
  const key = path.join(await folderFor(t), 'key');
  await writeFile(key, '123:token\n');
  const firm = [
    'Рост',
    'ООО Рост',
    '77000',
    '7700000000',
    '12',
    '1027700000000',
    'Москва',
    'почта',
    'pd@rost.ru',
  ];
  const said = await typed(folder, [
    ...firm,
    ...[
      '5',
      '8 800 555-01-02',
      'rost.ru',
      'https://rost.ru',
      'Москва',
      'Europe/Moscow',
      'телега',
      'telegram',
    ],
    ...['', '', '-100', '/nonexistent', key, "О'Хара"],
  ]);
  assert.equal(said.code, 0, said.error);
  for (const words of [
    /нужно 10 цифр \(ООО\) или 12 \(ИП\)\nИНН: /,
    /нужно 13 цифр \(ОГРН\) или 15 \(ОГРНИП\)/,
    /нужен адрес почты/,
    /нужен телефон вроде/,
    /нужен адрес вроде https:/,
    /нужен часовой пояс России/,
    /можно bitrix24, amocrm, email, webhook, telegram/,
    /нужен номер чата/,
    /файл не читается или в нём нет ключа/,
  ]) {
    assert.match(said.out, words);
  }
  assert.ok(said.out.includes("funnel operators add 'О'\\''Хара' --role admin"), 'as a shell takes it');
  const site = JSON.parse(await readFile(path.join(folder, 'site.json'), 'utf8'));
  assert.deepEqual([site.phone, site.phone_link], ['8 800 555-01-02', '+78005550102']);
});

test('answers that end before the questions, and wrong options, write nothing', async (t) => {
  const inside = await folderFor(t);
  const folder = path.join(inside, 'etc');
  const ended = await typed(folder, ['Рост']);
  assert.equal(ended.code, 64);
  assert.match(ended.error, /Ответы кончились раньше вопросов, ничего не записано.*--quiet/);
  const words = [
    'init',
    '--quiet',
    '--folder',
    folder,
    '--inn',
    '1',
    '--url',
    'rost.ru',
    '--target',
    'telex',
  ];
  const wrong = await run([...words, '--target-to', 'x']);
  assert.equal(wrong.code, 64);
  assert.match(wrong.error, /^--inn: нужно 10 цифр.*\n--url: нужен адрес.*\n--target: можно bitrix24/m);
  assert.match(wrong.error, /--target-to: этому получателю не нужно\n/);
  const lead = [
    '--target',
    'bitrix24_lead',
    '--target-url',
    'https://x/rest/1/a',
    '--target-secret',
    '/etc/hostname',
  ];
  const twice = await run(['init', '--quiet', '--folder', folder, ...lead]);
  assert.match(twice.error, /--target-secret: этому получателю не нужно/);
  assert.deepEqual(await readdir(inside), []);
  await writeFile(folder, '');
  const file = await run(['init', '--quiet', '--folder', folder]);
  assert.equal(file.code, 1);
  assert.match(
    file.error,
    /Не записать .*config\.json: в пути файл вместо папки, назовите другую в --folder/,
  );
});

test('another firm has nothing of this one: what it does not say stays open', async (t) => {
  const folder = path.join(await folderFor(t), 'etc');
  const words = ['init', '--quiet', '--folder', folder, '--account', 'root'];
  assert.equal((await run([...words, '--brand', 'Рост', '--operator', 'ООО Рост'])).code, 0);
  const site = JSON.parse(await readFile(path.join(folder, 'site.json'), 'utf8'));
  assert.deepEqual(site.operator, { name: 'ООО Рост' });
  for (const own of ['phone', 'phone_link', 'email']) assert.ok(!(own in site), own);
  assert.ok(site.gates && site.working_hours);
});

test('all that is wrong in the settings is told at once', async (t) => {
  const folder = await folderFor(t);
  const file = path.join(folder, 'config.json');
  await writeFile(
    file,
    '{"public-url":1,"retention_days":0,"origins":["rost.ru"],"targets":[{"name":"A b"}]}',
  );
  const said = await run(['check-config', file]);
  assert.equal(said.code, 1);
  for (const words of [
    /^public-url: Неизвестное поле «public-url»: возможно, опечатка\.$/m,
    /^retention_days: Нужно целое число от 1 до 36\s500\.$/m,
    /^origins: нужны адреса сайтов вроде https:\/\/example\.ru, без пути$/m,
    /^targets\/0\/name: нужно 1–32 знака/m,
  ]) {
    assert.match(said.error, words);
  }
  for (const origin of ['https://rost.ru/', 'https://Rost.ru', 'https://', 'ftp://rost.ru', 'null']) {
    await writeFile(file, JSON.stringify({ origins: [origin] }));
    assert.equal((await run(['check-config', file])).code, 1, origin);
  }
  const both = '{"duty":{"kind":"email","url":"smtp://x","from":"a@b.ru","to":"a@b.ru"},';
  await writeFile(file, `${both}"targets":[{"name":"duty","kind":"bitrix24","url":"https://x/rest/1/a"}]}`);
  assert.match((await run(['check-config', file])).error, /^targets: два получателя с одним именем$/m);
});

test('settings that cannot be read say why', async (t) => {
  const folder = await folderFor(t);
  const file = path.join(folder, 'config.json');
  const said = async (name) => (await run(['check-config', name])).error;
  assert.match(await said(file), /такого файла нет\. Сделать его: funnel-server init\n$/);
  assert.match(await said(folder), /это папка, а нужен файл JSON\n$/);
  await writeFile(file, '\n');
  assert.match(await said(file), /пусты\. Записать первые: funnel-server init --replace\n$/);
});

test('doctor names what is broken, not what would be so on a sound machine', async (t) => {
  const where = await place(t);
  const file = path.join(where.folder, 'config.json');
  const key = path.join(where.folder, 'key');
  await writeFile(key, 'a-token\n');
  await chmod(key, 0o644);
  const duty = { kind: 'telegram', to: '-100', secret_file: key, url: 'http://127.0.0.1:1' };
  await writeFile(file, JSON.stringify({ allow_private_targets: true, duty }));
  const look = async (...words) =>
    (await run(['doctor', '--config', file, '--site', where.site, ...words])).out;
  const store = path.join(where.data, 'store.db');
  await writeFile(store, '');
  const backups = path.join(where.folder, 'backups');
  const first = await look('--store', `sqlite:${store}`, '--backups', backups, '--listen', 'nonsense');
  for (const words of [
    /^- Ключи: их может прочитать любой на этой машине: chmod 640 .*key$/m,
    /^- Хранилище: файл .* пуст: это не хранилище/m,
    /^- Сервер: «nonsense» не адрес/m,
    /^- Копии: папки .*backups нет/m,
    /^\+ Рабочие часы: с 9 до 18 по будням$/m,
  ]) {
    assert.match(first, words);
  }
  await writeFile(store, 'not a store, whatever it is called');
  await mkdir(backups);
  await writeFile(path.join(backups, 'README'), '');
  const hours = { from: 9, until: 18, days: [1, 2, 3, 4, 5] };
  const firm = (more) =>
    writeFile(path.join(where.site, '.firm.json'), JSON.stringify({ working_hours: more }));
  await firm({ ...hours, days_off: ['2020-01-01'] });
  const second = await look('--store', `sqlite:${store}`, '--backups', backups);
  assert.match(second, /^- Хранилище: этот файл не хранилище или повреждён, верните копию/m);
  assert.match(second, /^- Копии: нет ни одной/m, 'a README is no copy');
  assert.match(second, /^\? Рабочие часы: .*Все дни из days_off прошли/m);
  await firm({ ...hours, days_off: ['2020-01-01', '2999-01-01'] });
  assert.match(
    await look('--store', 'nonsense'),
    /^- Хранилище: «nonsense» не хранилище: нужно sqlite:ПУТЬ/m,
  );
  assert.match(await look(), /^\+ Рабочие часы: .*кроме выходных дней фирмы\. Выходных дней впереди: 1$/m);
  await firm({ ...hours, days_off: ['завтра'] });
  assert.match(await look(), /^- Рабочие часы: не понять .*проверьте working_hours в site\.json/m);
});
