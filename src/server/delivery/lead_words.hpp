// A request in the words a person in a CRM or a mailbox reads.
#pragma once

#include <string>

#include "delivery/receiver.hpp"

namespace funnel::server {

[[nodiscard]] std::string form_title(const std::string& form);  // "Диагностика отдела продаж"
[[nodiscard]] std::string title_of(const StoredLead& lead);  // "Заявка № 000007: Чек-лист РОПа"
// "+74951234567 доб. 12": what a CRM dials and shows as a phone; without the note, which notes_of tells.
[[nodiscard]] std::string dialled_of(const StoredLead& lead);
// What was asked and said, a line each; without name and contact.
[[nodiscard]] std::string notes_of(const StoredLead& lead);
// What an event after `created` asks of whoever holds the person's data. Nothing personal in it.
[[nodiscard]] std::string notice_of(const Delivery& delivery);

}  // namespace funnel::server
