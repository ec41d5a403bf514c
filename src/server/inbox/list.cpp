// The list of requests, and what open pages are told of it.
#include <algorithm>
#include <array>

#include "core/json/scenario_json.hpp"
#include "core/report.hpp"
#include "core/text/number_words.hpp"
#include "inbox/inbox.hpp"
#include "inbox/words.hpp"
#include "lead/lead.hpp"
#include "lead/stored_lead.hpp"
#include "system/text.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

constexpr std::string_view kList = "/inbox/";
constexpr std::int64_t kPage = 50;
constexpr std::size_t kMostSearch = 100;

// What the address of a list asks for; a word it does not know is passed over: the form shows what counts.
struct Wanted {
    InboxQuery query;
    std::string step;
};

Wanted wanted_in(const std::string& query, std::int64_t now) {
    Wanted wanted;
    wanted.query.now_ms = now;
    for (const auto& [name, value] : fields_from(query).value_or(Fields())) {
        if (name == "status") wanted.query.status = work_status_from(value);
        if (name == "form" && form_from(value)) wanted.query.form = value;
        if (name == "q" && !has_control(value))
            wanted.query.search = length_in_characters(value) <= kMostSearch ? value : std::string();
        if (name == "step" && (value == "overdue" || value == "missing")) {
            wanted.step = value;
            wanted.query.step = value == "overdue" ? InboxQuery::Step::overdue : InboxQuery::Step::missing;
        }
        const bool digits = !value.empty() && value.size() <= 15 &&
                            value.find_first_not_of("0123456789") == std::string::npos;
        if (name == "before" && digits) wanted.query.before = std::stoll(value);
    }
    return wanted;
}

std::string encoded(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           c == '-' || c == '_' || c == '.';
        if (plain) {
            result += c;
            continue;
        }
        result += '%';
        result += kDigits[byte >> 4U];
        result += kDigits[byte & 15U];
    }
    return result;
}

std::string address_of(const Wanted& wanted, std::int64_t before) {
    std::string query;
    const auto add = [&](std::string_view name, std::string_view value) {
        if (!value.empty()) query += (query.empty() ? "?" : "&") + std::string(name) + '=' + encoded(value);
    };
    add("q", wanted.query.search);
    if (wanted.query.status) add("status", name_of(*wanted.query.status));
    add("form", wanted.query.form);
    add("step", wanted.step);
    add("before", std::to_string(before));
    return std::string(kList) + query;
}

PageValues choice(std::string_view value, std::string_view label, std::string_view chosen) {
    PageValues option;
    option.text("value", std::string(value))
        .text("label", std::string(label))
        .flag("selected", value == chosen);
    return option;
}

PageValues tab(const char* label, std::int64_t count, const char* url) {
    PageValues value;
    value.text("label", label).text("count", std::to_string(count)).text("url", url);
    return value;
}

// How the firm did today, of the newest 200; how fast, of those that came in working hours.
std::string today_words(Work& work, std::int64_t now, const InboxOptions& firm) {
    const TimeZone& zone = firm.zone;
    const std::int64_t start = day_start(local_text(now, zone).substr(0, 10), zone).value_or(now);
    std::int64_t came = 0;
    std::int64_t due = 0;
    std::int64_t in_time = 0;
    for (const Work::Arrival& arrival : work.arrivals(start, 200)) {
        ++came;
        if (!firm.hours.contain(arrival.created_ms, zone)) continue;
        const std::int64_t answered = arrival.first_ms > 0 ? arrival.first_ms : now;
        if (arrival.first_ms == 0 && now - arrival.created_ms < kAnswerWithinMs) continue;
        ++due;
        in_time += answered - arrival.created_ms <= kAnswerWithinMs ? 1 : 0;
    }
    if (came == 0) return "Сегодня заявок ещё нет.";
    std::string words = "Сегодня " + std::to_string(came) + ' ' +
                        std::string(text::plural(static_cast<double>(came), {"заявка", "заявки", "заявок"})) +
                        '.';
    if (due > 0)
        words += " За 15 минут ответили на " + std::to_string(in_time) + " из " + std::to_string(due) + '.';
    return words;
}

}  // namespace

// A calculation is what a row costs; a scenario never changes, and a tab asks for its list again and again.
const std::string& Inbox::money_of(const InboxRow& row) {
    const auto [known, is_new] = money_.try_emplace(row.id);
    if (is_new && !row.scenario.empty()) {
        const auto read = scenario_from_json(row.scenario);
        if (read.scenario)
            known->second = text::roubles(evaluate(*read.scenario, Distribution::skip).money_left.per_month);
    }
    return known->second;
}

