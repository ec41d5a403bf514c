#include "lead/legal.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "system/digest.hpp"

namespace funnel::server {

namespace {

std::string text_at(const nlohmann::json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

std::vector<std::string> Operator::missing() const {
    std::vector<std::string> names;
    if (name.empty()) names.emplace_back("name");
    if (inn.empty()) names.emplace_back("inn");
    if (address.empty()) names.emplace_back("address");
    if (email.empty()) names.emplace_back("email");
    return names;
}

const ConsentText* Legal::text_of(Document document) const {
    const auto found = std::find_if(current.begin(), current.end(),
                                    [&](const ConsentText& t) { return t.document == document; });
    return found == current.end() ? nullptr : &*found;
}

std::string Legal::documents_json() const {
    nlohmann::ordered_json answer;
    answer["documents"] = nlohmann::ordered_json::array();
    for (const ConsentText& text : current) {
        nlohmann::ordered_json entry;
        entry["document"] = name_of(text.document);
        entry["version"] = text.version;
        entry["sha256"] = text.sha256;
        entry["url"] = text.url;
        entry["title"] = text.title;
        answer["documents"].push_back(std::move(entry));
    }
    return answer.dump();
}

LegalResult legal_from_json(std::string_view text) {
    const auto root = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
    if (!root.is_object() || text_at(root, "format") != "funnel-documents")
        return {std::nullopt, "the site's legal/documents.json is not a list of documents"};
    Legal legal;
    if (const auto found = root.find("operator"); found != root.end() && found->is_object())
        legal.identity = {text_at(*found, "name"), text_at(*found, "inn"), text_at(*found, "ogrn"),
                          text_at(*found, "address"), text_at(*found, "email")};
    const auto documents = root.find("documents");
    if (documents == root.end() || !documents->is_array())
        return {std::nullopt, "legal/documents.json lists no documents"};
    for (const auto& entry : *documents) {
        if (!entry.is_object()) return {std::nullopt, "a document of legal/documents.json is not an object"};
        const auto document = document_from(text_at(entry, "document"));
        ConsentText consent{document.value_or(Document::processing),
                            text_at(entry, "version"),
                            text_at(entry, "sha256"),
                            text_at(entry, "title"),
                            text_at(entry, "url"),
                            text_at(entry, "text")};
        if (!document || consent.version.empty() || consent.body.empty() ||
            legal.text_of(consent.document) != nullptr)
            return {std::nullopt, "a document of legal/documents.json is incomplete or listed twice"};
        if (sha256_hex(consent.body) != consent.sha256)
            return {std::nullopt, "document " + std::string(name_of(consent.document)) +
                                      " does not have the hash it is published with"};
        legal.current.push_back(std::move(consent));
    }
    if (legal.text_of(Document::processing) == nullptr)
        return {std::nullopt, "there is no text of the consent to processing"};
    return {std::move(legal), {}};
}

}  // namespace funnel::server
