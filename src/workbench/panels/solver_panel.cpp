#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "workbench/controls/controls.hpp"
#include "workbench/drawing/format.hpp"
#include "workbench/panels/panels.hpp"

namespace funnel::workbench {
namespace {

constexpr float kChip = 26;

struct PinChoice {
    Pin pin;
    std::string label;
};
struct GiveChoice {
    Give give;
    std::string label;
};

std::vector<PinChoice> pins_of(const Scenario& scenario) {
    std::vector<PinChoice> out{{{Pinned::revenue, "", 0}, "Выручка"}, {{Pinned::sales, "", 0}, "Оплаты"}};
    for (std::size_t i = 0; i + 1 < scenario.stages.size(); ++i) {
        out.push_back({{Pinned::stage, scenario.stages[i].id, 0}, scenario.stages[i].name});
    }
    out.push_back({{Pinned::leads, "", 0}, "Заявки"});
    out.push_back({{Pinned::leads_per_manager_day, "", 0}, "На человека в день"});
    return out;
}

std::vector<GiveChoice> gives_of(const Scenario& scenario) {
    std::vector<GiveChoice> out{{{Gives::all_conversions, ""}, "Все конверсии"}};
    for (const Stage& stage : scenario.stages) out.push_back({{Gives::conversion, stage.id}, stage.name});
    out.push_back({{Gives::leads, ""}, "Заявки"});
    out.push_back({{Gives::check, ""}, "Чек"});
    out.push_back({{Gives::managers, ""}, "Менеджеры"});
    return out;
}

bool same_pin(const Pin& a, const Pin& b) {
    return a.what == b.what && a.stage_id == b.stage_id;
}

// Chips flow over as many lines as they need; returns the index pressed, or -1.
template <typename Choices, typename Chosen>
int chips(PanelContext& context, Box& box, std::string_view id, const Choices& choices,
          const Chosen& chosen) {
    int pressed = -1;
    float x = box.x0;
    float y = box.y0;
    ImGui::PushID(id.data(), id.data() + id.size());
    for (std::size_t i = 0; i < choices.size(); ++i) {
        const std::string key = std::to_string(i);
        Button b{key, choices[i].label, "", chosen(choices[i]) ? ButtonLook::solid : ButtonLook::outlined};
        const float width = std::min(button_width(context.canvas, b), box.width());
        if (x + width > box.x1 + 0.5F && x > box.x0) {
            x = box.x0;
            y += kChip + 4;
        }
        if (button(context, {x, y, x + width, y + kChip}, b)) pressed = static_cast<int>(i);
        x += width + 6;
    }
    ImGui::PopID();
    box.y0 = y + kChip;
    return pressed;
}

void set_form(PanelContext& context, SolverForm form) {
    View view = context.view;
    view.solver = std::move(form);
    context.intents.emplace_back(ChangeView{std::move(view)});
}

void wanted_field(PanelContext& context, const Box& box) {
    const Pin& pin = context.results.pin;
    NumberField field;
    field.id = "wanted";
    field.value = pin.value;
    field.high = 1e20;
    field.unit = pin.what == Pinned::revenue ? "₽" : "";
    field.step = pin.what == Pinned::revenue ? 100'000 : 1;
    field.decimals = pin.what == Pinned::revenue ? 0 : 2;
    const NumberChange change = number_field(context, box, field);
    if (!change.changed || !change.value) return;
    SolverForm form = context.view.solver;
    form.pin.value = *change.value;
    form.touched = true;
    set_form(context, std::move(form));
}

std::string change_words(const PanelContext& context) {
    const SolveResult& solution = context.results.solution;
    const Give& give = context.view.solver.give;
    const auto from_to = [&](std::string_view name, const std::string& from, const std::string& to) {
        return std::string(name) + ": " + from + " → " + to;
    };
    const Change& c = solution.change;
    switch (give.what) {
        case Gives::conversion:
            return from_to(factor_name(context.scenario(), give.stage_id), percent(c.from, 2),
                           percent(c.to, 2));
        case Gives::all_conversions:
            return "Каждая конверсия × " + number_trimmed(c.to, 3);
        case Gives::leads:
            return from_to("Заявки", count(c.from), count(c.to));
        case Gives::check:
            return from_to("Средний чек", roubles(c.from), roubles(c.to));
        case Gives::managers:
            return from_to("Менеджеров", number(c.from), number(c.to));
    }
    return {};
}

void answer(PanelContext& context, Box box) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const SolveResult& solution = context.results.solution;
    if (!solution.scenario) {
        const std::string why = solution.refusal ? solution.refusal->message : "";
        (void)canvas.paragraph(box, Type::body, colors.ink, "Не выйдет. " + why);
        return;
    }
    canvas.text(box.take_top(30), {Type::value, colors.could}, change_words(context));
    Box line = box.take_top(34);
    const Button apply{"apply", "Применить", "Enter", ButtonLook::solid};
    const Box at = line.take_left(std::min(button_width(canvas, apply), line.width()));
    if (button(context, {at.x0, at.y0 + 2, at.x1, at.y0 + 32}, apply)) context.edit(*solution.scenario);
    line.x0 += 12;
    if (line.width() > 120 && context.view.solver.give.what == Gives::managers) {
        canvas.text(line, {Type::note, colors.ink_2}, "выйдет " + number_trimmed(solution.reached, 1));
    }
}

}  // namespace

void solver_panel(PanelContext& context, Box box) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    if (box.height() < 80) return;
    const std::vector<PinChoice> pins = pins_of(context.scenario());
    const std::vector<GiveChoice> gives = gives_of(context.scenario());
    const SolverForm& form = context.view.solver;
    // Chips wrap by the width there is: measured by the last frame's height, the part scrolls when it must.
    const float content = std::max(context.interaction.scroll_content, 60.0F);
    Box area = begin_scroll(context, "solver", box, content);
    const float top = area.y0;
    const bool wide = area.width() > 640;
    Box left = wide ? area.take_left(area.width() * 0.72F - 20) : area;
    canvas.text(left.take_top(18), {Type::note, colors.ink_3}, "Должно получиться");
    const int pin =
        chips(context, left, "pin", pins, [&](const PinChoice& c) { return same_pin(c.pin, form.pin); });
    left.y0 += 4;
    canvas.text(left.take_top(18), {Type::note, colors.ink_3},
                form.pin.what == Pinned::leads ? "Уступит, чтобы выручка осталась прежней" : "Уступит");
    const int give =
        chips(context, left, "give", gives, [&](const GiveChoice& c) { return c.give == form.give; });
    Box right =
        wide ? Box{left.x1 + 40, top, area.x1, top + 132} : Box{area.x0, left.y0 + 8, area.x1, left.y0 + 140};
    const Box label = right.take_top(20);
    canvas.text(label, {Type::note, colors.ink_3}, "Столько в месяц");
    const Box field = right.take_top(34);
    wanted_field(context, {field.x0, field.y0 + 1, std::min(field.x0 + 220, field.x1), field.y0 + 33});
    right.y0 += 6;
    answer(context, right);
    context.interaction.scroll_content = std::max(left.y0, right.y1) - top;
    end_scroll(context, content);
    if (pin >= 0) set_form(context, {pins[static_cast<std::size_t>(pin)].pin, form.give, false});
    if (give >= 0) set_form(context, {form.pin, gives[static_cast<std::size_t>(give)].give, form.touched});
}

}  // namespace funnel::workbench
