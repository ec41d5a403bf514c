// `funnel`: the sales model on the command line. Results are JSON on stdout, or aligned Russian text with
// --pretty.
#include <CLI/CLI.hpp>

#include "commands.hpp"
#include "deals_commands.hpp"

namespace {

using namespace funnel::cli;

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

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"funnel: модель продаж. Документ расчёта на входе, отчёт на выходе."};
    app.set_version_flag("--version", "funnel " FUNNEL_VERSION);
    app.require_subcommand(1);

    bool pretty = false;
    const auto add_pretty = [&](CLI::App* command) {
        command->add_flag("--pretty", pretty, "таблица для людей вместо JSON");
    };

    std::string file;
    CLI::App* const eval_command = app.add_subcommand("eval", "отчёт по расчёту");
    eval_command->add_option("FILE", file, "файл расчёта, «-» для стандартного ввода")->required();
    add_pretty(eval_command);

    std::string file_b;
    CLI::App* const compare_command =
        app.add_subcommand("compare", "чем отличаются два расчёта и из-за чего");
    compare_command->add_option("A", file, "первый расчёт")->required();
    compare_command->add_option("B", file_b, "второй расчёт")->required();
    add_pretty(compare_command);

    ChecklistPaths paths;
    CLI::App* const checklist_command = app.add_subcommand("checklist", "оценка по чек-листу РОПа");
    checklist_command->add_option("ANSWERS", paths.answers, "файл ответов")->required();
    checklist_command->add_option("--scenario", paths.scenario,
                                  "расчёт, чтобы оценить слабые места в рублях");
    checklist_command->add_option("--definition", paths.definition, "другой чек-лист вместо встроенного");
    add_pretty(checklist_command);

    CLI::App* const findings_command =
        app.add_subcommand("findings", "что видно по расчёту: факты по убыванию денег, JSON");
    findings_command->add_option("FILE", file, "файл расчёта, «-» для стандартного ввода")->required();

    double uplift = 1.5;
    CLI::App* const targets_command = app.add_subcommand(
        "targets", "расчёт с целями по умолчанию: сначала все заявки в работе, затем конверсии");
    targets_command->add_option("FILE", file, "файл расчёта, «-» для стандартного ввода")->required();
    targets_command->add_option("--uplift", uplift, "во сколько раз поднять конверсию, от 1")
        ->check(CLI::Range(1.0, 1e6).description("число от 1"))
        ->capture_default_str();

    CLI::App* const solve_command =
        app.add_subcommand("solve", "обратный расчёт: что должно измениться, чтобы вышло нужное");
    solve_command->add_option("REQUEST", file, "запрос: scenario, pin, give")->required();

    CallsOptions calls_options;
    CLI::App* const calls_command = app.add_subcommand("calls", "отчёт по оценённым звонкам");
    calls_command->add_option("FILE", calls_options.file, "файл звонков, «-» для стандартного ввода")
        ->required();
    calls_command->add_option("--before", calls_options.before, "первый период, 2026-04-01..2026-04-30");
    calls_command->add_option("--after", calls_options.after, "второй период, с которым сравнить");
    add_pretty(calls_command);

    PlanOptions plan_options;
    bool as_calendar = false;
    CLI::App* const plan_command =
        app.add_subcommand("plan", "план на двенадцать недель: что сделать первым и когда видно");
    plan_command
        ->add_option("FILE", plan_options.file, "расчёт или запрос на план, «-» для стандартного ввода")
        ->required();
    plan_command->add_option("--checklist", plan_options.checklist, "ответы на чек-лист РОПа");
    plan_command->add_option("--calls", plan_options.calls, "файл звонков");
    plan_command->add_option("--start", plan_options.start, "понедельник, с которого начать, 2026-06-01");
    plan_command->add_option("--people", plan_options.people, "кто есть: rop,owner,marketing,crm");
    plan_command->add_flag("--ics", as_calendar, "файл календаря вместо JSON");
    add_pretty(plan_command);

    DealsArguments deals_arguments;
    add_deals(app, deals_arguments);
    GrowthArguments growth_arguments;
    add_growth(app, growth_arguments);

    CLI::App* const link_command = app.add_subcommand("link", "ссылка на расчёт, и что в ссылке записано");
    std::string fragment;
    bool with_names = false;
    CLI::Option* const link_file =
        link_command->add_option("FILE", file, "расчёт или несколько вариантов (funnel-link)");
    CLI::Option* const link_read =
        link_command->add_option("--read", fragment, "прочитать ссылку: часть адреса от «#» или весь адрес");
    link_command->add_flag("--names", with_names, "с именами менеджеров")->excludes(link_read);
    link_read->excludes(link_file);
    link_command->require_option(1, 2);

    std::string name = "explainer";
    std::string schema_name;
    CLI::App* const schema_command =
        app.add_subcommand("schema", "JSON Schema документа; без имени — список документов");
    schema_command->add_option("NAME", schema_name, "какой из документов");

    CLI::App* const example_command =
        app.add_subcommand("example", "пример расчёта, с которого можно начать");
    example_command->add_option("NAME", name, "какой из примеров");

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? kOk : kBadUsage;
    }
    const Output output = pretty ? Output::pretty : Output::json;
    if (eval_command->parsed()) return eval(file, output);
    if (compare_command->parsed()) return compare(file, file_b, output);
    if (checklist_command->parsed()) return checklist(paths, output);
    if (findings_command->parsed()) return findings(file);
    if (targets_command->parsed()) return targets(file, uplift);
    if (solve_command->parsed()) return solve(file);
    if (calls_command->parsed()) return calls(calls_options, output);
    if (plan_command->parsed()) {
        plan_options.format = as_calendar ? PlanFormat::calendar
                              : pretty    ? PlanFormat::pretty
                                          : PlanFormat::json;
        return plan(plan_options);
    }

    if (app.got_subcommand("deals")) return deals(deals_arguments);
    if (app.got_subcommand("growth")) return growth(growth_arguments);
    if (link_command->parsed())
        return *link_read ? read_link(fragment) : link(file, with_names ? Names::keep : Names::leave_out);
    if (schema_command->parsed()) return schema(schema_name);
    return example(name);
}
