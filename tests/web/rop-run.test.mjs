// Runs of the checklist: marks, files, links. What comes from outside is read whole or refused with a reason.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import {
  blankOf,
  blindFromDocument,
  blindToText,
  copyOf,
  decodeBlindLink,
  encodeBlindLink,
  replyOf,
  withReply,
} from '../../web/js/rop/blind.js';
import { createChecklist } from '../../web/js/rop/checklist.js';
import { gateKindFrom, isClosed } from '../../web/js/rop/gate.js';
import { runFromText, runToText } from '../../web/js/rop/run-file.js';
import { decodeRunLink, encodeRunLink } from '../../web/js/rop/run-link.js';
import {
  answersDocument,
  isEmptyRun,
  markedCount,
  newRun,
  withMark,
  withNote,
} from '../../web/js/rop/run.js';

/** What was read, whatever kind it is of. @type {(...given: Parameters<typeof runFromText>) => any} */
const readRun = runFromText;
/** @type {(...given: Parameters<typeof decodeRunLink>) => any} */
const openLink = decodeRunLink;

const checklist = createChecklist(
  JSON.parse(await readFile(new URL('../../assets/checklist/rop.json', import.meta.url), 'utf8')),
);
const ids = checklist.itemIds;
/** @type {import('../../web/js/rop/run.js').Mark[]} */
const kMarks = [0, 1, 2, 'na'];
/** @type {(null | 'passed' | 'sent')[]} */
const kDone = [null, 'passed', 'sent'];
const kNow = '2026-11-23T10:00:00.000Z';
const options = { checklist, id: 'new', now: kNow };

function filledRun() {
  let run = newRun({ id: 'a', title: 'Встреча с Иваном', now: kNow });
  ids.forEach((item, i) => {
    if (i % 5) run = withMark(run, { column: 'answers', item, mark: kMarks[i % 4] }, kNow);
    if (i % 3) run = withMark(run, { column: 'self', item, mark: kMarks[2 - (i % 3)] }, kNow);
  });
  return withNote(run, ids[7], 'В двух звонках из трёх причины нет; «созвонимся»', kNow);
}
const problemOf = (text) => readRun(text, options).problem;

test('a mark is put, replaced and taken back; the run before stays as it was', () => {
  const run = newRun({ id: 'a', title: 'Т', now: kNow });
  const one = withMark(run, { column: 'answers', item: ids[0], mark: 0 }, '2026-11-23T11:00:00.000Z');
  assert.equal(one.answers[ids[0]], 0);
  assert.equal(one.savedAt, '2026-11-23T11:00:00.000Z');
  assert.equal(withMark(one, { column: 'answers', item: ids[0], mark: 2 }, kNow).answers[ids[0]], 2);
  assert.deepEqual(withMark(one, { column: 'answers', item: ids[0], mark: null }, kNow).answers, {});
  assert.ok(isEmptyRun(run) && !isEmptyRun(one));
});

test('a note of spaces is no note, a long one is cut', () => {
  const run = newRun({ id: 'a', title: 'Т', now: kNow });
  assert.deepEqual(withNote(run, ids[0], '   ', kNow).notes, {});
  assert.equal(withNote(run, ids[0], 'о'.repeat(900), kNow).notes[ids[0]].length, 500);
});

test('the short version scores its 20 items only', () => {
  const run = filledRun();
  const asked = checklist.asked('short');
  assert.equal(asked.areas.flatMap((area) => area.items).length, 20);
  const { answers, format, version } = answersDocument(run, 'answers', asked);
  assert.equal(format, 'funnel-checklist');
  assert.equal(version, 1);
  assert.ok(Object.keys(answers).every((id) => checklist.item(id).short));
  assert.equal(
    markedCount(
      run,
      asked.areas.flatMap((area) => area.items),
    ),
    Object.keys(answers).length,
  );
});

test('writing a run to a file and reading it back is the identity but for the id', () => {
  const run = filledRun();
  const read = readRun(runToText(run), options);
  assert.deepEqual(read.run, { ...run, id: 'new' });
  assert.equal(read.told, '');
});

