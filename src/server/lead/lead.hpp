// A request of a visitor (заявка): what was typed, what was consented to, and the calculation that was
// attached. Made only by reading (lead_json.hpp): a Lead in memory has passed every rule of its form.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace funnel::server {

enum class Form { diagnosis, checklist, materials, callback };
enum class Turnover { up_to_1m, from_1m_to_5m, from_5m_to_20m, from_20m_to_100m, over_100m };
enum class Owner { unsaid, no, yes };

[[nodiscard]] std::string_view name_of(Form form);          // "diagnosis"
[[nodiscard]] std::string_view name_of(Turnover turnover);  // "5m_20m", roubles a month
[[nodiscard]] std::string_view name_of(Owner owner);        // "unsaid", "no", "yes"
// As people read them: assets/messages/ru.json.
[[nodiscard]] std::string_view label_of(Form form);  // "Диагностика отдела продаж"
[[nodiscard]] std::string_view label_of(Turnover turnover);  // "5–20 млн ₽"
[[nodiscard]] std::optional<Form> form_from(std::string_view name);
[[nodiscard]] std::optional<Turnover> turnover_from(std::string_view name);

// A document a visitor agrees to, apart from every other (152-FZ art. 9).
enum class Document { processing, advertising };
[[nodiscard]] std::string_view name_of(Document document);
[[nodiscard]] std::string_view label_of(Document document);  // "Обработка персональных данных"
[[nodiscard]] std::optional<Document> document_from(std::string_view name);

// What the visitor's form showed and what was ticked in it.
struct Consent {
    Document document = Document::processing;
    std::string version;
    std::string sha256;  // of the text shown, 64 hex digits
    bool given = false;
    friend bool operator==(const Consent&, const Consent&) = default;
};

struct Utm {
    std::string source;
    std::string medium;
    std::string campaign;
    std::string term;
    std::string content;
    friend bool operator==(const Utm&, const Utm&) = default;
};

struct Lead {
    Form form = Form::diagnosis;
    std::string idempotency_key;        // 16–64 of [A-Za-z0-9-]
    bool key_is_made = false;           // from the content: of a form that was sent without a script
    std::string name;                   // 1–100 characters, or empty where the form does not ask
    std::string phone;                  // E.164 ("+79161234567"), or empty
    std::string phone_extension;        // digits, or empty
    std::string phone_note;             // what else was typed beside the number (phone.hpp), or empty
    std::string email;                  // or empty
    std::optional<int> managers_count;  // 1..10 000
    std::optional<Turnover> turnover;
    Owner owner = Owner::unsaid;
    std::vector<Consent> consents;  // at most one per document; processing is there and given
    std::string scenario;           // JSON document as the core writes it, or empty
    std::string report;             // what the server's own core made of it, or empty
    std::string answers;            // JSON of the checklist's answers, or empty
    std::string plan;               // what the server's own core made of the attached plan, or empty
    std::string page;               // path of the page (is_page), ≤ 200 bytes; or empty
    std::string referrer;           // ≤ 500 bytes
    Utm utm;
    bool trapped = false;  // the field no person sees was filled in: held until somebody has looked
};

// The same bytes for the same content, whatever the order it was typed in. Without the idempotency key.
[[nodiscard]] std::string canonical_content(const Lead& lead);

// A plausible address: one '@', a dot in the domain, nothing invisible, no white space, ≤ 254 bytes. Letters
// of any alphabet on both sides of the '@' (почта@пример.рф).
[[nodiscard]] bool is_email(std::string_view address);

// A path of the firm's own site: begins with exactly one '/', so that put behind the site's address it stays
// on the site; no '\\', white space or controls.
[[nodiscard]] bool is_page(std::string_view path);

}  // namespace funnel::server
