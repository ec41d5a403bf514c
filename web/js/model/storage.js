// @ts-check
// What this device remembers, shared by the site's pages: funnel.scenario.v1 = {scenario, savedAt, example, …}.
// A browser may refuse storage: then nothing is kept and everything else works.

const kKey = 'funnel.scenario.v1';

/** @param {import('../landing/store.js').State} state */
export function saveState({ draft, scenario, autoTargets, uplift, placeholders, example }) {
  const kept = { scenario, savedAt: new Date().toISOString(), example, autoTargets, uplift, placeholders };
  try {
    localStorage.setItem(kKey, JSON.stringify(draft === scenario ? kept : { ...kept, draft }));
    return true;
  } catch {
    return false;
  }
}

/** @param {any} stage */
const isStage = (stage) => typeof stage?.id === 'string' && typeof stage.name === 'string';

/** The state to start from, or null. What another version wrote and this one cannot use is left alone. */
export function loadState() {
  try {
    const kept = JSON.parse(localStorage.getItem(kKey) ?? 'null');
    const draft = kept?.draft ?? kept?.scenario;
    if (draft?.version !== 1 || !Array.isArray(draft.stages) || !draft.stages.every(isStage)) return null;
    const placeholders = Array.isArray(kept.placeholders) ? kept.placeholders : [];
    const uplift = typeof kept.uplift === 'number' && kept.uplift >= 1 ? kept.uplift : 1.5;
    return {
      draft,
      autoTargets: kept.autoTargets === true,
      uplift,
      placeholders,
      example: kept.example === true,
    };
  } catch {
    return null;
  }
}
