#include "lead/legal.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/json/document.hpp"
#include "system/digest.hpp"

namespace funnel::server {

namespace {

constexpr codec::ObjectReader::CountRange kDocuments{0, 16};

std::string text_of(codec::ObjectReader& object, std::string_view key) {
    return object.text(key, {0, std::size_t{1} << 20}, codec::Presence::optional).value_or("");
}

LegalResult failed(std::string what) {
    return {std::nullopt, std::move(what)};
}

// One text, or why it cannot be used.
LegalResult with_document(Legal legal, const codec::Json& json, std::string path,
                          std::vector<Issue>& issues) {
    codec::ObjectReader entry(json, std::move(path), issues);
    const auto document = document_from(text_of(entry, "document"));
    ConsentText consent{document.value_or(Document::processing),
                        text_of(entry, "version"),
                        text_of(entry, "sha256"),
                        text_of(entry, "title"),
                        text_of(entry, "url"),
                        text_of(entry, "text")};
    if (!document || consent.version.empty() || consent.body.empty() ||
        legal.text_of(consent.document) != nullptr)
        return failed("документ в legal/documents.json неполон или назван дважды");
    if (sha256_hex(consent.body) != consent.sha256)
        return failed("текст согласия " + std::string(name_of(consent.document)) +
                      " в legal/documents.json не тот, чей SHA-256 там назван: соберите сайт заново");
    legal.current.push_back(std::move(consent));
    return {std::move(legal), {}};
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
    codec::Document document = codec::parse_document(text);
    std::vector<Issue>& issues = document.issues;
    codec::ObjectReader root(document.root, "", issues);
    if (!document.readable || text_of(root, "format") != "funnel-documents")
        return failed("the site's legal/documents.json is not a list of documents");
    LegalResult result{Legal(), {}};
    if (const codec::Json* object = root.object("operator", codec::Presence::optional)) {
        codec::ObjectReader identity(*object, "/operator", issues);
        result.legal->identity = {text_of(identity, "name"), text_of(identity, "inn"),
                                  text_of(identity, "ogrn"), text_of(identity, "address"),
                                  text_of(identity, "email")};
    }
    const codec::Json* list = root.array("documents", kDocuments, codec::Presence::required);
    for (std::size_t i = 0; list != nullptr && i < list->size() && result.legal; ++i)
        result = with_document(std::move(*result.legal), (*list)[i], codec::pointer("/documents", i), issues);
    if (!issues.empty())
        return failed("legal/documents.json, " + issues.front().path + ": " + issues.front().message);
    if (result.legal && result.legal->text_of(Document::processing) == nullptr)
        return failed("нет текста согласия на обработку");
    return result;
}

}  // namespace funnel::server
