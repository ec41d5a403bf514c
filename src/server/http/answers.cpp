#include "http/answers.hpp"

#include <array>
#include <cassert>

#include "system/text.hpp"

namespace funnel::server {

namespace {

struct ErrorRow {
    ErrorCode code;
    int status;
    std::string_view name;
    std::string_view message;
};

constexpr std::array kErrors{
    ErrorRow{ErrorCode::bad_request, 400, "bad_request", "Запрос составлен неправильно."},
    ErrorRow{ErrorCode::not_json, 400, "not_json", "Не удалось прочитать данные формы."},
    ErrorRow{ErrorCode::unauthorized, 401, "unauthorized", "Нужен ключ доступа."},
    ErrorRow{ErrorCode::forbidden_origin, 403, "forbidden_origin",
             "Заявку можно отправить только со страницы сайта."},
    ErrorRow{ErrorCode::not_found, 404, "not_found", "Здесь ничего нет."},
    ErrorRow{ErrorCode::method_not_allowed, 405, "method_not_allowed",
             "Так к этому адресу обратиться нельзя."},
    ErrorRow{ErrorCode::idempotency_conflict, 409, "idempotency_conflict",
             "Эта заявка уже принята с другими данными. Обновите страницу и отправьте её заново."},
    ErrorRow{ErrorCode::document_changed, 409, "document_changed",
             "Текст согласия изменился. Прочитайте новый текст и подтвердите согласие ещё раз."},
    ErrorRow{ErrorCode::length_required, 411, "length_required", "В запросе не указана длина данных."},
    ErrorRow{ErrorCode::too_large, 413, "too_large", "Данных слишком много, чтобы их принять."},
    ErrorRow{ErrorCode::unsupported_type, 415, "unsupported_type", "Данные присланы в неизвестном виде."},
    ErrorRow{ErrorCode::expectation_failed, 417, "expectation_failed", "Запрос составлен неправильно."},
    ErrorRow{ErrorCode::invalid, 422, "invalid", "Проверьте отмеченные поля."},
    ErrorRow{ErrorCode::too_many_requests, 429, "too_many_requests",
             "Слишком много заявок подряд. Подождите немного и отправьте ещё раз."},
    ErrorRow{ErrorCode::headers_too_large, 431, "headers_too_large", "Заголовки запроса слишком велики."},
    ErrorRow{ErrorCode::internal, 500, "internal", "На сервере случилась ошибка. Попробуйте ещё раз."},
    ErrorRow{ErrorCode::unavailable, 503, "unavailable",
             "Сейчас заявку принять не получается. Попробуйте через минуту: введённое останется на месте."},
};

const ErrorRow& row_of(ErrorCode code) {
    for (const ErrorRow& row : kErrors)
        if (row.code == code) return row;
    assert(false && "every code has its row");
    return kErrors[0];
}

// architecture.md, "Security of the page".
constexpr std::string_view kPagePolicy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";
constexpr std::string_view kDataPolicy =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

void set_if_absent(Response& response, std::string_view name, std::string_view value) {
    for (const Header& h : response.headers)
        if (same_name(h.name, name)) return;
    response.headers.push_back({std::string(name), std::string(value)});
}

}  // namespace

int status_of(ErrorCode code) {
    return row_of(code).status;
}
std::string_view name_of(ErrorCode code) {
    return row_of(code).name;
}
std::string_view message_of(ErrorCode code) {
    return row_of(code).message;
}

Response json_response(int status, std::string json) {
    Response response;
    response.status = status;
    response.body = std::make_shared<const std::string>(std::move(json));
    response.set("Content-Type", "application/json; charset=utf-8");
    response.set("Cache-Control", "no-store");
    add_security_headers(response, Content::data);
    return response;
}

Response error_response(ErrorCode code, std::string_view issues_json) {
    std::string json = R"({"error":")" + std::string(name_of(code)) + R"(","message":")" +
                       std::string(message_of(code)) + R"(","issues":)";
    json += issues_json;
    json += '}';
    return json_response(status_of(code), std::move(json));
}

std::string page_policy_with(std::string_view sources) {
    std::string policy(kPagePolicy);
    for (const std::string_view directive : {"script-src 'self'", "img-src 'self'", "connect-src 'self'"})
        policy.insert(policy.find(directive) + directive.size(), sources);
    return policy;
}

void add_security_headers(Response& response, Content content) {
    set_if_absent(response, "Content-Security-Policy", content == Content::page ? kPagePolicy : kDataPolicy);
    set_if_absent(response, "X-Content-Type-Options", "nosniff");
    set_if_absent(response, "Referrer-Policy", "strict-origin-when-cross-origin");
    set_if_absent(response, "Permissions-Policy",
                  "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
    set_if_absent(response, "Cross-Origin-Opener-Policy", "same-origin");
    set_if_absent(response, "Cross-Origin-Resource-Policy", "same-origin");
    set_if_absent(response, "X-Frame-Options", "DENY");
}

}  // namespace funnel::server
