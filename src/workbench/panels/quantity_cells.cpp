#include <algorithm>
#include <string>
#include <utility>

#include "workbench/controls/controls.hpp"
#include "workbench/document/edits.hpp"
#include "workbench/panels/scenario_cells.hpp"

namespace funnel::workbench {
namespace {

constexpr float kField = 31;

NumberField field_of(const PanelContext& context, QuantityId id) {
    const Quantity& q = quantity(id);
    const auto value = value_of(context.scenario(), id);
    NumberField field;
    field.id = q.id;
    field.name = q.label;
    if (value) field.value = shown_from_value(q, *value);
    field.kind = q.kind;
    field.unit = q.unit;
    field.help = q.help;
    field.low = shown_from_value(q, q.low);
    field.high = shown_from_value(q, q.high);
    field.step = shown_from_value(q, q.step);
    field.paired = paired_in(context.scenario(), id);
    field.whole = q.whole;
    field.optional = q.optional;
    field.empty = "нет";
    return field;
}

}  // namespace

Box field_box(const Box& cell) {
    const float half = std::min(kField, cell.height() - 3) / 2;
    return {cell.x0, cell.middle_y() - half, cell.x1, cell.middle_y() + half};
}

bool nothing_said(const Scenario& scenario) {
    return scenario.leads_per_month == 0 && scenario.average_check == 0;
}

const Remark* remark_in(PanelContext& context, Box& cell, std::string_view field, float name_width) {
    const auto at = std::find_if(context.remarks.begin(), context.remarks.end(),
                                 [&](const Remark& one) { return one.field == field; });
    if (at == context.remarks.end()) return nullptr;
    Canvas& canvas = context.canvas;
    const std::string_view word = at->back ? std::string_view("←") : std::string_view(at->word);
    const float width = canvas.width_of(Type::note, word) + 8;
    if (!word.empty() && name_width + 6 + width <= cell.width()) {
        const Box room = cell.take_right(width);
        ImGui::PushTabStop(false);
        if (at->back && pressable(context, room, "back")) context.ask(PageRequest::take_back);
        ImGui::PopTabStop();
        canvas.text(room, {Type::note, canvas.colors().ink_3, Align::center}, word);
    }
    return &*at;
}

void quantity_name(PanelContext& context, Box cell, QuantityId id, std::string_view name) {
    Canvas& canvas = context.canvas;
    const Quantity& q = quantity(id);
    const Box whole = cell;
    ImGui::PushID(q.id.data(), q.id.data() + q.id.size());
    const Remark* remark = remark_in(context, cell, q.id, canvas.width_of(Type::body, name));
    ImGui::PopID();
    canvas.text(cell, {Type::body, canvas.colors().ink}, {name, q.brief});
    std::string help(q.help);
    if (remark != nullptr) help += (help.empty() ? "" : ". ") + remark->text;
    (void)tip(context, whole, help);
}

void quantity_field(PanelContext& context, const Box& cell, QuantityId id,
                    std::optional<QuantityId> target_of) {
    const Quantity& q = quantity(id);
    NumberField field = field_of(context, id);
    if (target_of) {
        field.empty = "как сейчас";
        const auto now = field_of(context, *target_of).value;
        field.target = !now || !field.value || *field.value > *now;
    }
    // A new call begins with nothing said.
    const bool unsaid = (id == QuantityId::leads || id == QuantityId::average_check) && field.value == 0.0;
    if (unsaid || (id == QuantityId::managers && nothing_said(context.scenario()) && field.value == 1.0)) {
        field.value.reset();
        field.empty = "—";
    }
    const NumberChange change = number_field(context, field_box(cell), field);
    if (!change.changed) return;
    const auto next = change.value ? std::optional<double>(value_from_shown(q, *change.value)) : std::nullopt;
    context.edit([id, next](Scenario now) { return with_value(std::move(now), id, next); }, change.gesture);
}

}  // namespace funnel::workbench
