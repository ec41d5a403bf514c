#include "lead/lead.hpp"

#include <algorithm>

#include "core/json/json_writer.hpp"
#include "core/sentences.hpp"
#include "core/text/characters.hpp"
#include "system/names.hpp"

namespace funnel::server {

namespace {

constexpr Names<Form, 4> kForms{{{Form::diagnosis, "diagnosis"},
                                 {Form::checklist, "checklist"},
                                 {Form::materials, "materials"},
                                 {Form::callback, "callback"}}};
constexpr Names<Turnover, 5> kTurnovers{{{Turnover::up_to_1m, "up_to_1m"},
                                         {Turnover::from_1m_to_5m, "1m_5m"},
                                         {Turnover::from_5m_to_20m, "5m_20m"},
                                         {Turnover::from_20m_to_100m, "20m_100m"},
                                         {Turnover::over_100m, "over_100m"}}};
constexpr Names<Document, 2> kDocuments{
    {{Document::processing, "processing"}, {Document::advertising, "advertising"}}};
constexpr Names<Owner, 3> kOwners{{{Owner::unsaid, "unsaid"}, {Owner::no, "no"}, {Owner::yes, "yes"}}};

template <std::size_t N>
std::string_view label_in(const std::array<Sentence, N>& labels, std::string_view name) {
    for (const Sentence& label : labels)
        if (label.code == name) return label.pattern;
    return name;
}

}  // namespace

std::string_view name_of(Form form) {
    return name_in(kForms, form);
}
std::string_view name_of(Turnover turnover) {
    return name_in(kTurnovers, turnover);
}
std::string_view name_of(Owner owner) {
    return name_in(kOwners, owner);
}
std::string_view name_of(Document document) {
    return name_in(kDocuments, document);
}
std::string_view label_of(Form form) {
    return label_in(sentences::forms::all, name_of(form));
}
std::string_view label_of(Turnover turnover) {
    return label_in(sentences::turnovers::all, name_of(turnover));
}
std::string_view label_of(Document document) {
    return label_in(sentences::consents::all, name_of(document));
}
std::optional<Form> form_from(std::string_view name) {
    return value_in(kForms, name);
}
std::optional<Turnover> turnover_from(std::string_view name) {
    return value_in(kTurnovers, name);
}
std::optional<Document> document_from(std::string_view name) {
    return value_in(kDocuments, name);
}

bool is_page(std::string_view path) {
    if (!path.starts_with('/') || path.starts_with("//")) return false;
    return std::none_of(path.begin(), path.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte <= 0x20 || byte == 0x7f || c == '\\' || c == '<' || c == '>' || c == '"';
    });
}

std::string canonical_content(const Lead& lead) {
    codec::JsonWriter content;  // sorted by key
    const auto text = [&](std::string_view key, std::string_view value) { content.key(key).value(value); };
    auto consents = lead.consents;
    std::sort(consents.begin(), consents.end(),
              [](const Consent& a, const Consent& b) { return a.document < b.document; });
    content.begin_object();
    text("answers", lead.answers);
    content.key("consents").begin_array();
    for (const Consent& consent : consents) {
        content.begin_array();
        content.value(name_of(consent.document));
        content.value(consent.version);
        content.value(consent.sha256);
        content.value(consent.given);
        content.end_array();
    }
    content.end_array();
    text("email", lead.email);
    text("form", name_of(lead.form));
    content.key("managers_count").value(lead.managers_count.value_or(0));
    text("monthly_turnover", lead.turnover ? name_of(*lead.turnover) : std::string_view());
    text("name", lead.name);
    text("owner", name_of(lead.owner));
    text("phone", lead.phone);
    // Only where there are any: what was taken before they had places of their own keeps its hash.
    if (!lead.phone_extension.empty()) text("phone_extension", lead.phone_extension);
    if (!lead.phone_note.empty()) text("phone_note", lead.phone_note);
    if (!lead.plan.empty()) text("plan", lead.plan);
    text("scenario", lead.scenario);
    content.end_object();
    return content.take();
}

bool is_email(std::string_view address) {
    if (address.size() > 254) return false;
    const auto at = address.find('@');
    if (at == std::string_view::npos || at == 0 || at > 64 ||
        address.find('@', at + 1) != std::string_view::npos)
        return false;
    const auto domain = address.substr(at + 1);
    const auto dot = domain.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || dot + 2 >= domain.size()) return false;
    if (domain.find("..") != std::string_view::npos) return false;
    for (const char32_t c : text::decoded(address))
        if (text::is_invisible(c) || text::is_space(c) || c == 0xFFFD) return false;
    return std::none_of(address.begin(), address.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte <= 0x20 || byte == 0x7f || c == ',' || c == ';' || c == '<' || c == '>' || c == '"' ||
               c == '(' || c == ')' || c == '\\';
    });
}

}  // namespace funnel::server
