// @ts-check
// The site's own funnel, in builds whose assets/site.json says so: tells the server that a step was taken, never who took it. A step is
// told once a device and day; what remembers that is a record of this device that is never sent: {day, steps}. Nothing is told where the
// browser asks not to be tracked. Pages say what cannot be seen from outside by the event `funnel:step` of the window.

const kKey = 'funnel.steps.v1';
const kReadAfter = 5000; // ms in view
/** Pages that are a step by being read. @type {Record<string, string>} */
const kOpened = { '/rop/': 'checklist', '/calls/': 'calls', '/plan/': 'plan' };
/** Whoever takes a step has taken these, too: shares of them stay shares. @type {Record<string, string[]>} */
const kImplied = { request: ['page', 'form'] };

const refuses = () => {
  const { doNotTrack, globalPrivacyControl } = /** @type {any} */ (navigator);
  return doNotTrack === '1' || globalPrivacyControl === true;
};

const today = () => new Date().toLocaleDateString('sv'); // 2026-11-23, of the device

/** Of this page alone where the browser keeps nothing. @type {{day: string, steps: string[]}} */
let taken = { day: '', steps: [] };

/** Steps told today. */
function told() {
  try {
    taken = JSON.parse(localStorage.getItem(kKey) ?? 'null') ?? taken;
  } catch {
    // Then what this page remembers counts.
  }
  return taken.day === today() && Array.isArray(taken.steps) ? taken.steps : [];
}

/** @param {string} step */
function count(step) {
  if (refuses() || !navigator.onLine) return;
  const before = told();
  const steps = [...(kImplied[step] ?? ['page']), step].filter(
    (name, i, all) => !before.includes(name) && all.indexOf(name) === i,
  );
  if (steps.length === 0) return;
  const body = new Blob([JSON.stringify({ steps })], { type: 'application/json' });
  if (!navigator.sendBeacon('/api/steps', body)) return;
  taken = { day: today(), steps: [...before, ...steps] };
  try {
    localStorage.setItem(kKey, JSON.stringify(taken));
  } catch {
    // Until this page is closed.
  }
}

function read() {
  count('page');
  if (kOpened[location.pathname]) count(kOpened[location.pathname]);
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let reading;
const look = () => {
  clearTimeout(reading);
  if (document.visibilityState === 'visible') reading = setTimeout(read, kReadAfter);
};
document.addEventListener('visibilitychange', look);
look();

document.addEventListener('input', ({ target }) => {
  if (!(target instanceof Element)) return;
  if (target.closest('form[data-request]')) count('form');
  else if (location.pathname === '/') count('calculator');
});
addEventListener('funnel:step', (event) => count(/** @type {CustomEvent} */ (event).detail));
