#include "visitor/endpoint.hpp"

#include <algorithm>

#include "http/address.hpp"
#include "http/negotiation.hpp"
#include "http/target.hpp"
#include "visitor/form_page.hpp"
#include "visitor/requests.hpp"

namespace funnel::server {

namespace {

constexpr std::string_view kApi = "/api/";

// A pattern has at most one {part}, which stands for any text.
bool fits(std::string_view pattern, std::string_view path) {
    const auto open = pattern.find('{');
    if (open == std::string_view::npos) return path == pattern;
    const auto before = pattern.substr(0, open);
    const auto after = pattern.substr(pattern.find('}') + 1);
    return path.size() >= before.size() + after.size() && path.starts_with(before) && path.ends_with(after);
}

}  // namespace

// Every address of the visitor's, in the order they are looked at. `limit` counts requests of one address;
// posts also come from the firm's own pages only, in one of the two kinds of body.
const Endpoint::Route& Endpoint::route_of(std::string_view path) {
    static constexpr std::array kRoutes{
        Route{kLeadsRoute, Verb::post, kMaxLeadBytes, &Endpoint::lead_limit_, &Endpoint::take_lead},
        Route{kStepsRoute, Verb::post, kMaxStepsBytes, nullptr, &Endpoint::count_steps},
        Route{kWithdrawRoute, Verb::post, kMaxWithdrawBytes, &Endpoint::receipt_limit_, &Endpoint::withdraw},
        Route{kReceiptRoute, Verb::get, 0, &Endpoint::receipt_limit_, &Endpoint::show_receipt},
        Route{"/api/documents", Verb::get, 0, nullptr, &Endpoint::show_documents},
        Route{"/healthz", Verb::get, 0, nullptr, &Endpoint::answer_alive},
        Route{"/readyz", Verb::get, 0, nullptr, &Endpoint::answer_ready},
        Route{"/api/{rest}", Verb::get, 0, nullptr, &Endpoint::answer_nothing},
        Route{"/thanks/", Verb::get, 0, nullptr, &Endpoint::show_thanks},
        Route{"/kit/files/{file}", Verb::get, 0, nullptr, &Endpoint::show_kit_file},
        Route{"{page}", Verb::get, 0, nullptr, &Endpoint::show_page},
    };
    return *std::find_if(kRoutes.begin(), kRoutes.end(),
                         [&](const Route& route) { return fits(route.pattern, path); });
}

Endpoint::Endpoint(Parts parts, EndpointOptions options)
    : parts_(parts),
      options_(std::move(options)),
      lead_limit_(options_.leads_per_address),
      receipt_limit_(options_.receipts_per_address),
      steps_(parts_.writer, options_.steps_per_address, parts_.log) {}

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
    Page page{status_of(code), Template::refusal, {}, std::string(route)};
    page.values.text("message", std::string(message_of(code)));
    return parts_.pages.answer(page);
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
        return readable(head, refusal(head, ErrorCode::forbidden_origin, kLeadsRoute));
    Response response = with_route(json_response(200, ""), kLeadsRoute);
    response.set("Access-Control-Allow-Methods", "POST");
    response.set("Access-Control-Allow-Headers", "Content-Type");
    response.set("Access-Control-Max-Age", "600");
    return readable(head, std::move(response));
}

std::variant<Admitted, Response> Endpoint::admit(const Request& head) {
    if (head.method == "OPTIONS" && head.path == kLeadsRoute && head.header("origin")) return preflight(head);
    auto admitted = admit_method(head);
    if (auto* refused = std::get_if<Response>(&admitted)) return readable(head, std::move(*refused));
    return admitted;
}

std::variant<Admitted, Response> Endpoint::admit_method(const Request& head) {
    const Route& route = route_of(head.path);
    const bool posts = route.verb == Verb::post;
    const bool fitting = posts ? head.method == "POST" : head.method == "GET" || head.method == "HEAD";
    if (!fitting) {
        Response response = posts ? refusal(head, ErrorCode::method_not_allowed, route.pattern)
                                  : with_route(error_response(ErrorCode::method_not_allowed), "refused");
        response.set("Allow", posts ? "POST" : "GET, HEAD");
        return response;
    }
    if (posts && !is_own_page(head)) return refusal(head, ErrorCode::forbidden_origin, route.pattern);
    if (posts && body_kind_of(head) == BodyKind::other)
        return refusal(head, ErrorCode::unsupported_type, route.pattern);
    if (route.limit != nullptr && is_counted(head.client)) {
        const auto wait = (this->*route.limit).wait_for(limit_key(head.client), RateLimit::Clock::now());
        if (wait.count() > 0) {
            Response response = refusal(head, ErrorCode::too_many_requests, route.pattern);
            response.set("Retry-After", std::to_string(wait.count()));
            return response;
        }
    }
    return Admitted{route.max_body};
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
    const Route& route = route_of(request.path);
    (this->*route.handle)(std::move(request), std::move(respond));
}

void Endpoint::show_documents(Request&&, Respond&& respond) {
    respond(with_route(json_response(200, parts_.legal.documents_json()), "/api/documents"));
}

void Endpoint::answer_alive(Request&&, Respond&& respond) {
    respond(with_route(json_response(200, R"({"status":"ok"})"), "/healthz"));
}

void Endpoint::answer_nothing(Request&&, Respond&& respond) {
    respond(with_route(error_response(ErrorCode::not_found), "/api"));
}

// With a number and a receipt in its query the page of thanks is ours; with a pass it holds the kit's links.
void Endpoint::show_thanks(Request&& request, Respond&& respond) {
    std::string number;
    std::string token;
    for (const auto& [name, value] : fields_from(request.query).value_or(Fields())) {
        const bool digits = value.size() <= 12 && value.find_first_not_of("0123456789") == std::string::npos;
        if (name == "n" && digits) number = value;
        if (name == "r" && is_token(value)) token = value;
    }
    if (number.empty() || token.empty()) return show_page(std::move(request), std::move(respond));
    const std::string pass = Kit::pass_in(request.query);
    const bool opens = parts_.kit.opens(pass, options_.now_ms());
    respond(parts_.pages.answer(
        thanks_page({number, token, opens ? parts_.kit.links(pass) : std::vector<PageValues>()})));
}

// A file of the kit for who has a pass; it is nobody else's, so nothing on the way may keep it.
void Endpoint::show_kit_file(Request&& request, Respond&& respond) {
    if (!parts_.kit.guards(request.path)) return show_page(std::move(request), std::move(respond));
    if (!parts_.kit.opens(Kit::pass_in(request.query), options_.now_ms()))
        return respond(parts_.pages.answer(kit_closed_page()));
    Response response = parts_.site.answer(request);
    response.set("Cache-Control", "private, no-cache");
    response.route = "/kit/files";
    respond(std::move(response));
}

void Endpoint::show_page(Request&& request, Respond&& respond) {
    respond(parts_.site.answer(request));
}

void Endpoint::answer_ready(Request&&, Respond&& respond) {
    auto shared = std::make_shared<Respond>(std::move(respond));
    const auto failed = [shared] {
        (*shared)(with_route(error_response(ErrorCode::unavailable), "/readyz"));
    };
    parts_.reader.submit(
        [shared](Store& store) {
            store.answers();
            (*shared)(with_route(json_response(200, R"({"status":"ready"})"), "/readyz"));
        },
        failed);
}

}  // namespace funnel::server
