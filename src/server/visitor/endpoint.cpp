#include "visitor/endpoint.hpp"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "http/address.hpp"
#include "http/negotiation.hpp"
#include "http/target.hpp"
#include "lead/strict_json.hpp"
#include "system/digest.hpp"
#include "system/text.hpp"
#include "system/times.hpp"
#include "visitor/form_page.hpp"
#include "visitor/receipt.hpp"

namespace funnel::server {

namespace {

constexpr std::string_view kApi = "/api/";
constexpr std::string_view kLeads = "/api/leads";
constexpr std::string_view kReceipts = "/r/";
constexpr std::string_view kWithdraw = "/withdraw";
constexpr std::string_view kAsFile = "download";  // query of a receipt that is to be saved
constexpr std::string_view kWithdrawRoute = "/r/{token}/withdraw";
constexpr std::size_t kTokenLength = 22;  // 128 bits in base64url

enum class BodyKind { json, form, other };

BodyKind body_kind_of(const Request& request) {
    auto type = request.header("content-type").value_or("");
    type = trimmed(type.substr(0, type.find(';')));
    if (same_name(type, "application/json")) return BodyKind::json;
    if (same_name(type, "application/x-www-form-urlencoded")) return BodyKind::form;
    return BodyKind::other;
}

bool is_token(std::string_view text) {
    return text.size() == kTokenLength && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      c == '-' || c == '_';
           });
}

// The token of "/r/{token}" or "/r/{token}/withdraw"; "" when the path is neither or the token cannot be one.
std::string_view token_in(std::string_view path) {
    path.remove_prefix(kReceipts.size());
    if (path.ends_with(kWithdraw)) path.remove_suffix(kWithdraw.size());
    return is_token(path) ? path : std::string_view();
}

// Browsers say a lot about themselves; only printable ASCII is kept, and not much of it.
// The list of an error's answer. Paths may repeat bytes of the client: whatever is not UTF-8 is replaced,
// never thrown.
std::string json_of(const std::vector<Issue>& issues) {
    auto list = nlohmann::ordered_json::array();
    for (const Issue& issue : issues) {
        nlohmann::ordered_json entry;
        entry["path"] = issue.path;
        entry["code"] = issue.code;
        entry["message"] = issue.message;
        list.push_back(std::move(entry));
    }
    return list.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string user_agent_of(const Request& request) {
    std::string result;
    for (const char c : request.header("user-agent").value_or("").substr(0, 400))
        result += c >= 0x20 && c < 0x7f ? c : '?';
    return result;
}

Response with_route(Response response, std::string_view route) {
    response.route = route;
    return response;
}

bool is_counted(const std::string& client) {
    const auto ip = ip_from(client);
    return ip && !is_loopback({client, 0, {}});
}

}  // namespace

Endpoint::Endpoint(Parts parts, EndpointOptions options)
    : parts_(parts),
      options_(std::move(options)),
      lead_limit_(options_.leads_per_address),
      receipt_limit_(options_.receipts_per_address) {}

// The request's Origin when the operator has named it; "" otherwise. Its pages may also read the answers.
std::string_view Endpoint::named_origin(const Request& request) const {
    if (request.header_count("origin") != 1) return {};
    const auto origin = request.header("origin").value_or("");
    const bool named =
        std::find(options_.origins.begin(), options_.origins.end(), origin) != options_.origins.end();
    return named ? origin : std::string_view();
}

// A post from another site's page carries that site's Origin; programs send none.
bool Endpoint::is_own_page(const Request& request) const {
    if (request.header_count("origin") > 1) return false;
    if (!named_origin(request).empty()) return true;
    if (request.header("sec-fetch-site").value_or("") == "cross-site") return false;
    const auto origin = request.header("origin");
    if (!origin) return true;
    if (!options_.origins.empty()) return false;
    const auto host = request.header("host").value_or("");
    return *origin == "http://" + std::string(host) || *origin == "https://" + std::string(host);
}

