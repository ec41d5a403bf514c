#include <algorithm>
#include <numeric>

#include "core/deals/build.hpp"

namespace funnel::deals {

namespace {

// The state of one deal after its events in order.
class Story {
public:
    void add(const EventRow& event) {
        using Kind = Meaning::Kind;
        furthest_ = std::max(furthest_, event.end.place);
        if (event.end.place > 0) entries_.push_back({event.day, event.end.place});
        if (event.end.kind == Kind::open) {
            // A place after a loss reopens the deal; won stays won.
            if (outcome_ != Outcome::won) {
                outcome_ = Outcome::open;
                closed_ = kNoDay;
            }
            return;
        }
        outcome_ = event.end.kind == Kind::won
                       ? Outcome::won
                       : (event.end.kind == Kind::lost ? Outcome::lost : Outcome::unfit);
        closed_ = event.day;
    }

    struct Entry {
        Day day = 0;
        std::uint8_t place = 0;
    };
    [[nodiscard]] Outcome outcome() const { return outcome_; }
    [[nodiscard]] Day closed() const { return closed_; }
    [[nodiscard]] std::uint8_t furthest() const { return furthest_; }
    [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }

private:
    Outcome outcome_ = Outcome::open;
    Day closed_ = kNoDay;
    std::uint8_t furthest_ = 0;
    std::vector<Entry> entries_;
};

struct Group {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::uint32_t first_row = 0;
};

// Runs of one id; an empty id is a deal of its own.
std::vector<Group> groups_of(const std::vector<EventRow>& events) {
    std::vector<Group> groups;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const bool same = i > 0 && events[i].id != 0 && events[i].id == events[i - 1].id;
        if (!same) groups.push_back({i, i, events[i].row});
        groups.back().end = i + 1;
        groups.back().first_row = std::min(groups.back().first_row, events[i].row);
    }
    std::sort(groups.begin(), groups.end(),
              [](const Group& a, const Group& b) { return a.first_row < b.first_row; });
    return groups;
}

class EventReader {
public:
    EventReader(const RowStore& store, const RowMeaning& meaning, const std::vector<EventRow>& events,
                Day cut, Day today)
        : store_(store), meaning_(meaning), events_(events), cut_(cut), today_(today) {}

    void read(const Group& group) {
        Story story;
        std::optional<Day> created;
        std::uint32_t amount_row = kNoRow;
        Deal deal;
        std::size_t counted = 0;
        for (std::size_t i = group.begin; i < group.end; ++i) {
            const EventRow& event = events_[i];
            if (!created && !store_.created.empty()) created = meaning_.created(event.row);
            if (event.day > cut_) continue;
            ++counted;
            story.add(event);
            deal.outcome = story.outcome();
            Deal row;
            row.outcome = deal.outcome;
            meaning_.fill(event.row, row);
            if (row.responsible != 0) deal.responsible = row.responsible;
            if (row.source != 0) deal.source = row.source;
            if (row.outcome == Outcome::unfit) deal.outcome = Outcome::unfit;
            if (row.knows_lost_stage()) deal.marks |= Deal::kKnowsLostStage;
            deal.place = std::max(deal.place, row.place);
            if (!store_.amounts.empty() && store_.amount_marks[event.row].kind != CellAmount::Kind::empty)
                amount_row = event.row;
            deal.row = event.row;
        }
        if (!created && counted > 0) created = events_[group.begin].day;
        if (counted == 0 || *created > cut_) {
            for (std::size_t i = group.begin; i < group.end; ++i)
                result_.future_rows.push_back(events_[i].row);
            return;
        }
        deal.created = *created;
        deal.place = std::max(deal.place, story.furthest());
        if (deal.outcome != Outcome::open) {
            RowMeaning::close_at(story.closed(), today_, deal);
            if (deal.outcome == Outcome::won && deal.closed == kNoDay) deal.tell(Told::won_without_date);
        }
        add_steps(story, deal);
        result_.deals.push_back(deal);
        result_.amount_rows.push_back(amount_row);
        result_.step_begins.push_back(static_cast<std::uint32_t>(result_.steps.size()));
    }

    EventDeals take() {
        std::sort(result_.future_rows.begin(), result_.future_rows.end());
        return std::move(result_);
    }

private:
    void add_steps(const Story& story, const Deal& deal) {
        std::uint8_t furthest = 0;
        for (const Story::Entry& entry : story.entries()) {
            if (entry.place <= furthest) continue;
            furthest = entry.place;
            result_.steps.push_back({entry.day - deal.created, entry.place});
        }
    }

    const RowStore& store_;
    const RowMeaning& meaning_;
    const std::vector<EventRow>& events_;
    Day cut_;
    Day today_;
    EventDeals result_;
};

}  // namespace

EventDeals deals_of_events(const RowStore& store, const RowMeaning& meaning,
                           const std::vector<EventRow>& events, Day cut, Day today) {
    EventReader reader(store, meaning, events, cut, today);
    for (const Group& group : groups_of(events)) reader.read(group);
    return reader.take();
}

}  // namespace funnel::deals
