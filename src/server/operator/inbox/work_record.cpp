#include "operator/inbox/work_record.hpp"

#include "core/text/characters.hpp"
#include "lead/stored_lead.hpp"
#include "operator/csv.hpp"

namespace funnel::server {

namespace {

// "в работе": a label inside a sentence.
std::string inside(std::string_view label) {
    std::u32string letters = text::decoded(label);
    letters.front() = text::lower(letters.front());
    return text::encoded(letters);
}

std::string seen_in(std::string_view look) {
    switch (look_from(look).value_or(Look::list)) {
        case Look::list:
            return "видел список заявок";
        case Look::api:
            return "получил заявки по ключу";
        case Look::csv:
        case Look::jsonl:
            return "выгрузил все заявки: " + std::string(look);
        case Look::deals:
            return "выгрузил сделки, без имён и телефонов";
        case Look::record:
            return "выгрузил журнал обработки";
    }
    return {};
}

// Notes, steps and reasons may name people: that they were changed is told, not what they say.
std::string done_in(const WorkEvent& event) {
    switch (event.kind) {
        case WorkEventKind::opened:
            return event.lead_id == 0 ? seen_in(event.detail) : "видел заявку";
        case WorkEventKind::status: {
            const auto status = work_status_from(event.detail.substr(0, event.detail.find('\n')));
            return "изменил статус" + (status ? ": " + inside(label_of(*status)) : std::string());
        }
        case WorkEventKind::step:
            return "изменил следующий шаг";
        case WorkEventKind::responsible:
            return "изменил ответственного";
        case WorkEventKind::note:
            return "изменил заметку";
        case WorkEventKind::retry:
            return "повторил доставку" + (event.detail.empty() ? "" : ": " + event.detail);
        case WorkEventKind::erased:
            return "стёр заявку";
    }
    return {};
}

}  // namespace

std::string work_record_head() {
    return std::string(kCsvStart) +
           csv_line({"Запись", "Время", "Номер заявки", "Кто", "Что сделал", "Хеш записи"});
}

std::string work_record_line(const WorkEvent& event, const TimeZone& zone) {
    return csv_line({std::to_string(event.seq), local_text(event.at_ms, zone),
                     event.lead_id == 0 ? std::string() : number_of(event.lead_id),
                     event.operator_id == 0 ? inside(label_of_no_operator(event)) : event.operator_name,
                     done_in(event), event.hash});
}

}  // namespace funnel::server
