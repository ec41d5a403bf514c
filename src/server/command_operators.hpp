// The words of `funnel-server operators`: who may enter the inbox.
#pragma once

#include <optional>

#include "command_values.hpp"
#include "operator/command.hpp"

namespace funnel::server {

class OperatorWords {
public:
    void describe(CLI::App& app) {
        operators_ = app.add_subcommand("operators", "Сотрудники: кто входит в «Заявки»");
        operators_->require_subcommand(1);
        operators_->footer("Пример:\n  funnel-server operators add 'Вера Орлова' --role worker");
        add_operator_ = operators_->add_subcommand("add", "Впустить сотрудника: печатает ссылку для входа");
        add_operator_->add_option("NAME", to_add_.name, "Имя, как его видят остальные")
            ->required()
            ->check(operator_name())
            ->type_name("");
        add_operator_
            ->add_option_function<std::string>(
                "--role", [this](const std::string& name) { to_add_.role = *role_from(name); },
                "reader — смотрит, worker — ещё и ведёт заявки (так и без слова), admin — ещё стирает и "
                "впускает "
                "других")
            ->check(one_of({"reader", "worker", "admin"}))
            ->type_name("WORD");
        add_operator_->footer(
            "Ссылка открывает один сеанс и действует 24 часа: передайте её лично. Для того же имени печатает "
            "новую ссылку, прежняя больше не открывает; роль становится названной.");
        list_operators_ = operators_->add_subcommand("list", "Кто может войти");
        list_operators_->footer("Столбцы через табуляцию: имя, роль, с какого дня, открытых сеансов.");
        revoke_ = operators_->add_subcommand("revoke", "Закрыть вход: сеансы кончаются сразу");
        revoke_->add_option("NAME", to_revoke_.name, "Имя из operators list")
            ->required()
            ->check(not_empty())
            ->type_name("");
        sessions_ = operators_->add_subcommand("sessions", "Открытые сеансы");
        sessions_->footer("Столбцы через табуляцию: номер, имя, начат, последний раз, браузер.");
        logout_ = operators_->add_subcommand("logout", "Закончить сеансы");
        auto* ids = add_ids(*logout_, to_end_.ids, "Номера из operators sessions");
        logout_->add_option("--name", to_end_.name, "Все сеансы этого сотрудника")
            ->check(not_empty())
            ->type_name("NAME")
            ->excludes(ids);
    }

    // What was asked for, if it was one of these.
    [[nodiscard]] std::optional<Command> command() const {
        if (add_operator_->parsed()) return to_add_;
        if (list_operators_->parsed()) return ListOperators{};
        if (revoke_->parsed()) return to_revoke_;
        if (sessions_->parsed()) return ListSessions{};
        if (logout_->parsed()) return to_end_;
        return std::nullopt;
    }
    [[nodiscard]] bool lacks_whom() const {
        return logout_->parsed() && to_end_.ids.empty() && to_end_.name.empty();
    }
    [[nodiscard]] const CLI::App& logout() const { return *logout_; }

private:
    AddOperator to_add_;
    RevokeOperator to_revoke_;
    EndSessions to_end_;
    CLI::App* operators_ = nullptr;
    CLI::App* add_operator_ = nullptr;
    CLI::App* list_operators_ = nullptr;
    CLI::App* revoke_ = nullptr;
    CLI::App* sessions_ = nullptr;
    CLI::App* logout_ = nullptr;
};

}  // namespace funnel::server
