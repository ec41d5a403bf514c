#include "command_line.hpp"

#include <algorithm>
#include <sstream>

#include "command_erasing.hpp"
#include "command_leads.hpp"
#include "command_operators.hpp"
#include "command_outbox.hpp"
#include "command_serve.hpp"
#include "command_values.hpp"
#include "manual.hpp"

namespace funnel::server {

namespace {

constexpr int kWrongWords = 64;

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
            serve_.describe(app_);
        }
        leads_.describe(app_);
        if (speaker == Speaker::operator_of_shell) leads_.describe_move();
        erasing_.describe(app_);
        CLI::App& outbox = outbox_.describe(app_);
        operators_.describe(app_);
        describe_upkeep();
        if (speaker == Speaker::operator_of_shell) setup_.describe(app_, outbox);
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
        if (auto options = serve_.order(store_)) return std::move(*options);
        if (auto stores = leads_.move()) return std::move(*stores);
        if (auto setup = setup_.order()) return std::move(*setup);
        if (erasing_.lacks_whom())
            return wrong("Кого стереть: нужны номера заявок, --phone или --email", erasing_.erase());
        if (outbox_.lacks_which())
            return wrong("Что повторить: нужны номера доставок или --dead", outbox_.retry());
        if (operators_.lacks_whom())
            return wrong("Чьи сеансы закончить: нужны номера сеансов или --name", operators_.logout());
        return command();
    }

    Command command() {
        if (auto command = operators_.command()) return *command;
        if (auto command = leads_.command()) return *command;
        if (auto command = erasing_.command()) return *command;
        if (auto command = outbox_.command()) return *command;
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
    Check to_check_;
    Backup copy_;
    ShowSiteFunnel to_show_;
    Migrate to_migrate_;
    NoteLook look_;
    CLI::App* note_look_ = nullptr;
    ServeWords serve_;
    LeadWords leads_;
    ErasingWords erasing_;
    OutboxWords outbox_;
    OperatorWords operators_;
    SetupWords setup_;
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
