// `init`: the first settings of a server, asked for or taken from the words, written with the rights they
// need.
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "setup/setup.hpp"
#include "setup/site_text.hpp"

namespace funnel::server {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr mode_t kForService = 0640;  // root writes, the service's group reads
constexpr mode_t kForAll = 0644;

void ask(const char* question, std::string& value) {
    if (!value.empty()) return;
    std::cout << question << ": " << std::flush;
    std::getline(std::cin, value);
}

void ask_for_all(Init& init) {
    ask("Название фирмы на сайте", init.brand);
    ask("Оператор персональных данных (ИП … или ООО …)", init.owner);
    ask("ИНН", init.inn);
    ask("ОГРН или ОГРНИП", init.ogrn);
    ask("Почтовый адрес оператора", init.address);
    ask("Почта для обращений о персональных данных", init.email);
    ask("Адрес сайта, https://… (пусто, если ещё нет)", init.url);
    ask("Часовой пояс (пусто: Europe/Moscow)", init.time_zone);
    ask("Куда слать заявки: bitrix24, amocrm, email, webhook, telegram (пусто: никуда)", init.target);
    if (init.target.empty()) return;
    ask("Адрес получателя", init.target_url);
    if (init.target == "email") ask("От кого письма", init.target_from);
    if (init.target == "email" || init.target == "telegram") ask("Кому (почта или чат)", init.target_to);
    if (init.target != "bitrix24")
        ask("Файл с ключом или паролем (пусто, если не нужен)", init.target_secret);
    ask("Кто первым войдёт в журнал заявок, имя (пусто: решите потом)", init.first_operator);
}

// The service's group; root's own where there is none yet.
std::optional<gid_t> group_of(const std::string& account) {
    const struct group* known = ::getgrnam(account.c_str());
    return known == nullptr ? std::nullopt : std::optional(known->gr_gid);
}

// Written beside and put in place by one rename, with its rights from the first byte. "" when it is done.
std::string write(const fs::path& path, const std::string& text, mode_t mode, std::optional<gid_t> group) {
    const fs::path part = path.string() + ".new";
    const mode_t before = ::umask(0077);
    {
        std::ofstream out(part, std::ios::binary | std::ios::trunc);
        out << text;
        out.close();
        ::umask(before);
        if (!out) return "Не записать " + part.string() + ": нужен root и место на диске.\n";
    }
    std::error_code failure;
    const bool given = !group || ::chown(part.c_str(), static_cast<uid_t>(-1), *group) == 0;
    if (!given || ::chmod(part.c_str(), mode) != 0)
        return "Не дать прав на " + part.string() + ": нужен root.\n";
    fs::rename(part, path, failure);
    return failure ? "Не поставить на место " + path.string() + ".\n" : std::string();
}

std::string key_in(const std::string& file, std::string& why) {
    std::ifstream in(file);
    std::string line;
    if (!std::getline(in, line) || line.empty()) why = "Нет ключа в файле " + file + ": нужна одна строка.\n";
    return line;
}

Json target_of(const Init& init, const std::string& key_file) {
    Json target;
    target["name"] = "main";
    target["kind"] = init.target;
    // The address of a Bitrix24 webhook is its key.
    if (init.target == "bitrix24" || init.target == "bitrix24_lead")
        target["url_file"] = key_file;
    else if (!init.target_url.empty())
        target["url"] = init.target_url;
    if (!init.target_secret.empty()) target["secret_file"] = key_file;
    if (!init.target_from.empty()) target["from"] = init.target_from;
    if (init.target == "email" && !init.target_secret.empty()) target["user"] = init.target_from;
    if (!init.target_to.empty()) target["to"] = init.target_to;
    return target;
}

std::string config_text(const Init& init, const std::string& key_file) {
    Json config;
    config["trusted_proxies"] = {"127.0.0.1", "::1"};
    if (!init.url.empty()) config["public_url"] = init.url;
    const std::string inbox =
        init.inbox_url.empty() && !init.url.empty() ? init.url + "/inbox" : init.inbox_url;
    if (!inbox.empty()) config["inbox_url"] = inbox;
    if (!init.time_zone.empty()) config["time_zone"] = init.time_zone;
    config["targets"] = Json::array();
    if (!init.target.empty()) config["targets"].push_back(target_of(init, key_file));
    return config.dump(2) + "\n";
}

// The firm and the operator over what the site has for everything else.
std::string site_text(const Init& init) {
    Json site = Json::parse(kSite_site, nullptr, false);
    const auto set = [](Json& object, const char* key, const std::string& value) {
        if (!value.empty()) object[key] = value;
    };
    set(site, "name", init.brand);
    set(site, "url", init.url);
    set(site, "email", init.email);
    set(site["operator"], "name", init.owner);
    set(site["operator"], "inn", init.inn);
    set(site["operator"], init.ogrn.size() > 13 ? "ogrnip" : "ogrn", init.ogrn);
    set(site["operator"], "address", init.address);
    set(site["operator"], "email", init.email);
    return site.dump(2) + "\n";
}

std::string next_steps(const Init& init) {
    std::string steps = "Дальше:\n  1. Соберите сайт с этими сведениями: положите " + init.folder +
                        "/site.json в папку фирмы и запустите ./deploy.sh push … --assets ПАПКА\n  2. "
                        "systemctl restart funnel\n  3. "
                        "funnel-server doctor --config " +
                        init.folder + "/config.json\n";
    if (!init.target.empty())
        steps += "  4. funnel-server outbox test main --config " + init.folder + "/config.json\n";
    if (!init.first_operator.empty())
        steps += "Вход в журнал для «" + init.first_operator + "»: funnel operators add '" +
                 init.first_operator + "' --role admin\n";
    return steps;
}

}  // namespace

CommandResult run_init(Init init) {
    const fs::path folder = init.folder;
    const fs::path config = folder / "config.json";
    std::error_code failure;
    if (fs::exists(config, failure) && !init.replace)
        return {1, {}, config.string() + " уже есть, ничего не изменено. Заменить: --replace.\n"};
    if (!init.quiet) ask_for_all(init);
    fs::create_directories(folder, failure);
    const auto group = group_of(init.account);
    const fs::path key_file = folder / "main.key";
    const bool address_is_key = init.target == "bitrix24" || init.target == "bitrix24_lead";
    std::string why;
    std::string key = address_is_key ? init.target_url : std::string();
    if (!init.target_secret.empty()) key = key_in(init.target_secret, why);
    if (!why.empty()) return {1, {}, why};

    // Settings that the server would refuse are not left behind.
    if (!key.empty()) why = write(key_file, key + "\n", kForService, group);
    const std::string text = config_text(init, key_file.string());
    if (why.empty())
        if (const auto read = config_from_json(text); !read.config) {
            fs::remove(key_file, failure);
            return {1, {}, "Такие настройки сервер не примет: " + read.error + "\n"};
        }
    if (why.empty()) why = write(config, text, kForService, group);
    const fs::path environment = folder / "environment";
    if (why.empty() && !fs::exists(environment, failure))
        why = write(environment, "# Настройки сервиса, ИМЯ=ЗНАЧЕНИЕ: важнее тех, что в юните.\n", kForService,
                    group);
    if (why.empty()) why = write(folder / "site.json", site_text(init), kForAll, std::nullopt);
    if (!why.empty()) return {1, {}, why};
    return {0,
            "Записано в " + init.folder + ": config.json, environment, site.json" +
                (key.empty() ? "" : ", main.key") + "\n" +
                (group ? "" : "Группы " + init.account + " ещё нет: файлы читает только root.\n") +
                next_steps(init),
            {}};
}

}  // namespace funnel::server