Response Endpoint::refusal(const Request& request, ErrorCode code, std::string_view route) const {
    if (!prefers_html(request.header_list("accept"))) return with_route(error_response(code), route);
    Page page{status_of(code), "Не получилось", "<h1>Не получилось</h1><p role=\"alert\">",
              std::string(route)};
    page.body += html_escaped(message_of(code)) +
                 "</p><p>Вернитесь кнопкой «Назад»: введённое останется на месте.</p>";
    return page_response(parts_.site, page);
}

// Lets the script of a page on a named origin read the answer.
Response Endpoint::readable(const Request& request, Response response) const {
    if (options_.origins.empty() || !request.path.starts_with(kApi)) return response;
    response.set("Vary", "Origin");
    if (const auto origin = named_origin(request); !origin.empty()) {
        response.set("Access-Control-Allow-Origin", std::string(origin));
        response.set("Access-Control-Expose-Headers", "Retry-After");
        response.set("Cross-Origin-Resource-Policy", "cross-origin");
    }
    return response;
}

// A browser asks before it posts JSON to another origin.
Response Endpoint::preflight(const Request& head) const {
    if (named_origin(head).empty() || head.header("access-control-request-method").value_or("") != "POST")
        return readable(head, refusal(head, ErrorCode::forbidden_origin, kLeads));
    Response response = with_route(json_response(200, ""), kLeads);
    response.set("Access-Control-Allow-Methods", "POST");
    response.set("Access-Control-Allow-Headers", "Content-Type");
    response.set("Access-Control-Max-Age", "600");
    return readable(head, std::move(response));
}

std::variant<Admitted, Response> Endpoint::admit(const Request& head) {
    if (head.method == "OPTIONS" && head.path == kLeads && head.header("origin")) return preflight(head);
    auto admitted = admit_method(head);
    if (auto* refused = std::get_if<Response>(&admitted)) return readable(head, std::move(*refused));
    return admitted;
}

std::variant<Admitted, Response> Endpoint::admit_method(const Request& head) {
    const bool leads = head.path == kLeads;
    const bool withdrawal = head.path.starts_with(kReceipts) && head.path.ends_with(kWithdraw);
    if (!leads && !withdrawal) {
        if (head.method == "GET" || head.method == "HEAD") return Admitted{0};
        Response response = with_route(error_response(ErrorCode::method_not_allowed), "refused");
        response.set("Allow", "GET, HEAD");
        return response;
    }
    const std::string_view route = leads ? kLeads : kWithdrawRoute;
    if (head.method != "POST") {
        Response response = refusal(head, ErrorCode::method_not_allowed, route);
        response.set("Allow", "POST");
        return response;
    }
    if (!is_own_page(head)) return refusal(head, ErrorCode::forbidden_origin, route);
    if (body_kind_of(head) == BodyKind::other) return refusal(head, ErrorCode::unsupported_type, route);
    RateLimit& limit = leads ? lead_limit_ : receipt_limit_;
    if (is_counted(head.client)) {
        const auto wait = limit.wait_for(head.client, RateLimit::Clock::now());
        if (wait.count() > 0) {
            Response response = refusal(head, ErrorCode::too_many_requests, route);
            response.set("Retry-After", std::to_string(wait.count()));
            return response;
        }
    }
    return Admitted{leads ? kMaxLeadBytes : kMaxWithdrawBytes};
}

void Endpoint::handle(Request request, Respond give) {
    Respond respond = std::move(give);
    if (!options_.origins.empty() && request.path.starts_with(kApi)) {
        Request head;
        head.path = request.path;
        head.headers = request.headers;
        respond = [this, inner = std::move(respond), head = std::move(head)](Response response) {
            inner(readable(head, std::move(response)));
        };
    }
    if (request.path == kLeads) return take_lead(std::move(request), std::move(respond));
    if (request.path.starts_with(kReceipts)) {
        if (request.path.ends_with(kWithdraw)) return withdraw(std::move(request), std::move(respond));
        return show_receipt(std::move(request), std::move(respond));
    }
    if (request.path == "/api/documents")
        return respond(with_route(json_response(200, parts_.legal.documents_json()), "/api/documents"));
    if (request.path == "/healthz")
        return respond(with_route(json_response(200, R"({"status":"ok"})"), "/healthz"));
    if (request.path == "/readyz") return answer_ready(std::move(respond));
    if (request.path.starts_with("/api/"))
        return respond(with_route(error_response(ErrorCode::not_found), "/api"));
    if (request.path == "/thanks/" && !request.query.empty()) return respond(thanks(request));
    if (parts_.kit.guards(request.path)) return respond(kit_file(request));
    respond(parts_.site.answer(request));
}

