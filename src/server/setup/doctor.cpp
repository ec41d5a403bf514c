// `doctor`: a line an item, what is missing said so that the next step is clear. Nothing is sent, nothing
// changed.
#include <sys/stat.h>
#include <sys/timex.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "delivery/courier.hpp"
#include "delivery/trial.hpp"
#include "inbox/working_hours.hpp"
#include "lead/legal.hpp"
#include "setup/setup.hpp"
#include "store/database/database.hpp"
#include "store/migrations.hpp"
#include "store/store.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLeastFree = std::uintmax_t{1} << 30;
constexpr std::chrono::hours kFreshCopy{48};

enum class Finding { fine, look, missing };

class Examination {
public:
    Examination(const Doctor& doctor, const SetupPlace& place) : doctor_(doctor), place_(place) {}

    CommandResult all() {
        settings();
        store();
        disk();
        clock();
        if (config_) receivers(*config_);
        site();
        hours();
        front();
        backups();
        out_ += missing_ == 0 ? "Всё, что нужно для работы, есть.\n"
                              : "Не хватает: " + std::to_string(missing_) + ".\n";
        return {missing_ == 0 ? 0 : 1, out_, {}};
    }

private:
    void say(Finding finding, const std::string& what, const std::string& words) {
        if (finding == Finding::missing) ++missing_;
        out_ += std::string(finding == Finding::fine   ? "+ "
                            : finding == Finding::look ? "? "
                                                       : "- ") +
                what + ": " + words + "\n";
    }

    void settings() {
        if (place_.config_file.empty())
            return say(
                Finding::missing, "Настройки",
                "файл не назван: --config FILE или переменная FUNNEL_CONFIG; сделать: funnel-server init");
        auto read = config_from_file(place_.config_file);
        if (!read.config) {
            std::replace(read.error.begin(), read.error.end(), '\n', ';');
            return say(Finding::missing, "Настройки", read.error);
        }
        config_ = std::move(read.config);
        say(Finding::fine, "Настройки", place_.config_file);
        secrets();
        if (config_->public_url.empty())
            say(Finding::missing, "Адрес сайта",
                "впишите public_url: без него в заявках нет ссылки на расчёт");
        if (config_->inbox_url.empty())
            say(Finding::look, "Журнал заявок",
                "впишите inbox_url, и в каждой заявке будет ссылка на её запись");
    }

    // Files that hold secrets: whoever logs in on this machine must not read them.
    void secrets() {
        std::ifstream in(place_.config_file);
        std::ostringstream text;
        text << in.rdbuf();
        const auto json = nlohmann::json::parse(text.str(), nullptr, false);
        std::string open;
        const auto note = [&](const nlohmann::json& object, const char* key) {
            struct stat about {};
            if (!object.is_object() || !object.contains(key) || !object[key].is_string()) return;
            const auto file = object[key].get<std::string>();
            if (::stat(file.c_str(), &about) == 0 && (about.st_mode & S_IROTH) != 0) open += " " + file;
        };
        note(json, "admin_token_file");
        if (json.is_object() && json.contains("duty")) note(json["duty"], "secret_file");
        if (json.is_object() && json.contains("targets") && json["targets"].is_array())
            for (const auto& target : json["targets"]) {
                note(target, "secret_file");
                note(target, "url_file");
            }
        if (!open.empty())
            say(Finding::missing, "Ключи", "их может прочитать любой на этой машине: chmod 640" + open);
    }

