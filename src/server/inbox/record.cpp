// The page of one request.
#include <algorithm>
#include <array>
#include <map>

#include "inbox/calculation.hpp"
#include "inbox/inbox.hpp"
#include "inbox/words.hpp"
#include "inbox/working_hours.hpp"
#include "lead/lead.hpp"
#include "lead/stored_lead.hpp"
#include "store/outbox.hpp"

namespace funnel::server {

namespace {

constexpr std::string_view kRecord = "/inbox/{number}";
constexpr std::int64_t kBeside = 12;  // of the list beside the request

using Names = std::map<std::int64_t, std::string>;

std::string name_in(const Names& names, std::int64_t id) {
    const auto found = names.find(id);
    return found == names.end() ? std::string() : found->second;
}

void add_contact(PageValues& values, const StoredLead& lead) {
    const std::string shown =
        phone_words(lead.phone) + (lead.phone_extension.empty() ? "" : " доб. " + lead.phone_extension);
    values.flag("has_phone", !lead.phone.empty())
        .text("phone", shown)
        .text("dial", lead.phone)
        .text("dial_digits", lead.phone.empty() ? std::string() : lead.phone.substr(1))
        .flag("has_phone_note", !lead.phone_note.empty())
        .text("phone_note", lead.phone_note)
        .flag("has_email", !lead.email.empty())
        .text("email", lead.email);
}

void add_waiting(PageValues& values, const StoredLead& lead, const WorkState& work, std::int64_t now,
                 const InboxOptions& firm) {
    const std::int64_t waited = now - lead.created_ms;
    const bool waits = work.version == 0 && lead.erase_after_ms == 0;
    values.flag("is_waiting", waits)
        .text("waits", duration_words(waited) + " без ответа")
        .text("wait_share", std::to_string(std::clamp<std::int64_t>(waited * 100 / kAnswerWithinMs, 1, 100)))
        .text("deadline", moment_words(firm.hours.answer_due(lead.created_ms, kAnswerWithinMs, firm.zone),
                                       now, firm.zone));
}

std::vector<PageValues> facts_of(const StoredLead& lead) {
    std::vector<PageValues> facts;
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty()) facts.emplace_back().text("fact", name).text("value", value);
    };
    const auto turnover = turnover_from(lead.monthly_turnover);
    add("Менеджеров", lead.managers_count > 0 ? std::to_string(lead.managers_count) : std::string());
    add("Оборот в месяц", turnover ? std::string(label_of(*turnover)) : std::string());
    add("Страница", lead.page);
    add("Откуда пришёл", lead.referrer);
    add("utm_source", lead.utm.source);
    add("utm_medium", lead.utm.medium);
    add("utm_campaign", lead.utm.campaign);
    add("utm_term", lead.utm.term);
    add("utm_content", lead.utm.content);
    return facts;
}

std::vector<PageValues> consents_of(const StoredLead& lead, std::int64_t now, const TimeZone& zone) {
    std::vector<PageValues> list;
    for (const StoredConsent& consent : lead.consents) {
        const std::string state = !consent.given ? "не дано."
                                  : consent.withdrawn_ms > 0
                                      ? "отозвано " + moment_words(consent.withdrawn_ms, now, zone) + "."
                                      : "дано " + moment_words(consent.given_ms, now, zone) + ".";
        list.emplace_back()
            .text("consent", std::string(label_of(consent.document)))
            .text("consent_state", state)
            .text("consent_url", consent.url)
            .text("consent_title", consent.title)
            .text("consent_version", consent.version)
            .text("consent_hash", consent.sha256);
    }
    return list;
}

std::string state_words(const OutboxRow& row, std::int64_t now, const TimeZone& zone) {
    if (row.state == "delivered") return "доставлено";
    if (row.state == "dead") return "не доставлено, попытки кончились";
    if (row.state == "cancelled") return "отменено";
    return row.attempts == 0 ? "ждёт отправки" : "следующая попытка " + moment_words(row.next_ms, now, zone);
}

