// The cells of the inputs' table (scenario_panel.cpp): names and fields of its quantities
// (quantity_cells.cpp) and of its stages (stage_cells.cpp).
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "workbench/controls/panel.hpp"
#include "workbench/document/quantities.hpp"

namespace funnel::workbench {

// Columns of the table: what it is, now, target, what one point brings.
struct ColumnEdges {
    Box name, now, target, point;
};

// Of a cell, what its field takes.
[[nodiscard]] Box field_box(const Box& cell);

// A call that has just begun: its fields stand empty, whatever the scenario holds in their place.
[[nodiscard]] bool nothing_said(const Scenario& scenario);

// A word of it at the end of a name's cell, where the name leaves room; an arrow where there is a way back,
// which the page offers when it is pressed. The rest stands under the pointer.
// Gives what the page knows of the field, nullptr when it knows nothing.
const Remark* remark_in(PanelContext& context, Box& cell, std::string_view field, float name_width);

// The name of a quantity; under the pointer what it means, and what the page knows of it.
void quantity_name(PanelContext& context, Box cell, QuantityId id, std::string_view name);
// `target_of`: the quantity this one is the target of; left empty, it stays as that one is.
void quantity_field(PanelContext& context, const Box& cell, QuantityId id,
                    std::optional<QuantityId> target_of = std::nullopt);

// The name of a stage with its handle; under the pointer (`row`) also what removes it.
void stage_name(PanelContext& context, Box cell, const Box& row, std::size_t index);
void stage_now(PanelContext& context, const Box& cell, std::size_t index);
void stage_target(PanelContext& context, const Box& cell, std::size_t index);
// In pieces instead of per cent: how many entered, how many passed.
void stage_counts(PanelContext& context, const ColumnEdges& columns, std::size_t index);
// What one point more of its conversion brings a month.
void stage_per_point(PanelContext& context, const Box& cell, std::size_t index);

}  // namespace funnel::workbench
