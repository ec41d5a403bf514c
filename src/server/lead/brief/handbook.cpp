#include "lead/brief/handbook.hpp"

#include <algorithm>
#include <cassert>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/json/checklist_json.hpp"
#include "core/json/plan_json.hpp"
#include "lead/plan_documents.hpp"

namespace funnel::server {

namespace {

Handbook read_handbook() {
    Handbook book;
    auto checklist = checklist_from_json(kChecklistDocument).checklist;
    auto techniques = techniques_from_json(kTechniquesDocument).techniques;
    assert(checklist && techniques);
    book.checklist = std::move(*checklist);
    book.techniques = std::move(*techniques);
    const auto document = nlohmann::json::parse(kChecklistDocument, nullptr, false);
    for (const auto& area : document.value("areas", nlohmann::json::array())) {
        book.areas[area.value("id", "")] = area.value("name", "");
        for (const auto& item : area.value("items", nlohmann::json::array()))
            book.items[item.value("id", "")] = {item.value("question", ""), item.value("action", "")};
    }
    return book;
}

}  // namespace

const Handbook& handbook() {
    static const Handbook book = read_handbook();
    return book;
}

const Technique* technique_of(std::string_view id) {
    const auto& known = handbook().techniques;
    const auto found =
        std::find_if(known.begin(), known.end(), [&](const Technique& one) { return one.id == id; });
    return found == known.end() ? nullptr : &*found;
}

}  // namespace funnel::server
