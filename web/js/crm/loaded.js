// @ts-check
// What is loaded when it is first asked for.

/** Loads once; what failed to load is asked for again. @template T @param {() => Promise<T>} load @returns {() => Promise<T>} */
export function loadedOnce(load) {
  /** @type {Promise<T> | null} */
  let loading = null;
  return () => {
    loading ??= load();
    loading.catch(() => {
      loading = null;
    });
    return loading;
  };
}
