// The person on duty hears, in working hours, that requests have waited for 15 minutes: once, by one of the servers, nothing of a person.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { inside, listen } from './lib/inbox.mjs';
import { smtp, strictMail } from './lib/mail.mjs';
import { receiver } from './lib/receivers.mjs';
import { build, eventually, leadBody, place, postLead, run, sleep, start } from './lib/server.mjs';
import { database, noPostgres } from './lib/stores.mjs';

const kMinute = 60_000;
const telegram = (_, response) => response.writeHead(200).end('{"ok":true,"result":{}}');
const broken = (_, response) => response.writeHead(502).end('nginx');

/** Moscow's next Wednesday noon and so on: ms. @param {string} day @param {string} time */
const moscow = (day, time) => Date.parse(`${day}T${time}:00+03:00`);

/**
 * A firm whose servers all live at the moment that was set last. Somebody can enter, and keeps a page open.
 * @param {any} t
 * @param {{count?: number, store?: string, answer?: any, hours?: any, letterTo?: string}} how `letterTo`: by mail, to the mailbox at this address
 */
async function firm(t, { count = 1, store, answer = telegram, hours, letterTo }) {
  const at = await receiver(t, (...all) => answer(...all));
  const clock = path.join((await place(t)).folder, 'clock');
  const setTime = (ms) => writeFile(clock, String(Math.round((ms - Date.now()) / 1000)));
  const env = { LD_PRELOAD: path.join(build, 'bin/wall_clock.so'), WALL_CLOCK_FILE: clock };
  const servers = [];
  const where = [];
  const begin = async (ms) => {
    await setTime(ms);
    for (let i = 0; i < count; i += 1) {
      where[i] ??= await place(t);
      await mkdir(where[i].site, { recursive: true });
      if (hours) {
        await writeFile(path.join(where[i].site, '.firm.json'), JSON.stringify({ working_hours: hours }));
      }
      await writeFile(path.join(where[i].folder, 'token'), 'a-token\n');
      const config = {
        allow_private_targets: true,
        inbox_url: 'https://site.example/inbox',
        duty: letterTo
          ? {
              kind: 'email',
              url: letterTo,
              from: 'site@example.ru',
              to: 'duty@example.ru',
              insecure_smtp: true,
            }
          : {
              kind: 'telegram',
              url: at.url,
              secret_file: path.join(where[i].folder, 'token'),
              to: '-100',
            },
      };
      servers[i] = await start(where[i], {
        store: store ?? where[0].store,
        config,
        env,
        args: ['--admin', '127.0.0.1:0'],
      });
      t.after(() => servers[i].stop('SIGKILL'));
    }
  };
  const told = () => at.got.map(({ body }) => JSON.parse(body).text);
  const watch = async () => {
    for (const [i, server] of servers.entries()) {
      const visitor = await inside(
        server,
        store ?? where[0].store,
        `Вера ${i} ${Math.random()}`,
        'reader',
        env,
      );
      const page = await listen(visitor, '0.0');
      t.after(() => page.stop());
    }
  };
  return { at, env, servers, where, setTime, begin, told, watch, store: () => store ?? where[0].store };
}

const post = async (server) => {
  const answer = await postLead(server.url, leadBody({ name: 'Канарейка' }));
  assert.equal(answer.status, 201);
};

test('requests that wait are told together, once, without a person, and not again after a restart', async (t) => {
  const firmAt = await firm(t, {});
  const noon = moscow('2026-11-25', '12:00');
  await firmAt.begin(noon);
  await firmAt.watch();
  await post(firmAt.servers[0]);
  await post(firmAt.servers[0]);
  await firmAt.setTime(noon + 14 * kMinute);
  await sleep(2500);
  assert.deepEqual(firmAt.told(), [], 'nobody is late yet');
  await firmAt.setTime(noon + 16 * kMinute);
  await eventually(() => firmAt.told().length === 1);
  assert.equal(
    firmAt.told()[0],
    'Ждут ответа больше 15 минут: 2 заявки, № 000002, № 000001. Позвоните или отметьте действие в заявке.\nhttps://site.example/inbox/?status=new',
  );
  await sleep(2500);
  assert.equal(firmAt.told().length, 1, 'once');
  assert.match(firmAt.servers[0].log, /"duty_told"/);
  assert.doesNotMatch(firmAt.servers[0].log, /Канарейка/);

  await firmAt.servers[0].stop('SIGKILL');
  await firmAt.begin(noon + 17 * kMinute);
  await firmAt.watch();
  await sleep(2500);
  assert.equal(firmAt.told().length, 1, 'nor by the next life of the server');
  await post(firmAt.servers[0]);
  await firmAt.setTime(noon + 40 * kMinute);
  await eventually(() => firmAt.told().length === 2);
  assert.match(firmAt.told()[1], /^Ждут ответа больше 15 минут: 3 заявки, № 000003/);
  assert.equal((await run(['check', '--store', firmAt.store()])).out, 'ok\n');
});

