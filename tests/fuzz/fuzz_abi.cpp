// The C interface as a page calls it, with any text: one JSON object comes back, and all memory is returned
// (LeakSanitizer).
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "abi.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    for (char* answer :
         {funnel_read(text.c_str()), funnel_decompose(text.c_str()),
          funnel_compare(text.c_str(), text.c_str()), funnel_findings(text.c_str()),
          funnel_default_targets(text.c_str(), 1.5), funnel_targets_from_uplift(text.c_str(), 1.5),
          funnel_checklist(text.c_str(), text.c_str(), ""), funnel_calls(text.c_str(), text.c_str()),
          funnel_plan(text.c_str(), text.c_str(), text.c_str(), "", text.c_str(), "")}) {
        if (answer[0] != '{') std::abort();
        funnel_free(answer);
    }
    return 0;
}
