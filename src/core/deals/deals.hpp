// The deals of an export: rows understood by a mapping, each deal once, as the department stood on a day
// (deals.md §2, §3).
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/deals/calendar.hpp"
#include "core/deals/mapping.hpp"
#include "core/deals/store.hpp"

namespace funnel::deals {

enum class Outcome : std::uint8_t { won, lost, unfit, open };

// Why a row gives no deal of its own, and what is told of rows that do; deals.md §2 has the names.
enum class LeftOut : std::uint8_t {
    no_date,
    bad_date,
    future,
    duplicate,
    ignored_stage,
    unmapped_stage,
    ragged,
    header
};
enum class Told : std::uint8_t {
    closed_before_created,
    closed_in_future,
    bad_closed,
    bad_amount,
    other_currency,
    rows_joined,
    won_without_date,
    closed_from_modified,
    broken_bytes,
    unclosed_quote,
};
inline constexpr std::size_t kLeftOutReasons = 8;
inline constexpr std::size_t kToldReasons = 10;
[[nodiscard]] std::string_view name_of(LeftOut reason);
[[nodiscard]] std::string_view name_of(Told reason);

inline constexpr Day kNoDay = std::numeric_limits<Day>::min();

// One deal as of a day.
struct Deal {
    Day created = 0;
    Day closed = kNoDay;            // of won, lost and unfit deals, when known
    double amount = 0;              // 0 without a usable one
    std::uint32_t responsible = 0;  // numbers of texts, 0 for none
    std::uint32_t source = 0;
    std::uint32_t row = 0;  // in the store: its id, contact, line
    Outcome outcome = Outcome::open;
    std::uint8_t place = 0;   // furthest place in the funnel that is known, 0 for none
    std::uint16_t marks = 0;  // bits: what is told of it (Told), kKnowsLostStage
    static constexpr std::uint16_t kKnowsLostStage = 1U << 15U;

    [[nodiscard]] bool is_dated_win() const { return outcome == Outcome::won && closed != kNoDay; }
    // A lost or unfit deal that says where it stopped.
    [[nodiscard]] bool knows_lost_stage() const { return (marks & kKnowsLostStage) != 0; }
    void tell(Told reason) {
        marks = static_cast<std::uint16_t>(marks | 1U << static_cast<unsigned>(reason));
    }
    [[nodiscard]] bool tells(Told reason) const { return (marks >> static_cast<unsigned>(reason) & 1U) != 0; }
};

// A deal entered a place of the funnel at an age in days (of event logs and stage dates).
struct Step {
    std::int32_t age = 0;
    std::uint8_t place = 0;
};

struct RowCounts {
    std::uint64_t read = 0;  // rows below the header that are not empty
    std::uint64_t used = 0;  // deals they gave, before repeats are merged
    std::array<LineCount, kLeftOutReasons> left_out;
    std::array<LineCount, kToldReasons> told;
};

struct TextCount {
    std::string text;
    std::uint64_t count = 0;
};

// The deals of one pipeline, and what is known of the rest.
struct DealSet {
    Day as_of = 0;
    Day today = 0;
    std::vector<Deal> deals;
    // steps[i] of deal i lie from step_begins[i] to step_begins[i + 1], by age, each place further than the
    // last; empty unless timed.
    std::vector<Step> steps;
    std::vector<std::uint32_t> step_begins;
    bool timed = false;  // the time of entering a place is known (stage_at, stage_dates)

    struct Place {
        std::uint8_t place = 1;
        std::string name;
    };
    std::vector<Place> places;  // used in the mapping, sorted, named by the first text

    RowCounts rows;
    std::optional<std::vector<TextCount>> pipelines;  // largest first
    std::string pipeline;                             // the one taken
    std::optional<std::uint64_t> repeats;             // before they are merged; absent without `contact`
    std::vector<TextCount> unmapped;                  // texts without a meaning, commonest first
    std::vector<std::string> idle_texts;              // of outcome and stage: in no row of these deals
    std::string currency;                // of the amounts that are used, its code; empty without amounts
    std::uint64_t amounts_used = 0;      // numbers in it,
    std::uint64_t unmarked_amounts = 0;  // and among them those that do not say their currency
    bool has_responsible = false;
    bool has_source = false;
};

struct AsOf {
    Day today = 0;
    std::optional<Day> as_of;
};

// What the mapping leaves to the whole column.
struct Settled {
    DateOrder order = DateOrder::dmy;
    bool order_undecided = false;  // no date said which part is the day
    char decimal = ',';
    bool decimal_undecided = false;
};
[[nodiscard]] Settled settle(const RowStore& store, const Mapping& mapping);

// Which deals are taken: those of the mapping's pipeline, or of every one.
enum class Pipelines : std::uint8_t { one, all };

// Deals of the rows of a store that is ready(). Issues: no_deals (not a row is left), unknown_pipeline.
struct DealsResult {
    std::optional<DealSet> set;
    std::vector<Issue> issues;
    RowCounts rows;  // also when there is no set
    std::vector<TextCount> unmapped;
};
[[nodiscard]] DealsResult build_deals(const RowStore& store, const Mapping& mapping, AsOf when,
                                      const TableReader& table, Pipelines pipelines = Pipelines::one);

}  // namespace funnel::deals
