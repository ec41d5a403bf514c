// A telephone out of what a person typed: the number in E.164 by the numbering plans of libphonenumber, the
// extension apart, and whatever else stood in the field (a second number, «спросить Ивана») as a note. What
// is no number is refused with what is wrong with it. Which text is which phone: tests/golden/phones.json.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/messages.hpp"

namespace funnel::server {

// Whose numbers may be typed without «+» unless the operator says otherwise (ISO 3166).
inline constexpr std::string_view kDefaultCountry = "RU";

struct Phone {
    std::string number;     // "+79161234567"
    std::string extension;  // 1–10 digits, or empty
    std::string note;       // one line: a second number in E.164, or words as typed; or empty
};

// Exactly one of the two.
struct PhoneRead {
    std::optional<Phone> phone;
    const Sentence* refusal = nullptr;  // out_of_range of the section "lead"
};
[[nodiscard]] PhoneRead read_phone(std::string_view typed, std::string_view country = kDefaultCountry);

// Whether numbers of this country are known: "RU", "KZ".
[[nodiscard]] bool has_phones(std::string_view country);

}  // namespace funnel::server
