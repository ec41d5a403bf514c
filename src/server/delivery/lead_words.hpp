// A request in the words a person in a CRM or a mailbox reads.
#pragma once

#include <string>

#include "delivery/receiver.hpp"

namespace funnel::server {

[[nodiscard]] std::string form_title(const std::string& form);  // "Диагностика отдела продаж"
// "Заявка № 000007: Чек-лист РОПа"; of a trial "Проверка связи, это не заявка".
[[nodiscard]] std::string title_of(const Delivery& delivery);
// "Заявка № 000007": how the request is found again by its title.
[[nodiscard]] std::string name_of(const StoredLead& lead);
// "+74951234567 доб. 12": what a CRM dials and shows as a phone; without the note, which notes_of tells.
[[nodiscard]] std::string dialled_of(const StoredLead& lead);
// The brief of a delivery's request.
[[nodiscard]] Brief brief_of(const Delivery& delivery);
// What an event after `created` asks of whoever holds the person's data. Nothing personal in it.
[[nodiscard]] std::string notice_of(const Delivery& delivery);

}  // namespace funnel::server
