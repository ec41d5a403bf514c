// The record of processing: who of the firm saw a request, who changed what, exported as an operator would.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inside } from './lib/inbox.mjs';
import { eventually, leadBody, postLead, run, startFor } from './lib/server.mjs';
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
      const own = await make();
      const at = await startFor(t, { args: ['--admin', '127.0.0.1:0'], ...(own ? { store: own } : {}) });
      const store = own ?? at.store;
      for (const name of ['Канарейка Желтова', 'Пётр']) await postLead(at.url, leadBody({ name }));
      const vera = await inside(at.server, store, 'Вера', 'worker');
      const gleb = await inside(at.server, store, '=Глеб', 'admin');
      const exported = async () => {
        const { code, out, error } = await run(['leads', 'export', '--record', '--store', store]);
        assert.equal(code, 0, error);
        return out;
      };
      await vera.page('/inbox/000001');
      await eventually(async () => rowsOf(await exported()).length === 2);
      const work = {
        version: '0',
        status: 'lost',
        lost_reason: 'Желтова передумала',
        responsible: '1',
        note: 'Желтова',
      };
      assert.equal((await vera.post('/inbox/000001/work', work)).status, 303);
      await gleb.page('/inbox/000002');
      await eventually(async () => rowsOf(await exported()).length === 6);
      assert.equal((await run(['erase', '1', '--yes', '--store', store])).code, 0);
      const csv = await exported();
      assert.doesNotMatch(csv, /Желтова|Канарейка|\+7916/, 'nothing of the visitor');
      const [head, ...rows] = rowsOf(csv);
      assert.deepEqual(head, ['Запись', 'Время', 'Номер заявки', 'Кто', 'Что сделал', 'Хеш записи']);
      assert.deepEqual(
        rows.map(([, , number, who, what]) => [number, who, what]),
        [
          ['000001', 'Вера', 'видел заявку'],
          ['000001', 'Вера', 'изменил статус'],
          ['000001', 'Вера', 'изменил ответственного'],
          ['000001', 'Вера', 'изменил заметку'],
          ['000002', "'=Глеб", 'видел заявку'],
          ['000001', 'сервер', 'стёр заявку'],
        ],
      );
      for (const [, when, , , , hash] of rows) {
        assert.match(when, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
        assert.match(hash, /^[0-9a-f]{64}$/);
      }
      assert.equal((await run(['check', '--store', store])).out, 'ok\n');
    },
  );
}
