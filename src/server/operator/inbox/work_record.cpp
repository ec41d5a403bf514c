#include "operator/inbox/work_record.hpp"

#include "core/text/characters.hpp"
#include "lead/stored_lead.hpp"
#include "operator/csv.hpp"

namespace funnel::server {

namespace {

// "в работе": inside a sentence.
std::string words_of(WorkStatus status) {
    std::u32string letters = text::decoded(label_of(status));
    letters.front() = text::lower(letters.front());
    return text::encoded(letters);
}

// Notes, steps and reasons may name people: that they were changed is told, not what they say.
std::string done_in(const WorkEvent& event) {
    switch (event.kind) {
        case WorkEventKind::opened:
            return "видел заявку";
        case WorkEventKind::status: {
            const auto status = work_status_from(event.detail.substr(0, event.detail.find('\n')));
            return "изменил статус" + (status ? ": " + words_of(*status) : std::string());
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
    return csv_line({std::to_string(event.seq), local_text(event.at_ms, zone), number_of(event.lead_id),
                     event.operator_id == 0 ? "сервер" : event.operator_name, done_in(event), event.hash});
}

}  // namespace funnel::server
