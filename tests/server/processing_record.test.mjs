// The record of processing: who of the firm saw a request, who changed what, exported as an operator would.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { inside } from './lib/inbox.mjs';
import { eventually, leadBody, place, postLead, run, start, startFor } from './lib/server.mjs';
import { kinds } from './lib/stores.mjs';

const rowsOf = (/** @type {string} */ csv) =>
  csv
    .replace(/^\ufeff/, '')
    .trim()
    .split('\r\n')
    .map((line) => line.slice(1, -1).split('";"'));

for (const { kind, skip, make } of kinds) {
  test(
    `who saw and who changed a request is exported, without the visitor, and outlives erasure (${kind})`,
    { skip },
    async (t) => {
      const made = await make();
      const at = await startFor(t, { args: ['--admin', '127.0.0.1:0'], ...(made ? { store: made } : {}) });
      const store = made ?? at.store;
      for (const name of ['Канарейка Желтова', 'Пётр']) await postLead(at.url, leadBody({ name }));
      const vera = await inside(at.server, store, 'Вера', 'worker');
      const gleb = await inside(at.server, store, '=Глеб', 'admin');
      const exported = async () => {
        const { code, out, error } = await run(['leads', 'export', '--record', '--store', store]);
        assert.equal(code, 0, error);
        assert.equal(error, '');
        return out;
      };
      const is = (/** @type {string} */ what) => async () =>
        rowsOf(await exported()).some((row) => row[4] === what);
      await vera.page('/inbox/');
      await vera.page('/inbox/000001');
      await eventually(is('видел заявку'));
      const work = {
        version: '0',
        status: 'lost',
        lost_reason: 'Желтова передумала',
        responsible: '1',
        note: 'Желтова',
      };
      assert.equal((await vera.post('/inbox/000001/work', work)).status, 303);
      await gleb.page('/inbox/000002');
      await eventually(
        async () => rowsOf(await exported()).filter((row) => row[4] === 'видел заявку').length === 2,
      );
      assert.match(await (await gleb.get('/inbox/deals.csv')).text(), /Источник/);
      for (const words of [
        ['list'],
        ['list'],
        ['show', '2'],
        ['export', '--csv'],
        ['export', '--jsonl'],
        ['export', '--deals'],
      ]) {
        const { code, error } = await run(['leads', ...words, '--store', store]);
        assert.equal(code, 0, error);
      }
      assert.equal((await run(['erase', '1', '--yes', '--store', store])).code, 0);
      const csv = await exported();
      assert.doesNotMatch(csv, /Желтова|Канарейка|\+7916/, 'nothing of the visitor');
      const [head, ...rows] = rowsOf(csv);
      assert.deepEqual(head, ['Запись', 'Время', 'Номер заявки', 'Кто', 'Что сделал', 'Хеш записи']);
      const own = ['', 'командная строка', 'выгрузил журнал обработки'];
      assert.deepEqual(
        rows.map(([, , number, who, what]) => [number, who, what]).filter((row) => row[2] !== own[2]),
        [
          ['', 'Вера', 'видел список заявок'],
          ['', "'=Глеб", 'видел список заявок'],
          ['000001', 'Вера', 'видел заявку'],
          ['000001', 'Вера', 'изменил статус'],
          ['000001', 'Вера', 'изменил ответственного'],
          ['000001', 'Вера', 'изменил заметку'],
          ['000002', "'=Глеб", 'видел заявку'],
          ['', "'=Глеб", 'выгрузил сделки, без имён и телефонов'],
          ['', 'командная строка', 'видел список заявок'],
          ['000002', 'командная строка', 'видел заявку'],
          ['', 'командная строка', 'выгрузил все заявки: csv'],
          ['', 'командная строка', 'выгрузил все заявки: jsonl'],
          ['', 'командная строка', 'выгрузил сделки, без имён и телефонов'],
          ['000001', 'сервер', 'стёр заявку'],
        ],
      );
      assert.deepEqual(rows.at(-1)?.slice(2, 5), own, 'the export itself is the last of it');
      for (const [, when, , , , hash] of rows) {
        assert.match(when, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
        assert.match(hash, /^[0-9a-f]{64}$/);
      }
      assert.equal((await run(['check', '--store', store])).out, 'ok\n');
    },
  );
}

for (const { kind, skip, make } of kinds) {
  test(
    `who has the key of the admin listener is recorded once in half a day (${kind})`,
    { skip },
    async (t) => {
      const made = await make();
      const where = await place(t);
      await writeFile(path.join(where.folder, 'token'), 'a-long-admin-token-0123456789\n');
      const server = await start(where, {
        args: ['--admin', '127.0.0.1:0'],
        config: { admin_token_file: path.join(where.folder, 'token') },
        ...(made ? { store: made } : {}),
      });
      t.after(() => server.stop('SIGKILL'));
      const store = made ?? where.store;
      await postLead(server.url, leadBody());
      for (const key of ['wrong', 'a-long-admin-token-0123456789', 'a-long-admin-token-0123456789']) {
        const headers = { authorization: `Bearer ${key}` };
        const answer = await fetch(`${server.adminUrl}/api/admin/leads`, { headers });
        assert.equal(answer.status, key === 'wrong' ? 401 : 200);
      }
      await eventually(async () => {
        const { out } = await run(['leads', 'export', '--record', '--store', store]);
        const rows = rowsOf(out).filter((row) => row[3] === 'другая программа');
        return rows.length === 1 && rows[0][4] === 'получил заявки по ключу';
      });
    },
  );
}

test('what cannot be written into the record is told, and keeps nothing from who must get it out', async (t) => {
  const at = await startFor(t);
  await postLead(at.url, leadBody({ name: 'Канарейка' }));
  await at.server.stop();
  // Somebody else has the one right to write, and does not answer.
  const lock = spawn('flock', [at.store.replace('sqlite:', ''), 'sleep', '60'], { detached: true });
  t.after(() => process.kill(-Number(lock.pid)));
  await eventually(async () => {
    const { out, code, error } = await run(['leads', 'list', '--store', at.store]);
    assert.equal(code, 0, error);
    assert.match(out, /Канарейка/);
    return error.includes('В журнал обработки это не записано: ');
  });
});
