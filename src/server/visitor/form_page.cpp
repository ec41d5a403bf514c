#include "visitor/form_page.hpp"

#include <algorithm>
#include <array>

#include "core/sentences.hpp"

namespace funnel::server {

namespace {

constexpr std::array<std::string_view, 4> kTexts{"name", "phone", "email", "managers_count"};
constexpr std::string_view kTurnover = "monthly_turnover";
constexpr std::string_view kOwner = "owner";
// What every form has itself: its kind, the trap, both consents and the texts they are given to.
constexpr std::array<std::string_view, 8> kOfEveryForm{"form",
                                                       "website",
                                                       "consent_processing",
                                                       "consent_processing_version",
                                                       "consent_processing_sha256",
                                                       "consent_advertising",
                                                       "consent_advertising_version",
                                                       "consent_advertising_sha256"};

std::string value_of(const FormFields& fields, std::string_view name) {
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.first == name; });
    return found == fields.end() ? std::string() : found->second;
}

// The kind of form that was sent; an unknown one is shown as the form of the diagnosis, and the issue says
// so.
std::string_view kind_of(const FormFields& fields) {
    const auto known = form_from(value_of(fields, "form"));
    return name_of(known.value_or(Form::diagnosis));
}

class FormValues {
public:
    explicit FormValues(const FormAgain& again) : again_(again), kind_(kind_of(again.fields)) {}

    PageValues values() {
        values_.text("message", std::string(again_.message)).flag(kind_, true);
        for (const std::string_view name : kTexts) {
            values_.text("value_" + std::string(name), value_of(again_.fields, name));
            mark(name);
        }
        mark(kTurnover);
        mark("consents");
        const std::string turnover = value_of(again_.fields, kTurnover);
        for (const Sentence& one : sentences::turnovers::all)
            values_.flag("turnover_" + std::string(one.code), turnover == one.code);
        values_.flag(kOwner, value_of(again_.fields, kOwner) == "1");
        for (const Document document : {Document::processing, Document::advertising}) {
            const std::string name(name_of(document));
            values_.flag(name, !again_.consents_again && value_of(again_.fields, "consent_" + name) == "1");
        }
        add_hidden();
        add_others();
        return std::move(values_);
    }

private:
    static bool is_of_every_form(std::string_view name) {
        return std::find(kOfEveryForm.begin(), kOfEveryForm.end(), name) != kOfEveryForm.end();
    }
    bool is_shown(std::string_view name) const {
        return !is_of_every_form(name) && again_.pages.form_asks(kind_, name);
    }

    std::string issue_of(std::string_view path_start) const {
        for (const Issue& issue : again_.issues)
            if (std::string_view(issue.path).starts_with(path_start)) return issue.message;
        return {};
    }

    void mark(std::string_view name) {
        const std::string field(name);
        const std::string error = issue_of("/" + field);
        values_.text("invalid_" + field, error.empty() ? "false" : "true").text("error_" + field, error);
    }

    void add_hidden() {
        std::vector<PageValues> hidden;
        for (const auto& [name, value] : again_.fields) {
            if (!is_of_every_form(name) && !is_shown(name))
                hidden.push_back(PageValues().text("name", name).text("value", value));
        }
        values_.list("hidden", std::move(hidden));
    }

    // Messages of fields the form does not show, so that no error happens in silence.
    void add_others() {
        std::vector<PageValues> others;
        for (const Issue& issue : again_.issues) {
            const bool beside = issue.path.starts_with("/consents") ||
                                (issue.path.size() > 1 && is_shown(std::string_view(issue.path).substr(1)));
            if (!beside) others.push_back(PageValues().text("text", issue.message));
        }
        values_.flag("has_others", !others.empty());
        values_.list("others", std::move(others));
    }

    const FormAgain& again_;
    std::string_view kind_;
    PageValues values_;
};

}  // namespace

Page form_again_page(const FormAgain& again) {
    return {again.status, Template::form, FormValues(again).values(), "/api/leads"};
}

Page thanks_page(const Thanks& thanks) {
    Page page{200, Template::thanks, {}, "/thanks/"};
    page.values.text("number", std::string(thanks.number))
        .text("token", std::string(thanks.token))
        .flag("has_files", !thanks.kit_links.empty())
        .list("files", thanks.kit_links);
    return page;
}

}  // namespace funnel::server
