// `funnel`: the sales model on the command line. Results are JSON on stdout, or aligned Russian text with
// --pretty.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <string>

#include "commands.hpp"
#include "deals_commands.hpp"

namespace {

using namespace funnel::cli;

// What stands on the command line, of all commands but the two that read deals.
struct Arguments {
    std::string file;
    std::string file_b;
    bool pretty = false;
    ChecklistPaths checklist;
    double uplift = 1.5;
    CallsOptions calls;
    PlanOptions plan;
    bool as_calendar = false;
    std::string fragment;
    bool with_names = false;
    std::string schema;
    std::string example = "explainer";
};

void add_pretty(CLI::App& command, Arguments& given) {
    command.add_flag("--pretty", given.pretty, "таблица для людей вместо JSON");
}

void add_reports(CLI::App& app, Arguments& given) {
    CLI::App* command = app.add_subcommand("eval", "отчёт по расчёту");
    command->add_option("FILE", given.file, "файл расчёта, «-» для стандартного ввода")->required();
    add_pretty(*command, given);

    command = app.add_subcommand("compare", "чем отличаются два расчёта и из-за чего");
    command->add_option("A", given.file, "первый расчёт")->required();
    command->add_option("B", given.file_b, "второй расчёт")->required();
    add_pretty(*command, given);

    command = app.add_subcommand("checklist", "оценка по чек-листу РОПа");
    command->add_option("ANSWERS", given.checklist.answers, "файл ответов")->required();
    command->add_option("--scenario", given.checklist.scenario,
                        "расчёт, чтобы оценить слабые места в рублях");
    command->add_option("--definition", given.checklist.definition, "другой чек-лист вместо встроенного");
    add_pretty(*command, given);

    command = app.add_subcommand("findings", "что видно по расчёту: факты по убыванию денег, JSON");
    command->add_option("FILE", given.file, "файл расчёта, «-» для стандартного ввода")->required();
}

void add_targets(CLI::App& app, Arguments& given) {
    CLI::App* command = app.add_subcommand(
        "targets", "расчёт с целями по умолчанию: сначала все заявки в работе, затем конверсии");
    command->add_option("FILE", given.file, "файл расчёта, «-» для стандартного ввода")->required();
    command->add_option("--uplift", given.uplift, "во сколько раз поднять конверсию, от 1")
        ->check(CLI::Range(1.0, 1e6).description("число от 1"))
        ->capture_default_str();

    command = app.add_subcommand("solve", "обратный расчёт: что должно измениться, чтобы вышло нужное");
    command->add_option("REQUEST", given.file, "запрос: scenario, pin, give")->required();
}

void add_calls_and_plan(CLI::App& app, Arguments& given) {
    CLI::App* command = app.add_subcommand("calls", "отчёт по оценённым звонкам");
    command->add_option("FILE", given.calls.file, "файл звонков, «-» для стандартного ввода")->required();
    command->add_option("--before", given.calls.before, "первый период, 2026-04-01..2026-04-30");
    command->add_option("--after", given.calls.after, "второй период, с которым сравнить");
    add_pretty(*command, given);

    command = app.add_subcommand("plan", "план на двенадцать недель: что сделать первым и когда видно");
    command->add_option("FILE", given.plan.file, "расчёт или запрос на план, «-» для стандартного ввода")
        ->required();
    command->add_option("--checklist", given.plan.checklist, "ответы на чек-лист РОПа");
    command->add_option("--calls", given.plan.calls, "файл звонков");
    command->add_option("--start", given.plan.start, "понедельник, с которого начать, 2026-06-01");
    command->add_option("--people", given.plan.people, "кто есть: rop,owner,marketing,crm");
    command->add_flag("--ics", given.as_calendar, "файл календаря вместо JSON");
    add_pretty(*command, given);
}

void add_deals(CLI::App& app, DealsArguments& arguments) {
    CLI::App* const command = app.add_subcommand("deals", "выгрузка сделок из CRM: отчёт об отделе");
    command->add_option("FILE", arguments.file, "файл выгрузки, «-» для стандартного ввода")->required();
    command->add_option("--mapping", arguments.mapping,
                        "как понимать столбцы и стадии; без него распознаётся");
    command->add_flag("--propose", arguments.propose, "показать, как файл понят, вместо отчёта");
    command->add_option("--as-of", arguments.as_of, "каким отдел был на этот день, 2026-03-09");
    command->add_option("--today", arguments.today, "какой день считать сегодняшним");
    command->add_option("--horizon", arguments.horizon_days, "срок конверсии в днях")
        ->check(CLI::Range(1, 1825));
    command->add_option("--months", arguments.months, "сколько зрелых месяцев брать")
        ->check(CLI::Range(1, 36));
    command->add_flag("--pretty", arguments.pretty, "таблица для людей вместо JSON");
    command->add_flag("--scenario", arguments.scenario, "только расчёт для калькулятора");
}

void add_growth(CLI::App& app, GrowthArguments& arguments) {
    CLI::App* const command = app.add_subcommand("growth", "рост между двумя периодами по тем же сделкам");
    command->add_option("FILE", arguments.file, "файл выгрузки, «-» для стандартного ввода")->required();
    command->add_option("--mapping", arguments.mapping, "как понимать столбцы и стадии");
    command->add_option("--before", arguments.before, "период «до», 2026-01-01..2026-03-31");
    command->add_option("--after", arguments.after, "период «после»");
    command->add_option("--as-of", arguments.as_of, "каким отдел был на этот день");
    command->add_option("--today", arguments.today, "какой день считать сегодняшним");
    command->add_option("--horizon", arguments.horizon_days, "срок конверсии в днях")
        ->check(CLI::Range(1, 1825));
    command->add_option("--agreement", arguments.agreement, "договорённость, по которой измеряется рост");
    command->add_flag("--agree", arguments.agree, "составить договорённость вместо измерения");
    command->add_option("--min-deals", arguments.min_deals, "договорённость: не меньше стольких заявок после")
        ->check(CLI::NonNegativeNumber);
    command
        ->add_option("--growth-share", arguments.growth_share, "договорённость: доля дополнительной выручки")
        ->check(CLI::Range(0.0, 1.0));
    command->add_option("--cap", arguments.cap, "договорённость: не больше этой суммы")
        ->check(CLI::NonNegativeNumber);
    command->add_option("--pay-when", arguments.pay_when, "договорённость: когда платить")
        ->check(CLI::IsMember({"rate_distinguishable", "estimate"}));
    command->add_flag("--pretty", arguments.pretty, "таблица для людей вместо JSON");
}

void add_documents(CLI::App& app, Arguments& given) {
    CLI::App* command = app.add_subcommand("link", "ссылка на расчёт, и что в ссылке записано");
    CLI::Option* const link_file =
        command->add_option("FILE", given.file, "расчёт или несколько вариантов (funnel-link)");
    CLI::Option* const link_read =
        command->add_option("--read", given.fragment, "прочитать ссылку: часть адреса от «#» или весь адрес");
    command->add_flag("--names", given.with_names, "с именами менеджеров")->excludes(link_read);
    link_read->excludes(link_file);
    command->require_option(1, 2);

    command = app.add_subcommand("schema", "JSON Schema документа; без имени — список документов");
    command->add_option("NAME", given.schema, "какой из документов");

    command = app.add_subcommand("example", "пример расчёта, с которого можно начать");
    command->add_option("NAME", given.example, "какой из примеров");
}

// The library's English sentences in one line of Russian.
std::string said(const CLI::App& app, const CLI::ParseError& error) {
    std::string strange;
    for (const std::string& word : app.remaining(true)) strange += " «" + word + "»";
    if (!strange.empty()) return "Неизвестные слова:" + strange;
    std::string what = error.what();
    std::replace(what.begin(), what.end(), '\n', ' ');
    const std::string kind = error.get_name();
    if (kind == "RequiredError")
        return what.find("ubcommand") != std::string::npos
                   ? "Не названа команда"
                   : "Не хватает: " + what.substr(0, what.find(" is required"));
    if (kind == "ExcludesError" || kind == "RequiresError") return "Эти слова так не сочетаются: " + what;
    if (kind == "ArgumentMismatch") return "Не то число значений: " + what.substr(0, what.find(':'));
    return "Неверное значение: " + what;
}

int run_plan(Arguments& given) {
    given.plan.format = given.as_calendar ? PlanFormat::calendar
                        : given.pretty    ? PlanFormat::pretty
                                          : PlanFormat::json;
    return plan(given.plan);
}

int run_link(const Arguments& given, bool read) {
    return read ? read_link(given.fragment)
                : link(given.file, given.with_names ? Names::keep : Names::leave_out);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"funnel: модель продаж. Документ расчёта на входе, отчёт на выходе."};
    app.set_version_flag("--version", "funnel " FUNNEL_VERSION);
    app.require_subcommand(1);

