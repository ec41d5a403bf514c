#include "core/deals/deals.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "core/deals/build.hpp"
#include "core/deals/currency.hpp"
#include "core/deals/repeats.hpp"
#include "core/messages.hpp"
#include "core/sentences.hpp"

namespace funnel::deals {

namespace say = sentences::deals;

namespace {

Outcome outcome_of(Meaning::Kind kind) {
    switch (kind) {
        case Meaning::Kind::won:
            return Outcome::won;
        case Meaning::Kind::lost:
            return Outcome::lost;
        case Meaning::Kind::unfit:
            return Outcome::unfit;
        default:
            return Outcome::open;
    }
}

class Builder {
public:
    Builder(const RowStore& store, const Mapping& mapping, AsOf when, const TableReader& table)
        : store_(store), mapping_(mapping), when_(when), meaning_(store, mapping) {
        set_.today = when.today;
        set_.places = places_of(mapping);
        set_.has_responsible = store.has(Role::responsible);
        set_.has_source = store.has(Role::source);
        set_.timed = store.has(Role::stage_at) || store.has(Role::stage_dates);
        rows().read = table.rows();
        left(LeftOut::ragged) = store.ragged;
        left(LeftOut::header) = store.second_headers;
        told(Told::broken_bytes) = table.broken_bytes();
        told(Told::unclosed_quote) = table.unclosed_quotes();
    }

    DealsResult build(Pipelines pipelines) {
        if (store_.has(Role::stage_at)) {
            from_events();
        } else {
            from_rows();
        }
        set_.unmapped = meaning_.unmapped();
        if (set_.deals.empty())
            return refused(rows().read == 0 ? say::no_deals_empty : say::no_deals_undated);
        tell();
        rows().used = set_.deals.size();
        if (store_.has(Role::pipeline) && pipelines == Pipelines::one && !take_pipeline()) {
            return refused(say::unknown_pipeline, {{"name", *mapping_.pipeline}});
        }
        if (!store_.has(Role::stage_at)) {
            for (const Deal& deal : set_.deals) used_rows_.push_back(deal.row);
        }
        set_.idle_texts = idle_texts(store_, used_rows_);
        if (store_.has(Role::contact)) set_.repeats = count_repeats(set_, store_.contacts);
        if (store_.has(Role::contact) && mapping_.merge_repeats_days)
            merge_repeats(set_, store_.contacts, *mapping_.merge_repeats_days);
        DealsResult result;
        result.rows = set_.rows;
        result.unmapped = set_.unmapped;
        result.set = std::move(set_);
        return result;
    }

private:
    RowCounts& rows() { return set_.rows; }
    LineCount& left(LeftOut reason) { return set_.rows.left_out[static_cast<std::size_t>(reason)]; }
    LineCount& told(Told reason) { return set_.rows.told[static_cast<std::size_t>(reason)]; }

    DealsResult refused(const Sentence& sentence, std::initializer_list<Said> values = {}) {
        DealsResult result;
        result.rows = set_.rows;
        result.unmapped = set_.unmapped;
        const bool of_pipeline = sentence.code == say::unknown_pipeline.code;
        result.issues.push_back(issue_at(of_pipeline ? "/pipeline" : "", sentence, values));
        return result;
    }

    // What the row's texts mean, or the reason it is left out.
    std::optional<RowMeaning::End> end_or_left_out(std::size_t row) {
        const auto end = meaning_.end(row);
        if (!end) {
            meaning_.count_unmapped(row);
            left(LeftOut::unmapped_stage).add(store_.lines[row]);
            return std::nullopt;
        }
        if (end->kind == Meaning::Kind::ignore) {
            left(LeftOut::ignored_stage).add(store_.lines[row]);
            return std::nullopt;
        }
        return end;
    }

    void from_rows() {
        set_.deals.reserve(store_.size());
        for (std::size_t row = 0; row < store_.size(); ++row) {
            const std::optional<Day> created = meaning_.created(row);
            if (!created) {
                const bool empty = store_.created[row].kind() == CellDate::Kind::empty;
                left(empty ? LeftOut::no_date : LeftOut::bad_date).add(store_.lines[row]);
                continue;
            }
            const auto end = end_or_left_out(row);
            if (!end) continue;
            Deal deal;
            deal.created = *created;
            deal.outcome = outcome_of(end->kind);
            deal.place = end->place;
            meaning_.fill(row, deal);
            meaning_.close(row, when_.today, deal);
            set_.deals.push_back(deal);
        }
        if (!store_.ids.empty()) one_row_an_id();
        find_as_of();
        drop_future();
        std::vector<std::uint32_t> amount_rows;
        for (const Deal& deal : set_.deals) amount_rows.push_back(deal.row);
        add_amounts(amount_rows);
        add_stage_dates();
        reopen();
    }

