// What a call leaves behind, and how the palette finds a command.
import assert from 'node:assert/strict';
import test from 'node:test';
import { sentenceOf } from '../../web/js/demo/mirror.js';
import { fit } from '../../web/js/demo/palette.js';
import { calendar, mailText, variantsInWords } from '../../web/js/demo/summary.js';

const report = {
  now: { revenue: 856_800, leads: 320, sales: 10.08, conversion: 0.0315 },
  target: { revenue: 856_800 },
  money_left: { per_month: 0 },
  levers: [{ id: 'pay', per_point: 34_272 }],
};
const scenario = { title: 'Павел Седов', average_check: 85_000, stages: [{ id: 'pay', name: 'Оплата' }] };
const state = {
  active: 'B',
  base: 'A',
  slots: {
    A: { name: 'Как есть', change: null, sentence: '', scenario, report },
    B: { name: 'Чек 100', change: 151_200, sentence: 'Из +151 200: средний чек +151 200', scenario, report },
  },
};
const call = {
  client: 'Павел Седов',
  created: '2030-05-14T10:00:00.000Z',
  document: null,
  notes: [{ id: 'a', at: '2030-05-14T10:05:00.000Z', text: 'Ночью; никто, не берёт 🙂' }],
  next: { text: 'показать план', date: '2030-05-16T11:00' },
};

test('the letter holds every variant, the notes, the next step and the link', () => {
  const text = mailText(state, call, { link: 'https://site.example/#s2.x', firm: 'Фирма' });
  for (const wanted of [
    'Павел Седов, здравствуйте.',
    'Чек 100:',
    'Ночью; никто, не берёт 🙂',
    'показать план, четверг, 16 мая',
    '#s2.x',
    'Фирма',
  ]) {
    assert.ok(text.includes(wanted), wanted);
  }
  assert.doesNotMatch(text, /undefined|NaN|null/);
  assert.equal(
    variantsInWords(state)[1].lines[0],
    'выручка 856\u00a0800\u00a0₽ в месяц, +151\u00a0200\u00a0₽ к «Как есть»',
  );
});

test('the next step is an entry of a calendar: escaped, in lines of 75 bytes, an hour long', () => {
  const text = calendar('call:abc', call, 'Павел Седов, мебель');
  const lines = text.split('\r\n');
  assert.ok(lines.every((line) => Buffer.byteLength(line) <= 75));
  const whole = text.replaceAll('\r\n ', '');
  assert.match(whole, /SUMMARY:Павел Седов\\, мебель: показать план/);
  assert.match(whole, /DESCRIPTION:Ночью\\; никто\\, не берёт 🙂/);
  const [start, end] = ['DTSTART', 'DTEND'].map(
    (name) => new RegExp(`${name}:\\d{8}T(\\d{2})`).exec(whole)[1],
  );
  assert.equal((Number(start) + 1) % 24, Number(end));
  assert.equal(calendar('call:abc', { ...call, next: { text: 'x', date: '' } }, ''), null);
});

test('a command is found by the beginnings of its words, in any order, ё or е', () => {
  const command = { id: 'x', title: 'Сделать точкой отсчёта', words: 'заморозить база', run() {} };
  for (const query of ['точ', 'отсчета', 'отсчёта сделать', 'замор', 'ТОЧКОЙ']) {
    assert.ok(fit(query, command) > 0, query);
  }
  for (const query of ['чка', 'удалить', 'точка вариант']) assert.equal(fit(query, command), 0, query);
  assert.ok(fit('точкой', command) > fit('база', command));
});

test('what is read out has one point after each sentence, and no point without one', () => {
  const told = (/** @type {string} */ notice, /** @type {string} */ sentence) =>
    sentenceOf({ ...state, story: { sentence }, view: { notice } }).replaceAll('\u00a0', ' ');
  assert.match(
    told('Отменено: Чек 97 тыс.', ''),
    /^Отменено: Чек 97 тыс\. «Чек 100» к «Как есть»: \+151 200 ₽\. Выручка /,
  );
  assert.match(
    told('', 'Из +151 200: средний чек'),
    /^«Чек 100» к «Как есть»: \+151 200 ₽\. Из \+151 200: средний чек\. Выручка /,
  );
});
