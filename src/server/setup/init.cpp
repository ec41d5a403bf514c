// `init`: the first settings of a server, asked for or taken from the words, written with the rights they
// need.
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "lead/phone.hpp"
#include "setup/answers.hpp"
#include "setup/setup.hpp"
#include "setup/site_text.hpp"

namespace funnel::server {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr mode_t kForService = 0640;  // root writes, the service's group reads
constexpr mode_t kForAll = 0644;

// Why a file could not be written, and what to do.
std::string reason(int error) {
    switch (error) {
        case ENOSPC:
            return "на диске нет места";
        case EACCES:
        case EPERM:
            return "нет прав, запустите от root";
        case EROFS:
            return "диск только для чтения";
        case ENOTDIR:
            return "в пути файл вместо папки, назовите другую в --folder";
        case ENOENT:
            return "такой папки не сделать, назовите другую в --folder";
        default:
            return std::strerror(error);
    }
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
    std::error_code failure;
    {
        errno = 0;
        std::ofstream out(part, std::ios::binary | std::ios::trunc);
        out << text;
        out.close();
        const int error = errno;
        ::umask(before);
        if (!out) {
            fs::remove(part, failure);
            return "Не записать " + path.string() + ": " + reason(error) + ".\n";
        }
    }
    const bool given = !group || ::chown(part.c_str(), static_cast<uid_t>(-1), *group) == 0;
    if (!given || ::chmod(part.c_str(), mode) != 0) {
        fs::remove(part, failure);
        return "Не дать прав на " + path.string() + ": запустите от root.\n";
    }
    fs::rename(part, path, failure);
    return failure ? "Не поставить на место " + path.string() + ".\n" : std::string();
}

std::string first_line(const std::string& file) {
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    return line;
}

Json target_of(const Init& init, const std::string& key_file) {
    Json target;
    target["name"] = "main";
    target["kind"] = init.target;
    if (is_address_the_key(init))
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

// The firm and the operator over what the site has for everything else. Another firm, another operator: what
// is not said of them stays open, and the build of the site names it.
std::string site_text(const Init& init) {
    Json site = Json::parse(kSite_site, nullptr, false);
    const auto set = [](Json& object, const char* key, const std::string& value) {
        if (!value.empty()) object[key] = value;
    };
    if (!init.brand.empty() && init.brand != site.value("name", ""))
        for (const char* const own : {"phone", "phone_link", "email", "operator"}) site.erase(own);
    const bool named = !(init.owner + init.inn + init.ogrn).empty();
    if (named || !site.contains("operator")) site["operator"] = Json::object();
    set(site, "name", init.brand);
    set(site, "url", init.url);
    set(site, "email", init.email);
    if (const auto read = read_phone(init.phone, kDefaultCountry); read.phone) {
        site["phone"] = init.phone;
        site["phone_link"] = read.phone->number;
    }
    set(site["operator"], "name", init.owner);
    set(site["operator"], "inn", init.inn);
    set(site["operator"], init.ogrn.size() > 13 ? "ogrnip" : "ogrn", init.ogrn);
    set(site["operator"], "address", init.address);
    set(site["operator"], "email", init.email);
    return site.dump(2) + "\n";
}

// For a shell, whatever is in it.
std::string quoted(const std::string& word) {
    std::string text = "'";
    for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
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
        steps += "Вход в журнал для «" + init.first_operator + "»: funnel operators add " +
                 quoted(init.first_operator) + " --role admin\n";
    return steps;
}

CommandResult write_all(const Init& init, const fs::path& folder) {
    std::error_code failure;
    const auto group = group_of(init.account);
    const fs::path key_file = folder / "main.key";
    const std::string key = is_address_the_key(init)     ? init.target_url
                            : init.target_secret.empty() ? std::string()
                                                         : first_line(init.target_secret);
    std::string why;
    if (!key.empty()) why = write(key_file, key + "\n", kForService, group);
    // Settings that the server would refuse are not left behind.
    const std::string text = config_text(init, key_file.string());
    if (why.empty())
        if (const auto read = config_from_json(text); !read.config) {
            fs::remove(key_file, failure);
            return {1, {}, "Такие настройки сервер не примет: " + read.error + "\nНичего не записано.\n"};
        }
    if (why.empty()) why = write(folder / "config.json", text, kForService, group);
    const fs::path environment = folder / "environment";
    if (why.empty() && !fs::exists(environment, failure))
        why = write(environment, "# Настройки сервиса, ИМЯ=ЗНАЧЕНИЕ: важнее тех, что в юните.\n", kForService,
                    group);
    if (why.empty()) why = write(folder / "site.json", site_text(init), kForAll, std::nullopt);
    if (!why.empty()) return {1, {}, why};
    return {0,
            "Записано в " + init.folder + ": config.json, environment, site.json" +
                (key.empty() ? "" : ", main.key") + "\n" +
                (group ? ""
                       : "Группы " + init.account +
                             " ещё нет: файлы читает только root. Её создают ./deploy.sh push и пакет; потом "
                             "повторите с --replace.\n") +
                next_steps(init),
            {}};
}

}  // namespace

CommandResult run_init(Init init) {
    const fs::path folder = init.folder;
    const fs::path config = folder / "config.json";
    std::error_code failure;
    if (fs::exists(config, failure) && !init.replace)
        return {1, {}, config.string() + " уже есть, ничего не изменено. Заменить: --replace.\n"};
    if (const std::string faults = init.quiet ? faults_of(init) : std::string(); !faults.empty())
        return {64, {}, faults + "Ничего не записано.\n"};
    if (!init.quiet && !ask_for_all(init, std::cin, std::cout))
        return {64, "\n",
                "Ответы кончились раньше вопросов, ничего не записано. Для скриптов: --quiet и параметры, "
                "funnel-server init --help\n"};
    const bool is_fresh = fs::create_directories(folder, failure);
    CommandResult written = write_all(init, folder);
    // Empty, or it stays.
    if (is_fresh && written.exit_code != 0) fs::remove(folder, failure);
    return written;
}

}  // namespace funnel::server
