// The checklist and the first steps of a brief.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/text/number_words.hpp"
#include "lead/brief/brief.hpp"

namespace funnel::server {

namespace {

constexpr std::size_t kShown = 3;
constexpr double kPercent = 100;

std::string points_of(double score) {
    return text::number(score * kPercent) + "\u00A0%";
}

std::string question_of(const Handbook& book, const std::string& item) {
    const auto found = book.items.find(item);
    return found == book.items.end() ? item : found->second.question;
}

const AreaResult* area_of(const ChecklistResult& result, const std::string& id) {
    for (const AreaResult& area : result.areas)
        if (area.id == id) return &area;
    return nullptr;
}

// Answered areas, the lowest score first; of equal ones the one to begin with.
std::vector<const AreaResult*> weakest(const ChecklistResult& result) {
    std::vector<const AreaResult*> areas;
    for (const std::string& id : result.order)
        if (const AreaResult* area = area_of(result, id);
            area != nullptr && area->score.score && *area->score.score < 1)
            areas.push_back(area);
    std::stable_sort(areas.begin(), areas.end(), [](const AreaResult* a, const AreaResult* b) {
        return *a->score.score < *b->score.score;
    });
    if (areas.size() > kShown) areas.resize(kShown);
    return areas;
}

// One technique of a plan with what to do first in it.
struct Step {
    const Technique& technique;
    int week_from = 1;
    int week_to = 1;
};
BriefLine line_of(const Step& step, std::size_t number) {
    const std::string from = std::to_string(step.week_from);
    const std::string weeks = step.week_from == step.week_to
                                  ? "неделя " + from
                                  : "недели " + from + "–" + std::to_string(step.week_to);
    const auto& actions = step.technique.actions;
    return {"", std::to_string(number) + ". " + step.technique.name + " (" + weeks + ")" +
                    (actions.empty() ? "" : ": " + actions.front())};
}

std::vector<BriefLine> planned(const Handbook& book, const StepsSource& source) {
    PlanInput input;
    input.scenario = source.scenario;
    input.techniques = &book.techniques;
    input.checklist = source.checklist;
    const Plan plan = plan_of(input);
    std::vector<BriefLine> lines;
    for (std::size_t i = 0; i < plan.steps.size() && i < kShown; ++i) {
        const PlanStep& step = plan.steps[i];
        lines.push_back(line_of({book.techniques[step.technique], step.week_from, step.week_to}, i + 1));
    }
    return lines;
}

// A plan as the store keeps it; a technique that is taught no more is left out.
std::vector<BriefLine> attached(std::string_view plan) {
    std::vector<BriefLine> lines;
    const auto document = nlohmann::json::parse(plan, nullptr, false);
    if (!document.is_object() || !document.contains("steps") || !document["steps"].is_array()) return lines;
    for (const auto& step : document["steps"]) {
        if (!step.is_object() || lines.size() == kShown) continue;
        const auto id = step.find("technique");
        const Technique* technique =
            id != step.end() && id->is_string() ? technique_of(id->get_ref<const std::string&>()) : nullptr;
        if (technique == nullptr) continue;
        lines.push_back(
            line_of({*technique, step.value("week_from", 1), step.value("week_to", 1)}, lines.size() + 1));
    }
    return lines;
}

// Without numbers of the department: what the weakest areas ask for.
std::vector<BriefLine> asked_for(const Handbook& book, const ChecklistResult& result) {
    std::vector<BriefLine> lines;
    for (const AreaResult* area : weakest(result)) {
        if (area->weak_items.empty()) continue;
        const auto item = book.items.find(area->weak_items.front());
        if (item != book.items.end() && !item->second.action.empty())
            lines.push_back({"", std::to_string(lines.size() + 1) + ". " + item->second.action});
    }
    return lines;
}

std::string joined(const std::vector<BriefLine>& lines) {
    std::string text;
    for (const BriefLine& line : lines) text += (text.empty() ? "" : "\n") + line.value;
    return text;
}

}  // namespace

std::vector<Answer> marks_of(std::string_view stored_answers) {
    auto document = nlohmann::json::parse(stored_answers, nullptr, false);
    if (!document.is_object()) return {};
    if (document.contains("format")) document = document.value("answers", nlohmann::json::object());
    std::vector<Answer> answers;
    for (const auto& [id, mark] : document.items()) {
        if (mark.is_number_integer())
            answers.push_back(
                {id, static_cast<Mark>(std::clamp<std::int64_t>(mark.get<std::int64_t>(), 0, 2))});
        else if (mark == "na")
            answers.push_back({id, Mark::not_applicable});
    }
    return answers;
}

void add_checklist(Brief& brief, const Handbook& book, const ChecklistResult& result) {
    if (!result.total.score) return;
    BriefPart part{"Чек-лист РОПа", {}};
    part.lines.push_back({"Оценка", points_of(*result.total.score)});
    brief.values.emplace_back("checklist_score", std::round(*result.total.score * kPercent));
    if (result.total.completeness) {
        part.lines.push_back({"Отвечено", points_of(*result.total.completeness) + " вопросов"});
        brief.values.emplace_back("completeness", std::round(*result.total.completeness * kPercent));
    }
    const auto& zeros = result.total.critical_zeros;
    std::string questions;
    for (const std::string& item : zeros)
        questions += (questions.empty() ? "" : " · ") + question_of(book, item);
    part.lines.push_back(
        {"Критичные нули", zeros.empty() ? "нет" : std::to_string(zeros.size()) + ": " + questions});
    brief.values.emplace_back("critical_zeros", static_cast<double>(zeros.size()));
    std::string areas;
    for (const AreaResult* area : weakest(result)) {
        const auto name = book.areas.find(area->id);
        areas += (areas.empty() ? "" : "; ") + (name == book.areas.end() ? area->id : name->second) + ", " +
                 points_of(*area->score.score);
    }
    if (!areas.empty()) part.lines.push_back({"Слабее всего", areas});
    if (!areas.empty()) brief.values.emplace_back("weak_areas", areas);
    brief.parts.push_back(std::move(part));
}

void add_first_steps(Brief& brief, const Handbook& book, const StepsSource& source) {
    BriefPart part{"С чего начать", {}};
    if (!source.attached_plan.empty())
        part = {"С чего начать: приложенный план на 12 недель", attached(source.attached_plan)};
    if (part.lines.empty() && source.scenario != nullptr) part.lines = planned(book, source);
    if (part.lines.empty() && source.checklist != nullptr) part.lines = asked_for(book, *source.checklist);
    if (part.lines.empty()) return;
    brief.values.emplace_back("first_steps", joined(part.lines));
    brief.parts.push_back(std::move(part));
}

}  // namespace funnel::server
