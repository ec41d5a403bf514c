// Work backwards: what must come out, what may give way, and the answer in whole leads and people.
#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "workbench/controls/controls.hpp"
#include "workbench/drawing/format.hpp"
#include "workbench/panels/panels.hpp"

namespace funnel::workbench {
namespace {

constexpr float kChip = 34;

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
    out.push_back({{Pinned::leads_per_manager_day, "", 0}, "Заявок на человека в день"});
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
    context.show([asked = std::move(form)](View& view) { view.solver = asked; });
}

void wanted_field(PanelContext& context, const Box& box) {
    const Pin& pin = context.results.pin;
    NumberField field;
    const bool money = pin.what == Pinned::revenue;
    field.id = "wanted";
    field.name = "Столько в месяц";
    field.value = pin.value;
    field.high = 1e20;
    field.kind = money ? text::NumberKind::money : text::NumberKind::count;
    field.unit = money ? "₽" : "";
    field.step = money ? 100'000 : 1;
    const NumberChange change = number_field(context, box, field);
    if (!change.changed || !change.value) return;
    SolverForm form = context.view.solver;
    form.pin.value = *change.value;
    form.touched = true;
    set_form(context, std::move(form));
}

// The leads a goal needs are whole: the next whole one through every stage. The solution then takes them.
std::optional<Count> whole_leads(const PanelContext& context) {
    const auto& goal = context.results.goal;
    if (context.view.solver.give.what != Gives::leads || !goal || !goal->leads) return std::nullopt;
    return *goal->leads;
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
            return from_to(factor_name(context.scenario(), give.stage_id), percent(c.from), percent(c.to));
        case Gives::all_conversions:
            return "Каждая конверсия ×\u00a0" + number(c.to, 3);
        case Gives::leads:
            return from_to("Заявок в месяц", count(c.from),
                           number(whole_leads(context).value_or(std::ceil(c.to))));
        case Gives::check:
            return from_to("Средний чек", roubles(c.from), roubles(std::ceil(c.to)));
        case Gives::managers:
            return from_to("Менеджеров", number(c.from), number(c.to));
    }
    return {};
}

// "Каждая ×3,676" stage by stage.
std::string stage_words(const PanelContext& context) {
    const SolveResult& solution = context.results.solution;
    if (context.view.solver.give.what != Gives::all_conversions || !solution.scenario) return {};
    std::string out;
    for (const Stage& stage : solution.scenario->stages) {
        if (!out.empty()) out += ", ";
        out += stage.name + ' ' + percent(conversion_now(stage));
    }
    return out;
}

// Sales, leads and people a goal takes, in one line: the same whole numbers as everywhere.
std::string goal_words(const PanelContext& context) {
    const auto& goal = context.results.goal;
    if (!goal || !goal->sales) return {};
    std::string out = "Всего нужно оплат " + number(*goal->sales);
    if (goal->leads) out += ", заявок " + number(*goal->leads);
    if (goal->managers) out += ", менеджеров " + number(*goal->managers);
    return out;
}

// Why the answer is no, and how far it can go.
std::string how_far(const PanelContext& context) {
    const SolveResult& solution = context.results.solution;
    std::string why = solution.refusal ? solution.refusal->message : "";
    if (!why.empty() && why.back() != '.') why += '.';
    const auto& far = context.results.furthest;
    if (!far) return why;
    const bool money = context.results.pin.what == Pinned::revenue;
    return why + " Самое большее: " + (money ? roubles(std::floor(*far)) : count(*far)) + " в месяц";
}

Scenario scenario_of_answer(const PanelContext& context) {
    Scenario scenario = *context.results.solution.scenario;
    if (const auto leads = whole_leads(context)) scenario.leads_per_month = *leads;
    return scenario;
}

void answer(PanelContext& context, Box box) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const SolveResult& solution = context.results.solution;
    if (!solution.scenario) {
        box.y0 += canvas.paragraph(box, Type::body, colors.ink, "Не выйдет. " + how_far(context)) + 8;
        (void)canvas.paragraph(box, Type::note, colors.ink_2, goal_words(context));
        return;
    }
    box.y0 += canvas.paragraph({box.x0, box.y0, box.x1, box.y0 + 56}, Type::value, colors.could,
                               change_words(context));
    for (const std::string& words : {stage_words(context), goal_words(context)}) {
        if (words.empty()) continue;
        box.y0 += 4;
        box.y0 += canvas.paragraph({box.x0, box.y0, box.x1, box.y0 + 78}, Type::note, colors.ink_2, words);
    }
    box.y0 += 8;
    Box line = box.take_top(38);
    const Button apply{"apply", "В новый вариант", "Enter", ButtonLook::solid};
    const Box at = line.take_left(std::min(button_width(canvas, apply), line.width()));
    if (button(context, at, apply)) context.intents.emplace_back(AddVariant{scenario_of_answer(context), ""});
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
    canvas.text(area.take_top(26), {Type::note, colors.ink_3}, "Должно получиться");
    const int pin =
        chips(context, area, "pin", pins, [&](const PinChoice& c) { return same_pin(c.pin, form.pin); });
    area.y0 += 8;
    Box line = area.take_top(40);
    const Box label =
        line.take_left(std::min(line.width() * 0.5F, canvas.width_of(Type::note, "Столько в месяц") + 12));
    canvas.text(label, {Type::note, colors.ink_3}, "Столько в месяц");
    wanted_field(context, {line.x0, line.y0 + 3, std::min(line.x0 + 260, line.x1), line.y0 + 37});
    area.y0 += 6;
    canvas.text(
        area.take_top(26), {Type::note, colors.ink_3},
        {form.pin.what == Pinned::leads ? "Что изменится, чтобы выручка осталась прежней" : "За счёт чего",
         "За счёт чего"});
    const int give =
        chips(context, area, "give", gives, [&](const GiveChoice& c) { return c.give == form.give; });
    area.y0 += 14;
    const Box room{area.x0, area.y0, area.x1, area.y0 + 260};
    answer(context, room);
    context.interaction.scroll_content = room.y1 - top;
    end_scroll(context, content);
    if (pin >= 0) set_form(context, {pins[static_cast<std::size_t>(pin)].pin, form.give, false});
    if (give >= 0) set_form(context, {form.pin, gives[static_cast<std::size_t>(give)].give, form.touched});
}

}  // namespace funnel::workbench
