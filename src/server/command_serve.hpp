// The words of `funnel-server serve`: where the site is, where to listen.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "command_values.hpp"
#include "serve.hpp"

namespace funnel::server {

class ServeWords {
public:
    void describe(CLI::App& app) {
        serve_ = app.add_subcommand("serve", "Показывать сайт и принимать заявки");
        serve_->add_option("--site", options_.site, "Папка собранного сайта")
            ->required()
            ->envname("FUNNEL_SITE")
            ->type_name("DIR");
        serve_->add_option("--listen", options_.listen, "Где слушать: АДРЕС:ПОРТ или unix:ПУТЬ")
            ->capture_default_str()
            ->envname("FUNNEL_LISTEN")
            ->type_name("ADDRESS");
        serve_
            ->add_option("--admin", options_.admin,
                         "Где отдавать метрики и заявки программам оператора: 127.0.0.1:ПОРТ или unix:ПУТЬ")
            ->envname("FUNNEL_ADMIN")
            ->type_name("ADDRESS");
        serve_->add_flag(
            "--admin-anywhere", options_.admin_anywhere,
            "Разрешить --admin на адресе, доступном другим машинам: ключ и заявки пойдут по сети "
            "открыто");
        serve_->add_flag(
            "--inbox-plain-cookie", options_.plain_cookie,
            "Вход в «Заявки» по http без TLS, только на своём компьютере: для браузеров, которые "
            "не хранят там защищённые cookie");
        serve_->add_flag("--demo", options_.demo,
                         "Разрешить неполные сведения об операторе, только на своём компьютере");
        serve_->add_option("--log-level", options_.log_level, "Что писать: debug, info, warning, error")
            ->capture_default_str()
            ->check(one_of({"debug", "info", "warning", "error"}))
            ->envname("FUNNEL_LOG_LEVEL")
            ->type_name("LEVEL");
        serve_
            ->add_option("--durability", durability_,
                         "full или normal (normal теряет заявки при отключении питания: для тестов)")
            ->capture_default_str()
            ->check(one_of({"full", "normal"}))
            ->type_name("WORD");
        serve_
            ->add_option_function<std::string>(
                "--purge-every",
                [this](const std::string& text) {
                    options_.purge_every = std::chrono::seconds(whole_number_in(text).value_or(60));
                },
                "")
            ->check(whole_number(1, 86'400))
            ->group("");
        serve_->footer(
            "Без --store показывает только сайт, заявки не принимает. SIGTERM, SIGINT и SIGHUP: перестаёт "
            "принимать, "
            "дописывает принятое и заканчивает в течение 10 секунд.\nЖурнал: строки JSON в stderr, без "
            "личных данных.");
    }

    // What was asked for, if it was this; on the store of --store.
    [[nodiscard]] std::optional<ServeOptions> order(const std::string& store) const {
        if (serve_ == nullptr || !serve_->parsed()) return std::nullopt;
        ServeOptions options = options_;
        options.store = store;
        options.durability = durability_ == "normal" ? Durability::normal : Durability::full;
        return options;
    }

private:
    ServeOptions options_;
    std::string durability_ = "full";
    CLI::App* serve_ = nullptr;
};

}  // namespace funnel::server
