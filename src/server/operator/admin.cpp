#include "operator/admin.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/json/document.hpp"
#include "http/address.hpp"
#include "http/answers.hpp"
#include "http/target.hpp"
#include "lead/lead.hpp"
#include "lead/phone.hpp"
#include "lead/stored_lead.hpp"
#include "store/inbox/operators.hpp"
#include "store/inbox/work.hpp"
#include "store/outbox.hpp"
#include "system/digest.hpp"
#include "system/text.hpp"

namespace funnel::server {

namespace {

constexpr std::string_view kLeadsRoute = "/api/admin/leads";
constexpr std::int64_t kMostLeads = 500;
constexpr std::size_t kMostArguments = 10000;

Response with_route(Response response, std::string_view route) {
    response.route = route;
    return response;
}

std::variant<Admitted, Response> only(std::string_view method, const Request& head, std::size_t max_body) {
    const bool fits = head.method == method || (method == "GET" && head.method == "HEAD");
    if (fits) return Admitted{max_body};
    Response response = with_route(error_response(ErrorCode::method_not_allowed), "refused");
    response.set("Allow", std::string(method));
    return response;
}

std::size_t append(char* data, std::size_t size, std::size_t count, void* user) {
    static_cast<std::string*>(user)->append(data, size * count);
    return size * count;
}

// A page of requests as the query of an address asks for it.
struct Asked {
    LeadQuery query;
    std::int64_t limit = 100;
};

// A word of the query that is not known, or a value that is not of its kind, refuses the whole: a filter that
// is passed over would give more than was asked for.
bool take_word(Asked& asked, const std::string& name, const std::string& value,
               const AdminHandler::Parts& parts) {
    const auto number = [&](std::int64_t& into, std::int64_t most) {
        const auto read = whole_number_in(value);
        into = std::min(read.value_or(0), most);
        return read.has_value();
    };
    const auto day = [&](std::int64_t& into, std::int64_t more) {
        const auto start = day_start(value, parts.zone);
        into = start.value_or(0) + more;
        return start.has_value();
    };
    constexpr std::int64_t kMostId = std::numeric_limits<std::int64_t>::max();
    if (name == "after") return number(asked.query.after, kMostId);
    if (name == "before") return number(asked.query.before, kMostId);
    if (name == "limit") return number(asked.limit, kMostLeads);
    if (name == "since") return day(asked.query.since_ms, 0);
    if (name == "until") return day(asked.query.until_ms, kDayMs);
    if (name == "form") return form_from(asked.query.form = value).has_value();
    if (name == "email") return is_email(asked.query.email = value);
    if (name == "phone") {
        const PhoneRead read = read_phone(value, parts.country);
        asked.query.phone = read.phone ? read.phone->number : std::string();
        return read.phone.has_value();
    }
    if (name == "state") {
        const auto state = lead_state_from(value);
        asked.query.state = state.value_or(LeadState::taken);
        return state.has_value();
    }
    if (name == "order") {
        asked.query.order =
            value == "newest" ? LeadQuery::Order::newest_first : LeadQuery::Order::oldest_first;
        return value == "newest" || value == "oldest";
    }
    return false;
}

std::optional<Asked> asked_in(const std::string& query, const AdminHandler::Parts& parts) {
    const auto fields = fields_from(query);
    if (!fields) return std::nullopt;
    Asked asked;
    for (const auto& [name, value] : *fields)
        if (!take_word(asked, name, value, parts)) return std::nullopt;
    asked.limit = std::max<std::int64_t>(asked.limit, 1);
    return asked;
}

// Requests in the inbox nobody has answered for a quarter of an hour. A firm without operators works
// elsewhere.
std::int64_t waiting_in(Store& store, std::int64_t since_ms, std::int64_t now_ms) {
    if (!Operators(store.database()).any()) return 0;
    return static_cast<std::int64_t>(
        Work(store.database()).waiting({since_ms, now_ms - kAnswerWithinMs}).ids.size());
}

}  // namespace

AdminHandler::AdminHandler(Parts parts, const std::string& token)
    : parts_(std::move(parts)),
      token_hash_(token.empty() ? std::string() : sha256(token)),
      looks_(parts_.writer) {}

std::variant<Admitted, Response> AdminHandler::admit(const Request& head) {
    return only("GET", head, 0);
}

void AdminHandler::handle(Request request, Respond respond) {
    if (request.path == "/metrics") return give_metrics(std::move(respond));
    if (request.path == "/healthz")
        return respond(with_route(json_response(200, R"({"status":"ok"})"), "/healthz"));
    if (request.path == kLeadsRoute) return give_leads(request, std::move(respond));
    respond(with_route(error_response(ErrorCode::not_found), "admin"));
}

void AdminHandler::give_metrics(Respond respond) {
    auto shared = std::make_shared<Respond>(std::move(respond));
    const auto failed = [shared] {
        (*shared)(with_route(error_response(ErrorCode::unavailable), "/metrics"));
    };
    parts_.reader.submit(
        [this, shared](Store& store) {
            const auto gauge = Outbox(store.database()).gauge(parts_.now_ms());
            LeadQuery held;
            held.state = LeadState::held;
            Response response;
            response.body = std::make_shared<const std::string>(
                parts_.metrics.text(parts_.writer.counters(), gauge,
                                    {parts_.connections(), parts_.is_purge_stopped(), store.count_leads(held),
                                     waiting_in(store, parts_.news_since(parts_.now_ms()), parts_.now_ms()),
                                     store.count_not_forgotten(), parts_.log.dropped(), parts_.steps()}));
            response.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            add_security_headers(response, Content::data);
            (*shared)(with_route(std::move(response), "/metrics"));
        },
        failed);
}

void AdminHandler::give_leads(const Request& request, Respond respond) {
    constexpr std::string_view kBearer = "Bearer ";
    const auto given = request.header("authorization").value_or("");
    const bool is_bearer =
        given.size() > kBearer.size() && same_name(given.substr(0, kBearer.size()), kBearer);
    const std::string hash = sha256(is_bearer ? given.substr(kBearer.size()) : std::string_view());
    // The right key is let in however often others were tried: guessing must not lock the owner out.
    if (token_hash_.empty() || !is_bearer || !equal_in_constant_time(hash, token_hash_))
        return respond(refused_key(request));
    const auto asked = asked_in(request.query, parts_);
    if (!asked) return respond(with_route(error_response(ErrorCode::bad_request), kLeadsRoute));
    looks_.note(Look::api, 0, parts_.now_ms());
    auto shared = std::make_shared<Respond>(std::move(respond));
    const auto failed = [shared] {
        (*shared)(with_route(error_response(ErrorCode::unavailable), kLeadsRoute));
    };
    parts_.reader.submit(
        [shared, asked = *asked](Store& store) {
            std::string list;
            std::int64_t last = asked.query.after;
            for (const StoredLead& lead : store.leads(asked.query, asked.limit)) {
                list += (list.empty() ? "" : ",") + lead_json(lead);
                last = lead.id;
            }
            LeadQuery all = asked.query;
            all.after = all.before = 0;
            (*shared)(with_route(
                json_response(200, "{\"leads\":[" + list + "],\"next\":" + std::to_string(last) +
                                       ",\"total\":" + std::to_string(store.count_leads(all)) + "}"),
                kLeadsRoute));
        },
        failed);
}

Response AdminHandler::refused_key(const Request& request) {
    const auto wait = failures_.wait_for(limit_key(request.peer), RateLimit::Clock::now());
    if (wait.count() > 0) {
        Response response = with_route(error_response(ErrorCode::too_many_requests), kLeadsRoute);
        response.set("Retry-After", std::to_string(wait.count()));
        return response;
    }
    Response response = with_route(error_response(ErrorCode::unauthorized), kLeadsRoute);
    response.set("WWW-Authenticate", "Bearer");
    return response;
}

std::variant<Admitted, Response> CommandHandler::admit(const Request& head) {
    return only("POST", head, 64 << 10);
}

void CommandHandler::handle(Request request, Respond respond) {
    codec::Document body = codec::parse_document(request.body);
    codec::ObjectReader fields(body.root, "", body.issues);
    std::vector<std::string> arguments;
    if (const codec::Json* list = fields.array("arguments", {0, kMostArguments}, codec::Presence::required))
        for (const codec::Json& argument : *list)
            if (argument.is_string()) arguments.push_back(argument.get<std::string>());
    const std::lock_guard lock(mutex_);
    std::erase_if(running_, [](const std::future<void>& f) {
        return f.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    });
    running_.push_back(std::async(std::launch::async, [this, arguments, give = std::move(respond)]() mutable {
        // The future outlives the answer: it must not keep the connection with it.
        const Respond respond_once = std::exchange(give, nullptr);
        const CommandResult result = answer_to(arguments);
        nlohmann::json answer{{"exit", result.exit_code},
                              {"out", result.out},
                              {"error", result.error},
                              {"affected", result.affected}};
        respond_once(with_route(
            json_response(200, answer.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)),
            "/command"));
    }));
}