// With a number and a receipt in its query the page of thanks is ours; with a pass it holds the kit's links.
Response Endpoint::thanks(const Request& request) const {
    const auto fields = fields_from(request.query).value_or(FormFields());
    std::string number;
    std::string token;
    for (const auto& [name, value] : fields) {
        if (name == "n" && value.size() <= 12 && value.find_first_not_of("0123456789") == std::string::npos)
            number = value;
        if (name == "r" && is_token(value)) token = value;
    }
    if (number.empty() || token.empty()) return parts_.site.answer(request);
    const std::string pass = Kit::pass_in(request.query);
    const bool opens = parts_.kit.opens(pass, options_.now_ms());
    return page_response(parts_.site,
                         thanks_page({number, token, opens ? parts_.kit.links_html(pass) : std::string()}));
}

// A file of the kit for who has a pass; it is nobody else's, so nothing on the way may keep it.
Response Endpoint::kit_file(const Request& request) const {
    if (!parts_.kit.opens(Kit::pass_in(request.query), options_.now_ms()))
        return page_response(parts_.site, kit_closed_page());
    Response response = parts_.site.answer(request);
    response.set("Cache-Control", "private, no-cache");
    response.route = "/kit/files";
    return response;
}

// Keeps consents that point to the current text. False when one was given to another text. A refusal of a
// text that is no longer shown says nothing and is left out.
bool Endpoint::settle_consents(Lead& lead) const {
    std::vector<Consent> kept;
    for (const Consent& consent : lead.consents) {
        const ConsentText* text = parts_.legal.text_of(consent.document);
        const bool current =
            text != nullptr && text->version == consent.version && text->sha256 == consent.sha256;
        if (current)
            kept.push_back(consent);
        else if (consent.given)
            return false;
    }
    lead.consents = std::move(kept);
    return true;
}

Response Endpoint::lead_refused(const Request& request, ErrorCode code,
                                const std::vector<Issue>& issues) const {
    if (body_kind_of(request) == BodyKind::form) {
        const FormFields fields = fields_from(request.body).value_or(FormFields());
        if (!fields.empty())
            return page_response(
                parts_.site, form_again_page({status_of(code), message_of(code), fields, issues, parts_.legal,
                                              code == ErrorCode::document_changed}));
    }
    return with_route(error_response(code, json_of(issues)), kLeads);
}

Response Endpoint::lead_taken(const Request& request, const Inserted& inserted, Form form) const {
    const std::string number = number_of(inserted.id);
    const std::string pass = form == Form::materials && parts_.kit.is_gated()
                                 ? parts_.kit.pass_from(options_.now_ms())
                                 : std::string();
    if (body_kind_of(request) == BodyKind::form) {
        Response response = with_route(json_response(303, ""), kLeads);
        response.set("Location",
                     "/thanks/?n=" + number + "&r=" + inserted.token + (pass.empty() ? "" : "&pass=" + pass));
        return response;
    }
    nlohmann::ordered_json answer;
    answer["id"] = inserted.id;
    answer["number"] = number;
    answer["receipt_url"] = "/r/" + inserted.token;
    answer["withdraw_url"] = "/r/" + inserted.token + std::string(kWithdraw);
    if (!pass.empty()) {
        auto files = nlohmann::ordered_json::array();
        for (const KitFile& file : parts_.kit.files())
            files.push_back({{"title", file.title},
                             {"type", file.type},
                             {"size", file.size},
                             {"url", parts_.kit.address_of(file, pass)}});
        answer["kit"] = std::move(files);
    }
    return with_route(
        json_response(inserted.verdict == Inserted::Verdict::created ? 201 : 200, answer.dump()), kLeads);
}