    void from_events() {
        std::vector<EventRow> events;
        for (std::size_t row = 0; row < store_.size(); ++row) {
            const std::optional<Day> day = meaning_.stage_at(row);
            if (!day) {
                const bool empty = store_.stage_at[row].kind() == CellDate::Kind::empty;
                left(empty ? LeftOut::no_date : LeftOut::bad_date).add(store_.lines[row]);
                continue;
            }
            if (const auto end = end_or_left_out(row)) {
                events.push_back({store_.ids.empty() ? 0 : store_.ids[row], *day,
                                  store_.stage_at_seconds[row], static_cast<std::uint32_t>(row), *end});
            }
        }
        std::sort(events.begin(), events.end(), [](const EventRow& a, const EventRow& b) {
            return std::tie(a.id, a.day, a.second, a.row) < std::tie(b.id, b.day, b.second, b.row);
        });
        Day cut = when_.as_of.value_or(when_.today);
        EventDeals read = deals_of_events(store_, meaning_, events, cut, when_.today);
        set_.deals = std::move(read.deals);
        find_as_of();
        if (set_.as_of < cut) {
            cut = set_.as_of;
            read = deals_of_events(store_, meaning_, events, cut, when_.today);
            set_.deals = std::move(read.deals);
        }
        for (const std::uint32_t row : read.future_rows) left(LeftOut::future).add(store_.lines[row]);
        set_.steps = std::move(read.steps);
        set_.step_begins = std::move(read.step_begins);
        add_amounts(read.amount_rows);
        for (const EventRow& event : events) {
            if (event.day <= cut) used_rows_.push_back(event.row);
        }
    }

    void one_row_an_id() {
        RowsOfIds read = deals_of_ids(store_, set_.deals);
        joined_ = std::move(read.joined);
        for (const std::uint32_t row : read.dropped) left(LeftOut::duplicate).add(store_.lines[row]);
    }

    // The latest day the file knows of, not after today.
    void find_as_of() {
        if (when_.as_of) {
            set_.as_of = *when_.as_of;
            return;
        }
        set_.as_of = kNoDay;
        for (const Deal& deal : set_.deals) {
            if (deal.created > when_.today) continue;
            set_.as_of = std::max(set_.as_of, deal.created);
            if (deal.closed != kNoDay) set_.as_of = std::max(set_.as_of, deal.closed);
        }
        if (set_.as_of == kNoDay) set_.as_of = when_.today;
    }

    void drop_future() {
        std::size_t kept = 0;
        for (const Deal& deal : set_.deals) {
            if (deal.created > set_.as_of) {
                left(LeftOut::future).add(store_.lines[deal.row]);
            } else {
                set_.deals[kept++] = deal;
            }
        }
        set_.deals.resize(kept);
    }

    void add_amounts(const std::vector<std::uint32_t>& amount_rows) {
        if (store_.amounts.empty()) return;
        const RowMeaning::Currency currency = meaning_.currency_of(amount_rows);
        const std::uint8_t common = currency.common;
        if (currency.used > 0)
            set_.currency = common == 0 ? std::string(kHomeCurrency) : store_.currencies[common];
        set_.amounts_used = currency.used;
        set_.unmarked_amounts = currency.unmarked;
        for (std::size_t i = 0; i < set_.deals.size(); ++i) {
            if (amount_rows[i] != kNoRow)
                set_.deals[i].amount = meaning_.amount(amount_rows[i], common, set_.deals[i]).value_or(0);
        }
        std::map<std::uint32_t, std::size_t> by_row;
        if (joined_.empty()) return;
        for (std::size_t i = 0; i < set_.deals.size(); ++i) by_row.emplace(set_.deals[i].row, i);
        for (const auto& [row, into] : joined_) {
            const auto found = by_row.find(into);
            if (found == by_row.end()) continue;
            Deal other;
            set_.deals[found->second].amount += meaning_.amount(row, common, other).value_or(0);
            told(Told::rows_joined).add(store_.lines[row]);
            for (const Told reason : {Told::bad_amount, Told::other_currency}) {
                if (other.tells(reason)) extra_told_.emplace_back(reason, store_.lines[row]);
            }
        }
    }

