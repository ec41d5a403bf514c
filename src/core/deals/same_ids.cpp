#include <algorithm>
#include <vector>

#include "core/deals/build.hpp"
#include "core/deals/first_deals.hpp"

namespace funnel::deals {

namespace {

// All mapped cells but the amount say the same.
bool is_alike(const RowStore& store, std::uint32_t a, std::uint32_t b) {
    const auto same = [&](const auto& column) { return column.empty() || column[a] == column[b]; };
    const bool currency =
        store.amount_marks.empty() || store.amount_marks[a].currency == store.amount_marks[b].currency;
    return currency && same(store.created) && same(store.closed) && same(store.modified) &&
           same(store.outcomes) && same(store.stages) && same(store.reasons) && same(store.lost_stages) &&
           same(store.pipelines) && same(store.responsibles) && same(store.sources) && same(store.contacts) &&
           std::all_of(store.stage_dates.begin(), store.stage_dates.end(),
                       [&](const auto& column) { return column[a] == column[b]; });
}

}  // namespace

RowsOfIds deals_of_ids(const RowStore& store, std::vector<Deal>& deals) {
    RowsOfIds result;
    FirstDeals table(deals.size());
    std::vector<std::pair<std::uint32_t, std::uint32_t>> again;  // first deal of the id, later deal
    for (std::uint32_t i = 0; i < deals.size(); ++i) {
        const std::uint64_t id = store.ids[deals[i].row];
        if (id == 0) continue;
        const std::uint32_t first = table.first_or(id, i, deals, store.ids);
        if (first != i) again.emplace_back(first, i);
    }
    if (again.empty()) return result;
    std::sort(again.begin(), again.end());
    std::vector<bool> gone(deals.size(), false);
    std::vector<std::uint32_t> dropped;
    for (std::size_t i = 0; i < again.size();) {
        std::vector<std::uint32_t> kept{again[i].first};  // deals whose rows make this one
        const std::uint32_t first = again[i].first;
        for (; i < again.size() && again[i].first == first; ++i) {
            const std::uint32_t next = again[i].second;
            const auto row_of = [&](std::uint32_t deal) { return deals[deal].row; };
            const auto twin = std::find_if(kept.begin(), kept.end(), [&](std::uint32_t deal) {
                return store.prints[row_of(deal)] == store.prints[row_of(next)];
            });
            if (twin != kept.end()) {
                dropped.push_back(*twin);
                kept.erase(twin);
            } else if (!is_alike(store, row_of(kept.front()), row_of(next))) {
                dropped.insert(dropped.end(), kept.begin(), kept.end());
                kept.clear();
            }
            kept.push_back(next);
        }
        std::sort(kept.begin(), kept.end());
        for (std::size_t k = 1; k < kept.size(); ++k) {
            result.joined.push_back({deals[kept[k]].row, deals[kept.front()].row});
            gone[kept[k]] = true;
        }
    }
    std::sort(dropped.begin(), dropped.end());
    for (const std::uint32_t deal : dropped) {
        result.dropped.push_back(deals[deal].row);
        gone[deal] = true;
    }
    std::sort(result.joined.begin(), result.joined.end(),
              [](const JoinedRow& a, const JoinedRow& b) { return a.row < b.row; });
    std::size_t at = 0;
    for (std::size_t i = 0; i < deals.size(); ++i) {
        if (!gone[i]) deals[at++] = deals[i];
    }
    deals.resize(at);
    return result;
}

}  // namespace funnel::deals