std::vector<PageValues> deliveries_of(Store& store, std::int64_t lead_id, bool works, std::int64_t now,
                                      const TimeZone& zone) {
    std::vector<PageValues> list;
    Outbox outbox(store.database());
    for (const OutboxRow& row : outbox.rows_of(lead_id)) {
        std::vector<PageValues> attempts;
        for (const Outbox::Attempt& attempt : outbox.attempts_of(row.id))
            attempts.emplace_back()
                .text("attempt_at", moment_words(attempt.at_ms, now, zone))
                .text("attempt", (attempt.outcome == "delivered" ? "принято" : "не принято") +
                                     (attempt.status > 0 ? ", код " + std::to_string(attempt.status) : "") +
                                     (attempt.detail.empty() ? "" : ", " + attempt.detail));
        list.emplace_back()
            .text("target_name", row.target)
            .text("delivery", std::to_string(row.id))
            .text("delivery_state", state_words(row, now, zone))
            .text("delivery_note", row.event == OutboxEvent::created ? "" : "(извещение)")
            .flag("can_retry", works && (row.state == "dead" || row.state == "pending"))
            .list("attempts", std::move(attempts));
    }
    return list;
}

std::vector<PageValues> history_of(Work& work, const StoredLead& lead, const Names& names, std::int64_t now,
                                   const TimeZone& zone) {
    std::vector<PageValues> list;
    for (const WorkEvent& event : work.events(lead.id)) {
        const std::string responsible = event.kind == WorkEventKind::responsible && event.detail != "0"
                                            ? name_in(names, std::stoll("0" + event.detail))
                                            : std::string();
        const std::string who =
            event.operator_name.empty() ? std::string(label_of_no_operator(event)) : event.operator_name;
        list.emplace_back()
            .text("at", moment_words(event.at_ms, now, zone))
            .text("event", who + ": " + event_words(event, responsible, now, zone));
    }
    list.emplace_back()
        .text("at", moment_words(lead.created_ms, now, zone))
        .text("event", "Пришла, согласие записано");
    return list;
}

// The form with what stands, or with what was typed and refused.
void add_work_form(PageValues& values, const WorkState& shown, const std::string& step_when,
                   const std::vector<InboxUser>& people, std::int64_t chosen) {
    std::vector<PageValues> statuses;
    for (const auto status : {WorkStatus::fresh, WorkStatus::in_work, WorkStatus::meeting, WorkStatus::won,
                              WorkStatus::lost, WorkStatus::spam})
        statuses.emplace_back()
            .text("value", std::string(name_of(status)))
            .text("label", std::string(label_of(status)))
            .flag("selected", status == shown.status);
    std::vector<PageValues> options;
    for (const InboxUser& who : people) {
        if (who.revoked_ms > 0 && who.id != chosen) continue;
        options.emplace_back()
            .text("value", std::to_string(who.id))
            .text("label", who.name)
            .flag("selected", who.id == chosen);
    }
    values.text("version", std::to_string(shown.version))
        .text("step", shown.step)
        .text("step_when", step_when)
        .text("lost_reason", shown.lost_reason)
        .text("note", shown.note)
        .list("statuses", std::move(statuses))
        .list("people", std::move(options));
}

}  // namespace

// The newest requests stand beside the one: they are seen as well.
void Inbox::show_record(const Shared& asking, Store& store) {
    looks_.note(Look::list, asking->visit.who.id, options_.now_ms());
    (void)parts_.writer.submit({[id = asking->lead_id, who = asking->visit.who.id, now = options_.now_ms()](
                                    Store& writing) { Work(writing.database()).note_opened(id, who, now); },
                                [](WriteOutcome) {}});
    record_page(asking, store, std::nullopt);
}