std::vector<PageValues> Inbox::rows_of(const std::vector<InboxRow>& rows, std::int64_t now) {
    std::vector<PageValues> list;
    for (const InboxRow& row : rows) {
        const bool waits = row.work.version == 0 && now - row.created_ms < kDayMs;
        const std::string day = day_words(row.created_ms, now, options_.zone);
        const std::string clock = clock_text(row.created_ms, options_.zone);
        WorkLine line = work_line(row.work, row.responsible_name, now, options_.zone);
        if (row.erase_after_ms > 0) line.strong = "Согласие отозвано. Не звоните";
        const std::string_view form = label_of(form_from(row.form).value_or(Form::callback));
        PageValues value;
        value.text("number", number_of(row.id))
            .text("when", waits              ? duration_words(now - row.created_ms)
                          : day == "сегодня" ? clock
                                             : day)
            .text("when_note", waits              ? "ждёт"
                               : day == "сегодня" ? day
                                                  : clock)
            .text("name", !row.name.empty()    ? row.name
                          : !row.phone.empty() ? phone_words(row.phone)
                                               : row.email)
            .text("money", money_of(row))
            .text("form", std::string(form))
            .text("state", line.quiet)
            .text("strong", line.strong);
        list.push_back(std::move(value));
    }
    return list;
}

void Inbox::show_list(const Shared& asking, Store& store) {
    const std::int64_t now = options_.now_ms();
    looks_.note(Look::list, asking->visit.who.id, now);
    const Wanted wanted = wanted_in(asking->request.query, now);
    Work work(store.database());
    auto rows = work.rows(wanted.query, kPage + 1);
    const bool more = static_cast<std::int64_t>(rows.size()) > kPage;
    if (more) rows.pop_back();
    const InboxCounts counts = work.counts(now);

    Page page{200, Template::inbox_list, {}, std::string(kList)};
    page.values
        .text("page_title", counts.fresh > 0 ? "(" + std::to_string(counts.fresh) + ") Заявки" : "Заявки")
        .text("mark", text_of(work.mark()))
        .text("today", today_words(work, now, options_))
        .text("q", wanted.query.search)
        .flag("is_empty", rows.empty())
        .text("empty", counts.all == 0 ? "Заявок ещё нет. Первая появится здесь сама."
                                       : "Таких заявок нет. Измените отбор или покажите все.")
        .flag("has_more", more)
        .text("more", more ? address_of(wanted, rows.back().id) : std::string())
        .list("tabs", {tab("Все", counts.all, "/inbox/"), tab("Новые", counts.fresh, "/inbox/?status=new"),
                       tab("Без шага", counts.no_step, "/inbox/?step=missing"),
                       tab("Просрочены", counts.overdue, "/inbox/?step=overdue")});
    std::vector<PageValues> statuses;
    for (const auto status : {WorkStatus::fresh, WorkStatus::in_work, WorkStatus::meeting, WorkStatus::won,
                              WorkStatus::lost, WorkStatus::spam})
        statuses.push_back(choice(name_of(status), label_of(status),
                                  wanted.query.status ? name_of(*wanted.query.status) : std::string_view()));
    std::vector<PageValues> forms;
    for (const auto form : {Form::diagnosis, Form::checklist, Form::materials, Form::callback})
        forms.push_back(choice(name_of(form), label_of(form), wanted.query.form));
    page.values.list("statuses", std::move(statuses))
        .list("forms", std::move(forms))
        .list("steps",
              {choice("overdue", "просрочен", wanted.step), choice("missing", "не назначен", wanted.step)})
        .list("rows", rows_of(rows, now));
    // Of this page alone: nothing of who was erased meanwhile stays.
    std::erase_if(money_, [&](const auto& one) {
        return std::none_of(rows.begin(), rows.end(),
                            [&](const InboxRow& row) { return row.id == one.first; });
    });
    show(asking, std::move(page));
}

void Inbox::give_mark(const Shared& asking, Store& store) {
    Response response = json_response(200, "{\"mark\":\"" + text_of(Work(store.database()).mark()) + "\"}");
    response.route = "/inbox/changes";
    response.set("Cache-Control", "no-store");
    asking->respond(std::move(response));
}

// What the page has seen: of a connection that was lost, the last event it heard.
void Inbox::give_events(const Shared& asking, Store&) {
    std::string seen(asking->request.header("last-event-id").value_or(""));
    for (const auto& [name, value] : fields_from(asking->request.query).value_or(Fields()))
        if (name == "after" && seen.empty()) seen = value;
    Response response;
    response.route = "/inbox/events";
    response.stream = hub_.listener(seen);
    if (!response.stream) {
        response = error_response(ErrorCode::unavailable);
        response.route = "/inbox/events";
        return asking->respond(std::move(response));
    }
    response.set("Content-Type", "text/event-stream");
    response.set("Cache-Control", "no-store");
    response.set("X-Accel-Buffering", "no");
    add_security_headers(response, Content::data);
    asking->respond(std::move(response));
}

}  // namespace funnel::server
