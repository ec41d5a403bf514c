// @ts-check
// A date field as people use it: a day picked from the browser's calendar counts at once; one that is typed counts when the field is left
// or Enter is pressed, since a browser tells of every digit (the year 2 on the way to 2026 is a date to it).

/**
 * @param {HTMLInputElement} input of type date, with `min` and `max`
 * @param {{take: (day: string) => void, refuse: () => void}} hands `take` is given a whole day in range, "2026-12-07"; `refuse` is called
 *   for anything else and has to put back what stood there and say why
 */
export function onDay(input, { take, refuse }) {
  let typing = false;
  let changed = false;
  const settle = () => {
    if (!changed) return;
    typing = false;
    changed = false;
    const { badInput, rangeUnderflow, rangeOverflow } = input.validity;
    if (input.value === '' || badInput || rangeUnderflow || rangeOverflow) refuse();
    else take(input.value);
  };
  input.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter') settle();
    else typing ||= key !== 'Tab';
  });
  input.addEventListener('change', () => {
    changed = true;
    if (!typing) settle();
  });
  input.addEventListener('focusout', settle);
}
