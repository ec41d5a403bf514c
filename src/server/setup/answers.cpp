#include "setup/answers.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <istream>
#include <ostream>

#include "core/sentences.hpp"
#include "delivery/receiver.hpp"
#include "http/address.hpp"
#include "lead/lead.hpp"
#include "lead/phone.hpp"
#include "store/inbox/operators.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

using Fault = std::string (*)(const Init&, const std::string&);

bool are_digits(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string one_line(const Init&, const std::string& text) {
    const bool plain = std::none_of(text.begin(), text.end(),
                                    [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    return plain ? "" : "нужна одна строка";
}

std::string inn(const Init&, const std::string& text) {
    return are_digits(text) && (text.size() == 10 || text.size() == 12) ? ""
                                                                        : "нужно 10 цифр (ООО) или 12 (ИП)";
}

std::string ogrn(const Init&, const std::string& text) {
    return are_digits(text) && (text.size() == 13 || text.size() == 15)
               ? ""
               : "нужно 13 цифр (ОГРН) или 15 (ОГРНИП)";
}

std::string mail(const Init&, const std::string& text) {
    return is_email(text) ? "" : "нужен адрес почты вроде info@example.ru";
}

std::string phone(const Init&, const std::string& text) {
    return read_phone(text, kDefaultCountry).phone ? "" : "нужен телефон вроде 8 800 555-01-02";
}

std::string web(const Init&, const std::string& text) {
    return text.starts_with("https://") || text.starts_with("http://")
               ? ""
               : "нужен адрес вроде https://example.ru";
}

std::string zone(const Init&, const std::string& text) {
    return time_zone_from(text) ? "" : "нужен часовой пояс России вроде Europe/Moscow";
}

std::string kind(const Init&, const std::string& text) {
    return target_kind_from(text) ? "" : "можно bitrix24, amocrm, email, webhook, telegram";
}

std::string target_address(const Init& init, const std::string& text) {
    const bool mails = init.target == "email";
    const bool sound = mails ? text.starts_with("smtp://") || text.starts_with("smtps://")
                             : text.starts_with("https://") || text.starts_with("http://");
    if (text.starts_with("http://") && !is_inner_host(host_of(text)))
        return std::string(sentences::config::out_of_range_open.pattern);
    if (sound || (text.empty() && init.target == "telegram")) return "";
    return mails ? "нужен адрес вроде smtps://smtp.example.ru:465" : "нужен адрес вроде https://…";
}

std::string key_file(const Init& init, const std::string& text) {
    if (text.empty()) return init.target == "email" ? "" : "этому получателю нужен ключ";
    std::ifstream in(text);
    std::string line;
    return std::getline(in, line) && !line.empty()
               ? ""
               : "файл не читается или в нём нет ключа: нужна одна строка";
}

std::string from_mail(const Init& init, const std::string& text) {
    return init.target == "email" ? mail(init, text) : std::string();
}

std::string to_whom(const Init& init, const std::string& text) {
    if (init.target == "email") return mail(init, text);
    return init.target == "telegram" && text.empty() ? "нужен номер чата, у групп он начинается с -100" : "";
}

std::string person(const Init&, const std::string& text) {
    return is_operator_name(text) ? "" : "нужно имя в одну строку, до 60 знаков";
}

bool has_target(const Init& init) {
    return !init.target.empty();
}

struct Question {
    const char* option;
    std::string Init::*answer;
    const char* words;  // null: not asked
    Fault fault;
    bool (*concerns)(const Init&);  // null: always
    bool may_be_empty = true;
};

constexpr std::array<Question, 16> kQuestions{{
    {"--brand", &Init::brand, "Название фирмы на сайте", one_line, nullptr},
    {"--operator", &Init::owner, "Оператор персональных данных (ИП … или ООО …)", one_line, nullptr},
    {"--inn", &Init::inn, "ИНН", inn, nullptr},
    {"--ogrn", &Init::ogrn, "ОГРН или ОГРНИП", ogrn, nullptr},
    {"--address", &Init::address, "Почтовый адрес оператора", one_line, nullptr},
    {"--email", &Init::email, "Почта для обращений о персональных данных", mail, nullptr},
    {"--phone", &Init::phone, "Телефон на сайте", phone, nullptr},
    {"--url", &Init::url, "Адрес сайта, https://… (пусто, если ещё нет)", web, nullptr},
    {"--inbox-url", &Init::inbox_url, nullptr, web, nullptr},
    {"--time-zone", &Init::time_zone, "Часовой пояс (пусто: Europe/Moscow)", zone, nullptr},
    {"--target", &Init::target,
     "Куда слать заявки: bitrix24, amocrm, email, webhook, telegram (пусто: никуда)", kind, nullptr},
    {"--target-url", &Init::target_url, "Адрес получателя", target_address, has_target, false},
    {"--target-from", &Init::target_from, "От кого письма", from_mail,
     [](const Init& init) { return init.target == "email"; }, false},
    {"--target-to", &Init::target_to, "Кому (почта или чат)", to_whom,
     [](const Init& init) { return init.target == "email" || init.target == "telegram"; }, false},
    {"--target-secret", &Init::target_secret, "Файл с ключом или паролем (email: пусто, если не нужен)",
     key_file, [](const Init& init) { return has_target(init) && !is_address_the_key(init); }, false},
    {"--first-operator", &Init::first_operator,
     "Кто первым войдёт в журнал заявок, имя (пусто: решите потом)", person, nullptr},
}};

std::string fault_in(const Question& question, const Init& init) {
    const std::string& answer = init.*question.answer;
    return answer.empty() && question.may_be_empty ? std::string() : question.fault(init, answer);
}

}  // namespace

bool is_address_the_key(const Init& init) {
    return init.target == "bitrix24" || init.target == "bitrix24_lead";
}

std::string faults_of(const Init& init) {
    std::string faults;
    for (const Question& question : kQuestions) {
        const bool concerns = question.concerns == nullptr || question.concerns(init);
        if (!concerns && !(init.*question.answer).empty())
            faults += std::string(question.option) + ": этому получателю не нужно\n";
        if (!concerns) continue;
        const std::string fault = fault_in(question, init);
        if (!fault.empty()) faults += std::string(question.option) + ": " + fault + "\n";
    }
    return faults;
}

bool ask_for_all(Init& init, std::istream& in, std::ostream& out) {
    for (const Question& question : kQuestions) {
        std::string& answer = init.*question.answer;
        if (question.words == nullptr || !answer.empty()) continue;
        if (question.concerns != nullptr && !question.concerns(init)) continue;
        while (true) {
            out << question.words << ": " << std::flush;
            if (!std::getline(in, answer)) return false;
            const std::string fault = fault_in(question, init);
            if (fault.empty()) break;
            out << "  " << fault << "\n";
        }
    }
    return true;
}

}  // namespace funnel::server
