// Any bytes are answers or issues, and a checklist or issues.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/json/checklist_json.hpp"

namespace {
const funnel::Checklist& sample() {
    static const funnel::Checklist checklist{
        {{"a", {funnel::StageKind::meeting}, {"coverage"}, {{"x", 1, true}, {"y", 2, false}}}}};
    return checklist;
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto answers = funnel::answers_from_json(text, sample());
    if (answers.answers.has_value() != answers.issues.empty()) std::abort();
    const auto checklist = funnel::checklist_from_json(text);
    if (checklist.checklist.has_value() != checklist.issues.empty()) std::abort();
    const funnel::Checklist& scored = checklist.checklist ? *checklist.checklist : sample();
    const std::vector<funnel::Answer> none;
    const auto result =
        funnel::score_checklist({&scored, answers.answers ? &*answers.answers : &none, nullptr});
    if (result.order.size() != scored.areas.size()) std::abort();
    return 0;
}