test('whoever was answered is not told of; nobody is told at night, and in the morning not before it is time', async (t) => {
  const firmAt = await firm(t, {});
  const evening = moscow('2026-11-27', '17:50');
  await firmAt.begin(evening);
  await firmAt.watch();
  const vera = await inside(firmAt.servers[0], firmAt.store(), 'Вера', 'worker');
  await post(firmAt.servers[0]);
  await post(firmAt.servers[0]);
  await vera.post('/inbox/000001/work', { version: '0', status: 'in_work', responsible: '1' });
  await firmAt.setTime(moscow('2026-11-27', '18:10'));
  await sleep(2000);
  assert.deepEqual(firmAt.told(), [], 'it is Friday evening');
  await post(firmAt.servers[0]);
  await firmAt.setTime(moscow('2026-11-28', '12:00'));
  await sleep(2000);
  assert.deepEqual(firmAt.told(), [], 'it is Saturday');
  await firmAt.setTime(moscow('2026-11-30', '09:01'));
  await eventually(() => firmAt.told().length === 1);
  assert.match(firmAt.told()[0], /: 1 заявка, № 000002\./, 'the one that came at night has until 9:15');
  await firmAt.setTime(moscow('2026-11-30', '09:16'));
  await eventually(() => firmAt.told().length === 2);
  assert.match(firmAt.told()[1], /: 2 заявки, № 000003, № 000002\./);
});

test('hours of site.json count: a firm that works on Saturdays is told on Saturday', async (t) => {
  const firmAt = await firm(t, { hours: { from: 10, until: 20, days: [1, 2, 3, 4, 5, 6] } });
  await firmAt.begin(moscow('2026-11-28', '19:00'));
  await firmAt.watch();
  await post(firmAt.servers[0]);
  await firmAt.setTime(moscow('2026-11-28', '19:20'));
  await eventually(() => firmAt.told().length === 1);
  const vera = await inside(firmAt.servers[0], firmAt.store(), 'Вера', 'reader');
  assert.match((await vera.page('/inbox/funnel')).html, /с 10 до 20 по пн, вт, ср, чт, пт, сб\./);
});

test('on a day off nobody is told; when work begins again, all who asked in ten days are, and the share leaves them out', async (t) => {
  const off = ['2026-12-31', ...[1, 4, 5, 6, 7, 8].map((day) => `2027-01-0${day}`)];
  const firmAt = await firm(t, { hours: { from: 9, until: 18, days: [1, 2, 3, 4, 5], days_off: off } });
  await firmAt.begin(moscow('2026-12-31', '12:00'));
  await firmAt.watch();
  await post(firmAt.servers[0]);
  await firmAt.setTime(moscow('2026-12-31', '12:20'));
  await sleep(2500);
  await firmAt.setTime(moscow('2027-01-06', '12:00'));
  await sleep(2500);
  assert.deepEqual(firmAt.told(), [], 'the firm has days off');
  await firmAt.servers[0].stop('SIGKILL');
  await firmAt.begin(moscow('2027-01-11', '09:14'));
  await firmAt.watch();
  await sleep(2500);
  assert.deepEqual(firmAt.told(), [], 'it has until 9:15');
  await firmAt.setTime(moscow('2027-01-11', '09:16'));
  await eventually(() => firmAt.told().length === 1);
  assert.match(firmAt.told()[0], /: 1 заявка, № 000001\./);
  const vera = await inside(firmAt.servers[0], firmAt.store(), 'Вера', 'worker', firmAt.env);
  const { text } = await vera.page('/inbox/funnel');
  assert.match(text, /с 9 до 18 по будням, кроме выходных дней фирмы\. В другие часы пришло 1\./);
  assert.match(text, /пока не из чего считать/);
});

test('what the messenger did not take is said in the log and sent again', async (t) => {
  let works = false;
  const firmAt = await firm(t, { answer: (...all) => (works ? telegram : broken)(...all) });
  const noon = moscow('2026-11-25', '12:00');
  await firmAt.begin(noon);
  await firmAt.watch();
  await post(firmAt.servers[0]);
  await firmAt.setTime(noon + 16 * kMinute);
  await eventually(() => /"duty_not_told".*"status":502/.test(firmAt.servers[0].log));
  works = true;
  await firmAt.servers[0].stop('SIGKILL');
  await firmAt.begin(noon + 17 * kMinute);
  await firmAt.watch();
  await eventually(() => firmAt.told().length === 2);
});

test('two servers of one store send one message', { skip: noPostgres }, async (t) => {
  const firmAt = await firm(t, { count: 2, store: noPostgres ? undefined : await database() });
  const noon = moscow('2026-11-25', '12:00');
  await firmAt.begin(noon);
  await firmAt.watch();
  await post(firmAt.servers[1]);
  await firmAt.setTime(noon + 16 * kMinute);
  await eventually(() => firmAt.told().length === 1);
  await sleep(3000);
  assert.equal(firmAt.told().length, 1);
});

