// A file of deals from its first byte to its answers: feed the pieces, finish, then ask for the proposal, the
// report, the growth. The layers below (table, store, deals, report) are each usable alone; this is the order
// in which a host uses them.
#pragma once

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/deals/deals.hpp"
#include "core/deals/growth.hpp"
#include "core/deals/report.hpp"
#include "core/deals/store.hpp"
#include "core/deals/table.hpp"

namespace funnel::deals {

// A mapping for people to look at: what was understood, how surely, and what they are asked.
struct Proposal {
    Mapping mapping;
    std::array<Sure, kRoles> sure{};
    struct Text {
        std::string text;
        std::uint64_t count = 0;
        Meaning meaning;
        Sure sure = Sure::yes;
        Role role = Role::stage;
    };
    std::vector<Text> texts;       // of outcome and stage, commonest first
    std::vector<Issue> undecided;  // what only a person can tell
};

struct ReaderOptions {
    std::optional<Mapping> mapping;  // absent: what is recognised
    bool keep_ids = false;           // for an agreement's fingerprint
    TableOptions table;
};

class DealsReader {
public:
    // `words` outlives the reader.
    DealsReader(const Words& words, ReaderOptions options);

    void feed(std::string_view bytes) { table_.feed(bytes); }
    void finish() { table_.finish(); }
    // Nothing more of the file will be read: say why now.
    [[nodiscard]] bool refused() const { return table_.refusal().has_value(); }

    // After finish(): why there can be no deals (the table's refusal, columns that are missing or could not
    // be recognised); empty when there can.
    [[nodiscard]] std::vector<Issue> issues() const;
    // What stands only in rows that give no deal (created after `today` among them) is not asked.
    [[nodiscard]] Proposal proposal(Day today = std::numeric_limits<Day>::max()) const;
    // The given mapping, or the proposed one.
    [[nodiscard]] Mapping mapping() const;
    // Precondition: no issues().
    [[nodiscard]] DealsResult deals(const Mapping& mapping, AsOf when) const {
        return build_deals(store_, mapping, when, table_);
    }

    [[nodiscard]] const RowStore& store() const { return store_; }
    [[nodiscard]] const TableReader& table() const { return table_; }

private:
    const Words& words_;
    RowStore store_;
    TableReader table_;
};

}  // namespace funnel::deals