    void store() {
        const auto location = store_location_from(place_.store);
        if (!location)
            return say(Finding::missing, "Хранилище",
                       place_.store.empty()
                           ? std::string("не названо: --store sqlite:ПУТЬ или переменная FUNNEL_STORE")
                           : "«" + place_.store + "» не хранилище: нужно sqlite:ПУТЬ или postgres://…");
        std::error_code failure;
        if (location->dialect == Dialect::sqlite) {
            folder_ = fs::absolute(location->address, failure).parent_path();
            if (!fs::exists(location->address, failure))
                return say(Finding::look, "Хранилище", "файла ещё нет: сервер создаст его при запуске");
            if (fs::file_size(location->address, failure) == 0 && !failure)
                return say(Finding::missing, "Хранилище",
                           "файл " + location->address +
                               " пуст: это не хранилище. Если он создан по ошибке, удалите его");
            if (::access(location->address.c_str(), R_OK | W_OK) != 0 || ::access(folder_.c_str(), W_OK) != 0)
                return say(Finding::missing, "Хранилище",
                           "эта учётная запись не может писать в " + location->address +
                               ": chown funnel: файлу и его папке, или запустите от имени сервиса");
        }
        try {
            const auto database = open_database(*location, Access::read_only);
            const auto last = newest_schema();
            const int version = schema_version(*database);
            if (version > last)
                return say(Finding::missing, "Хранилище", "оно новее этой программы: поставьте её новее");
            if (version < last)
                return say(Finding::look, "Хранилище",
                           "схема " + std::to_string(version) + ", будет доведена до " +
                               std::to_string(last) + " при запуске сервера");
            say(Finding::fine, "Хранилище", "открывается, схема " + std::to_string(version));
        } catch (const StoreError& error) {
            say(Finding::missing, "Хранилище", error.what());
        }
    }

    void disk() {
        if (folder_.empty()) return;
        std::error_code failure;
        const auto space = fs::space(folder_, failure);
        if (failure)
            return say(Finding::missing, "Диск",
                       "папки " + folder_.string() + " нет: создайте её для сервиса");
        const auto gigabytes = std::to_string(space.available >> 30U) + " ГБ";
        if (space.available < kLeastFree)
            return say(Finding::missing, "Диск",
                       "свободно меньше 1 ГБ: освободите место, без него заявки не запишутся");
        say(Finding::fine, "Диск", "свободно " + gigabytes);
    }

    void clock() {
        timex state{};
        const bool known = ::adjtimex(&state) != -1;
        if (known && (state.status & STA_UNSYNC) == 0)
            return say(Finding::fine, "Время", "часы сверяются с сетью");
        say(Finding::look, "Время",
            "часы не сверяются с сетью: apt-get install systemd-timesyncd. По ним считаются сроки хранения");
    }

    void receivers(const Config& config) {
        if (config.targets.empty())
            say(Finding::look, "Получатели",
                "нет ни одного: заявки видны только в журнале и в funnel-server leads list");
        CourierOptions options;
        options.private_targets = config.private_targets;
        bool mail = false;
        for (const Target& target : config.targets) {
            mail = mail || target.kind == TargetKind::email;
            const AttemptResult result = reach(target, options);
            const std::string what = "Получатель " + target.name;
            if (result.outcome == AttemptResult::Outcome::delivered)
                say(Finding::fine, what,
                    "на связи; проверить до конца: funnel-server outbox test " + target.name);
            else
                say(Finding::missing, what, advice_on(target, result) + " (" + result.detail + ")");
        }
        if (config.duty) {
            const AttemptResult result = reach(*config.duty, options);
            if (result.outcome == AttemptResult::Outcome::delivered)
                say(Finding::fine, "Дежурный",
                    "на связи; проверить до конца: funnel-server outbox test " + config.duty->name);
            else
                say(Finding::missing, "Дежурный",
                    advice_on(*config.duty, result) + " (" + result.detail + ")");
        }
        if (!mail) say(Finding::look, "Почта", "писем о заявках не будет: получателя вида email нет");
    }

    void site() {
        if (doctor_.site.empty())
            return say(Finding::missing, "Сайт", "папка не названа: --site DIR или переменная FUNNEL_SITE");
        std::ifstream in(doctor_.site + "/legal/documents.json");
        std::ostringstream text;
        if (!in || !(text << in.rdbuf()))
            return say(Finding::missing, "Тексты согласий",
                       "нет " + doctor_.site + "/legal/documents.json: соберите сайт заново");
        const auto read = legal_from_json(text.str());
        if (!read.legal) return say(Finding::missing, "Тексты согласий", read.error);
        std::string absent;
        for (const auto& name : read.legal->identity.missing()) absent += (absent.empty() ? "" : ", ") + name;
        if (!absent.empty())
            return say(Finding::missing, "Тексты согласий",
                       "в сведениях об операторе нет: " + absent +
                           ". Дополните assets/site.json и соберите сайт заново");
        say(Finding::fine, "Тексты согласий", "на месте, оператор назван полностью");
    }

