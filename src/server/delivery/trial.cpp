#include "delivery/trial.hpp"

#include "delivery/lead_words.hpp"
#include "delivery/receiver.hpp"
#include "system/digest.hpp"

namespace funnel::server {

namespace {

using Outcome = AttemptResult::Outcome;
constexpr int kMostRequests = 6;

StoredLead nobodys_lead(std::int64_t now_ms) {
    StoredLead lead;
    lead.created_ms = now_ms;
    lead.form = "callback";
    lead.name = "Проверка связи";
    // Nobody's: the numbers of +7 495 000-00 are not given to anyone.
    lead.phone = "+74950000000";
    lead.owner = "unsaid";
    lead.page = "/";
    return lead;
}

bool is_taken(const AttemptResult& result) {
    return result.outcome == Outcome::delivered || result.outcome == Outcome::step_done;
}

// What the operator does with what the trial left there.
std::string after(const Target& target, const AttemptResult& result) {
    const std::string number = result.receipt.empty() ? "" : " Номер там: " + result.receipt + ".";
    if (target.kind == TargetKind::email)
        return "Откройте ящик " + target.to + ": письмо должно лежать во входящих, а не в спаме.";
    if (target.kind == TargetKind::telegram) return "Сообщение должно быть в чате " + target.to + ".";
    if (target.kind == TargetKind::webhook)
        return "Событие lead.trial принято: убедитесь, что ваша программа не приняла его за заявку.";
    return "Найдите там запись «Проверка связи, это не заявка» и удалите её." + number;
}

// The Bot API has statuses of its own: a wrong token is 401 or 404, a chat that is shut to the bot 400 or
// 403.
std::string of_telegram(std::int64_t status) {
    if (status == 401 || status == 404)
        return "Telegram не признал бота: возьмите токен у @BotFather и впишите его в файл из secret_file.";
    if (status == 400 || status == 403)
        return "Бот не может писать в этот чат: добавьте его в группу (а человек пусть сам напишет боту "
               "первым) и проверьте to: номер группы начинается с -100.";
    if (status == 429) return "Telegram просит подождать: повторите через минуту.";
    return {};
}

std::string by_status(const Target& target, std::int64_t status) {
    if (status == 401 || status == 403)
        return "Получатель не признал ключ: выпустите новый с правом добавлять в CRM, впишите его в файл из "
               "secret_file (у Bitrix24 "
               "новый адрес вебхука в файл из url_file) и перезапустите сервер.";
    if (status == 404 || status == 405) return "Такого адреса у получателя нет: проверьте url.";
    if (status >= 300 && status < 400) return "Получатель отсылает на другой адрес: впишите в url конечный.";
    if (status == 429)
        return "Получатель просит подождать: повторите через минуту. Заявки подождут и уйдут сами.";
    if (status == 400 || status == 422)
        return target.fields.empty()
                   ? "Получатель не принял содержимое: посмотрите, какие поля у него обязательны."
                   : "Получатель не принял содержимое: проверьте имена в fields и какие поля у него "
                     "обязательны.";
    if (status >= 500)
        return "Поломка у получателя: повторите позже. Заявки подождут до 72 часов и уйдут сами.";
    return "Ответил не тот, кого ждали: проверьте url и нет ли по дороге посредника со страницей входа.";
}

}  // namespace

std::string advice_on(const Target& target, const AttemptResult& result) {
    if (result.detail.starts_with("адрес внутренней сети"))
        return "Если получатель и должен быть внутри, поставьте в настройках \"allow_private_targets\": "
               "true.";
    if (target.kind == TargetKind::email) {
        if (result.status >= 500)
            return "Почтовый сервер отказал: проверьте from, to, user и пароль в secret_file.";
        if (result.status >= 400) return "Почтовый сервер просит подождать: повторите через несколько минут.";
        return "Связи с почтовым сервером нет: проверьте url (smtps:// с портом 465 или smtp:// с 587), его "
               "сертификат и что исходящие "
               "соединения на этот порт открыты.";
    }
    if (result.status == 0)
        return "Связи с получателем нет: проверьте url, имя в DNS, сертификат и что исходящие соединения "
               "открыты.";
    const std::string own = target.kind == TargetKind::telegram ? of_telegram(result.status) : std::string();
    return own.empty() ? by_status(target, result.status) : own;
}

Trial try_duty(const Target& duty, const CourierOptions& options, const BriefPlaces& places,
               std::int64_t now_ms) {
    const StoredLead nobody;
    OutboxRow row;
    row.target = duty.name;
    row.delivery_id = "msg_trial_" + hex(random_bytes(8));
    row.created_ms = now_ms;
    std::string words =
        "Проверка связи с дежурным: сюда придут номера заявок, которые ждут ответа больше 15 минут. Сейчас "
        "делать ничего не нужно.";
    if (!places.inbox_url.empty()) words += "\n" + places.inbox_url + "/?status=new";
    const std::atomic<bool> stop{false};
    const AttemptResult result =
        carry({duty, row, nobody, places, now_ms, {}, Purpose::duty_trial, words}, options, stop);
    Trial trial;
    trial.taken = result.outcome == Outcome::delivered;
    trial.words = "Сообщение: " + std::string(trial.taken ? "принято" : "не принято") + " (" + result.detail +
                  ", " + std::to_string(result.took_ms) + " мс)\n" +
                  (trial.taken ? "Дежурному можно писать. " + after(duty, result)
                               : "Дежурный сообщения не получит. " + advice_on(duty, result)) +
                  "\n";
    return trial;
}

Trial try_target(const Target& target, const CourierOptions& options, const BriefPlaces& places,
                 std::int64_t now_ms) {
    const StoredLead lead = nobodys_lead(now_ms);
    OutboxRow row;
    row.target = target.name;
    row.delivery_id = "msg_trial_" + hex(random_bytes(8));
    row.created_ms = now_ms;
    const std::atomic<bool> stop{false};
    Trial trial;
    AttemptResult result;
    for (int i = 0; i < kMostRequests; ++i) {
        const Delivery delivery{target, row, lead, places, now_ms, {}, Purpose::trial};
        result = carry(delivery, options, stop);
        trial.words += "Запрос " + std::to_string(i + 1) + ": " +
                       (is_taken(result) ? "принят" : "не принят") + " (" + result.detail + ", " +
                       std::to_string(result.took_ms) + " мс)\n";
        if (result.outcome != Outcome::step_done) break;
        row.progress = result.progress;
    }
    trial.taken = result.outcome == Outcome::delivered;
    if (trial.taken)
        trial.words += "Получатель «" + target.name + "» принимает заявки. " + after(target, result) + "\n";
    else
        trial.words +=
            "Получатель «" + target.name + "» не принял проверку. " + advice_on(target, result) + "\n";
    return trial;
}

}  // namespace funnel::server
