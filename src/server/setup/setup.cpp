#include "setup/setup.hpp"

#include "command_values.hpp"
#include "delivery/trial.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

CLI::Option* text(CLI::App& app, const std::string& name, std::string& value, const std::string& help) {
    return app.add_option(name, value, help)->type_name("TEXT");
}

CommandResult test_target(const TestTarget& test, const SetupPlace& place) {
    if (place.config_file.empty()) return {64, {}, "Нужны настройки с получателями: --config FILE\n"};
    const auto read = config_from_file(place.config_file);
    if (!read.config) return {1, {}, read.error + "\n"};
    CourierOptions options;
    options.private_targets = read.config->private_targets;
    const BriefPlaces places{read.config->public_url, read.config->inbox_url, read.config->zone};
    const auto said = [](const Trial& trial) { return CommandResult{trial.taken ? 0 : 1, trial.words, {}}; };
    if (read.config->duty && test.target == read.config->duty->name)
        return said(try_duty(*read.config->duty, options, places, wall_clock_ms()));
    std::string names = read.config->duty ? read.config->duty->name : std::string();
    for (const Target& target : read.config->targets) {
        names += (names.empty() ? "" : ", ") + target.name;
        if (target.name != test.target) continue;
        return said(try_target(target, options, places, wall_clock_ms()));
    }
    return {1,
            {},
            "Получателя «" + test.target + "» в настройках нет. " +
                (names.empty() ? "Там нет ни одного.\n" : "Есть: " + names + ".\n")};
}

CommandResult check_config(const CheckConfig& check, const SetupPlace& place) {
    if (check.schema) return {0, config_schema(), {}};
    const std::string file = check.file.empty() ? place.config_file : check.file;
    if (file.empty()) return {64, {}, "Какой файл проверить: check-config FILE или --config FILE\n"};
    const auto read = config_from_file(file);
    if (!read.config) return {1, {}, read.error + "\n"};
    return {0, "Настройки верны, получателей: " + std::to_string(read.config->targets.size()) + "\n", {}};
}

}  // namespace

void SetupWords::describe(CLI::App& app, CLI::App& outbox) {
    test_command_ = outbox.add_subcommand("test", "Отправить получателю проверку и сказать, что он ответил");
    test_command_->add_option("TARGET", test_.target, "Имя получателя из настроек; duty — дежурный")
        ->required()
        ->type_name("");
    test_command_->footer(
        "Проверка помечена: «Проверка связи, это не заявка». Хранилище не нужно.\nКод выхода: 0 — принята, 1 "
        "— нет.\n\nПример:\n  "
        "funnel-server outbox test crm --config config.json");

    check_command_ = app.add_subcommand("check-config", "Проверить настройки или напечатать их схему");
    check_command_->add_option("FILE", check_.file, "Файл настроек; без него тот, что в --config")
        ->type_name("");
    check_command_->add_flag("--schema", check_.schema, "Напечатать JSON Schema настроек");
    check_command_->footer(
        "Читает и файлы, названные в настройках. Пример:\n  funnel-server check-config config.json");

    doctor_command_ =
        app.add_subcommand("doctor", "Осмотреть всё, что нужно для работы, и сказать, чего не хватает");
    doctor_command_->add_option("--site", doctor_.site, "Папка собранного сайта")
        ->envname("FUNNEL_SITE")
        ->type_name("DIR");
    doctor_command_->add_option("--backups", doctor_.backups, "Папка копий")
        ->envname("FUNNEL_BACKUPS")
        ->type_name("DIR");
    doctor_command_->add_option("--listen", doctor_.listen, "Где отвечает сервер")
        ->envname("FUNNEL_LISTEN")
        ->type_name("ADDRESS");
    doctor_command_->add_option("--nginx", doctor_.nginx, "Его файл сайта")
        ->capture_default_str()
        ->type_name("FILE");
    doctor_command_->footer(
        "Строка на предмет: «+» в порядке, «?» стоит посмотреть, «-» не хватает. Никому ничего не "
        "отправляет.\nКод выхода: 0 — всё "
        "есть, 1 — чего-то не хватает.");

    init_command_ = app.add_subcommand("init", "Записать первые настройки: спросит, чего нет в параметрах");
    text(*init_command_, "--folder", init_.folder, "Куда")->capture_default_str()->type_name("DIR");
    text(*init_command_, "--account", init_.account, "Чья группа читает настройки")->capture_default_str();
    text(*init_command_, "--brand", init_.brand, "Название фирмы на сайте");
    text(*init_command_, "--operator", init_.owner, "Оператор персональных данных: ИП … или ООО …");
    text(*init_command_, "--inn", init_.inn, "ИНН");
    text(*init_command_, "--ogrn", init_.ogrn, "ОГРН или ОГРНИП");
    text(*init_command_, "--address", init_.address, "Почтовый адрес оператора");
    text(*init_command_, "--email", init_.email, "Почта для обращений о персональных данных");
    text(*init_command_, "--phone", init_.phone, "Телефон на сайте");
    text(*init_command_, "--url", init_.url, "Адрес сайта, https://…");
    text(*init_command_, "--inbox-url", init_.inbox_url, "Адрес журнала заявок");
    text(*init_command_, "--time-zone", init_.time_zone, "Часовой пояс, Europe/Moscow");
    text(*init_command_, "--target", init_.target,
         "Вид первого получателя: bitrix24, amocrm, email, webhook, telegram");
    text(*init_command_, "--target-url", init_.target_url, "Его адрес");
    text(*init_command_, "--target-secret", init_.target_secret, "Файл с его ключом")->type_name("FILE");
    text(*init_command_, "--target-from", init_.target_from, "email: от кого");
    text(*init_command_, "--target-to", init_.target_to, "email: кому; telegram: чат");
    text(*init_command_, "--first-operator", init_.first_operator, "Кто первым войдёт в журнал заявок");
    init_command_->add_flag("--quiet", init_.quiet, "Ничего не спрашивать: для скриптов");
    init_command_->add_flag("--replace", init_.replace, "Заменить настройки, которые уже есть");
    init_command_->footer(
        "Пишет config.json, environment, ключ получателя и site.json (фирма и оператор, для сборки сайта). "
        "Ключи читают только root и "
        "группа сервиса. Потом: funnel-server doctor.");
}

std::optional<Setup> SetupWords::order() const {
    const auto asked = [](const CLI::App* command) { return command != nullptr && command->parsed(); };
    if (asked(test_command_)) return test_;
    if (asked(check_command_)) return check_;
    if (asked(doctor_command_)) return doctor_;
    if (asked(init_command_)) return init_;
    return std::nullopt;
}

CommandResult run_setup(const Setup& setup, const SetupPlace& place) {
    struct Runner {
        const SetupPlace& place;
        CommandResult operator()(const TestTarget& test) const { return test_target(test, place); }
        CommandResult operator()(const CheckConfig& check) const { return check_config(check, place); }
        CommandResult operator()(const Doctor& doctor) const { return run_doctor(doctor, place); }
        CommandResult operator()(const Init& init) const { return run_init(init); }
    };
    return std::visit(Runner{place}, setup);
}

}  // namespace funnel::server
