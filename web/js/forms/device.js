// @ts-check
// Where requests wait on this device.

export const kKey = 'funnel.requests.v1';
export const kDeliveredKey = 'funnel.requests.delivered.v1';

/** Whether a request waits here, or one was delivered that nobody was told of. */
export function hasRequests() {
  try {
    return [kKey, kDeliveredKey].some((key) => localStorage.getItem(key) !== null);
  } catch {
    return false; // a browser that keeps nothing has nothing waiting
  }
}
