// Every panel: draws the results of the variant in hand into a box and emits what the person does.
#pragma once

#include "workbench/controls/panel.hpp"

namespace funnel::workbench {

// hero_panel.cpp: the one big number: what a variant brings against the one it is compared with, or what is
// not earned; where it comes from in one sentence; the strip of money below.
void hero_panel(PanelContext& context, Box box);

// variants_panel.cpp: the variants as cards side by side.
void variants_panel(PanelContext& context, Box box);

// scenario_panel.cpp: the inputs. Height for this scenario.
void scenario_panel(PanelContext& context, Box box);
[[nodiscard]] float scenario_panel_height(const Scenario& scenario, bool details);

// tabs_panel.cpp: which picture stands beside the inputs.
void tabs_panel(PanelContext& context, Box line);

// One picture at a time beside the inputs, below its tab; each says how high it wants to be.
void analysis_panel(PanelContext& context, Box box);
[[nodiscard]] float analysis_panel_height(const PanelContext& context);
void funnel_panel(PanelContext& context, Box box);
[[nodiscard]] float funnel_panel_height(const Scenario& scenario);
void chances_panel(PanelContext& context, Box box);
[[nodiscard]] float chances_panel_height(const PanelContext& context);
void ramp_panel(PanelContext& context, Box box);
void roster_panel(PanelContext& context, Box box);
void solver_panel(PanelContext& context, Box box);

// presenter_panel.cpp: one picture at a time, over everything.
void presenter_panel(PanelContext& context, Box box);
// Pictures there are to step through for this report.
[[nodiscard]] int presenter_steps(const PanelContext& context);

// story.cpp: what panels and slides tell in the same words.
// From the base's now to the variant's now to its target, as rows of a waterfall that add up.
struct StoryRow {
    // could: the target; below: a target that is less than what there is
    enum class Kind : std::uint8_t { total, change, left, could, below } kind = Kind::total;
    std::string name;
    std::string factor;  // id, for the highlight; empty for totals
    double from = 0, to = 0;
    double shown = 0;  // rounded so that the column adds up
};
[[nodiscard]] std::vector<StoryRow> story_rows(const Told& told);
// "Из +150 000: чек +121 000, квалификация +29 000"; empty without a comparison.
[[nodiscard]] std::string story_sentence(const Told& told);
// «Четыре пятых…»-like finding about the change or, without one, about what is not earned.
[[nodiscard]] std::string story_finding(const Told& told);
// The waterfall itself.
void story_chart(PanelContext& context, Box box, const std::vector<StoryRow>& rows);
[[nodiscard]] inline float story_chart_height(std::size_t rows) {
    return 36.0F * static_cast<float>(rows);
}
// Now, gained or lost, still to earn: one bar.
void money_strip(PanelContext& context, const Box& box);

}  // namespace funnel::workbench
