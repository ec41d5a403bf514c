#include "workbench/document/edits.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "core/text/characters.hpp"

namespace funnel::workbench {
namespace {

constexpr std::size_t kTitleCharacters = 200;
constexpr std::size_t kNameCharacters = 80;
constexpr std::int64_t kMostCounted = 1'000'000'000;

// The first `most` characters, without control characters and spaces at the ends.
std::string cleaned(std::string_view text, std::size_t most) {
    std::string out;
    std::size_t characters = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool begins = (byte & 0xc0U) != 0x80U;
        if (begins && characters == most) break;
        if (begins) ++characters;
        out += byte < 0x20 || byte == 0x7f ? ' ' : c;
    }
    const std::size_t first = out.find_first_not_of(' ');
    if (first == std::string::npos) return {};
    return out.substr(first, out.find_last_not_of(' ') - first + 1);
}

bool id_taken(const std::vector<Stage>& stages, std::string_view id) {
    if (id == "leads" || id == "coverage" || id == "average_check") return true;
    return std::any_of(stages.begin(), stages.end(), [id](const Stage& s) { return s.id == id; });
}

std::string free_id(const std::vector<Stage>& stages) {
    for (std::size_t n = stages.size() + 1;; ++n) {
        std::string id = "stage_" + std::to_string(n);
        if (!id_taken(stages, id)) return id;
    }
}

Ratio share(double value) {
    return std::isfinite(value) ? std::clamp(value, 0.0, 1.0) : 0.0;
}

Observed counted(Observed o) {
    o.entered = std::clamp<std::int64_t>(o.entered, 1, kMostCounted);
    o.passed = std::clamp<std::int64_t>(o.passed, 0, o.entered);
    return o;
}

RosterEntry cleaned(RosterEntry entry) {
    entry.name = cleaned(std::string_view(entry.name), kNameCharacters);
    entry.leads = std::clamp<std::int64_t>(entry.leads, 0, kMostCounted);
    entry.sales = std::clamp<std::int64_t>(entry.sales, 0, entry.leads);
    return entry;
}

// The stage of the same name before, if there was one.
const Stage* stage_called(const std::vector<Stage>& stages, std::string_view name) {
    const auto wanted = text::folded(name);
    const auto at = std::find_if(stages.begin(), stages.end(),
                                 [&](const Stage& s) { return text::folded(s.name) == wanted; });
    return at == stages.end() ? nullptr : &*at;
}

void take_over(Stage& stage, const Stage& before) {
    stage.id = before.id;
    if (stage.kind == StageKind::other) stage.kind = before.kind;
    if (!stage.target_conversion && before.target_conversion &&
        *before.target_conversion >= conversion_now(stage)) {
        stage.target_conversion = before.target_conversion;
    }
}

}  // namespace

std::string cleaned_name(std::string_view name) {
    return cleaned(name, kNameCharacters);
}

Scenario with_title(Scenario s, std::string_view title) {
    s.title = cleaned(title, kTitleCharacters);
    return s;
}

Scenario with_conversion(Scenario s, std::size_t index, Ratio conversion) {
    if (index >= s.stages.size()) return s;
    s.stages[index].conversion = share(conversion);
    s.stages[index].observed.reset();
    s.stages[index].source = Source::typed;
    return s;
}

Scenario with_counts(Scenario s, std::size_t index, Observed observed) {
    if (index >= s.stages.size()) return s;
    s.stages[index].conversion = 0;
    s.stages[index].observed = counted(observed);
    s.stages[index].source = Source::counts;
    return s;
}

Scenario with_target(Scenario s, std::size_t index, std::optional<Ratio> target) {
    if (index >= s.stages.size()) return s;
    s.stages[index].target_conversion = target ? std::optional<Ratio>(share(*target)) : std::nullopt;
    s.targets_source = TargetsSource::own;
    return s;
}

Scenario with_stage_name(Scenario s, std::size_t index, std::string_view name) {
    const std::string clean = cleaned(name, kNameCharacters);
    if (index < s.stages.size() && !clean.empty()) s.stages[index].name = clean;
    return s;
}

Scenario with_stage_added(Scenario s) {
    if (s.stages.size() >= kMaxStages) return s;
    Stage stage;
    stage.id = free_id(s.stages);
    stage.name = "Этап " + std::to_string(s.stages.size() + 1);
    stage.conversion = 1;
    s.stages.insert(s.stages.end() - 1, std::move(stage));
    return s;
}

Scenario without_stage(Scenario s, std::size_t index) {
    if (index < s.stages.size() && s.stages.size() > 1)
        s.stages.erase(s.stages.begin() + static_cast<std::ptrdiff_t>(index));
    return s;
}

Scenario with_stage_moved(Scenario s, Move move) {
    if (move.from >= s.stages.size() || move.to >= s.stages.size()) return s;
    const auto at = [&](std::size_t i) { return s.stages.begin() + static_cast<std::ptrdiff_t>(i); };
    if (move.from < move.to) std::rotate(at(move.from), at(move.from + 1), at(move.to + 1));
    if (move.to < move.from) std::rotate(at(move.to), at(move.from), at(move.from + 1));
    return s;
}

Scenario with_stages(Scenario s, std::vector<Stage> stages) {
    if (stages.empty() || stages.size() > kMaxStages) return s;
    std::vector<Stage> made;
    for (Stage& stage : stages) {
        stage.name = cleaned(std::string_view(stage.name), kNameCharacters);
        if (stage.name.empty()) stage.name = "Этап " + std::to_string(made.size() + 1);
        stage.conversion = share(stage.conversion);
        if (stage.observed) stage.observed = counted(*stage.observed);
        if (stage.observed) stage.conversion = 0;
        if (stage.target_conversion) stage.target_conversion = share(*stage.target_conversion);
        if (const Stage* before = stage_called(s.stages, stage.name)) take_over(stage, *before);
        if (stage.id.empty() || id_taken(made, stage.id)) stage.id = free_id(made);
        made.push_back(std::move(stage));
    }
    s.stages = std::move(made);
    return s;
}

Scenario with_targets_reached(Scenario s) {
    for (Stage& stage : s.stages) {
        if (!stage.target_conversion) continue;
        stage.conversion = *stage.target_conversion;
        stage.observed.reset();
        stage.source = Source::typed;
        stage.target_conversion.reset();
    }
    s.managers = s.target.managers.value_or(s.managers);
    s.leads_per_month = s.target.leads_per_month.value_or(s.leads_per_month);
    s.average_check = s.target.average_check.value_or(s.average_check);
    if (s.target.capacity_leads_per_manager)
        s.capacity_leads_per_manager = s.target.capacity_leads_per_manager;
    s.target = {};
    return s;
}

Scenario with_roster(Scenario s, std::vector<RosterEntry> roster) {
    if (roster.size() > kMaxRoster) roster.resize(kMaxRoster);
    for (RosterEntry& entry : roster) entry = cleaned(std::move(entry));
    s.roster = std::move(roster);
    return s;
}

Scenario with_manager_added(Scenario s) {
    if (s.roster.size() >= kMaxRoster) return s;
    s.roster.push_back({"Менеджер " + std::to_string(s.roster.size() + 1), 0, 0});
    return s;
}

Scenario without_manager(Scenario s, std::size_t index) {
    if (index < s.roster.size()) s.roster.erase(s.roster.begin() + static_cast<std::ptrdiff_t>(index));
    return s;
}

Scenario with_manager(Scenario s, std::size_t index, RosterEntry entry) {
    if (index < s.roster.size()) s.roster[index] = cleaned(std::move(entry));
    return s;
}

}  // namespace funnel::workbench
