// @ts-check
// Where requests wait on this device.

export const kKey = 'funnel.requests.v1';