CommandResult CommandHandler::answer_to(const std::vector<std::string>& arguments) {
    const auto command = parse_(arguments);
    if (const auto* refused = std::get_if<CommandResult>(&command)) return *refused;
    try {
        return run_command([this](const auto& work) { writer_.run_alone(work); }, context_(),
                           std::get<Command>(command));
    } catch (const StoreError& error) {
        return {1, {}, std::string(error.what()) + '\n'};
    }
}

std::optional<CommandResult> ask_running_server(const std::string& socket_path, const Command& command) {
    CURL* easy = curl_easy_init();
    if (easy == nullptr) return std::nullopt;
    const std::string body = nlohmann::json{{"arguments", words_of(command)}}.dump(
        -1, ' ', false, nlohmann::json::error_handler_t::replace);
    std::string answer;
    curl_slist* headers = curl_slist_append(nullptr, "Content-Type: application/json");
    curl_easy_setopt(easy, CURLOPT_UNIX_SOCKET_PATH, socket_path.c_str());
    curl_easy_setopt(easy, CURLOPT_URL, "http://localhost/command");
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &answer);
    const CURLcode code = curl_easy_perform(easy);
    curl_slist_free_all(headers);
    curl_easy_cleanup(easy);
    if (code == CURLE_COULDNT_CONNECT) return std::nullopt;
    codec::Document document = codec::parse_document(answer, std::numeric_limits<std::size_t>::max());
    codec::ObjectReader fields(document.root, "", document.issues);
    constexpr auto kAny = std::numeric_limits<std::size_t>::max();
    constexpr codec::IntegerRange kWhole{0, std::numeric_limits<std::int32_t>::max()};
    const auto exit = fields.integer("exit", {0, 255}, codec::Presence::required);
    const auto out = fields.text("out", {0, kAny}, codec::Presence::required);
    const auto error = fields.text("error", {0, kAny}, codec::Presence::required);
    const auto affected = fields.integer("affected", kWhole, codec::Presence::required);
    if (code != CURLE_OK || !exit || !out || !error || !affected)
        return CommandResult{1, {}, "Работающий сервер не ответил.\n"};
    return CommandResult{static_cast<int>(*exit), *out, *error, *affected};
}

}  // namespace funnel::server
