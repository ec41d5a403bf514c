#include "command_line.hpp"

#include <algorithm>
#include <sstream>

#include "command_operators.hpp"
#include "command_values.hpp"
#include "manual.hpp"

namespace funnel::server {

namespace {

constexpr int kWrongWords = 64;

CLI::Option* add_number(CLI::App& app, const std::string& name, std::int64_t& value, std::int64_t least,
                        std::int64_t most, const std::string& help) {
    return app
        .add_option_function<std::string>(
            name, [&value](const std::string& text) { value = whole_number_in(text).value_or(0); }, help)
        ->check(whole_number(least, most))
        ->type_name("N");
}

CLI::Option* add_text(CLI::App& app, const std::string& name, std::string& value, const std::string& help) {
    return app.add_option(name, value, help)->type_name("TEXT");
}

void add_assent(CLI::App& app, Assent& assent) {
    auto* dry = app.add_flag("--dry-run", assent.dry_run, "Сказать, что было бы стёрто, и ничего не менять");
    app.add_flag("--yes", assent.yes, "Не спрашивать подтверждения: для скриптов")->excludes(dry);
    app.add_option_function<std::string>(
           "--confirmed", [&assent](const std::string& text) { assent.confirmed = whole_number_in(text); })
        ->check(whole_number(0, kMostIds))
        ->group("");
}

const char* const kDestroys =
    "Без --yes команда сначала показывает, что будет стёрто, и просит ввести число заявок. Если отвечать "
    "некому, она ничего не меняет и заканчивается с кодом 64.";
const char* const kExitCodes =
    "Код выхода: 0 — сделано; 1 — не сделано или найдены неполадки; 64 — неверная команда, ничего не "
    "изменено.";

// The whole language of the program. Owns what the options write into.
class Language {
public:
    enum class Speaker { operator_of_shell, running_client };

    explicit Language(Speaker speaker) {
        app_.name("funnel-server");
        app_.require_subcommand(1);
        app_.fallthrough();
        app_.formatter(std::make_shared<Manual>());
        app_.option_defaults()->group("Параметры");
        app_.set_help_flag("-h,--help", "Справка: у каждой команды своя");
        if (speaker == Speaker::operator_of_shell) {
            app_.set_version_flag("--version", "funnel-server " FUNNEL_VERSION, "Версия программы");
            app_.add_option("--store", store_, "Хранилище: sqlite:ПУТЬ или postgres://…")
                ->envname("FUNNEL_STORE")
                ->type_name("STORE");
            app_.add_option("--config", config_, "Настройки, файл JSON: получатели, сроки, ограничения")
                ->envname("FUNNEL_CONFIG")
                ->type_name("FILE");
            app_.footer(std::string("--store и --config можно писать и до команды, и после неё.\n") +
                        kExitCodes +
                        "\n\nПримеры:\n"
                        "  funnel-server serve --site build/site --store sqlite:leads.db\n"
                        "  funnel-server leads list --store sqlite:leads.db\n"
                        "  funnel-server erase 21 22 23 --dry-run --store sqlite:leads.db");
            describe_serve();
        }
        describe_leads(speaker);
        describe_erasing();
        describe_outbox();
        operators_.describe(app_);
        describe_upkeep();
        if (speaker == Speaker::operator_of_shell) setup_.describe(app_, *outbox_);
        if (speaker == Speaker::running_client) describe_looks();
        name_sections(app_);
    }

    CommandLine read(const std::vector<std::string>& words) {
        std::vector<std::string> reversed(words.rbegin(), words.rend());
        try {
            app_.parse(std::move(reversed));
        } catch (const CLI::ParseError& error) {
            return {{}, {}, answer(error)};
        }
        return {store_, config_, order()};
    }

private:
    static void name_sections(CLI::App& app) {
        app.get_help_ptr()->group("Параметры");
        for (CLI::App* sub : app.get_subcommands({})) {
            sub->group("Команды");
            name_sections(*sub);
        }
    }

