// The words of `funnel-server outbox`: what waits for its receiver, what is tried again.
#pragma once

#include <optional>

#include "command_values.hpp"
#include "operator/command.hpp"

namespace funnel::server {

class OutboxWords {
public:
    // Gives `outbox` itself: other commands stand below it.
    CLI::App& describe(CLI::App& app) {
        outbox_ = app.add_subcommand("outbox", "Доставки в CRM, почту и другим получателям");
        outbox_->require_subcommand(1);
        outbox_->footer("Пример:\n  funnel-server outbox list --store sqlite:leads.db");
        list_ = outbox_->add_subcommand("list", "Что ждёт доставки и что не доставлено");
        list_->add_flag("--all", deliveries_.all, "Также доставленное и отменённое");
        add_number(*list_, "--limit", deliveries_.limit, 1, 1'000'000'000, "Сколько показать, 100");
        add_number(*list_, "--before", deliveries_.before, 1, kMostIds,
                   "Только с номером доставки меньше этого");
        add_text(*list_, "--target", deliveries_.target, "Только этого получателя")
            ->check(not_empty())
            ->type_name("NAME");
        list_->footer(
            "Сначала новые. Столбцы через табуляцию: номер доставки, состояние, получатель, заявка, попытки, "
            "ключ, чем "
            "кончилась последняя попытка, событие. Сколько показано из скольких — в stderr.");
        retry_ = outbox_->add_subcommand("retry", "Повторить доставки сейчас");
        auto* ids = add_ids(*retry_, to_retry_.ids, "Номера доставок из outbox list");
        auto* dead = retry_->add_flag("--dead", to_retry_.dead, "Все, от которых отказались")->excludes(ids);
        retry_->add_option("--target", to_retry_.target, "Из них только этого получателя")
            ->check(not_empty())
            ->type_name("NAME")
            ->needs(dead);
        retry_->footer("Пример:\n  funnel-server outbox retry --dead --target crm");
        return *outbox_;
    }

    // What was asked for, if it was one of these.
    [[nodiscard]] std::optional<Command> command() const {
        if (list_->parsed()) return deliveries_;
        if (retry_->parsed()) return to_retry_;
        return std::nullopt;
    }
    [[nodiscard]] bool lacks_which() const {
        return retry_->parsed() && to_retry_.ids.empty() && !to_retry_.dead;
    }
    [[nodiscard]] const CLI::App& retry() const { return *retry_; }

private:
    ListOutbox deliveries_;
    RetryOutbox to_retry_;
    CLI::App* outbox_ = nullptr;
    CLI::App* list_ = nullptr;
    CLI::App* retry_ = nullptr;
};

}  // namespace funnel::server