    // They say when the person on duty is told, and whose answers count as quick.
    void hours() {
        if (doctor_.site.empty()) return;
        const auto hours = working_hours_in(doctor_.site);
        if (!hours)
            return say(Finding::missing, "Рабочие часы",
                       "не понять " + doctor_.site +
                           "/.firm.json: проверьте working_hours в site.json и соберите сайт заново");
        const TimeZone zone = config_ ? config_->zone : moscow_time();
        const auto ahead = hours->days_off_ahead(wall_clock_ms(), zone);
        const bool are_over = !hours->days_off.empty() && ahead == 0;
        say(are_over ? Finding::look : Finding::fine, "Рабочие часы",
            hours->words() + (are_over ? ". Все дни из days_off прошли: впишите в site.json следующие"
                              : ahead > 0 ? ". Выходных дней впереди: " + std::to_string(ahead)
                                          : ""));
    }

    void front() {
        std::error_code failure;
        if (!doctor_.listen.empty() && !listen_address_from(doctor_.listen))
            say(Finding::missing, "Сервер",
                "«" + doctor_.listen + "» не адрес: нужен вроде 127.0.0.1:8080 или unix:/run/funnel.sock");
        else if (!doctor_.listen.empty()) {
            Target own;
            own.url = "http://" + doctor_.listen;
            CourierOptions options;
            options.private_targets = PrivateTargets::allowed;
            const bool up = doctor_.listen.starts_with("unix:")
                                ? fs::exists(doctor_.listen.substr(5), failure)
                                : reach(own, options).outcome == AttemptResult::Outcome::delivered;
            if (up)
                say(Finding::fine, "Сервер", "отвечает на " + doctor_.listen);
            else
                say(Finding::missing, "Сервер",
                    "на " + doctor_.listen + " никто не отвечает: systemctl start funnel");
        }
        if (!fs::exists("/usr/sbin/nginx", failure))
            return say(Finding::missing, "nginx",
                       "не установлен: apt-get install nginx-light libnginx-mod-http-brotli-static");
        if (!fs::exists(doctor_.nginx, failure))
            return say(Finding::missing, "nginx",
                       "нет " + doctor_.nginx + ": положите туда nginx/funnel.conf с именем своего сайта");
        say(Finding::fine, "nginx", doctor_.nginx);
    }

    void backups() {
        if (doctor_.backups.empty())
            return say(Finding::look, "Копии", "папка не названа: --backups DIR или FUNNEL_BACKUPS");
        std::error_code failure;
        if (!fs::is_directory(doctor_.backups, failure))
            return say(Finding::missing, "Копии",
                       "папки " + doctor_.backups + " нет: systemctl start funnel-backup создаст её");
        std::optional<fs::file_time_type> newest;
        for (fs::directory_iterator at(doctor_.backups, failure), end; !failure && at != end;
             at.increment(failure)) {
            const auto time = at->last_write_time(failure);
            const std::string name = at->path().filename().string();
            const bool is_copy =
                name.starts_with("leads-") && name.ends_with(".gz") && at->is_regular_file(failure);
            if (!failure && is_copy && (!newest || time > *newest)) newest = time;
        }
        if (failure && !newest)
            return say(
                Finding::missing, "Копии",
                "нельзя прочитать папку " + doctor_.backups + ": запустите от root или от имени сервиса");
        if (!newest) return say(Finding::missing, "Копии", "нет ни одной: systemctl start funnel-backup");
        const auto age =
            std::chrono::duration_cast<std::chrono::hours>(fs::file_time_type::clock::now() - *newest);
        const std::string hours = std::to_string(age.count()) + " ч";
        if (age > kFreshCopy)
            return say(Finding::missing, "Копии",
                       "последней " + hours + ": systemctl status funnel-backup.timer");
        say(Finding::fine, "Копии", "последней " + hours);
    }

    const Doctor& doctor_;
    const SetupPlace& place_;
    std::optional<Config> config_;
    fs::path folder_;
    int missing_ = 0;
    std::string out_;
};

}  // namespace

CommandResult run_doctor(const Doctor& doctor, const SetupPlace& place) {
    return Examination(doctor, place).all();
}

}  // namespace funnel::server