void Inbox::record_page(const Shared& asking, Store& store, const std::optional<Refused>& refused) {
    const std::int64_t now = options_.now_ms();
    const TimeZone& zone = options_.zone;
    const auto lead = store.lead(asking->lead_id);
    if (!lead || lead->erased_ms > 0 || lead->held_ms > 0)
        return tell(
            asking,
            {404, "Такой заявки нет", "Она стёрта, или номер набран с ошибкой.", "/inbox/", "К заявкам"},
            kRecord);
    Work work(store.database());
    const WorkState state = work.state(lead->id);
    const auto people = Operators(store.database()).all(now);
    Names names;
    for (const InboxUser& who : people) names[who.id] = who.name;
    const bool works = asking->visit.who.role != Role::reader;
    const std::string name = !lead->name.empty() ? lead->name : "Имя не названо";
    const WorkLine line = work_line(state, name_in(names, state.responsible), now, zone);

    Page page{refused ? 409 : 200, Template::inbox_record, {}, std::string(kRecord)};
    const auto calculation = lead->scenario.empty() ? std::nullopt : calculation_of(lead->scenario);
    if (calculation) page.values = calculation->values;
    const auto checklist = checklist_of(lead->answers, lead->scenario);
    if (checklist) page.values.add(*checklist);
    const auto plan = attached_plan(lead->plan, lead->scenario);
    if (plan) page.values.add(plan->values);
    const std::string workbench =
        calculation ? options_.public_url + "/demo/" + calculation->fragment : std::string();
    page.values.flag("has_report", calculation.has_value())
        .flag("has_broken", !lead->scenario.empty() && !calculation)
        .flag("has_checklist", checklist.has_value())
        .flag("has_plan", plan.has_value())
        .flag("has_plan_link", plan && !plan->fragment.empty())
        .text("plan_link", plan ? options_.public_url + "/plan/" + plan->fragment : std::string())
        .text("workbench", workbench)
        .text("workbench_full",
              options_.public_url.empty()
                  ? "http://" + std::string(asking->request.header("host").value_or("")) + workbench
                  : workbench)
        .text("page_title", "№ " + number_of(lead->id) + ", " + name)
        .text("mark", text_of(work.mark()))
        .text("number", number_of(lead->id))
        .text("name", name)
        .text("form", std::string(label_of(form_from(lead->form).value_or(Form::callback))))
        .text("role", lead->owner == "yes"  ? ". Собственник"
                      : lead->owner == "no" ? ". Не собственник"
                                            : "")
        .text("created", moment_words(lead->created_ms, now, zone))
        .flag("has_message", refused.has_value())
        .text("message", refused ? refused->message : std::string())
        .flag("is_withdrawn", lead->erase_after_ms > 0)
        .text("erasing", lead->erase_after_ms > 0 ? moment_words(lead->erase_after_ms, now, zone) : "")
        .flag("can_work", works)
        .flag("only_looks", !works)
        .text("work_words", line.quiet + line.strong)
        .list("facts", facts_of(*lead))
        .list("consents", consents_of(*lead, now, zone))
        .list("history", history_of(work, *lead, names, now, zone))
        .list("rows", rows_of(work.rows({{}, {}, InboxQuery::Step::any, {}, 0, now}, kBeside), now));
    auto deliveries = deliveries_of(store, lead->id, works, now, zone);
    page.values.flag("has_deliveries", !deliveries.empty());
    page.values.list("deliveries", std::move(deliveries));
    add_contact(page.values, *lead);
    add_waiting(page.values, *lead, state, now, options_);
    const WorkState& shown = refused ? refused->typed : state;
    // Who takes a request nobody answers for is proposed as the one who does.
    const std::int64_t chosen = refused || state.version > 0 ? shown.responsible : asking->visit.who.id;
    add_work_form(page.values, shown, refused ? refused->step_when : input_text(state.step_ms, zone), people,
                  chosen);
    show(asking, std::move(page));
}

}  // namespace funnel::server
