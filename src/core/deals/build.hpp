// Parts of building deals from rows, shared between plain exports and event logs. Not for other folders.
#pragma once

#include <optional>
#include <vector>

#include "core/deals/deals.hpp"

namespace funnel::deals {

// Meanings of every text of a column, by its number; 0 (empty) is open.
using Meanings = std::vector<std::optional<Meaning>>;
[[nodiscard]] Meanings meanings_of(const Texts& texts, const Mapping& mapping);

// Everything that a row's cells mean in this file: settled columns, meanings, currency.
class RowMeaning {
public:
    RowMeaning(const RowStore& store, const Mapping& mapping);

    [[nodiscard]] std::optional<Day> created(std::size_t row) const;
    [[nodiscard]] std::optional<Day> stage_at(std::size_t row) const;
    [[nodiscard]] std::optional<Day> stage_date(std::size_t column, std::size_t row) const;
    // End of the deal and place in the funnel as the row's texts say; absent: a text without a meaning.
    struct End {
        Meaning::Kind kind = Meaning::Kind::open;  // won, lost, unfit, open or ignore
        std::uint8_t place = 0;
    };
    [[nodiscard]] std::optional<End> end(std::size_t row) const;
    // Fills what needs no other row: responsible, source, lost stage and reason.
    void fill(std::size_t row, Deal& deal) const;
    // The closing date of a deal that ended, by the rules of deals.md; tells what was dropped.
    void close(std::size_t row, Day today, Deal& deal) const;
    // The same for a date that is known: before `created` by a day is rounding, more is dropped and told, so
    // is the future.
    static void close_at(Day closed, Day today, Deal& deal);
    // The amount, told when it is bad or of another currency than `common`.
    [[nodiscard]] std::optional<double> amount(std::size_t row, std::uint8_t common, Deal& deal) const;
    // The currency most amounts of these rows are in, by its number; those that do not say are taken for
    // roubles.
    struct Currency {
        std::uint8_t common = 0;
        std::uint64_t used = 0;      // amounts in it,
        std::uint64_t unmarked = 0;  // and among them those that do not say theirs
    };
    [[nodiscard]] Currency currency_of(const std::vector<std::uint32_t>& amount_rows) const;
    [[nodiscard]] bool has_amount(std::size_t row) const;

    // Numbers of texts without a meaning in this row are counted.
    void count_unmapped(std::size_t row);
    [[nodiscard]] std::vector<TextCount> unmapped() const;
    [[nodiscard]] std::uint8_t place_of_column(std::size_t column) const {
        return stage_date_places_[column];
    }

private:
    const RowStore& store_;
    Settled settled_;
    Meanings outcomes_, stages_, lost_stages_;
    std::vector<bool> unfit_reasons_;
    std::vector<std::uint8_t> stage_date_places_;
    std::vector<std::uint64_t> unmapped_outcomes_, unmapped_stages_;
};

// Places used in the mapping, and for stage_dates without places one a column.
[[nodiscard]] std::vector<DealSet::Place> places_of(const Mapping& mapping);

// Texts of outcomes, stages and the stages of loss that stand in none of these rows: what they mean changes
// no deal. Each once.
[[nodiscard]] std::vector<std::string> idle_texts(const RowStore& store,
                                                  const std::vector<std::uint32_t>& rows);

// A row whose amount belongs to the deal of another one.
struct JoinedRow {
    std::uint32_t row = 0;
    std::uint32_t into = 0;  // the row of that deal
};
struct RowsOfIds {
    std::vector<std::uint32_t> dropped;  // rows of deals that are there once more, in order
    std::vector<JoinedRow> joined;       // in order of their rows
};
// Leaves one deal an id. Of rows of one id, quite alike or changed, the later one stays; of rows alike but
// for the amount the first is the deal. Precondition: the store keeps ids.
[[nodiscard]] RowsOfIds deals_of_ids(const RowStore& store, std::vector<Deal>& deals);

// One row of an event log that counts.
struct EventRow {
    std::uint64_t id = 0;
    Day day = 0;
    std::int32_t second = 0;
    std::uint32_t row = 0;
    RowMeaning::End end;
};

// Deals of an event log: rows of one id in order of time (deals.md §2), in order of their first rows.
struct EventDeals {
    std::vector<Deal> deals;
    std::vector<std::uint32_t> amount_rows;  // where each deal's amount stands; kNoRow for none
    std::vector<Step> steps;                 // as in DealSet
    std::vector<std::uint32_t> step_begins{0};
    std::vector<std::uint32_t> future_rows;  // of deals that came after the cut
};
inline constexpr std::uint32_t kNoRow = 0xFFFFFFFFU;
// `events` sorted by id, time, row. Events after `cut` are dropped.
[[nodiscard]] EventDeals deals_of_events(const RowStore& store, const RowMeaning& meaning,
                                         const std::vector<EventRow>& events, Day cut, Day today);

}  // namespace funnel::deals
