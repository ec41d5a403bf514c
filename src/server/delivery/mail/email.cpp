// A message to a mailbox (RFC 5322, RFC 2046): plain text first, the same words in HTML after it, Russian
// text encoded.
#include <algorithm>

#include "core/sentences.hpp"
#include "delivery/lead_words.hpp"
#include "delivery/mail/brief_html.hpp"
#include "delivery/receiver.hpp"
#include "http/address.hpp"
#include "system/digest.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

bool is_mail_address(const std::string& text) {
    return text.find('@') != std::string::npos && text.find_first_of("<>, ") == std::string::npos;
}

// RFC 2047: a word is at most 75 characters long and holds whole characters; the space between two is not
// shown.
std::string encoded_words(std::string_view text) {
    constexpr std::size_t kMostBytes = 45;
    std::string words;
    do {
        std::size_t end = std::min(kMostBytes, text.size());
        while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
            --end;
        words += (words.empty() ? "=?UTF-8?B?" : " =?UTF-8?B?") + base64(text.substr(0, end)) + "?=";
        text.remove_prefix(end);
    } while (!text.empty());
    return words;
}

std::string domain_of(const std::string& address) {
    return address.substr(address.rfind('@') + 1);
}

// Addresses of other alphabets need a relay that knows them: then the person is answered by hand.
bool fits_a_header(const std::string& address) {
    return is_mail_address(address) && std::all_of(address.begin(), address.end(), [](char c) {
               return c > 0x20 && c < 0x7f &&
                      std::string_view("\"\\;:()[]").find(c) == std::string_view::npos;
           });
}

// Plain words: the title, then the brief; of what comes after a request, its sentence.
std::string plain_text_of(const Delivery& d) {
    if (is_for_duty(d.purpose)) return std::string(d.words) + "\n";
    if (d.row.event != OutboxEvent::created) return notice_of(d) + "\n";
    return title_of(d) + "\n\n" + text_of(brief_of(d));
}

// The same words for readers that show HTML.
std::string html_text_of(const Delivery& d) {
    if (is_for_duty(d.purpose)) return html_of(std::string(d.words), Brief());
    if (d.row.event == OutboxEvent::created) return html_of(title_of(d), brief_of(d));
    return html_of(notice_of(d), Brief());
}

std::string subject_of(const Delivery& d) {
    if (d.purpose == Purpose::duty) return "Заявки ждут ответа";
    if (d.purpose == Purpose::duty_trial) return "Проверка связи с дежурным";
    return d.purpose == Purpose::trial ? title_of(d) : name_of(d.lead);
}

std::string part(std::string_view type, std::string_view content) {
    std::string text =
        "Content-Type: " + std::string(type) + "; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    const std::string encoded = base64(content);
    for (std::size_t i = 0; i < encoded.size(); i += 76) text += encoded.substr(i, 76) + "\r\n";
    return text;
}

class Email final : public Receiver {
public:
    std::string_view name() const override { return "email"; }

    std::optional<SettingFault> settle(Target& target) const override {
        while (target.url.ends_with('/')) target.url.pop_back();
        if (!target.url.starts_with("smtp://") && !target.url.starts_with("smtps://"))
            return SettingFault{"url", sentences::config::out_of_range_smtp};
        if (target.insecure_smtp && !is_inner_host(host_of(target.url)))
            return SettingFault{"insecure_smtp", sentences::config::out_of_range_open_mail};
        if (!is_mail_address(target.from) || !is_mail_address(target.to))
            return SettingFault{"from", sentences::config::out_of_range_mails};
        if (!target.user.empty() && target.secret.empty())
            return SettingFault{"secret_file", sentences::config::out_of_range_needed};
        if (!target.fields.empty()) return SettingFault{"fields", sentences::config::out_of_range_no_fields};
        return std::nullopt;
    }

    Parcel parcel(const Delivery& d) const override {
        // The same for every attempt, so that a letter sent twice is shown once.
        const std::string& id = d.row.delivery_id;
        const std::string boundary = "=_" + id;
        std::string mail = "Date: " + mail_date_text(d.now_ms) +
                           "\r\nFrom: " + encoded_words("Заявки с сайта") + " <" + d.target.from +
                           ">\r\nTo: <" + d.target.to + ">\r\n";
        if (d.row.event == OutboxEvent::created && fits_a_header(d.lead.email))
            mail += "Reply-To: <" + d.lead.email + ">\r\n";
        mail += "Subject: " + encoded_words(subject_of(d)) + "\r\nMessage-ID: <" + id + "@" +
                domain_of(d.target.from) +
                ">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: "
                "multipart/alternative; "
                "boundary=\"" +
                boundary + "\"\r\n\r\n";
        mail += "--" + boundary + "\r\n" + part("text/plain", plain_text_of(d));
        mail += "--" + boundary + "\r\n" + part("text/html", html_text_of(d));
        mail += "--" + boundary + "--\r\n";
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