    Arguments given;
    DealsArguments deals_arguments;
    GrowthArguments growth_arguments;
    add_reports(app, given);
    add_targets(app, given);
    add_calls_and_plan(app, given);
    add_deals(app, deals_arguments);
    add_growth(app, growth_arguments);
    add_documents(app, given);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error) == 0 ? kOk : kBadUsage;
        std::cerr << said(app, error) << ". Справка: funnel --help\n";
        return kBadUsage;
    }
    const Output output = given.pretty ? Output::pretty : Output::json;
    if (app.got_subcommand("eval")) return eval(given.file, output);
    if (app.got_subcommand("compare")) return compare(given.file, given.file_b, output);
    if (app.got_subcommand("checklist")) return checklist(given.checklist, output);
    if (app.got_subcommand("findings")) return findings(given.file);
    if (app.got_subcommand("targets")) return targets(given.file, given.uplift);
    if (app.got_subcommand("solve")) return solve(given.file);
    if (app.got_subcommand("calls")) return calls(given.calls, output);
    if (app.got_subcommand("plan")) return run_plan(given);
    if (app.got_subcommand("deals")) return deals(deals_arguments);
    if (app.got_subcommand("growth")) return growth(growth_arguments);
    if (app.got_subcommand("link")) return run_link(given, app.get_subcommand("link")->count("--read") > 0);
    if (app.got_subcommand("schema")) return schema(given.schema);
    return example(given.example);
}
