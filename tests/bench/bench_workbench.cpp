// One frame of the workbench with three variants open, drawn without a screen. Budget: 4 ms natively,
// everything open.
#include <benchmark/benchmark.h>

#include "../workbench/stage.hpp"

namespace {

using namespace funnel::workbench;

void open_three(Bench& bench) {
    bench.workbench.apply(DuplicateVariant{});
    bench.workbench.apply(DuplicateVariant{});
}

void bench_frame(benchmark::State& state) {
    Bench bench(golden("full"));
    open_three(bench);
    const FrameSize size{static_cast<float>(state.range(0)), static_cast<float>(state.range(1)), 1};
    bench.frames(size, 3);
    for (auto _ : state) bench.frames(size);
}
BENCHMARK(bench_frame)->Args({1440, 900})->Args({3840, 2160})->Unit(benchmark::kMillisecond);

void bench_frame_of_a_drag(benchmark::State& state) {
    Bench bench(golden("full"));
    open_three(bench);
    bench.frames({1440, 900, 1}, 3);
    funnel::Scenario scenario = bench.workbench.history().now().scenario();
    for (auto _ : state) {
        scenario.stages[3].conversion =
            scenario.stages[3].conversion > 0.3 ? 0.22 : scenario.stages[3].conversion + 0.001;
        bench.workbench.apply(EditScenario{scenario, 1});
        bench.frames({1440, 900, 1});
    }
}
BENCHMARK(bench_frame_of_a_drag)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
