#include <set>

#include "core/deals/build.hpp"

namespace funnel::deals {

namespace {

// Numbers of a column's texts that stand in these rows.
std::vector<bool> used_in(const std::vector<std::uint16_t>& column, const Texts& texts,
                          const std::vector<std::uint32_t>& rows) {
    std::vector<bool> used(texts.size(), false);
    if (column.empty()) return used;
    for (const std::uint32_t row : rows) {
        if (column[row] < used.size()) used[column[row]] = true;
    }
    return used;
}

}  // namespace

std::vector<std::string> idle_texts(const RowStore& store, const std::vector<std::uint32_t>& rows) {
    std::set<std::string> used;
    std::vector<std::string> idle;
    const auto look = [&](const Texts& texts, const std::vector<std::uint16_t>& column, auto&& take) {
        const std::vector<bool> here = used_in(column, texts, rows);
        for (std::uint32_t number = 1; number < texts.size(); ++number)
            take(texts.text(number), here[number]);
    };
    const auto each = [&](auto&& take) {
        look(store.outcome_texts, store.outcomes, take);
        look(store.stage_texts, store.stages, take);
        look(store.lost_stage_texts, store.lost_stages, take);
    };
    each([&](std::string_view text, bool here) {
        if (here) used.insert(folded(text));
    });
    each([&](std::string_view text, bool here) {
        if (!here && used.insert(folded(text)).second) idle.emplace_back(text);
    });
    return idle;
}

}  // namespace funnel::deals
