// A message to a mailbox: headers and body with CRLF, Russian text encoded.
#include "delivery/lead_words.hpp"
#include "delivery/receiver.hpp"
#include "system/digest.hpp"

namespace funnel::server {

namespace {

bool is_mail_address(const std::string& text) {
    return text.find('@') != std::string::npos && text.find_first_of("<>, ") == std::string::npos;
}

std::string encoded_word(std::string_view text) {
    return "=?UTF-8?B?" + base64(text) + "?=";
}

std::string text_of(const Delivery& d) {
    if (d.row.event != OutboxEvent::created) return notice_of(d) + '\n';
    std::string text = title_of(d.lead) + "\n\n";
    if (!d.lead.name.empty()) text += "Имя: " + d.lead.name + "\n";
    if (!d.lead.phone.empty()) text += "Телефон: " + d.lead.phone + "\n";
    if (!d.lead.email.empty()) text += "Почта: " + d.lead.email + "\n";
    return text + notes_of(d.lead);
}

class Email final : public Receiver {
public:
    std::string_view name() const override { return "email"; }

    std::optional<SettingFault> settle(Target& target) const override {
        while (target.url.ends_with('/')) target.url.pop_back();
        if (!target.url.starts_with("smtp://") && !target.url.starts_with("smtps://"))
            return SettingFault{"url", "должен начинаться с smtp:// или smtps://"};
        if (!is_mail_address(target.from) || !is_mail_address(target.to))
            return SettingFault{"from", "нужны адреса почты"};
        if (!target.user.empty() && target.secret.empty()) return SettingFault{"secret_file", "нужен"};
        return std::nullopt;
    }

    Parcel parcel(const Delivery& d) const override {
        std::string mail = "From: <" + d.target.from + ">\r\nTo: <" + d.target.to +
                           ">\r\nSubject: " + encoded_word("Заявка № " + number_of(d.lead.id)) +
                           "\r\nMessage-ID: <" + d.row.delivery_id +
                           "@funnel-server>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; "
                           "charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
        const std::string encoded = base64(text_of(d));
        for (std::size_t i = 0; i < encoded.size(); i += 76) mail += encoded.substr(i, 76) + "\r\n";
        return Mail{std::move(mail)};
    }

    AttemptResult read(const Delivery&, const Reply& reply) const override { return result_by_status(reply); }
};

const Email kReceiver;

}  // namespace

const Receiver& receivers::email() {
    return kReceiver;
}

}  // namespace funnel::server