FormSender Endpoint::sender_of(const Request& request) const {
    const auto page = request.header("referer").value_or("");
    const auto query = page.find('?');
    return {utc_day(options_.now_ms()), request.client, user_agent_of(request),
            query == std::string_view::npos ? FormFields()
                                            : fields_from(page.substr(query + 1)).value_or(FormFields())};
}

void Endpoint::take_lead(Request request, Respond respond) {
    const bool form = body_kind_of(request) == BodyKind::form;
    LeadResult result{LeadResult::Verdict::not_json, std::nullopt, {}};
    if (!form)
        result = lead_from_json(request.body);
    else if (const auto fields = fields_from(request.body))
        result = lead_from_form(*fields, sender_of(request));
    if (result.verdict == LeadResult::Verdict::not_json)
        return respond(lead_refused(request, ErrorCode::not_json, {}));
    if (!result.lead) return respond(lead_refused(request, ErrorCode::invalid, result.issues));
    if (result.lead->trapped) {
        const Inserted nothing{Inserted::Verdict::created, last_id_.load() + 1, base64url(random_bytes(16))};
        return respond(lead_taken(request, nothing, result.lead->form));
    }
    if (!settle_consents(*result.lead))
        return respond(lead_refused(request, ErrorCode::document_changed, {}));
    store_lead(std::move(request), std::move(*result.lead), std::move(respond));
}

void Endpoint::store_lead(Request request, Lead lead, Respond respond) {
    struct Work {
        Request request;
        NewLead fresh;
        Inserted inserted;
        Respond respond;
    };
    NewLead fresh{
        std::move(lead), {options_.now_ms(), request.client, user_agent_of(request)}, options_.targets};
    auto work = std::make_shared<Work>(Work{std::move(request), std::move(fresh), {}, std::move(respond)});
    WriteJob job;
    job.apply = [work](Store& store) { work->inserted = store.insert_lead(work->fresh); };
    job.done = [this, work](WriteOutcome outcome) {
        if (outcome == WriteOutcome::unavailable) {
            Response response = lead_refused(work->request, ErrorCode::unavailable, {});
            response.set("Retry-After", "5");
            return work->respond(std::move(response));
        }
        if (outcome == WriteOutcome::refused)
            return work->respond(lead_refused(work->request, ErrorCode::internal, {}));
        if (work->inserted.verdict == Inserted::Verdict::conflict)
            return work->respond(lead_refused(work->request, ErrorCode::idempotency_conflict, {}));
        if (work->inserted.verdict == Inserted::Verdict::created) {
            last_id_ = work->inserted.id;
            parts_.log.write(Level::info, "lead_stored",
                             {{"request", work->request.id},
                              {"lead", work->inserted.id},
                              {"form", name_of(work->fresh.lead.form)}});
            if (on_stored) on_stored();
        }
        work->respond(lead_taken(work->request, work->inserted, work->fresh.lead.form));
    };
    if (parts_.writer.submit(std::move(job))) return;
    Response response = lead_refused(work->request, ErrorCode::unavailable, {});
    response.set("Retry-After", "2");
    work->respond(std::move(response));
}

