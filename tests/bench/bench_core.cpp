// One evaluation of five stages, without and with the predictive distribution, natively. Names match
// tests/bench/wasm.mjs.
#include <benchmark/benchmark.h>

#include "core/json/report_json.hpp"
#include "core/json/scenario_json.hpp"
#include "core/report.hpp"

namespace {

funnel::Scenario five_stages(double leads) {
    funnel::Scenario s;
    s.managers = 5;
    s.leads_per_month = leads;
    s.average_check = 100'000;
    for (const double conversion : {0.8, 0.5, 0.6, 0.4, 0.3}) {
        funnel::Stage stage;
        stage.id = "s" + std::to_string(s.stages.size());
        stage.name = "Этап";
        stage.conversion = conversion;
        stage.target_conversion = conversion * 1.2;
        s.stages.push_back(stage);
    }
    return s;
}

// As a page asks: text in, text out.
void text_without_distribution(benchmark::State& state) {
    const std::string text = funnel::scenario_to_json(five_stages(1000));
    for (auto _ : state) {
        const auto read = funnel::scenario_from_json(text);
        benchmark::DoNotOptimize(
            funnel::report_to_json(funnel::evaluate(*read.scenario, funnel::Distribution::skip)));
    }
}
BENCHMARK(text_without_distribution)->Unit(benchmark::kMicrosecond);

void without_distribution(benchmark::State& state) {
    const funnel::Scenario scenario = five_stages(1000);
    for (auto _ : state) {
        benchmark::DoNotOptimize(funnel::evaluate(scenario, funnel::Distribution::skip));
    }
}
BENCHMARK(without_distribution)->Unit(benchmark::kMicrosecond);

void with_distribution(benchmark::State& state) {
    const funnel::Scenario scenario = five_stages(static_cast<double>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(funnel::evaluate(scenario));
}
BENCHMARK(with_distribution)
    ->Arg(100)
    ->Arg(1000)
    ->Arg(5000)
    ->Arg(20'000)
    ->Arg(1'000'000)
    ->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
