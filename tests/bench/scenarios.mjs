// What the benchmarks of the model evaluate, the same as tests/bench/bench_core.cpp.

/** @param {number} leads @param {number} stages 1..5 */
export function scenarioOf(leads, stages = 5) {
  return {
    format: 'funnel-scenario',
    version: 1,
    managers: 5,
    leads_per_month: leads,
    average_check: 100_000,
    stages: [0.8, 0.5, 0.6, 0.4, 0.3].slice(0, stages).map((conversion, i) => ({
      id: `s${i}`,
      name: 'Этап',
      conversion,
      target_conversion: conversion * 1.2,
    })),
  };
}

/** @param {number[]} values */
export function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
