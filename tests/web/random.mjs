// Random values that are the same in every run: a test that fails can be run again.

/** mulberry32. @param {number} seed */
export function randomFrom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    /** A whole number from low to high, both included. */
    integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
    /** Spread over orders of magnitude: 10^low … 10^high. */
    magnitude: (low, high) => 10 ** (low + next() * (high - low)),
    pick: (list) => list[Math.floor(next() * list.length)],
  };
}

const kWords = [
  'Дозвон',
  'Встреча',
  'Показ 2-го объекта',
  'Оплата «под ключ»',
  'Offer №1',
  'Ё-этап',
  'A&B <b>',
  '🙂 этап',
];

/** A scenario the core accepts, any of its optional parts present or not. */
export function randomScenario(random) {
  const stages = Array.from({ length: random.integer(1, 12) }, (_, i) => {
    const stage = {
      id: `s${i}`,
      name: random.pick(kWords),
      kind: random.pick(['other', 'contact', 'meeting', 'payment']),
    };
    if (random.next() < 0.3) {
      stage.observed = { entered: random.integer(100, 5000), passed: random.integer(0, 100) };
    } else stage.conversion = Number(random.next().toFixed(4));
    if (random.next() < 0.6) stage.target_conversion = Number(random.next().toFixed(3));
    return stage;
  });
  const scenario = {
    format: 'funnel-scenario',
    version: 1,
    managers: random.integer(1, 200),
    leads_per_month: random.integer(0, 20000),
    average_check: Math.round(random.magnitude(2, 8)),
    stages,
  };
  if (random.next() < 0.4) scenario.goal_revenue = Math.round(random.magnitude(4, 10));
  if (random.next() < 0.3) scenario.gross_margin = Number(random.next().toFixed(2));
  if (random.next() < 0.3) scenario.target = { managers: random.integer(1, 50) };
  if (random.next() < 0.3) {
    scenario.roster = [
      { name: 'А', leads: 100, sales: 7 },
      { name: 'Б', leads: 90, sales: 3 },
    ];
  }
  return scenario;
}
