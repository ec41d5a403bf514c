#include "workbench/document/changes.hpp"

#include <algorithm>
#include <optional>

#include "core/text/characters.hpp"
#include "core/text/number_words.hpp"
#include "workbench/document/quantities.hpp"

namespace funnel::workbench {
namespace {

std::string in_words(const Quantity& q, double value) {
    switch (q.kind) {
        case text::NumberKind::percent:
            return text::percent(value);
        case text::NumberKind::money:
            return text::short_number(value);
        default:
            return text::count(value);
    }
}

void add_quantity(std::vector<std::string>& out, const Scenario& a, const Scenario& b, QuantityId id) {
    const auto before = value_of(a, id);
    const auto after = value_of(b, id);
    if (before == after) return;
    const Quantity& q = quantity(id);
    out.push_back(std::string(q.brief) + ' ' + (after ? in_words(q, *after) : std::string("не задано")));
}

void add_stages(std::vector<std::string>& out, const Scenario& a, const Scenario& b, Changed which) {
    if (a.stages.size() != b.stages.size()) {
        out.push_back("Этапов " + std::to_string(b.stages.size()));
        return;
    }
    for (std::size_t i = 0; i < b.stages.size(); ++i) {
        const Stage& before = a.stages[i];
        const Stage& after = b.stages[i];
        if (before.id != after.id) {
            out.emplace_back("Другие этапы");
            return;
        }
        if (conversion_now(before) != conversion_now(after) || before.observed != after.observed)
            out.push_back(after.name + ' ' + text::percent(conversion_now(after)));
        if (before.name != after.name) out.push_back("Этап «" + after.name + "»");
    }
    for (std::size_t i = 0; i < b.stages.size() && which == Changed::everything; ++i) {
        const auto& target = b.stages[i].target_conversion;
        if (a.stages[i].target_conversion == target) continue;
        out.push_back(b.stages[i].name + ": цель " +
                      (target ? text::percent(*target) : std::string("снята")));
    }
}

// With a small first letter: in the middle of a sentence.
std::string continued(const std::string& words) {
    std::u32string characters = text::decoded(words);
    if (!characters.empty()) characters[0] = text::lower(characters[0]);
    return text::encoded(characters);
}

}  // namespace

std::vector<std::string> changes(const Scenario& a, const Scenario& b, Changed which) {
    std::vector<std::string> out;
    for (const QuantityId id : {QuantityId::managers, QuantityId::leads, QuantityId::average_check})
        add_quantity(out, a, b, id);
    add_stages(out, a, b, which);
    if (which == Changed::now) {
        add_quantity(out, a, b, QuantityId::capacity);
        return out;
    }
    for (std::size_t i = static_cast<std::size_t>(QuantityId::working_days); i < kQuantities; ++i)
        add_quantity(out, a, b, static_cast<QuantityId>(i));
    if (a.stated_sales != b.stated_sales && b.stated_sales)
        out.push_back("Оплат " + text::count(*b.stated_sales));
    if (a.roster != b.roster) out.emplace_back("Список менеджеров");
    return out;
}

std::string name_of(const std::vector<std::string>& list) {
    if (list.empty()) return {};
    std::string out = list.front();
    if (list.size() > 1) out += ", " + continued(list[1]);
    if (list.size() > 2) out += " и ещё " + std::to_string(list.size() - 2);
    return out;
}

}  // namespace funnel::workbench
