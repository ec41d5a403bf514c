// The words of `funnel-server erase` and `purge`: what destroys, and therefore asks first.
#pragma once

#include <optional>
#include <string>

#include "command_values.hpp"
#include "manual.hpp"
#include "operator/command.hpp"

namespace funnel::server {

class ErasingWords {
public:
    void describe(CLI::App& app) {
        erase_ = app.add_subcommand("erase", "Стереть человека отовсюду: по номерам, телефону или почте");
        auto* ids = add_ids(*erase_, to_erase_.ids, "Номера заявок, сколько угодно");
        auto* phone = erase_->add_option("--phone", to_erase_.phone, "Все заявки с этим телефоном")
                          ->check(not_empty())
                          ->type_name("TEXT")
                          ->excludes(ids);
        erase_->add_option("--email", to_erase_.email, "Все заявки с этой почтой")
            ->check(not_empty())
            ->type_name("TEXT")
            ->excludes(ids)
            ->excludes(phone);
        add_assent(*erase_, to_erase_.assent);
        erase_->footer(
            std::string(kDestroys) +
            " Номер, которого нет, останавливает всю команду. Акт об уничтожении и цепочка "
            "согласий остаются.\n" +
            kExitCodes +
            "\n\nПримеры:\n  funnel-server erase 21 22 23 --dry-run\n  funnel-server erase --phone "
            "'+7 916 123-45-67' --yes");
        purge_ = app.add_subcommand("purge", "Стереть отозванное и то, что старше срока хранения");
        add_number(*purge_, "--retention-days", retention_days_, 1, 36'500, "")->group("");
        add_assent(*purge_, to_purge_.assent);
        purge_->footer(std::string(kDestroys) +
                       " Срок хранения (retention_days, по умолчанию 1096 дней) берётся из --config. "
                       "Работающий сервер делает это сам каждую минуту.\n" +
                       kExitCodes + "\n\nПример:\n  funnel-server purge --dry-run --config config.json");
    }

    // What was asked for, if it was one of these.
    [[nodiscard]] std::optional<Command> command() const {
        if (erase_->parsed()) return to_erase_;
        if (!purge_->parsed()) return std::nullopt;
        Purge purge = to_purge_;
        if (retention_days_ > 0) purge.retention_days = retention_days_;
        return purge;
    }
    [[nodiscard]] bool lacks_whom() const {
        return erase_->parsed() && to_erase_.ids.empty() && to_erase_.phone.empty() &&
               to_erase_.email.empty();
    }
    [[nodiscard]] const CLI::App& erase() const { return *erase_; }

private:
    static constexpr const char* kDestroys =
        "Без --yes команда сначала показывает, что будет стёрто, и просит ввести число заявок. Если отвечать "
        "некому, она ничего не меняет и заканчивается с кодом 64.";

    static void add_assent(CLI::App& app, Assent& assent) {
        auto* dry =
            app.add_flag("--dry-run", assent.dry_run, "Сказать, что было бы стёрто, и ничего не менять");
        app.add_flag("--yes", assent.yes, "Не спрашивать подтверждения: для скриптов")->excludes(dry);
        app.add_option_function<std::string>(
               "--confirmed",
               [&assent](const std::string& text) { assent.confirmed = whole_number_in(text); })
            ->check(whole_number(0, kMostIds))
            ->group("");
    }

    Erase to_erase_;
    Purge to_purge_;
    std::int64_t retention_days_ = 0;
    CLI::App* erase_ = nullptr;
    CLI::App* purge_ = nullptr;
};

}  // namespace funnel::server