    void add_stage_dates() {
        if (store_.stage_dates.empty()) return;
        set_.step_begins.assign(1, 0);
        std::vector<Step> entered;
        for (Deal& deal : set_.deals) {
            entered.clear();
            for (std::size_t column = 0; column < store_.stage_dates.size(); ++column) {
                const std::optional<Day> day = meaning_.stage_date(column, deal.row);
                if (day && *day <= set_.as_of)
                    entered.push_back({*day - deal.created, meaning_.place_of_column(column)});
            }
            std::stable_sort(entered.begin(), entered.end(),
                             [](const Step& a, const Step& b) { return a.age < b.age; });
            std::uint8_t furthest = 0;
            for (const Step& step : entered) {
                if (step.place <= furthest) continue;
                furthest = step.place;
                set_.steps.push_back(step);
            }
            deal.place = std::max(deal.place, furthest);
            set_.step_begins.push_back(static_cast<std::uint32_t>(set_.steps.size()));
        }
    }

    // What closed after as_of was open on that day.
    void reopen() {
        for (Deal& deal : set_.deals) {
            if (deal.closed == kNoDay || deal.closed <= set_.as_of) continue;
            deal.outcome = Outcome::open;
            deal.closed = kNoDay;
        }
    }

    void tell() {
        for (const Deal& deal : set_.deals) {
            if ((deal.marks & ~Deal::kKnowsLostStage) == 0) continue;
            for (std::size_t reason = 0; reason < kToldReasons; ++reason) {
                if (deal.tells(static_cast<Told>(reason))) set_.rows.told[reason].add(store_.lines[deal.row]);
            }
        }
        for (const auto& [reason, line] : extra_told_) {
            LineCount& count = told(reason);
            ++count.count;
            count.lines.insert(std::upper_bound(count.lines.begin(), count.lines.end(), line), line);
            if (count.lines.size() > kLinesTold) count.lines.pop_back();
        }
    }

    // Keeps the deals of one pipeline. False when the mapping's is not in the file.
    bool take_pipeline() {
        std::map<std::string, std::pair<std::string, std::uint64_t>> counts;  // by folded name
        std::vector<std::string> keys;
        for (std::uint32_t number = 0; number < store_.pipeline_texts.size(); ++number)
            keys.push_back(folded(store_.pipeline_texts.text(number)));
        for (const Deal& deal : set_.deals) {
            const std::uint32_t number = store_.pipelines[deal.row];
            auto& entry = counts.try_emplace(keys[number], std::string(store_.pipeline_texts.text(number)), 0)
                              .first->second;
            ++entry.second;
        }
        std::vector<TextCount> list;
        for (const auto& [key, entry] : counts)
            list.push_back({entry.first.empty() ? "—" : entry.first, entry.second});
        std::stable_sort(list.begin(), list.end(), [](const TextCount& a, const TextCount& b) {
            return a.count != b.count ? a.count > b.count : a.text < b.text;
        });
        const std::string wanted = folded(mapping_.pipeline ? *mapping_.pipeline : list.front().text);
        const std::string key = wanted == "—" && counts.count(wanted) == 0 ? std::string() : wanted;
        if (counts.count(key) == 0) return false;
        set_.pipeline = counts[key].first.empty() ? "—" : counts[key].first;
        set_.pipelines = std::move(list);
        keep_if(set_, [&](const Deal& deal) { return keys[store_.pipelines[deal.row]] == key; });
        return true;
    }

    const RowStore& store_;
    const Mapping& mapping_;
    AsOf when_;
    RowMeaning meaning_;
    DealSet set_;
    std::vector<JoinedRow> joined_;
    std::vector<std::uint32_t> used_rows_;                    // whose texts are in the deals
    std::vector<std::pair<Told, std::uint32_t>> extra_told_;  // of joined rows, with lines
};

}  // namespace

DealsResult build_deals(const RowStore& store, const Mapping& mapping, AsOf when, const TableReader& table,
                        Pipelines pipelines) {
    return Builder(store, mapping, when, table).build(pipelines);
}

}  // namespace funnel::deals
