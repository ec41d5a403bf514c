#include "operator/inbox/site_funnel.hpp"

#include <nlohmann/json.hpp>

#include "core/text/number_words.hpp"
#include "operator/commands.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

constexpr std::int64_t kLatestDays = 30;

// On one device and day a request is sent from a form, and everything begins with a page: the page sends them
// so (web/js/steps/main.js).
std::optional<SiteStep> step_before(SiteStep step) {
    if (step == SiteStep::page) return std::nullopt;
    return step == SiteStep::request ? SiteStep::form : SiteStep::page;
}

struct Share {
    std::optional<double> share;
    std::optional<Interval> interval;
};

struct PartOf {
    std::int64_t part = 0;
    std::int64_t whole = 0;
};

Share share_of(PartOf counts) {
    if (counts.whole == 0 || counts.part > counts.whole) return {};
    const double whole = static_cast<double>(counts.whole);
    const double share = static_cast<double>(counts.part) / whole;
    return {share, wilson_interval({whole, share})};
}

using Json = nlohmann::ordered_json;

Json json_of_interval(const std::optional<Interval>& interval) {
    if (!interval) return nullptr;
    return {{"low", interval->low}, {"high", interval->high}};
}

Json json_of_share(const std::optional<double>& share) {
    return share ? Json(*share) : Json(nullptr);
}

}  // namespace

std::string_view label_of(SiteStep step) {
    switch (step) {
        case SiteStep::page:
            return "Прочитали страницу";
        case SiteStep::calculator:
            return "Посчитали в калькуляторе";
        case SiteStep::crm:
            return "Загрузили файл из CRM";
        case SiteStep::checklist:
            return "Открыли чек-лист";
        case SiteStep::calls:
            return "Открыли лист звонков";
        case SiteStep::plan:
            return "Открыли план";
        case SiteStep::form:
            return "Начали форму";
        case SiteStep::request:
            return "Отправили заявку";
    }
    return "";
}

std::string_view whose_share(SiteStep step) {
    return step == SiteStep::form ? "из начавших форму" : "из прочитавших страницу";
}

std::string percent_words(const std::optional<double>& share) {
    return share ? text::percent(*share) : std::string();
}

std::string range_words(const std::optional<Interval>& interval) {
    return interval ? "от " + text::percent(interval->low) + " до " + text::percent(interval->high)
                    : std::string();
}

SiteFunnel site_funnel(Store& store, const std::string& from, const std::string& to, const TimeZone& zone) {
    SiteFunnel funnel;
    funnel.from = from;
    funnel.to = to;
    const SiteSteps::Period period = SiteSteps(store.database()).between(from, to);
    funnel.days = period.days;
    for (const SiteStep step : kSiteSteps) {
        SiteFunnelStep row{step, period.counts.of(step), step_before(step), std::nullopt, std::nullopt};
        if (row.after) {
            const Share share = share_of({row.devices, period.counts.of(*row.after)});
            row.conversion = share.share;
            row.interval = share.interval;
        }
        funnel.steps.push_back(row);
    }
    const Share whole = share_of({period.counts.of(SiteStep::request), period.counts.of(SiteStep::page)});
    funnel.conversion = whole.share;
    funnel.interval = whole.interval;
    LeadQuery taken;
    taken.since_ms = day_start(from, zone).value_or(0);
    taken.until_ms = day_start(to, zone).value_or(0) + kDayMs;
    funnel.requests = store.count_leads(taken);
    return funnel;
}

SiteFunnel latest_site_funnel(Store& store, std::int64_t now_ms, const TimeZone& zone) {
    return site_funnel(store, day_text(now_ms - (kLatestDays - 1) * kDayMs, zone), day_text(now_ms, zone),
                       zone);
}

std::string json_of(const SiteFunnel& funnel) {
    Json json{{"format", "funnel-site-funnel"},
              {"version", 1},
              {"from", funnel.from},
              {"to", funnel.to},
              {"days", funnel.days},
              {"steps", Json::array()}};
    for (const SiteFunnelStep& row : funnel.steps)
        json["steps"].push_back({{"step", name_of(row.step)},
                                 {"devices", row.devices},
                                 {"after", row.after ? Json(name_of(*row.after)) : Json(nullptr)},
                                 {"conversion", json_of_share(row.conversion)},
                                 {"interval", json_of_interval(row.interval)}});
    json["conversion"] = json_of_share(funnel.conversion);
    json["interval"] = json_of_interval(funnel.interval);
    json["requests"] = funnel.requests;
    return json.dump(2);
}

namespace {

std::string table_of(const SiteFunnel& funnel) {
    std::string out;
    for (const SiteFunnelStep& row : funnel.steps) {
        out += std::string(label_of(row.step)) + '\t' + std::to_string(row.devices) + '\t' +
               percent_words(row.conversion) + '\t' + range_words(row.interval) + '\t' +
               std::string(row.after ? whose_share(*row.after) : "") + '\n';
    }
    return out + "От страницы до заявки\t\t" + percent_words(funnel.conversion) + '\t' +
           range_words(funnel.interval) + '\t' + std::string(whose_share(SiteStep::page)) + '\n';
}

}  // namespace

CommandResult show_site_funnel(Store& store, const CommandContext& context, const ShowSiteFunnel& show) {
    const std::string to = show.to.empty() ? day_text(context.now_ms, context.zone) : show.to;
    const std::string from =
        show.from.empty()
            ? day_text(day_start(to, context.zone).value_or(0) - (kLatestDays - 1) * kDayMs, context.zone)
            : show.from;
    if (from > to) return {64, {}, "Первый день позже последнего: " + from + " и " + to + ".\n"};
    const SiteFunnel funnel = site_funnel(store, from, to, context.zone);
    if (show.json) return {0, json_of(funnel) + '\n', {}};
    std::string about = "С " + from + " по " + to + ", дней со счётом: " + std::to_string(funnel.days) +
                        ". Заявок за эти дни принято: " + std::to_string(funnel.requests) + ".\n";
    if (funnel.days == 0)
        about +=
            "Шаги не посчитаны: счёт включается в site.json («\"site_funnel\": true») и виден после сборки "
            "сайта.\n";
    return {0, table_of(funnel), about};
}

}  // namespace funnel::server