test('a damaged file is refused and says so, cut at any place', () => {
  const text = runToText(filledRun());
  for (let length = 0; length < text.length - 2; length += 37) {
    assert.match(problemOf(text.slice(0, length)), /повреждён/);
  }
  for (const bad of ['[]', '7', 'null', '"x"']) assert.match(problemOf(bad), /не файл чек-листа/);
  assert.match(problemOf('{"format":"funnel-checklist-run","version":1}'), /нет отметок/);
  assert.match(problemOf('{"format":"funnel-checklist-run","answers":{}}'), /номер версии/);
  for (const version of [0, -5, 1.5]) {
    assert.match(
      problemOf(`{"format":"funnel-checklist-run","version":${version},"answers":{}}`),
      /номер версии/,
    );
  }
  assert.match(problemOf('{"format":"funnel-scenario","version":1}'), /файл расчёта/);
  assert.match(problemOf('x'.repeat(1 << 21)), /слишком большой/);
});

test('a file of a newer version is refused by name', () => {
  assert.match(
    problemOf('{"format":"funnel-checklist-run","version":2,"answers":{}}'),
    /более новой версией/,
  );
});

test('a run from an older checklist keeps what still exists and tells what does not', () => {
  const old = {
    format: 'funnel-checklist-run',
    version: 1,
    title: 'Весна',
    answers: { [ids[0]]: 2, gone_question: 1 },
    self: { gone_question: 0 },
    notes: { gone_question: 'х' },
  };
  const { run, told } = readRun(JSON.stringify(old), options);
  assert.deepEqual(run.answers, { [ids[0]]: 2 });
  assert.deepEqual(run.notes, {});
  assert.match(told, /больше нет: 2/);
});

test('a plain answers document of the command line is read as the older kind', () => {
  const { run, told } = readRun(
    JSON.stringify({ format: 'funnel-checklist', version: 1, answers: { [ids[0]]: 1, [ids[1]]: 'na' } }),
    options,
  );
  assert.deepEqual(run.answers, { [ids[0]]: 1, [ids[1]]: 'na' });
  assert.match(told, /старого вида/);
});

test('marks that cannot be are left out and counted', () => {
  const { run, told } = readRun(
    JSON.stringify({
      format: 'funnel-checklist-run',
      version: 1,
      answers: { [ids[0]]: 3, [ids[1]]: '2', [ids[2]]: 2 },
    }),
    options,
  );
  assert.deepEqual(run.answers, { [ids[2]]: 2 });
  assert.match(told, /не читаются: 2/);
});

