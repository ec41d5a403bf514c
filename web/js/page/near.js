// @ts-check
// Parts of the page that wait: their code is fetched when they come near the window, or when something in them is touched.

/** Calls `work` once. @param {Element[]} sections @param {() => void} work */
export function whenNear(sections, work) {
  const begin = () => {
    watch.disconnect();
    for (const section of sections) section.removeEventListener('focusin', begin);
    work();
  };
  const watch = new IntersectionObserver(
    (entries) => entries.some((entry) => entry.isIntersecting) && begin(),
    { rootMargin: '80% 0px' },
  );
  for (const section of sections) {
    watch.observe(section);
    section.addEventListener('focusin', begin);
  }
}
