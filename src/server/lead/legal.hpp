// What the site publishes about consent: the operator of personal data and the current texts, fixed when the
// site was built
// (/legal/documents.json).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lead/stored_lead.hpp"

namespace funnel::server {

// Who collects the data (152-FZ art. 9): a consent that does not name him is void.
struct Operator {
    std::string name;
    std::string inn;
    std::string ogrn;     // OGRN or OGRNIP
    std::string address;  // postal
    std::string email;    // for requests about personal data

    // Names of the fields that are still empty.
    [[nodiscard]] std::vector<std::string> missing() const;
};

struct Legal {
    Operator identity;
    std::vector<ConsentText> current;  // at most one per document; processing is there

    [[nodiscard]] const ConsentText* text_of(Document document) const;
    // [{document, version, sha256, url, title}]: the answer of GET /api/documents, in "documents".
    [[nodiscard]] std::string documents_json() const;
};

struct LegalResult {
    std::optional<Legal> legal;
    std::string error;  // why there is none
};
[[nodiscard]] LegalResult legal_from_json(std::string_view text);

}  // namespace funnel::server
