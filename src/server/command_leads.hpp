// The words of `funnel-server leads`: the list, one request, all of them as a file, the way to another store.
#pragma once

#include <optional>
#include <string>

#include "command_line.hpp"
#include "command_values.hpp"
#include "operator/command.hpp"

namespace funnel::server {

class LeadWords {
public:
    void describe(CLI::App& app) {
        leads_ = app.add_subcommand("leads", "Заявки: список, одна, выгрузка, перенос");
        leads_->require_subcommand(1);
        leads_->footer("Пример:\n  funnel-server leads show 21 --store sqlite:leads.db");
        list_ = leads_->add_subcommand("list", "Список заявок, по строке на заявку");
        LeadQuery& query = list_of_leads_.query;
        add_number(*list_, "--limit", list_of_leads_.limit, 1, 1'000'000'000, "Сколько показать, 100");
        add_number(*list_, "--before", query.before, 1, kMostIds, "Только с номером меньше этого");
        add_number(*list_, "--after", query.after, 0, kMostIds, "Только с номером больше этого");
        add_text(*list_, "--since", list_of_leads_.since, "С этого дня, 2026-11-23")
            ->check(day())
            ->type_name("DAY");
        add_text(*list_, "--until", list_of_leads_.until, "По этот день включительно")
            ->check(day())
            ->type_name("DAY");
        add_text(*list_, "--form", query.form, "diagnosis, checklist, materials или callback")
            ->check(one_of({"diagnosis", "checklist", "materials", "callback"}));
        add_text(*list_, "--phone", query.phone, "С этим телефоном")->check(not_empty());
        add_text(*list_, "--email", query.email, "С этой почтой")->check(not_empty());
        list_
            ->add_option_function<std::string>(
                "--state", [&query](const std::string& name) { query.state = *lead_state_from(name); },
                "taken — все принятые (так и без слова), held — похожие на робота, withdrawn — отозванные, "
                "erased — стёртые, any — все")
            ->check(one_of({"taken", "held", "withdrawn", "erased", "any"}))
            ->type_name("WORD");
        list_->footer(
            "Сначала новые. Столбцы через табуляцию: номер, время в поясе фирмы (time_zone), форма, имя, "
            "телефон, почта, согласия. Сколько показано из скольких — в stderr.\n\nПримеры:\n  funnel-server "
            "leads list --phone '+7 916 123-45-67' --store sqlite:leads.db\n  funnel-server leads list "
            "--state held --store sqlite:leads.db");
        release_ = leads_->add_subcommand("release", "Принять заявки, похожие на робота: их прислал человек");
        add_ids(*release_, to_release_.ids, "Номера из leads list --state held")->required();
        release_->footer(
            "Заявка, в которой заполнено поле, невидимое человеку, никуда не отправляется и через 30 дней "
            "стирается. Принятая уходит получателям из --config или работающего сервера.\n\nПример:\n  "
            "funnel-server leads release 21 --store sqlite:leads.db");
        show_ = leads_->add_subcommand("show", "Одна заявка со всем, что о ней хранится: JSON");
        add_number(*show_, "ID", lead_.id, 1, kMostIds, "Номер заявки")->required()->type_name("");
        export_ = leads_->add_subcommand("export", "Все заявки: таблица или строки JSON");
        auto* csv = export_->add_flag("--csv", csv_,
                                      "Таблица: UTF-8 с BOM, «;» между полями, без формул (так и без слова)");
        auto* jsonl = export_->add_flag("--jsonl", jsonl_, "По объекту JSON на строку")->excludes(csv);
        export_->add_flag("--deals", deals_, "Таблица сделок, без имён и телефонов: для /crm/ и funnel deals")
            ->excludes(csv)
            ->excludes(jsonl);
        export_
            ->add_flag("--record", record_,
                       "Журнал обработки: кто видел и кто менял заявки, без данных посетителей")
            ->excludes(csv)
            ->excludes(jsonl)
            ->excludes("--deals");
        export_->footer("Пример:\n  funnel-server leads export --record --store sqlite:leads.db >record.csv");
    }

    // To another store: only from the shell, with no server on either of them.
    void describe_move() {
        move_ = leads_->add_subcommand("move", "Перенести всё в пустое хранилище другого вида и сверить");
        move_->add_option("--from", stores_.from, "Источник")->required()->type_name("STORE");
        move_->add_option("--to", stores_.to, "Приёмник, пустой")->required()->type_name("STORE");
        move_->footer(
            "Источник не меняется. Серверы на обоих хранилищах должны быть остановлены.\nКод выхода: 0 — "
            "перенесено и сверено; 1 — не перенесено, приёмник не изменён; 75 — на одном из хранилищ "
            "работает сервер, остановите его; 64 — неверная команда.\n\nПример:\n  funnel-server leads move "
            "--from sqlite:/var/lib/funnel/leads.db --to postgres:///funnel");
    }

    // What was asked for, if it was one of these.
    [[nodiscard]] std::optional<MoveLeads> move() const {
        return move_ != nullptr && move_->parsed() ? std::optional(stores_) : std::nullopt;
    }
    [[nodiscard]] std::optional<Command> command() const {
        if (list_->parsed()) return list_of_leads_;
        if (show_->parsed()) return lead_;
        if (release_->parsed()) return to_release_;
        if (export_->parsed())
            return ExportLeads{deals_    ? ExportFormat::deals
                               : record_ ? ExportFormat::record
                               : jsonl_  ? ExportFormat::jsonl
                                         : ExportFormat::csv};
        return std::nullopt;
    }

private:
    ListLeads list_of_leads_;
    ShowLead lead_;
    ReleaseLeads to_release_;
    bool csv_ = false;
    bool jsonl_ = false;
    bool deals_ = false;
    bool record_ = false;
    MoveLeads stores_;
    CLI::App* leads_ = nullptr;
    CLI::App* list_ = nullptr;
    CLI::App* show_ = nullptr;
    CLI::App* export_ = nullptr;
    CLI::App* release_ = nullptr;
    CLI::App* move_ = nullptr;
};

}  // namespace funnel::server
