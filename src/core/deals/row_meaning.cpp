#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "core/deals/build.hpp"
#include "core/deals/currency.hpp"

namespace funnel::deals {

namespace {

constexpr std::array<std::string_view, kLeftOutReasons> kLeftOutNames{
    "no_date", "bad_date", "future", "duplicate", "ignored_stage", "unmapped_stage", "ragged", "header"};
constexpr std::array<std::string_view, kToldReasons> kToldNames{
    "closed_before_created", "closed_in_future", "bad_closed",           "bad_amount",   "other_currency",
    "rows_joined",           "won_without_date", "closed_from_modified", "broken_bytes", "unclosed_quote"};

template <typename Column>
auto at_or_zero(const Column& column, std::size_t row) {
    return column.empty() ? typename Column::value_type{} : column[row];
}

void decide_order(const RowStore& store, Settled& settled) {
    for (const DateColumn* column :
         {&store.created_dates, &store.stage_at_dates, &store.closed_dates, &store.modified_dates}) {
        if (column->parts == 0) continue;
        settled.order_undecided = !column->first_above_12 && !column->second_above_12;
        if (column->first_above_12)
            settled.order = DateOrder::dmy;
        else if (column->second_above_12)
            settled.order = DateOrder::mdy;
        if (!settled.order_undecided) return;
    }
}

void decide_decimal(const RowStore& store, Settled& settled) {
    if (store.decimal_commas + store.decimal_points > 0) {
        settled.decimal = store.decimal_points > store.decimal_commas ? '.' : ',';
        return;
    }
    // "1,234" and "1.234" alone: three digits after a mark are a group.
    settled.decimal_undecided = store.open_commas + store.open_points > 0;
    settled.decimal = store.open_commas > store.open_points ? '.' : ',';
}

}  // namespace

std::string_view name_of(LeftOut reason) {
    return kLeftOutNames[static_cast<std::size_t>(reason)];
}
std::string_view name_of(Told reason) {
    return kToldNames[static_cast<std::size_t>(reason)];
}

Settled settle(const RowStore& store, const Mapping& mapping) {
    Settled settled;
    decide_order(store, settled);
    decide_decimal(store, settled);
    if (mapping.date_order) {
        settled.order = *mapping.date_order;
        settled.order_undecided = false;
    }
    if (mapping.decimal) {
        settled.decimal = *mapping.decimal;
        settled.decimal_undecided = false;
    }
    return settled;
}

Meanings meanings_of(const Texts& texts, const Mapping& mapping) {
    std::map<std::string, Meaning> by_name;
    for (const Mapping::Stage& stage : mapping.stages) by_name.emplace(folded(stage.name), stage.means);
    Meanings meanings(std::size_t{kTooManyTexts} + 1 > texts.size() ? texts.size()
                                                                    : std::size_t{kTooManyTexts} + 1);
    for (std::uint32_t number = 0; number < texts.size() && number < kTooManyTexts; ++number) {
        const auto found = by_name.find(folded(texts.text(number)));
        if (found != by_name.end())
            meanings[number] = found->second;
        else if (number == 0)
            meanings[number] = Meaning{};
    }
    return meanings;
}

std::vector<DealSet::Place> places_of(const Mapping& mapping) {
    std::map<std::uint8_t, std::string> places;
    for (const Mapping::Stage& stage : mapping.stages) {
        if (stage.means.kind == Meaning::Kind::place) places.emplace(stage.means.place, stage.name);
    }
    const std::vector<std::string>& columns = mapping.of(Role::stage_dates);
    if (places.empty()) {
        for (std::size_t i = 0; i < columns.size(); ++i)
            places.emplace(static_cast<std::uint8_t>(i + 1), columns[i]);
    }
    std::vector<DealSet::Place> list;
    for (auto& [place, name] : places) list.push_back({place, name});
    return list;
}

RowMeaning::RowMeaning(const RowStore& store, const Mapping& mapping)
    : store_(store),
      settled_(settle(store, mapping)),
      outcomes_(meanings_of(store.outcome_texts, mapping)),
      stages_(meanings_of(store.stage_texts, mapping)),
      lost_stages_(meanings_of(store.lost_stage_texts, mapping)),
      unmapped_outcomes_(outcomes_.size(), 0),
      unmapped_stages_(stages_.size(), 0) {
    std::map<std::string, bool> reasons;
    for (const Mapping::Reason& reason : mapping.reasons) reasons.emplace(folded(reason.name), reason.unfit);
    for (std::uint32_t number = 0; number < store.reason_texts.size(); ++number) {
        const auto found = reasons.find(folded(store.reason_texts.text(number)));
        unfit_reasons_.push_back(number != 0 && found != reasons.end() && found->second);
    }
    const std::vector<DealSet::Place> places = places_of(mapping);
    const std::size_t columns = store.stage_dates.size();
    for (std::size_t i = 0; i < columns; ++i) {
        stage_date_places_.push_back(
            places.size() == columns ? places[i].place
                                     : static_cast<std::uint8_t>(std::min<std::size_t>(i + 1, kMaxPlace)));
    }
}

std::optional<Day> RowMeaning::created(std::size_t row) const {
    return store_.created[row].day_in({settled_.order, store_.created_dates.all_serials()});
}
std::optional<Day> RowMeaning::stage_at(std::size_t row) const {
    return store_.stage_at[row].day_in({settled_.order, store_.stage_at_dates.all_serials()});
}
std::optional<Day> RowMeaning::stage_date(std::size_t column, std::size_t row) const {
    return store_.stage_dates[column][row].day_in(
        {settled_.order, store_.stage_date_columns[column].all_serials()});
}

std::optional<RowMeaning::End> RowMeaning::end(std::size_t row) const {
    using Kind = Meaning::Kind;
    const auto meaning_in = [&](const Meanings& meanings,
                                const std::vector<std::uint16_t>& column) -> std::optional<Meaning> {
        if (column.empty()) return Meaning{};
        return column[row] < meanings.size() ? meanings[column[row]] : std::nullopt;
    };
    const std::optional<Meaning> outcome = meaning_in(outcomes_, store_.outcomes);
    const std::optional<Meaning> stage = meaning_in(stages_, store_.stages);
    if (!outcome || !stage) return std::nullopt;
    if (outcome->kind == Kind::ignore || stage->kind == Kind::ignore) return End{Kind::ignore, 0};
    const Meaning& decides = store_.outcomes.empty() ? *stage : *outcome;
    End end{decides.kind == Kind::place ? Kind::open : decides.kind, 0};
    for (const Meaning* meaning : {&*outcome, &*stage}) {
        if (meaning->kind == Kind::place) end.place = std::max(end.place, meaning->place);
    }
    return end;
}

void RowMeaning::fill(std::size_t row, Deal& deal) const {
    deal.row = static_cast<std::uint32_t>(row);
    deal.responsible = at_or_zero(store_.responsibles, row);
    deal.source = at_or_zero(store_.sources, row);
    if (deal.outcome == Outcome::lost && !store_.reasons.empty() &&
        store_.reasons[row] < unfit_reasons_.size() && unfit_reasons_[store_.reasons[row]]) {
        deal.outcome = Outcome::unfit;
    }
    if ((deal.outcome == Outcome::lost || deal.outcome == Outcome::unfit) && !store_.lost_stages.empty()) {
        const std::uint16_t text = store_.lost_stages[row];
        const std::optional<Meaning> meaning = text < lost_stages_.size() ? lost_stages_[text] : std::nullopt;
        if (meaning && meaning->kind == Meaning::Kind::place) {
            deal.marks |= Deal::kKnowsLostStage;
            deal.place = std::max(deal.place, meaning->place);
        }
    }
}

void RowMeaning::close(std::size_t row, Day today, Deal& deal) const {
    if (deal.outcome == Outcome::open) return;
    const bool won = deal.outcome == Outcome::won;
    std::optional<Day> closed;
    if (!store_.closed.empty()) {
        const CellDate cell = store_.closed[row];
        closed = cell.day_in({settled_.order, store_.closed_dates.all_serials()});
        if (!closed && cell.kind() != CellDate::Kind::empty) deal.tell(Told::bad_closed);
    }
    if (!closed && won && !store_.modified.empty()) {
        closed = store_.modified[row].day_in({settled_.order, store_.modified_dates.all_serials()});
        if (closed) deal.tell(Told::closed_from_modified);
    }
    if (closed) close_at(*closed, today, deal);
    if (won && deal.closed == kNoDay) deal.tell(Told::won_without_date);
}

void RowMeaning::close_at(Day closed, Day today, Deal& deal) {
    if (closed > today) return deal.tell(Told::closed_in_future);
    if (deal.created - closed > 1) return deal.tell(Told::closed_before_created);
    deal.closed = std::max(closed, deal.created);
}

bool RowMeaning::has_amount(std::size_t row) const {
    return store_.amount_marks[row].kind == CellAmount::Kind::number;
}

RowMeaning::Currency RowMeaning::currency_of(const std::vector<std::uint32_t>& amount_rows) const {
    std::array<std::uint64_t, 256> counts{};
    Currency currency;
    for (const std::uint32_t row : amount_rows) {
        if (row == kNoRow || !has_amount(row)) continue;
        ++counts[store_.amount_marks[row].currency];
    }
    currency.unmarked = std::exchange(counts[0], 0);
    std::size_t home = 0;
    for (std::size_t i = 1; i < store_.currencies.size(); ++i) {
        if (store_.currencies[i] == kHomeCurrency) home = i;
    }
    counts[home] += currency.unmarked;
    const auto most = std::max_element(counts.begin(), counts.end());
    currency.common = static_cast<std::uint8_t>(most - counts.begin());
    const bool counts_them = static_cast<std::size_t>(currency.common) == home;
    currency.used = *most + (counts_them ? 0 : currency.unmarked);
    return currency;
}

std::optional<double> RowMeaning::amount(std::size_t row, std::uint8_t common, Deal& deal) const {
    if (store_.amounts.empty()) return std::nullopt;
    const StoredAmount& marks = store_.amount_marks[row];
    if (marks.kind == CellAmount::Kind::empty) return std::nullopt;
    if (marks.kind == CellAmount::Kind::bad) {
        deal.tell(Told::bad_amount);
        return std::nullopt;
    }
    if (marks.currency != 0 && marks.currency != common) {
        deal.tell(Told::other_currency);
        return std::nullopt;
    }
    const double value = store_.amounts[row];
    const bool decimal = (marks.open == CellAmount::Open::comma && settled_.decimal == ',') ||
                         (marks.open == CellAmount::Open::point && settled_.decimal == '.');
    return decimal ? value / 1000 : value;
}

void RowMeaning::count_unmapped(std::size_t row) {
    const auto count = [&](const std::vector<std::uint16_t>& column, const Meanings& meanings,
                           std::vector<std::uint64_t>& counts) {
        if (column.empty() || column[row] >= meanings.size() || meanings[column[row]]) return;
        ++counts[column[row]];
    };
    count(store_.outcomes, outcomes_, unmapped_outcomes_);
    count(store_.stages, stages_, unmapped_stages_);
}

std::vector<TextCount> RowMeaning::unmapped() const {
    std::vector<TextCount> list;
    const auto add = [&](const std::vector<std::uint64_t>& counts, const Texts& texts) {
        for (std::uint32_t number = 0; number < counts.size(); ++number) {
            if (counts[number] > 0) list.push_back({std::string(texts.text(number)), counts[number]});
        }
    };
    add(unmapped_outcomes_, store_.outcome_texts);
    add(unmapped_stages_, store_.stage_texts);
    std::stable_sort(list.begin(), list.end(),
                     [](const TextCount& a, const TextCount& b) { return a.count > b.count; });
    return list;
}

}  // namespace funnel::deals
