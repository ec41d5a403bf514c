#include "delivery/lead_words.hpp"

#include "lead/lead.hpp"

namespace funnel::server {

std::string form_title(const std::string& form) {
    return std::string(label_of(form_from(form).value_or(Form::callback)));
}

std::string name_of(const StoredLead& lead) {
    return "Заявка № " + number_of(lead.id);
}

std::string title_of(const Delivery& delivery) {
    if (delivery.purpose == Purpose::trial) return "Проверка связи, это не заявка";
    return name_of(delivery.lead) + ": " + form_title(delivery.lead.form);
}

std::string dialled_of(const StoredLead& lead) {
    return lead.phone + (lead.phone_extension.empty() ? "" : " доб. " + lead.phone_extension);
}

Brief brief_of(const Delivery& delivery) {
    return brief_of(delivery.lead, delivery.places);
}

std::string notice_of(const Delivery& delivery) {
    const std::string number = name_of(delivery.lead) + ": ";
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
