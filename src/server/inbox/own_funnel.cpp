// The firm's own funnel: how fast it answers, and what becomes of its requests by month and source. The
// second half is the report `funnel deals` makes, of the same table.
#include <algorithm>
#include <array>
#include <cmath>

#include "core/deals/calendar.hpp"
#include "core/json/deals_json.hpp"
#include "core/text/number_words.hpp"
#include "inbox/inbox.hpp"
#include "inbox/words.hpp"
#include "inbox/working_hours.hpp"
#include "operator/inbox/own_deals.hpp"
#include "operator/inbox/site_funnel.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

constexpr std::string_view kFunnel = "/inbox/funnel";
constexpr std::string_view kDeals = "/inbox/deals.csv";
constexpr std::int64_t kAtOnce = 1000;
constexpr std::int64_t kMostDeals = 20'000;  // the newest of them: a page must not take longer than a moment

std::vector<OwnDeal> newest_deals(Store& store) {
    Work work(store.database());
    std::vector<OwnDeal> deals;
    std::int64_t after = std::max<std::int64_t>(0, work.mark().lead - kMostDeals);
    while (true) {
        auto page = work.deals(after, kAtOnce);
        if (page.empty()) return deals;
        after = page.back().id;
        std::move(page.begin(), page.end(), std::back_inserter(deals));
    }
}

// Answers of one group of requests.
struct Answers {
    std::vector<std::int64_t> took;  // ms to the first action, of those that have one
    std::int64_t waiting = 0;        // without one, and longer than 15 minutes
    std::int64_t in_time = 0;

    void add(const OwnDeal& deal, std::int64_t now) {
        if (deal.work.status == WorkStatus::spam) return;
        if (deal.work.first_ms > 0) {
            took.push_back(std::max<std::int64_t>(0, deal.work.first_ms - deal.created_ms));
            in_time += took.back() <= kAnswerWithinMs ? 1 : 0;
        } else if (now - deal.created_ms > kAnswerWithinMs) {
            ++waiting;
        }
    }
    // The smallest time within which that share of all that should have been answered were; nothing when so
    // many still wait.
    [[nodiscard]] std::optional<std::int64_t> quantile(double share) {
        const auto all = static_cast<double>(took.size()) + static_cast<double>(waiting);
        const auto rank = static_cast<std::size_t>(std::max(1.0, std::ceil(share * all)));
        if (all == 0 || rank > took.size()) return std::nullopt;
        std::sort(took.begin(), took.end());
        return took[rank - 1];
    }
    [[nodiscard]] std::int64_t all() const { return static_cast<std::int64_t>(took.size()) + waiting; }
};

std::string share_words(std::int64_t part, std::int64_t whole) {
    if (whole == 0) return "пока не из чего считать";
    return text::percent(static_cast<double>(part) / static_cast<double>(whole)) + " (" +
           std::to_string(part) + " из " + std::to_string(whole) + ")";
}

std::string time_words(std::optional<std::int64_t> ms) {
    return ms ? duration_words(*ms) : std::string("пока не видно");
}

std::string interval_words(const std::optional<Interval>& interval) {
    return interval ? "от " + text::percent(interval->low) + " до " + text::percent(interval->high)
                    : std::string("ещё рано");
}

std::string month_words(deals::Month month) {
    constexpr std::array<std::string_view, 12> kNames{"январь",   "февраль", "март",   "апрель",
                                                      "май",      "июнь",    "июль",   "август",
                                                      "сентябрь", "октябрь", "ноябрь", "декабрь"};
    return std::string(kNames[static_cast<std::size_t>(month % 12)]) + ' ' + std::to_string(month / 12);
}

void add_speed(PageValues& values, const std::vector<OwnDeal>& deals, std::int64_t now,
               const InboxOptions& firm) {
    const TimeZone& zone = firm.zone;
    Answers working;
    std::array<Answers, 24> by_hour;
    std::int64_t outside = 0;
    for (const OwnDeal& deal : deals) {
        if (firm.hours.contain(deal.created_ms, zone))
            working.add(deal, now);
        else
            ++outside;
        by_hour[static_cast<std::size_t>(local_hour(deal.created_ms, zone))].add(deal, now);
    }
    std::vector<PageValues> hours;
    for (std::size_t hour = 0; hour < by_hour.size(); ++hour) {
        Answers& answers = by_hour[hour];
        if (answers.all() == 0) continue;
        hours.emplace_back()
            .text("hour", std::to_string(hour) + ":00")
            .text("count", std::to_string(answers.all()))
            .text("hour_median", time_words(answers.quantile(0.5)))
            .text("hour_in_time", share_words(answers.in_time, answers.all()));
    }
    values
        .text("about",
              "Время от прихода до первого действия. Верхние числа о заявках, пришедших в рабочие часы: " +
                  firm.hours.words() + ". В другие часы пришло " + std::to_string(outside) +
                  ". Спам не считается.")
        .text("in_time", share_words(working.in_time, working.all()))
        .text("median", time_words(working.quantile(0.5)))
        .text("p90", time_words(working.quantile(0.9)))
        .text("without", std::to_string(working.waiting))
        .list("hours", std::move(hours));
}

