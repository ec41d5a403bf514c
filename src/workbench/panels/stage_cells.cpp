#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "core/fields.hpp"
#include "core/sentences.hpp"
#include "workbench/controls/controls.hpp"
#include "workbench/document/edits.hpp"
#include "workbench/drawing/format.hpp"
#include "workbench/panels/scenario_cells.hpp"

namespace funnel::workbench {
namespace {

NumberField share_field(std::string_view id, std::optional<double> ratio) {
    NumberField field;
    field.id = id;
    field.kind = text::NumberKind::percent;
    if (ratio) field.value = *ratio * 100;
    field.empty = "—";
    field.unit = "%";
    field.low = 0;
    field.high = 100;
    field.step = 1;
    return field;
}

void remove_stage(PanelContext& context, std::size_t index) {
    context.edit([index](Scenario now) { return without_stage(std::move(now), index); });
}

// The handle on the left: drag it up or down, or Alt+arrows while it has the keyboard.
void stage_handle(PanelContext& context, const Box& box, std::size_t index) {
    Canvas& canvas = context.canvas;
    ImGui::PushTabStop(false);
    (void)pressable(context, box, "handle");
    ImGui::PopTabStop();
    (void)tip(context, box, "Потяните, чтобы переставить этап");
    const bool held = ImGui::IsItemActive();
    const bool shown = held || ImGui::IsItemHovered() || keyboard_is_on_it();
    for (int i = 0; i < 3; ++i) {
        const float y = box.middle_y() - 5 + 4 * static_cast<float>(i);
        canvas.fill({box.x0 + 3, y, box.x1 - 5, y + 1.4F},
                    shown ? canvas.colors().ink : canvas.colors().hair);
    }
    const std::size_t last = context.scenario().stages.size() - 1;
    const float dragged = held ? ImGui::GetMouseDragDelta(0, 0).y / canvas.scale() : 0;
    const float pitch = box.height();
    const bool keys = keyboard_is_on_it() && ImGui::GetIO().KeyAlt;
    const bool up = dragged < -0.7F * pitch || (keys && ImGui::IsKeyPressed(ImGuiKey_UpArrow));
    const bool down = dragged > 0.7F * pitch || (keys && ImGui::IsKeyPressed(ImGuiKey_DownArrow));
    if (keys) own_keys({ImGuiKey_UpArrow, ImGuiKey_DownArrow});
    const auto move_to = [&](std::size_t to) {
        context.edit([index, to](Scenario now) { return with_stage_moved(std::move(now), {index, to}); });
    };
    if (up && index > 0) move_to(index - 1);
    if (down && index < last) move_to(index + 1);
    if (held && (up || down)) ImGui::ResetMouseDragDelta(0);
    if (keyboard_is_on_it() && ImGui::IsKeyPressed(ImGuiKey_Delete, false)) {
        remove_stage(context, index);
    }
}

}  // namespace

void stage_name(PanelContext& context, Box cell, const Box& row, std::size_t index) {
    Canvas& canvas = context.canvas;
    const Stage& stage = context.scenario().stages[index];
    stage_handle(context, cell.take_left(16), index);
    const Box whole = cell;
    const Remark* remark = remark_in(context, cell, "stages/" + std::to_string(index) + "/conversion",
                                     canvas.width_of(Type::body, stage.name));
    if (remark != nullptr) (void)tip(context, whole, remark->text);
    const bool near =
        ImGui::IsMouseHoveringRect(canvas.to_device(row.x0, row.y0), canvas.to_device(row.x1, row.y1));
    if (near && context.scenario().stages.size() > 1) {
        const Box cross = cell.take_right(20);
        ImGui::PushTabStop(false);
        if (pressable(context, cross, "remove")) remove_stage(context, index);
        ImGui::PopTabStop();
        (void)tip(context, cross, "Убрать этап. Отмена вернёт");
        canvas.text(cross, {Type::body, canvas.colors().ink_3, Align::center}, "×");
    }
    const bool roomy = canvas.width_of(Type::body, stage.name) <= cell.width();
    ImGui::PushTabStop(false);
    const NameChange name =
        name_field(context, cell, {"name", stage.name, "", roomy ? Type::body : Type::note});
    ImGui::PopTabStop();
    if (!name.changed) return;
    context.edit(
        [index, said = name.text](Scenario now) { return with_stage_name(std::move(now), index, said); },
        name.gesture);
}

void stage_now(PanelContext& context, const Box& cell, std::size_t index) {
    NumberField field = share_field("now", context.report().now.stages[index].conversion);
    if (nothing_said(context.scenario()) && field.value == 100.0) field.value.reset();
    const NumberChange now = number_field(context, field_box(cell), field);
    if (!now.changed || !now.value) return;
    const Ratio share = *now.value / 100;
    context.edit([index, share](Scenario s) { return with_conversion(std::move(s), index, share); },
                 now.gesture);
}

void stage_target(PanelContext& context, const Box& cell, std::size_t index) {
    NumberField target = share_field("target", context.scenario().stages[index].target_conversion);
    if (!target.value) target.empty = "как есть";
    target.optional = true;
    target.target = target.value > context.report().now.stages[index].conversion * 100;
    const NumberChange change = number_field(context, field_box(cell), target);
    if (!change.changed) return;
    const auto next = change.value ? std::optional<Ratio>(*change.value / 100) : std::nullopt;
    context.edit([index, next](Scenario now) { return with_target(std::move(now), index, next); },
                 change.gesture);
}

void stage_counts(PanelContext& context, const ColumnEdges& columns, std::size_t index) {
    const Stage& stage = context.scenario().stages[index];
    NumberField field;
    field.high = fields::kMostObserved;
    field.whole = true;
    field.id = "entered";
    if (stage.observed) field.value = static_cast<double>(stage.observed->entered);
    field.low = 1;
    field.paired.sentence = sentences::issues::out_of_range_passed.pattern;
    if (stage.observed) field.paired.low = static_cast<double>(stage.observed->passed);
    const NumberChange entered = number_field(context, field_box(columns.now), field);
    field.id = "passed";
    field.low = 0;
    field.value.reset();
    field.paired.low = 0;
    if (stage.observed) {
        field.value = static_cast<double>(stage.observed->passed);
        field.paired.high = static_cast<double>(stage.observed->entered);
    }
    const NumberChange passed = number_field(context, field_box(columns.target), field);
    const auto put = [&](const NumberChange& change, auto counts_with) {
        if (!change.changed || !change.value) return;
        const std::int64_t typed = std::llround(*change.value);
        context.edit(
            [=](Scenario now) {
                const std::optional<Observed> before = now.stages[index].observed;
                return with_counts(std::move(now), index, counts_with(before, typed));
            },
            change.gesture);
    };
    put(entered, [](const std::optional<Observed>& before, std::int64_t typed) {
        return Observed{typed, before ? before->passed : 0};
    });
    // The first of the two to be said: all of them, until it is known of how many.
    put(passed, [](const std::optional<Observed>& before, std::int64_t typed) {
        return Observed{before ? before->entered : typed, typed};
    });
}

void stage_per_point(PanelContext& context, const Box& cell, std::size_t index) {
    const std::string& id = context.scenario().stages[index].id;
    const auto& levers = context.report().levers;
    const auto lever = std::find_if(levers.begin(), levers.end(), [&](const Lever& l) { return l.id == id; });
    if (cell.width() <= 0 || lever == levers.end() || !lever->per_point) return;
    context.canvas.text(cell, {Type::note, context.canvas.colors().ink_2, Align::right},
                        {number(*lever->per_point), text::short_number(*lever->per_point)});
}

}  // namespace funnel::workbench