    void describe_serve() {
        serve_ = app_.add_subcommand("serve", "Показывать сайт и принимать заявки");
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

    void describe_leads(Speaker speaker) {
        leads_ = app_.add_subcommand("leads", "Заявки: список, одна, выгрузка, перенос");
        leads_->require_subcommand(1);
        leads_->footer("Пример:\n  funnel-server leads show 21 --store sqlite:leads.db");
        list_leads_ = leads_->add_subcommand("list", "Список заявок, по строке на заявку");
        LeadQuery& query = list_of_leads_.query;
        add_number(*list_leads_, "--limit", list_of_leads_.limit, 1, 1'000'000'000, "Сколько показать, 100");
        add_number(*list_leads_, "--before", query.before, 1, kMostIds, "Только с номером меньше этого");
        add_number(*list_leads_, "--after", query.after, 0, kMostIds, "Только с номером больше этого");
        add_text(*list_leads_, "--since", list_of_leads_.since, "С этого дня, 2026-11-23")
            ->check(day())
            ->type_name("DAY");
        add_text(*list_leads_, "--until", list_of_leads_.until, "По этот день включительно")
            ->check(day())
            ->type_name("DAY");
        add_text(*list_leads_, "--form", query.form, "diagnosis, checklist, materials или callback")
            ->check(one_of({"diagnosis", "checklist", "materials", "callback"}));
        add_text(*list_leads_, "--phone", query.phone, "С этим телефоном")->check(not_empty());
        add_text(*list_leads_, "--email", query.email, "С этой почтой")->check(not_empty());
        list_leads_
            ->add_option_function<std::string>(
                "--state", [&query](const std::string& name) { query.state = *lead_state_from(name); },
                "taken — все принятые (так и без слова), held — похожие на робота, withdrawn — отозванные, "
                "erased — стёртые, any — все")
            ->check(one_of({"taken", "held", "withdrawn", "erased", "any"}))
            ->type_name("WORD");
        list_leads_->footer(
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
        show_lead_ = leads_->add_subcommand("show", "Одна заявка со всем, что о ней хранится: JSON");
        add_number(*show_lead_, "ID", lead_.id, 1, kMostIds, "Номер заявки")->required()->type_name("");
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
        if (speaker == Speaker::running_client) return;
        move_ = leads_->add_subcommand("move", "Перенести всё в пустое хранилище другого вида и сверить");
        move_->add_option("--from", stores_.from, "Источник")->required()->type_name("STORE");
        move_->add_option("--to", stores_.to, "Приёмник, пустой")->required()->type_name("STORE");
        move_->footer(
            "Источник не меняется. Серверы на обоих хранилищах должны быть остановлены.\nКод выхода: 0 — "
            "перенесено и сверено; 1 — не перенесено, приёмник не изменён; 75 — на одном из хранилищ "
            "работает сервер, остановите его; 64 — неверная команда.\n\nПример:\n  funnel-server leads move "
            "--from sqlite:/var/lib/funnel/leads.db --to postgres:///funnel");
    }

    void describe_erasing() {
        erase_ = app_.add_subcommand("erase", "Стереть человека отовсюду: по номерам, телефону или почте");
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
        purge_ = app_.add_subcommand("purge", "Стереть отозванное и то, что старше срока хранения");
        add_number(*purge_, "--retention-days", retention_days_, 1, 36'500, "")->group("");
        add_assent(*purge_, to_purge_.assent);
        purge_->footer(std::string(kDestroys) +
                       " Срок хранения (retention_days, по умолчанию 1096 дней) берётся из --config. "
                       "Работающий сервер делает это сам каждую минуту.\n" +
                       kExitCodes + "\n\nПример:\n  funnel-server purge --dry-run --config config.json");
    }

    void describe_outbox() {
        outbox_ = app_.add_subcommand("outbox", "Доставки в CRM, почту и другим получателям");
        outbox_->require_subcommand(1);
        outbox_->footer("Пример:\n  funnel-server outbox list --store sqlite:leads.db");
        list_outbox_ = outbox_->add_subcommand("list", "Что ждёт доставки и что не доставлено");
        list_outbox_->add_flag("--all", deliveries_.all, "Также доставленное и отменённое");
        add_number(*list_outbox_, "--limit", deliveries_.limit, 1, 1'000'000'000, "Сколько показать, 100");
        add_number(*list_outbox_, "--before", deliveries_.before, 1, kMostIds,
                   "Только с номером доставки меньше этого");
        add_text(*list_outbox_, "--target", deliveries_.target, "Только этого получателя")
            ->check(not_empty())
            ->type_name("NAME");
        list_outbox_->footer(
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
    }

    void describe_upkeep() {
        check_ = app_.add_subcommand("check", "Проверить целость, цепочку согласий, потерянные записи");
        check_->add_flag("--head", to_check_.head,
                         "Также конец цепочки: записанный в другом месте, он докажет, что до него ничего не "
                         "изменили");
        check_->footer("Печатает ok или по строке на неполадку (код выхода 1).");
        backup_ = app_.add_subcommand("backup", "Копия работающего хранилища SQLite");
        backup_->add_option("FILE", copy_.file, "Новый файл; существующий не перезаписывается")
            ->required()
            ->check(not_empty())
            ->type_name("");
        backup_->footer(
            "PostgreSQL копирует себя сам: pg_dump.\nПример:\n  funnel-server backup leads-copy.db");
        site_funnel_ =
            app_.add_subcommand("site-funnel", "Воронка самого сайта: шаги посетителей по итогам дней");
        add_text(*site_funnel_, "--from", to_show_.from, "С этого дня, 2026-11-23; без слова — за 30 дней")
            ->check(day())
            ->type_name("DAY");
        add_text(*site_funnel_, "--to", to_show_.to, "По этот день включительно; без слова — по сегодня")
            ->check(day())
            ->type_name("DAY");
        site_funnel_->add_flag("--json", to_show_.json, "JSON для программ");
        site_funnel_->footer(
            "Считается, если в site.json стоит \"site_funnel\": true. Одно устройство за день считается на "
            "каждом шаге один раз. Столбцы через табуляцию: шаг, устройств, доля, с вероятностью 95 %, из "
            "кого. Период и число принятых заявок — в stderr.\n\nПример:\n  funnel-server site-funnel --from "
            "2026-11-01 --to 2026-11-30");
        documents_ = app_.add_subcommand("documents", "Тексты согласий, которые знает хранилище");
        documents_->footer("Столбцы через табуляцию: вид, версия, SHA-256, адрес страницы.");
        migrate_ = app_.add_subcommand("migrate", "Довести схему до последней и назвать её номер");
        migrate_->add_flag("--create", to_migrate_.create, "Создать хранилище, если файла ещё нет");
        migrate_->footer("Только вперёд, каждый шаг в своей транзакции. Сервер делает это сам при запуске.");
    }

    void describe_looks() {
        note_look_ = app_.add_subcommand("note-look", "");
        note_look_->add_option_function<std::string>(
            "LOOK", [this](const std::string& name) { look_.look = look_from(name); });
        add_number(*note_look_, "--lead", look_.lead_id, 1, kMostIds, "");
    }

    Order order() {
        if (serve_ != nullptr && serve_->parsed()) {
            options_.store = store_;
            options_.durability = durability_ == "normal" ? Durability::normal : Durability::full;
            return options_;
        }
        if (move_ != nullptr && move_->parsed()) return stores_;
        if (auto setup = setup_.order()) return std::move(*setup);
        if (erase_->parsed() && to_erase_.ids.empty() && to_erase_.phone.empty() && to_erase_.email.empty())
            return wrong("Кого стереть: нужны номера заявок, --phone или --email", *erase_);
        if (retry_->parsed() && to_retry_.ids.empty() && !to_retry_.dead)
            return wrong("Что повторить: нужны номера доставок или --dead", *retry_);
        if (operators_.lacks_whom())
            return wrong("Чьи сеансы закончить: нужны номера сеансов или --name", operators_.logout());
        return command();
    }

    Command command() {
        if (auto command = operators_.command()) return *command;
        if (list_leads_->parsed()) return list_of_leads_;
        if (show_lead_->parsed()) return lead_;
        if (release_->parsed()) return to_release_;
        if (export_->parsed())
            return ExportLeads{deals_    ? ExportFormat::deals
                               : record_ ? ExportFormat::record
                               : jsonl_  ? ExportFormat::jsonl
                                         : ExportFormat::csv};
        if (erase_->parsed()) return to_erase_;
        if (purge_->parsed()) {
            if (retention_days_ > 0) to_purge_.retention_days = retention_days_;
            return to_purge_;
        }
        if (list_outbox_->parsed()) return deliveries_;
        if (retry_->parsed()) return to_retry_;
        if (check_->parsed()) return to_check_;
        if (backup_->parsed()) return copy_;
        if (site_funnel_->parsed()) return to_show_;
        if (migrate_->parsed()) return to_migrate_;
        if (note_look_ != nullptr && note_look_->parsed()) return look_;
        return ListDocuments{};
    }

    CommandResult answer(const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) {
            std::ostringstream out;
            (void)app_.exit(error, out, out);
            return {0, out.str(), {}};
        }
        const CLI::App* at = &app_;
        while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
        return wrong(said(error), *at);
    }

    static CommandResult wrong(std::string line, const CLI::App& at) {
        std::replace(line.begin(), line.end(), '\n', ' ');
        std::string path = at.get_name();
        for (const CLI::App* up = at.get_parent(); up != nullptr; up = up->get_parent())
            path.insert(0, up->get_name() + ' ');
        return {kWrongWords, {}, line + ". Справка: " + path + " --help\n"};
    }

    // The library's English sentences, by their kinds, in Russian.
    std::string said(const CLI::ParseError& error) const {
        std::string what = error.what();
        const std::string kind = error.get_name();
        const auto before = [&](std::string_view end) { return what.substr(0, what.find(end)); };
        // The library calls this kind by the command's name.
        std::string strange;
        for (const auto& word : app_.remaining(true)) strange += " «" + word + "»";
        if (!strange.empty()) return "Неизвестные слова:" + strange;
        if (kind == "RequiredError")
            return what.find("ubcommand") != std::string::npos ? "Не названа команда"
                                                               : "Не хватает: " + before(" is required");
        if (kind == "ExcludesError") return "Не бывают вместе: " + replaced(what, " excludes ", " и ");
        if (kind == "RequiresError")
            return "Не бывает одно без другого: " + replaced(what, " requires ", " без ");
        if (kind == "ArgumentMismatch")
            return before(":").empty() ? "Не то число значений" : "Нужно одно значение после " + before(":");
        if (kind == "ConversionError" || kind == "InvalidError") return "Неверное значение: " + what;
        return what;
    }

    static std::string replaced(std::string text, std::string_view from, std::string_view to) {
        const auto at = text.find(from);
        return at == std::string::npos ? text : text.replace(at, from.size(), to);
    }

    CLI::App app_{
        "funnel-server — сайт и приём заявок: показывает собранный сайт, принимает заявки вместе с "
        "согласиями, доставляет их в CRM, почту и другим получателям."};
    std::string store_;
    std::string config_;
    ServeOptions options_;
    std::string durability_ = "full";
    ListLeads list_of_leads_;
    ShowLead lead_;
    ReleaseLeads to_release_;
    bool csv_ = false;
    bool jsonl_ = false;
    bool deals_ = false;
    bool record_ = false;
    MoveLeads stores_;
    Erase to_erase_;
    Purge to_purge_;
    std::int64_t retention_days_ = 0;
    ListOutbox deliveries_;
    RetryOutbox to_retry_;
    Check to_check_;
    Backup copy_;
    ShowSiteFunnel to_show_;
    Migrate to_migrate_;
    NoteLook look_;
    CLI::App* note_look_ = nullptr;
    SetupWords setup_;
    OperatorWords operators_;
    CLI::App* serve_ = nullptr;
    CLI::App* leads_ = nullptr;
    CLI::App* list_leads_ = nullptr;
    CLI::App* show_lead_ = nullptr;
    CLI::App* export_ = nullptr;
    CLI::App* release_ = nullptr;
    CLI::App* move_ = nullptr;
    CLI::App* erase_ = nullptr;
    CLI::App* purge_ = nullptr;
    CLI::App* outbox_ = nullptr;
    CLI::App* list_outbox_ = nullptr;
    CLI::App* retry_ = nullptr;
    CLI::App* check_ = nullptr;
    CLI::App* backup_ = nullptr;
    CLI::App* site_funnel_ = nullptr;
    CLI::App* documents_ = nullptr;
    CLI::App* migrate_ = nullptr;
};

}  // namespace

CommandLine command_line_from(const std::vector<std::string>& words) {
    return Language(Language::Speaker::operator_of_shell).read(words);
}

std::variant<Command, CommandResult> command_from(const std::vector<std::string>& words) {
    Order order = Language(Language::Speaker::running_client).read(words).order;
    if (auto* command = std::get_if<Command>(&order)) return std::move(*command);
    if (auto* answered = std::get_if<CommandResult>(&order)) return std::move(*answered);
    return CommandResult{kWrongWords, {}, "Такой команды нет.\n"};
}

}  // namespace funnel::server
