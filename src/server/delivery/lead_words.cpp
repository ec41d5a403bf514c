#include "delivery/lead_words.hpp"

#include "lead/lead.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

std::string turnover_text(const std::string& code) {
    const auto turnover = turnover_from(code);
    return turnover ? std::string(label_of(*turnover)) : "не указан";
}

}  // namespace

std::string form_title(const std::string& form) {
    return std::string(label_of(form_from(form).value_or(Form::callback)));
}

std::string title_of(const StoredLead& lead) {
    return "Заявка № " + number_of(lead.id) + ": " + form_title(lead.form);
}

std::string dialled_of(const StoredLead& lead) {
    return lead.phone + (lead.phone_extension.empty() ? "" : " доб. " + lead.phone_extension);
}

std::string notes_of(const StoredLead& lead) {
    std::string notes = form_title(lead.form) + "\n";
    if (!lead.phone_note.empty()) notes += "К телефону: " + lead.phone_note + "\n";
    if (lead.managers_count > 0) notes += "Менеджеров: " + std::to_string(lead.managers_count) + "\n";
    notes += "Оборот в месяц: " + turnover_text(lead.monthly_turnover) + "\n";
    if (lead.owner != "unsaid")
        notes += std::string("Собственник: ") + (lead.owner == "yes" ? "да" : "нет") + "\n";
    if (!lead.scenario.empty()) notes += "Приложен расчёт\n";
    if (!lead.plan.empty()) notes += "Приложен план на 12 недель\n";
    if (!lead.page.empty()) notes += "Страница: " + lead.page + "\n";
    return notes;
}

std::string notice_of(const Delivery& delivery) {
    const std::string number = "Заявка № " + number_of(delivery.lead.id) + ": ";
    switch (delivery.row.event) {
        case OutboxEvent::advertising_withdrawn:
            return number + "человек отозвал согласие на рекламные сообщения. Не отправляйте их.";
        case OutboxEvent::processing_withdrawn:
            return number +
                   "человек отозвал согласие на обработку персональных данных. Прекратите обработку и "
                   "удалите "
                   "данные.";
        case OutboxEvent::erased:
            return number + "данные человека уничтожены на сайте. Удалите их и здесь.";
        case OutboxEvent::created:
            break;
    }
    return number + "новая заявка.";
}

}  // namespace funnel::server