void Endpoint::show_receipt(Request request, Respond respond) {
    const std::string token(token_in(request.path));
    if (token.empty()) return respond(refusal(request, ErrorCode::not_found, "/r/{token}"));
    auto shared = std::make_shared<std::pair<Request, Respond>>(std::move(request), std::move(respond));
    const auto unavailable = [this, shared] {
        shared->second(refusal(shared->first, ErrorCode::unavailable, "/r/{token}"));
    };
    const bool asked = parts_.reader.submit(
        [this, shared, token](Store& store) {
            const auto lead = store.lead_by_token(token);
            if (!lead) return shared->second(refusal(shared->first, ErrorCode::not_found, "/r/{token}"));
            const Receipt receipt{*lead, parts_.legal.identity, token};
            const bool as_file = shared->first.query == kAsFile;
            if (!as_file && prefers_html(shared->first.header_list("accept")))
                return shared->second(page_response(parts_.site, receipt_page(receipt)));
            Response response = with_route(json_response(200, receipt_json(receipt)), "/r/{token}");
            response.set("Referrer-Policy", "same-origin");
            response.set("Vary", "Accept");
            if (as_file)
                response.set("Content-Disposition",
                             "attachment; filename=\"soglasie-" + number_of(lead->id) + ".json\"");
            shared->second(std::move(response));
        },
        unavailable);
    if (!asked) unavailable();
}

struct Endpoint::Withdrawal {
    Request request;
    Respond respond;
    std::string token;
    Document document = Document::processing;
    Withdrawn result = Withdrawn::unknown_token;
};

void Endpoint::withdraw(Request request, Respond respond) {
    const bool form = body_kind_of(request) == BodyKind::form;
    std::string name;
    if (form) {
        for (const auto& [key, value] : fields_from(request.body).value_or(FormFields()))
            if (key == "consent") name = value;
    } else {
        const auto parsed = strict_json_from(request.body);
        if (!parsed.value || !parsed.value->is_object())
            return respond(refusal(request, ErrorCode::not_json, kWithdrawRoute));
        const auto found = parsed.value->find("consent");
        if (found != parsed.value->end() && found->is_string()) name = found->get<std::string>();
    }
    const std::string token(token_in(request.path));
    const auto document = document_from(name);
    if (token.empty()) return respond(refusal(request, ErrorCode::not_found, kWithdrawRoute));
    if (!document)
        return respond(with_route(
            error_response(ErrorCode::invalid,
                           json_of({{"/consent", "out_of_range",
                                     "Укажите, какое согласие отозвать: processing или advertising."}})),
            kWithdrawRoute));
    auto work =
        std::make_shared<Withdrawal>(Withdrawal{std::move(request), std::move(respond), token, *document});
    WriteJob job;
    job.apply = [this, work](Store& store) {
        work->result =
            store.withdraw(work->token, work->document, options_.now_ms(), options_.erase_delay_ms);
    };
    job.done = [this, work, form](WriteOutcome outcome) {
        if (outcome != WriteOutcome::stored) {
            Response response = refusal(work->request, ErrorCode::unavailable, kWithdrawRoute);
            response.set("Retry-After", "5");
            return work->respond(std::move(response));
        }
        if (work->result == Withdrawn::unknown_token)
            return work->respond(refusal(work->request, ErrorCode::not_found, kWithdrawRoute));
        if (form) {
            Response response = with_route(json_response(303, ""), kWithdrawRoute);
            response.set("Location", "/r/" + work->token);
            return work->respond(std::move(response));
        }
        nlohmann::ordered_json answer;
        answer["consent"] = name_of(work->document);
        answer["withdrawn"] = work->result != Withdrawn::not_given;
        answer["erasure_scheduled"] =
            work->document == Document::processing && work->result != Withdrawn::not_given;
        work->respond(with_route(json_response(200, answer.dump()), kWithdrawRoute));
    };
    if (parts_.writer.submit(std::move(job))) return;
    Response response = refusal(work->request, ErrorCode::unavailable, kWithdrawRoute);
    response.set("Retry-After", "2");
    work->respond(std::move(response));
}

void Endpoint::answer_ready(Respond respond) {
    auto shared = std::make_shared<Respond>(std::move(respond));
    const auto failed = [shared] {
        (*shared)(with_route(error_response(ErrorCode::unavailable), "/readyz"));
    };
    const bool asked = parts_.reader.submit(
        [shared](Store& store) {
            store.answers();
            (*shared)(with_route(json_response(200, R"({"status":"ready"})"), "/readyz"));
        },
        failed);
    if (!asked) failed();
}

}  // namespace funnel::server