std::string table_of(const std::vector<OwnDeal>& deals, const TimeZone& zone) {
    std::string table = own_deals_head();
    for (const OwnDeal& deal : deals) table += own_deals_line(deal, zone);
    return table;
}

void add_deals(PageValues& values, const std::vector<OwnDeal>& own, std::int64_t now, const TimeZone& zone) {
    using namespace funnel::deals;
    const auto none = [&](const char* why) {
        values.flag("has_deals", false).flag("no_deals", true).text("deals_about", why);
    };
    if (own.empty()) return none("Конверсия появится, когда придут первые заявки.");
    const Words words = compiled_in_words();
    DealsReader reader(words, {});
    reader.feed(table_of(own, zone));
    reader.finish();
    if (!reader.issues().empty()) return none("Пока заявок мало: конверсию считать рано.");
    const auto today = static_cast<Day>((now + zone.hours * kHourMs) / kDayMs);
    const DealsResult read = reader.deals(reader.mapping(), {today, today});
    if (!read.set) return none("Пока заявок мало: конверсию считать рано.");
    const DealsReport report = report_of(*read.set, reader.store(), {});
    std::vector<PageValues> months;
    for (auto month = report.months.rbegin(); month != report.months.rend() && months.size() < 24; ++month)
        months.emplace_back()
            .text("month", month_words(month->month))
            .text("count", std::to_string(month->deals))
            .text("won", std::to_string(month->won))
            .text("conversion", month->conversion ? text::percent(*month->conversion)
                                                  : text::percent(month->so_far) + ", месяц не созрел")
            .text("interval", interval_words(month->mature ? month->interval : month->forecast_interval));
    std::vector<PageValues> sources;
    if (report.sources)
        for (const GroupReport& group : *report.sources)
            sources.emplace_back()
                .text("source", group.name)
                .text("count", std::to_string(group.share.deals))
                .text("won", std::to_string(group.share.won))
                .text("conversion", text::percent(group.share.conversion))
                .text("interval", interval_words(group.share.interval));
    values.flag("has_deals", true)
        .flag("no_deals", false)
        .text("deals_about",
              report.horizon_days
                  ? "Договор за " + std::to_string(*report.horizon_days) + " дней от заявки."
                  : std::string("Сделок пока мало: за сколько дней они созревают, ещё не видно."))
        .text("sources_about", sources.empty() ? "Ни один месяц ещё не созрел: сравнивать источники рано."
                                               : "За созревшие месяцы.")
        .list("months", std::move(months))
        .list("sources", std::move(sources));
}

// The way to a request, on the site itself.
void add_site(PageValues& values, const SiteFunnel& funnel) {
    std::vector<PageValues> steps;
    for (const SiteFunnelStep& row : funnel.steps)
        steps.emplace_back()
            .text("step", std::string(label_of(row.step)))
            .text("count", std::to_string(row.devices))
            .text("conversion", percent_words(row.conversion))
            .text("interval", range_words(row.interval))
            .text("whose", row.after ? std::string(whose_share(*row.after)) : std::string());
    values.flag("has_site", funnel.days > 0)
        .flag("no_site", funnel.days == 0)
        .text("site_about", "За 30 дней по " + funnel.to + ", дней со счётом " + std::to_string(funnel.days) +
                                ". Одно устройство за день считается на каждом шаге один раз. От страницы до "
                                "заявки: " +
                                (funnel.conversion ? percent_words(funnel.conversion) + ", " +
                                                         range_words(funnel.interval) + " с вероятностью 95 %"
                                                   : std::string("пока не видно")) +
                                ". Всего заявок за эти дни принято: " + std::to_string(funnel.requests) +
                                ", и те, что посланы без счёта.")
        .list("site_steps", std::move(steps));
}

}  // namespace

void Inbox::show_funnel(const Shared& asking, Store& store) {
    const std::int64_t now = options_.now_ms();
    const auto deals = newest_deals(store);
    Page page{200, Template::inbox_funnel, {}, std::string(kFunnel)};
    add_speed(page.values, deals, now, options_);
    add_deals(page.values, deals, now, options_.zone);
    add_site(page.values, latest_site_funnel(store, now, options_.zone));
    show(asking, std::move(page));
}

// Who took it stands in the record of processing before he has it.
void Inbox::give_deals(const Shared& asking, Store& store) {
    Response response;
    response.route = kDeals;
    response.body = std::make_shared<const std::string>(table_of(newest_deals(store), options_.zone));
    response.set("Content-Type", "text/csv; charset=utf-8");
    response.set("Content-Disposition", "attachment; filename=\"funnel-deals.csv\"");
    response.set("Cache-Control", "no-store");
    add_security_headers(response, Content::data);
    write(
        asking, kDeals,
        [who = asking->visit.who.id, now = options_.now_ms()](Store& writing) {
            Work(writing.database()).note_look(Look::deals, who, now);
        },
        [asking, response = std::move(response)] { asking->respond(response); });
}

}  // namespace funnel::server
