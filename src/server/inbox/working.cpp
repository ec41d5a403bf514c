// Working on a request: its state, deliveries, erasure. Whoever comes second with an older page is told, and
// nothing is overwritten.
#include "inbox/inbox.hpp"
#include "inbox/words.hpp"
#include "lead/stored_lead.hpp"
#include "store/outbox.hpp"
#include "system/text.hpp"

namespace funnel::server {

namespace {

constexpr std::string_view kWork = "/inbox/{number}/work";
constexpr std::string_view kRetry = "/inbox/{number}/retry";
constexpr std::string_view kErase = "/inbox/{number}/erase";
constexpr std::size_t kMostLine = 200;
constexpr std::size_t kMostNote = 4000;

std::string path_of(std::int64_t lead_id) {
    return "/inbox/" + number_of(lead_id);
}

// Browsers send line breaks as CR LF.
std::string one_kind_of_break(const std::string& text) {
    std::string result;
    for (const char c : text)
        if (c != '\r') result += c;
    return result;
}

bool is_line(const std::string& text) {
    return !has_control(text) && length_in_characters(text) <= kMostLine;
}

bool is_note(const std::string& text) {
    std::string plain;
    for (const char c : text)
        if (c != '\n' && c != '\t') plain += c;
    return !has_control(plain) && length_in_characters(text) <= kMostNote;
}

// Why the form cannot be taken; "" when it can.
std::string fault_of(const WorkState& wanted, bool is_status, bool is_moment, bool is_person) {
    if (!is_status) return "Выберите статус.";
    if (!is_line(wanted.step)) return "Следующий шаг: одна строка, не длиннее 200 знаков.";
    if (!is_line(wanted.lost_reason)) return "Причина отказа: одна строка, не длиннее 200 знаков.";
    if (!is_note(wanted.note)) return "Заметка длиннее 4 000 знаков. Сократите её.";
    if (!is_moment) return "Когда: нужны день и время, например 23.11.2026 14:30.";
    if (!is_person) return "Такого сотрудника нет. Выберите другого.";
    if (wanted.status == WorkStatus::lost && wanted.lost_reason.empty())
        return "Напишите причину отказа: по ней видно, что чинить.";
    return {};
}

}  // namespace

void Inbox::change_work(const Shared& asking, Store& store) {
    const std::string when = asking->field("when");
    const auto status = work_status_from(asking->field("status"));
    const auto moment =
        when.empty() ? std::optional<std::int64_t>(0) : moment_from_input(when, options_.zone);
    WorkState typed;
    typed.version = whole_number_in(asking->field("version")).value_or(-1);
    typed.status = status.value_or(WorkStatus::fresh);
    typed.lost_reason = asking->field("lost_reason");
    typed.step = asking->field("step");
    typed.step_ms = moment.value_or(0);
    typed.responsible = whole_number_in(asking->field("responsible")).value_or(-1);
    typed.note = one_kind_of_break(asking->field("note"));
    bool is_person = typed.responsible == 0;
    for (const InboxUser& who : Operators(store.database()).all(options_.now_ms()))
        is_person = is_person || who.id == typed.responsible;
    const std::string fault = fault_of(typed, status.has_value(), moment.has_value(), is_person);
    if (!fault.empty())
        return record_page(asking, store, Refused{typed, when, fault + " Ничего не записано."});

    const auto changed = std::make_shared<Work::Changed>(Work::Changed::no_lead);
    write(
        asking, kWork,
        [changed, change = Work::Change{asking->lead_id, asking->visit.who.id, options_.now_ms(), typed}](
            Store& writing) { *changed = Work(writing.database()).change(change); },
        [this, asking, changed, typed, when] {
            if (*changed == Work::Changed::done) hub_.wake();
            if (*changed != Work::Changed::stale) return go(asking, path_of(asking->lead_id), kWork);
            read_again(asking, kWork, [this, asking, typed, when](Store& reading) {
                // Saved once more, it goes over what the other wrote, knowingly: both are on the page.
                Refused refused{typed, when, {}};
                Work work(reading.database());
                refused.typed.version = work.state(asking->lead_id).version;
                const auto events = work.events(asking->lead_id);
                const std::string who = events.empty() || events.front().operator_name.empty()
                                            ? std::string("другой сотрудник")
                                            : events.front().operator_name;
                refused.message =
                    "Пока вы писали, заявку изменил другой: " + who +
                    ". Ничего не перезаписано. Ниже в форме то, что набрали вы, а в «Что было» то, что "
                    "записано. Сохраните ещё раз, если ваше верно.";
                record_page(asking, reading, refused);
            });
        });
}

void Inbox::retry_delivery(const Shared& asking, Store& store) {
    const std::int64_t id = whole_number_in(asking->field("delivery")).value_or(-1);
    std::string target;
    for (const OutboxRow& row : Outbox(store.database()).rows_of(asking->lead_id))
        if (row.id == id) target = row.target;
    if (target.empty()) return go(asking, path_of(asking->lead_id), kRetry);
    write(
        asking, kRetry,
        [id, target, lead = asking->lead_id, who = asking->visit.who.id,
         now = options_.now_ms()](Store& writing) {
            if (!Outbox(writing.database()).retry(id, now)) return;
            Work(writing.database()).note({0, lead, who, WorkEventKind::retry, now, target, {}});
        },
        [this, asking] {
            hub_.wake();
            go(asking, path_of(asking->lead_id), kRetry);
        });
}

// Asked twice: this page is the second question, and it says what is lost.
void Inbox::ask_erase(const Shared& asking, Store& store) {
    const auto lead = store.lead(asking->lead_id);
    if (!lead || lead->erased_ms > 0) return record_page(asking, store, std::nullopt);
    const std::string who = lead->name.empty() ? std::string("без имени") : lead->name;
    Page page{200, Template::inbox_message, {}, std::string(kErase)};
    std::vector<PageValues> hidden(2);
    hidden[0].text("name", "token").text("value", csrf_of(asking->session));
    hidden[1].text("name", "sure").text("value", number_of(lead->id));
    page.values.text("page_title", "Стереть заявку № " + number_of(lead->id) + "?")
        .text("message", "Будут стёрты имя, контакты, расчёт, ответы и заметки: " + who +
                             ". Вернуть их нельзя. Останется акт об уничтожении.")
        .flag("again", false)
        .flag("has_form", true)
        .text("action", path_of(lead->id) + "/erase")
        .text("button", "Стереть навсегда")
        .list("hidden", std::move(hidden))
        .flag("has_back", true)
        .text("back", path_of(lead->id))
        .text("back_words", "Не стирать");
    show(asking, std::move(page));
}

void Inbox::erase(const Shared& asking, Store& store) {
    if (asking->field("sure") != number_of(asking->lead_id)) return ask_erase(asking, store);
    enum class Ended { gone, sending, erased };
    const auto ended = std::make_shared<Ended>(Ended::gone);
    const std::int64_t now = options_.now_ms();
    const Erasing how{"request", now, options_.copies_ms > 0 ? now + options_.copies_ms : 0,
                      asking->visit.who.id};
    write(
        asking, kErase,
        [ended, how, id = asking->lead_id](Store& writing) {
            *ended = Outbox(writing.database()).is_being_sent(id, how.at_ms) ? Ended::sending
                     : writing.erase(id, how)                                ? Ended::erased
                                                                             : Ended::gone;
        },
        [this, asking, ended] {
            hub_.wake();
            if (*ended == Ended::erased) parts_.log.write(Level::info, "erased", {{"requests", 1}});
            if (*ended == Ended::sending)
                return tell(asking,
                            {409, "Сейчас отправляется",
                             "Заявка прямо сейчас уходит получателю. Повторите через минуту.",
                             path_of(asking->lead_id), "К заявке"},
                            kErase);
            tell(asking,
                 {200, "Заявка стёрта", "Акт об уничтожении сохранён: его показывает команда leads show.",
                  "/inbox/", "К заявкам"},
                 kErase);
        });
}

}  // namespace funnel::server
