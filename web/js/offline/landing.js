// @ts-check
// The landing page works without network after the first visit. What arranges it is loaded when the page has long been ready.

const kAfter = 1500; // ms

const unavailable = () => {
  document.documentElement.dataset.offline = 'unavailable';
};

export function mount() {
  setTimeout(
    () => import('./register.js').then(({ registerOffline }) => registerOffline(), unavailable),
    kAfter,
  );
}