test('a link opens the same run and the same calculation', () => {
  const run = filledRun();
  const scenario = {
    format: 'funnel-scenario',
    version: 1,
    managers: 5,
    leads_per_month: 1000,
    average_check: 150000,
    stages: [],
  };
  const link = encodeRunLink(run, { ids, scenario });
  assert.match(link, /^#c1\.[\w-]+\.[0-9a-z]{7}$/);
  const { kind, run: opened } = openLink(link, { ids, id: 'new', now: kNow });
  assert.equal(kind, 'run');
  assert.deepEqual(opened, { ...run, id: 'new', scenario });
});

test('a link is read through what was put around it', () => {
  const link = encodeRunLink(filledRun(), { ids, scenario: null });
  const middle = Math.floor(link.length / 2);
  for (const text of [
    `${link}.`,
    `${link})`,
    `${link}»`,
    `${link}&utm_source=tg`,
    `${link} и ещё`,
    `https://example.org/rop/${link}`,
    encodeURIComponent(link),
    link.replace('#', '%23'),
    `${link.slice(0, middle)}\r\n${link.slice(middle)}`,
  ]) {
    assert.equal(openLink(text, { ids, id: 'new', now: kNow }).kind, 'run', text);
  }
});

test('a link of earlier questions brings what still has its question, and says what does not', () => {
  const run = filledRun();
  const link = encodeRunLink(run, { ids, scenario: null });
  const today = [...ids.slice(3).reverse(), 'something_new'];
  const { kind, run: opened, left } = openLink(link, { ids: today, forms: [ids], id: 'new', now: kNow });
  assert.equal(kind, 'run');
  for (const id of ids.slice(3)) assert.equal(opened.answers[id], run.answers[id], id);
  const gone = ids.slice(0, 3);
  const expected = [run.answers, run.self, run.notes].flatMap((part) => gone.filter((id) => id in part));
  assert.equal(left, expected.length);
});

test('the questions of today are among the published ones: links with them will always be read', async () => {
  const published = JSON.parse(
    await readFile(new URL('../../assets/checklist/forms.json', import.meta.url), 'utf8'),
  );
  const today = ids.join(' ');
  assert.equal(published.forms.at(-1), today, `assets/checklist/forms.json wants another line: "${today}"`);
});

test('a damaged, newer or foreign link is told apart', () => {
  const link = encodeRunLink(filledRun(), { ids, scenario: null });
  const kindOf = (text, form = ids) => openLink(text, { ids: form, id: 'new', now: kNow }).kind;
  assert.equal(kindOf('#control'), 'none');
  assert.equal(kindOf(link.slice(0, -9)), 'damaged');
  assert.equal(kindOf(link.replace('.', '.A')), 'damaged');
  assert.equal(kindOf(link.replace('#c1', '#c2')), 'newer');
  assert.equal(kindOf(link, ids.slice(1)), 'newer');
});

test('the gate: none never closes, soft opens to whoever passes, required only to who sent the form', () => {
  assert.deepEqual(['none', 'soft', 'required', 'whatever', undefined].map(gateKindFrom), [
    'none',
    'soft',
    'required',
    'none',
    'none',
  ]);
  assert.deepEqual(
    kDone.map((done) => isClosed('none', done)),
    [false, false, false],
  );
  assert.deepEqual(
    kDone.map((done) => isClosed('soft', done)),
    [true, false, false],
  );
  assert.deepEqual(
    kDone.map((done) => isClosed('required', done)),
    [true, true, false],
  );
});

test('a blank carries no mark of the owner, the answers come back whole, and both columns meet', () => {
  const owner = /** @type {any} */ ({
    ...newRun({ id: 'm1', title: 'Осень', now: '2026-11-20T10:00:00.000Z' }),
    answers: { [ids[0]]: 0, [ids[1]]: 1 },
    notes: { [ids[0]]: 'Видел сам' },
    about: { company: 'Ромашка', head: 'Иван', branch: '' },
  });
  const at = { ids, forms: [], now: '2026-11-21T10:00:00.000Z' };
  const sent = /** @type {any} */ (decodeBlindLink(encodeBlindLink(blankOf(owner, at.now), ids), at));
  assert.equal(sent.kind, 'read');
  assert.deepEqual([sent.blind.kind, sent.blind.marks, sent.blind.about.head], ['blank', {}, 'Иван']);
  const copy = copyOf(sent.blind, { id: 'c1', now: at.now });
  const filled = /** @type {any} */ ({
    ...copy,
    answers: { [ids[0]]: 2, [ids[2]]: 'na' },
    notes: { [ids[0]]: 'Есть отчёт' },
  });
  for (const back of /** @type {any[]} */ ([
    decodeBlindLink(encodeBlindLink(replyOf(filled), ids), at),
    blindFromDocument(JSON.parse(blindToText(replyOf(filled))), {
      isKnown: (id) => ids.includes(id),
      now: at.now,
    }),
  ])) {
    const { run, changed } = withReply(owner, back.blind);
    assert.deepEqual(run.answers, owner.answers);
    assert.deepEqual(run.self, { [ids[0]]: 2, [ids[2]]: 'na' });
    assert.equal(run.notes[ids[0]], 'Видел сам\nРОП: Есть отчёт');
    assert.equal(changed, 3);
    assert.equal(withReply(run, back.blind).changed, 0, 'the same answers twice change nothing');
  }
});

test('answers of a form with other questions keep what is still asked and count the rest', () => {
  const before = [...ids, 'gone_question'];
  const copy = {
    ...newRun({ id: 'c', title: 'Т', now: '2026-11-20T10:00:00.000Z' }),
    blind: { meeting: 'm' },
  };
  const link = encodeBlindLink(
    replyOf({ ...copy, answers: { [ids[0]]: 1, gone_question: 2 }, notes: { gone_question: 'х' } }),
    before,
  );
  const at = { ids, forms: [before], now: '2026-11-21T10:00:00.000Z' };
  const read = /** @type {any} */ (decodeBlindLink(link, at));
  assert.deepEqual([read.blind.marks, read.blind.left], [{ [ids[0]]: 1 }, 2]);
  assert.equal(decodeBlindLink(link, { ...at, forms: [] }).kind, 'newer');
  assert.equal(decodeBlindLink(link.slice(0, -3), at).kind, 'damaged');
});
