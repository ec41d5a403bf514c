#include "visitor/form_page.hpp"

#include <algorithm>
#include <array>

#include "core/sentences.hpp"

namespace funnel::server {

namespace {

struct FieldRow {
    std::string_view name;
    std::string_view label;
    std::string_view type;
    std::string_view autocomplete;
};
constexpr std::array<FieldRow, 4> kFields{{{"name", "Как к вам обращаться", "text", "name"},
                                           {"phone", "Телефон", "tel", "tel"},
                                           {"email", "Почта", "email", "email"},
                                           {"managers_count", "Сколько менеджеров", "text", "off"}}};
// Shown to the visitor; every other field travels hidden.
constexpr std::array<std::string_view, 13> kNotHidden{"name",
                                                      "phone",
                                                      "email",
                                                      "managers_count",
                                                      "monthly_turnover",
                                                      "owner",
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

bool was_sent(const FormFields& fields, std::string_view name) {
    return std::any_of(fields.begin(), fields.end(), [&](const auto& field) { return field.first == name; });
}

std::string error_html(const std::string& id, const std::string& message) {
    return "<p class=\"field__error\" id=\"" + id + "-error\">" + html_escaped(message) + "</p>";
}

std::string hidden(std::string_view name, std::string_view value) {
    return "<input type=\"hidden\" name=\"" + html_escaped(name) + "\" value=\"" + html_escaped(value) +
           "\">";
}

class FormAgainHtml {
public:
    explicit FormAgainHtml(const FormAgain& again) : again_(again), form_(value_of(again.fields, "form")) {}

    std::string html() const {
        std::string html = "<form class=\"request-form\" method=\"post\" action=\"/api/leads\">";
        for (const auto& [name, value] : again_.fields)
            if (std::find(kNotHidden.begin(), kNotHidden.end(), name) == kNotHidden.end())
                html += hidden(name, value);
        for (const FieldRow& field : kFields)
            if (is_asked(field.name)) html += input(field);
        if (is_asked("monthly_turnover")) html += turnover();
        if (is_asked("owner"))
            html += checkbox("owner", "Я собственник", value_of(again_.fields, "owner") == "1", "");
        html += consent(Document::processing, "Я даю согласие на обработку персональных данных");
        html +=
            consent(Document::advertising, "Я согласен получать рекламные сообщения, не чаще одного в день");
        html +=
            "<div hidden><label>Не заполняйте это поле <input name=\"website\" tabindex=\"-1\" "
            "autocomplete=\"off\"></label></div>";
        return html + "<button class=\"button\" type=\"submit\">Отправить ещё раз</button></form>";
    }

    // Messages of fields the form does not show, so that no error happens in silence.
    std::string other_issues() const {
        std::string items;
        for (const Issue& issue : again_.issues) {
            const bool beside = issue.path.starts_with("/consents") ||
                                (issue.path.size() > 1 && is_shown(std::string_view(issue.path).substr(1)));
            if (!beside) items += "<li>" + html_escaped(issue.message) + "</li>";
        }
        return items.empty() ? items : "<ul>" + items + "</ul>";
    }

private:
    bool is_asked(std::string_view name) const {
        if (form_ == "callback") return name == "phone" || was_sent(again_.fields, name);
        if (form_ == "diagnosis") return name != "email" || was_sent(again_.fields, name);
        return name != "name" || was_sent(again_.fields, name);
    }
    bool is_shown(std::string_view name) const {
        const auto listed =
            std::any_of(kFields.begin(), kFields.end(), [&](const FieldRow& f) { return f.name == name; });
        return (listed || name == "monthly_turnover" || name == "owner") && is_asked(name);
    }

    std::string issue_of(std::string_view path_start) const {
        for (const Issue& issue : again_.issues)
            if (std::string_view(issue.path).starts_with(path_start)) return issue.message;
        return {};
    }

    std::string input(const FieldRow& field) const {
        const std::string name(field.name);
        const std::string error = issue_of("/" + name);
        std::string html = "<div class=\"field\"><label for=\"" + name + "\">" + std::string(field.label) +
                           "</label><input id=\"" + name + "\" name=\"" + name + "\" type=\"" +
                           std::string(field.type) + "\" autocomplete=\"" + std::string(field.autocomplete) +
                           "\" value=\"" + html_escaped(value_of(again_.fields, name)) + "\"";
        if (name == "managers_count") html += " inputmode=\"numeric\"";
        if (!error.empty()) html += " aria-invalid=\"true\" aria-describedby=\"" + name + "-error\"";
        html += ">";
        return html + (error.empty() ? "" : error_html(name, error)) + "</div>";
    }

    std::string turnover() const {
        const std::string error = issue_of("/monthly_turnover");
        const std::string chosen = value_of(again_.fields, "monthly_turnover");
        std::string html =
            "<div class=\"field\"><label for=\"monthly_turnover\">Оборот в месяц</label><select "
            "id=\"monthly_turnover\" "
            "name=\"monthly_turnover\"";
        if (!error.empty()) html += " aria-invalid=\"true\" aria-describedby=\"monthly_turnover-error\"";
        html += "><option value=\"\">не выбрано</option>";
        for (const Sentence& turnover : sentences::turnovers::all)
            html += "<option value=\"" + std::string(turnover.code) + "\"" +
                    (chosen == turnover.code ? " selected" : "") + ">" + std::string(turnover.pattern) +
                    "</option>";
        return html + "</select>" + (error.empty() ? "" : error_html("monthly_turnover", error)) + "</div>";
    }

    static std::string checkbox(const std::string& name, std::string_view label, bool ticked,
                                const std::string& after) {
        return "<div class=\"field field--check\"><label><input type=\"checkbox\" name=\"" + name +
               "\" value=\"1\"" + (ticked ? " checked" : "") + "> " + std::string(label) + "</label>" +
               after + "</div>";
    }

    std::string consent(Document document, std::string_view label) const {
        const ConsentText* text = again_.legal.text_of(document);
        if (text == nullptr) return {};
        const std::string name = "consent_" + std::string(name_of(document));
        const bool ticked = !again_.consents_again && value_of(again_.fields, name) == "1";
        std::string after = " <a href=\"" + html_escaped(text->url) + "\">Текст согласия</a>" +
                            hidden(name + "_version", text->version) + hidden(name + "_sha256", text->sha256);
        if (document == Document::processing && !issue_of("/consents").empty())
            after += error_html(name, issue_of("/consents"));
        return checkbox(name, label, ticked, after);
    }

    const FormAgain& again_;
    std::string form_;
};

}  // namespace

Page form_again_page(const FormAgain& again) {
    const FormAgainHtml form(again);
    std::string body =
        "<h1>Заявка пока не отправлена</h1><p role=\"alert\">" + html_escaped(again.message) + "</p>";
    body += form.other_issues() + form.html();
    return {again.status, "Заявка пока не отправлена", std::move(body), "/api/leads"};
}

Page thanks_page(const Thanks& thanks) {
    const auto& [number, token, kit_links] = thanks;
    std::string body = "<h1>Заявка принята</h1><p>Её номер — <strong>" + html_escaped(number) +
                       "</strong>. Мы свяжемся с вами по оставленному контакту.</p>";
    if (!kit_links.empty())
        body +=
            "<h2>Ваши файлы</h2><p>Ссылки действуют 30 дней. Сохраните эту страницу или скачайте всё сразу: "
            "архив стоит последним.</p>" +
            kit_links;
    body += "<p><a href=\"/r/" + html_escaped(token) + "\">Квитанция о согласии</a> (<a href=\"/r/" +
            html_escaped(token) +
            "?download\" download>скачать</a>): сохраните её, по ней согласие можно отозвать в любой "
            "момент.</p><p><a href=\"/\">Вернуться к "
            "расчёту</a></p>";
    return {200, "Заявка принята", std::move(body), "/thanks/"};
}

}  // namespace funnel::server
