// Every panel: draws the results of the scenario in hand into a box and emits what the person does.
#pragma once

#include "workbench/controls/panel.hpp"

namespace funnel::workbench {

// scenario_panel.cpp: the inputs. Least height for this scenario.
void scenario_panel(PanelContext& context, Box box);
[[nodiscard]] float scenario_panel_height(const Scenario& scenario);

// results_panel.cpp: the strip on top, with the one big number and the money strip.
void results_panel(PanelContext& context, Box box);

// funnel_panel.cpp
void funnel_panel(PanelContext& context, Box box);
[[nodiscard]] float funnel_panel_height(const Scenario& scenario);

// waterfall_panel.cpp: where the money left comes from.
void waterfall_panel(PanelContext& context, Box box);
[[nodiscard]] float waterfall_panel_height(const Scenario& scenario, const Report& report);

// variants_panel.cpp: A, B, C side by side and their difference.
void variants_panel(PanelContext& context, Box box);

// distributions_panel.cpp: next month's revenue of A, B, C on one axis.
void distributions_panel(PanelContext& context, Box box);

// ramp_panel.cpp, levers_panel.cpp, roster_panel.cpp, solver_panel.cpp: below their heading.
void ramp_panel(PanelContext& context, Box box);
void levers_panel(PanelContext& context, Box box);
void roster_panel(PanelContext& context, Box box);
void solver_panel(PanelContext& context, Box box);

// presenter_panel.cpp: one number at a time, over everything.
void presenter_panel(PanelContext& context, Box box);
// Numbers there are to step through for this report.
[[nodiscard]] int presenter_steps(const PanelContext& context);

// sheets.cpp: sheets over the panels. `window` is all there is.
void cheat_sheet_panel(PanelContext& context, Box window);
void presets_panel(PanelContext& context, Box window);
void actions_panel(PanelContext& context, Box window);

}  // namespace funnel::workbench
