// A reader of calendar files that takes nothing amiss.
import assert from 'node:assert/strict';

/** A calendar as RFC 5545 writes it; whatever a strict reader might take amiss ends the test. @param {Buffer} bytes */
export function strictCalendar(bytes) {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  assert.ok(text.endsWith('\r\n'), 'the last line is ended');
  assert.doesNotMatch(text, /(^|[^\r])\n|\r(?!\n)/, 'lines end in CR LF');
  for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, `75 octets: ${line}`);
  const lines = text.replaceAll('\r\n ', '').split('\r\n').slice(0, -1);
  const stack = [];
  /** @type {Record<string, {value: string, parameters: string}>[]} */
  const events = [];
  /** @type {Record<string, {value: string, parameters: string}>} */
  const calendar = {};
  for (const line of lines) {
    const [, name, parameters, value] = /^([A-Z-]+)((?:;[A-Z-]+=[^:;"]+)*):(.*)$/.exec(line) ?? [];
    assert.ok(name, `a content line: ${line}`);
    if (name === 'BEGIN') {
      stack.push(value);
      if (value === 'VEVENT') events.push({});
    } else if (name === 'END') {
      assert.equal(stack.pop(), value, 'components are nested');
    } else {
      const at = stack.at(-1) === 'VEVENT' ? events.at(-1) : calendar;
      assert.ok(stack.at(-1) === 'VALARM' || !(name in at) || name === 'CATEGORIES', `${name} once`);
      if (stack.at(-1) !== 'VALARM') at[name] = { value, parameters };
      if (/^(SUMMARY|DESCRIPTION|LOCATION)$/.test(name)) {
        assert.doesNotMatch(value, /(?<!\\)(?:\\\\)*[,;]|\\(?![\\;,nN])/, `${name} is escaped`);
      }
    }
  }
  assert.deepEqual(stack, []);
  assert.equal(calendar.VERSION.value, '2.0');
  assert.ok(calendar.PRODID.value.length > 0);
  assert.equal(new Set(events.map(({ UID }) => UID.value)).size, events.length, 'UIDs differ');
  for (const { DTSTAMP, DTSTART, DTEND, SUMMARY } of events) {
    assert.match(DTSTAMP.value, /^\d{8}T\d{6}Z$/);
    assert.ok(SUMMARY.value.length > 0);
    if (/VALUE=DATE(;|$)/.test(DTSTART.parameters)) {
      assert.match(DTSTART.value, /^\d{8}$/);
      assert.match(DTEND.parameters, /VALUE=DATE(;|$)/);
      assert.ok(DTEND.value > DTSTART.value, 'the end is the day after the last');
    }
  }
  return events;
}