test('only mail and Telegram go to the person on duty', async (t) => {
  const where = await place(t);
  const file = path.join(where.folder, 'config.json');
  await writeFile(file, JSON.stringify({ duty: { kind: 'webhook', url: 'https://example.ru' } }));
  const refused = await run(['check-config', file]);
  assert.notEqual(refused.code, 0);
  assert.match(refused.out + refused.error, /duty/);
});

/** Settings with a person on duty, in a file. */
async function dutyFile(t, duty) {
  const { folder } = await place(t);
  await writeFile(path.join(folder, 'token'), 'a-token\n');
  const file = path.join(folder, 'config.json');
  const told = duty.kind === 'telegram' ? { ...duty, secret_file: path.join(folder, 'token') } : duty;
  await writeFile(
    file,
    JSON.stringify({ allow_private_targets: true, inbox_url: 'https://site.example/inbox', duty: told }),
  );
  return file;
}
const tryDuty = (file) => run(['outbox', 'test', 'duty', '--config', file]);

test('the person on duty is tried as the receivers are: a marked message, and in words what came back', async (t) => {
  const at = await receiver(t, telegram);
  const said = await tryDuty(await dutyFile(t, { kind: 'telegram', url: at.url, to: '-100' }));
  assert.equal(said.code, 0, said.error);
  assert.match(
    said.out,
    /^Сообщение: принято \(HTTP 200, \d+ мс\)\nДежурному можно писать\. Сообщение должно быть в чате -100\.\n$/,
  );
  assert.match(
    JSON.parse(at.got[0].body).text,
    /^Проверка связи с дежурным: .* ничего не нужно\.\nhttps:\/\/site\.example\/inbox\/\?status=new$/,
  );
  const box = await smtp(t);
  const letter = {
    kind: 'email',
    url: box.url,
    from: 'site@example.ru',
    to: 'duty@example.ru',
    insecure_smtp: true,
  };
  const mailed = await tryDuty(await dutyFile(t, letter));
  assert.equal(mailed.code, 0, mailed.error);
  assert.match(mailed.out, /Откройте ящик duty@example\.ru/);
  const { subject, parts } = strictMail(box.mails[0]);
  assert.equal(subject, 'Проверка связи с дежурным');
  assert.match(parts[0].text, /^Проверка связи с дежурным: /);
});

test('what keeps a message from the person on duty is said with what to do', async (t) => {
  const answers = {
    401: [
      'Unauthorized',
      /HTTP 401, Unauthorized.*\nДежурный сообщения не получит\. Telegram не признал бота: .*@BotFather/,
    ],
    404: ['Not Found', /Telegram не признал бота/],
    400: ['Bad Request: chat not found', /HTTP 400, .*chat not found.*\n.*номер группы начинается с -100/],
    403: [
      'Forbidden: bot was kicked from the group chat',
      /Бот не может писать в этот чат: добавьте его в группу/,
    ],
    429: ['Too Many Requests', /просит подождать/],
  };
  for (const [status, [description, words]] of Object.entries(answers)) {
    const at = await receiver(t, (_, r) =>
      r.writeHead(Number(status)).end(JSON.stringify({ ok: false, description })),
    );
    const said = await tryDuty(await dutyFile(t, { kind: 'telegram', url: at.url, to: '-100' }));
    assert.equal(said.code, 1, status);
    assert.match(said.out, /** @type {RegExp} */ (words), status);
  }
  const refusing = await smtp(t, '550 no such user');
  const letter = {
    kind: 'email',
    url: refusing.url,
    from: 'a@example.ru',
    to: 'b@example.ru',
    insecure_smtp: true,
  };
  assert.match(
    (await tryDuty(await dutyFile(t, letter))).out,
    /не принято \(SMTP 550.*\n.*проверьте from, to/,
  );
  const { folder } = await place(t);
  await writeFile(path.join(folder, 'none.json'), '{}');
  const nobody = await tryDuty(path.join(folder, 'none.json'));
  assert.equal(nobody.code, 1);
  assert.match(nobody.error, /Получателя «duty» в настройках нет/);
});

test('by mail: a letter a strict reader takes, with the numbers and the way to the inbox, nothing of a person', async (t) => {
  const box = await smtp(t);
  const firmAt = await firm(t, { letterTo: box.url });
  const noon = moscow('2026-11-25', '12:00');
  await firmAt.begin(noon);
  await firmAt.watch();
  await post(firmAt.servers[0]);
  await firmAt.setTime(noon + 16 * kMinute);
  await eventually(() => box.mails.length === 1);
  const { headers, parts } = strictMail(box.mails[0]);
  assert.equal(headers.to, '<duty@example.ru>');
  assert.match(parts[0].text, /Ждут ответа больше 15 минут: 1 заявка, № 000001\./);
  assert.match(parts[0].text, /https:\/\/site\.example\/inbox\/\?status=new/);
  assert.doesNotMatch(box.mails[0], /Канарейка/);
  await sleep(2500);
  assert.equal(box.mails.length, 1, 'once');
});
