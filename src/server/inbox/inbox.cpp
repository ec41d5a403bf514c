#include "inbox/inbox.hpp"

#include <algorithm>
#include <array>

#include "http/negotiation.hpp"
#include "system/digest.hpp"
#include "system/text.hpp"

namespace funnel::server {

namespace {

// A note of 4000 characters, nine bytes each as a form sends the longest of them.
constexpr std::size_t kMostBody = std::size_t{64} << 10;
constexpr std::chrono::milliseconds kAmongOurselves{2000};
constexpr std::int64_t kTouchMs = 60'000;  // how exactly it is kept when a session was last used
constexpr std::string_view kNumber = "{number}";
constexpr std::string_view kSecureCookie = "__Host-inbox";
constexpr std::string_view kPlainCookie = "inbox";
// As the site's pages, but nothing is calculated here.
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'";

// The number of a request in a path of this pattern; 0 when the pattern has none, nothing when it does not
// fit.
std::optional<std::int64_t> fits(std::string_view pattern, std::string_view path) {
    const auto open = pattern.find(kNumber);
    if (open == std::string_view::npos)
        return path == pattern ? std::optional<std::int64_t>(0) : std::nullopt;
    const auto before = pattern.substr(0, open);
    const auto after = pattern.substr(open + kNumber.size());
    if (path.size() <= before.size() + after.size() || !path.starts_with(before) || !path.ends_with(after))
        return std::nullopt;
    const auto digits = path.substr(before.size(), path.size() - before.size() - after.size());
    const auto id = whole_number_in(digits);
    return id && *id > 0 && digits.size() <= 15 ? id : std::nullopt;
}

struct Found {
    const Inbox::Route* route = nullptr;
    std::int64_t lead_id = 0;
    bool is_known = false;  // the path, though not for this method
};

Found route_of(const Request& request) {
    Found found;
    const bool posts = request.method == "POST";
    for (const Inbox::Route& route : Inbox::routes()) {
        const auto id = fits(route.pattern, request.path);
        if (!id) continue;
        found.is_known = true;
        if ((route.verb == Inbox::Verb::post) != posts) continue;
        found.route = &route;
        found.lead_id = *id;
        break;
    }
    return found;
}

bool may(const InboxUser& who, Inbox::Least least) {
    switch (least) {
        case Inbox::Least::nobody:
        case Inbox::Least::reader:
            return true;
        case Inbox::Least::worker:
            return who.role != Role::reader;
        case Inbox::Least::admin:
            return who.role == Role::admin;
    }
    return false;
}

bool is_site_file(std::string_view path) {
    return path.starts_with("/a/") || path.starts_with("/demo/") || path.starts_with("/favicon");
}

}  // namespace

// Every page and every form, with the least role that may use it: the one place that says so.
std::span<const Inbox::Route> Inbox::routes() {
    using enum Verb;
    static constexpr std::array kRoutes{
        Route{"/inbox/", get, Least::reader, &Inbox::show_list},
        Route{"/inbox/enter", get, Least::nobody, &Inbox::show_enter},
        Route{"/inbox/enter", post, Least::nobody, &Inbox::enter},
        Route{"/inbox/logout", post, Least::reader, &Inbox::logout},
        Route{"/inbox/logout/everywhere", post, Least::reader, &Inbox::logout_everywhere},
        Route{"/inbox/changes", get, Least::reader, &Inbox::give_mark},
        Route{"/inbox/events", get, Least::reader, &Inbox::give_events},
        Route{"/inbox/funnel", get, Least::reader, &Inbox::show_funnel},
        Route{"/inbox/deals.csv", get, Least::reader, &Inbox::give_deals},
        Route{"/inbox/people", get, Least::admin, &Inbox::show_people},
        Route{"/inbox/people", post, Least::admin, &Inbox::add_person},
        Route{"/inbox/people/revoke", post, Least::admin, &Inbox::revoke_person},
        Route{"/inbox/sessions/end", post, Least::admin, &Inbox::end_session},
        Route{"/inbox/{number}", get, Least::reader, &Inbox::show_record},
        Route{"/inbox/{number}/work", post, Least::worker, &Inbox::change_work},
        Route{"/inbox/{number}/retry", post, Least::worker, &Inbox::retry_delivery},
        Route{"/inbox/{number}/erase", get, Least::admin, &Inbox::ask_erase},
        Route{"/inbox/{number}/erase", post, Least::admin, &Inbox::erase},
    };
    return kRoutes;
}

std::string Asking::field(std::string_view name) const {
    for (const auto& [known, value] : form)
        if (known == name) return value;
    return {};
}

Inbox::Inbox(Parts parts, InboxOptions options)
    : parts_(parts),
      options_(std::move(options)),
      looks_(parts.writer),
      hub_(hub_options(), parts.reader, parts.log) {}

HubOptions Inbox::hub_options() const {
    HubOptions hub;
    hub.now_ms = options_.now_ms;
    hub.since = [this](std::int64_t now) { return options_.hours.news_since(now, options_.zone); };
    hub.on_waiting = options_.on_waiting;
    // Requests and work wake it; what is left is what the command line does.
    if (options_.writers == InboxOptions::Writers::this_server) hub.every = kAmongOurselves;
    return hub;
}

bool Inbox::takes(std::string_view path) {
    return path == "/inbox" || path.starts_with("/inbox/") || is_site_file(path);
}

Response Inbox::refused(const Request& request, ErrorCode code, std::string_view route) const {
    if (!prefers_html(request.header_list("accept"))) {
        Response response = error_response(code);
        response.route = route;
        return response;
    }
    Page page{status_of(code), Template::refusal, {}, std::string(route)};
    page.values.text("message", std::string(message_of(code)));
    return parts_.pages.answer(page);
}

// A browser names the page a form was on: only our own may post. Whoever names none is no browser.
bool Inbox::is_own_page(const Request& request) const {
    const auto origin = request.header("origin");
    if (!origin) return false;
    const auto& named = options_.origins;
    if (std::find(named.begin(), named.end(), *origin) != named.end()) return true;
    const auto host = request.header("host").value_or("");
    return *origin == "http://" + std::string(host) || *origin == "https://" + std::string(host);
}

std::variant<Admitted, Response> Inbox::admit(const Request& head) {
    if (head.path == "/inbox" || is_site_file(head.path)) {
        if (head.method == "GET" || head.method == "HEAD") return Admitted{0};
        return parts_.site.answer(head);
    }
    const Found found = route_of(head);
    if (!found.is_known) return refused(head, ErrorCode::not_found, "inbox");
    const bool posts = head.method == "POST";
    if (found.route == nullptr || !(posts || head.method == "GET" || head.method == "HEAD")) {
        Response response = refused(head, ErrorCode::method_not_allowed, "inbox");
        response.set("Allow", posts ? "GET, HEAD" : "POST");
        return response;
    }
    if (!posts) return Admitted{0};
    if (!is_own_page(head)) return refused(head, ErrorCode::forbidden_origin, found.route->pattern);
    if (!head.header("content-type").value_or("").starts_with("application/x-www-form-urlencoded"))
        return refused(head, ErrorCode::unsupported_type, found.route->pattern);
    return Admitted{kMostBody};
}

// The cookie of ours, if it is there exactly once.
std::string Inbox::session_in(const Request& request) const {
    const std::string name =
        std::string(options_.cookie == InboxOptions::Cookie::secure ? kSecureCookie : kPlainCookie) + '=';
    const std::string all = request.header_list("cookie");
    std::string token;
    int count = 0;
    for (std::size_t at = 0; at < all.size();) {
        const auto end = std::min(all.find_first_of(";,", at), all.size());
        const auto start = std::min(all.find_first_not_of(' ', at), end);
        const auto piece = std::string_view(all).substr(start, end - start);
        if (piece.starts_with(name)) {
            token = piece.substr(name.size());
            ++count;
        }
        at = end + 1;
    }
    return count == 1 && token.size() == 43 ? token : std::string();
}

std::string Inbox::cookie_of(std::string_view token) const {
    const bool secure = options_.cookie == InboxOptions::Cookie::secure;
    return std::string(secure ? kSecureCookie : kPlainCookie) + '=' + std::string(token) +
           "; Path=/; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : "") +
           (token.empty() ? "; Max-Age=0" : "");
}

// Known to who has the session's page, and to nobody who has only its cookie sent along.
std::string Inbox::csrf_of(std::string_view session) const {
    return hex(hmac_sha256(session, "forms of the inbox"));
}

void Inbox::handle(Request request, Respond respond) {
    if (request.path == "/inbox") {
        Response response;
        response.status = 308;
        response.route = "/inbox/";
        response.set("Location", "/inbox/");
        add_security_headers(response, Content::data);
        return respond(std::move(response));
    }
    if (is_site_file(request.path)) return respond(parts_.site.answer(request));
    const Found found = route_of(request);
    const auto asking = std::make_shared<Asking>();
    asking->lead_id = found.lead_id;
    asking->session = session_in(request);
    asking->request = std::move(request);
    asking->respond = std::move(respond);
    if (asking->request.method == "POST") {
        auto form = fields_from(asking->request.body);
        if (!form)
            return asking->respond(refused(asking->request, ErrorCode::bad_request, found.route->pattern));
        asking->form = std::move(*form);
    }
    read_again(asking, found.route->pattern,
               [this, asking, route = found.route](Store& store) { admit_visitor(asking, *route, store); });
}

void Inbox::read_again(const Shared& asking, std::string_view route, std::function<void(Store&)> ask) {
    parts_.reader.submit(std::move(ask), [this, asking, route] {
        asking->respond(refused(asking->request, ErrorCode::unavailable, route));
    });
}

// On the reader: session, role, token of the form, and then the page itself.
void Inbox::admit_visitor(const Shared& asking, const Route& route, Store& store) {
    if (route.role == Least::nobody) return (this->*route.handle)(asking, store);
    const std::int64_t now = options_.now_ms();
    const auto visit =
        asking->session.empty() ? std::nullopt : Operators(store.database()).visit(asking->session, now);
    const bool gets = route.verb == Verb::get;
    if (!visit) {
        // A link in a letter: the browser keeps a strict cookie back until our own page asks once more.
        const bool strict = gets && asking->session.empty() &&
                            asking->request.header("sec-fetch-site").value_or("") == "cross-site";
        Page page{strict ? 200 : 401, Template::inbox_message, {}, std::string(route.pattern)};
        page.values.text("page_title", strict ? "Открываем" : "Нужен вход")
            .text("message", strict
                                 ? "Если страница не открылась сама, обновите её."
                                 : "Вход по одноразовой ссылке. Её даёт ваш администратор. Без работы сеанс "
                                   "кончается через 12 часов.")
            .flag("again", strict)
            .flag("has_form", false)
            .flag("has_back", false);
        return show(asking, std::move(page));
    }
    asking->visit = *visit;
    if (!may(visit->who, route.role))
        return tell(
            asking,
            {403, "Этого вам нельзя", "Попросите администратора: нужна другая роль.", "/inbox/", "К заявкам"},
            route.pattern);
    if (!gets && !equal_in_constant_time(asking->field("token"), csrf_of(asking->session)))
        return tell(
            asking,
            {403, "Страница устарела", "Вернитесь, обновите страницу и повторите.", "/inbox/", "К заявкам"},
            route.pattern);
    if (now - visit->seen_ms > kTouchMs)
        (void)parts_.writer.submit({[id = visit->session_id, now](Store& writing) {
                                        Operators(writing.database()).note_seen(id, now);
                                    },
                                    [](WriteOutcome) {}});
    (this->*route.handle)(asking, store);
}

void Inbox::show(const Shared& asking, Page page) const {
    const bool inside = asking->visit.session_id > 0;
    page.values.flag("is_admin", inside && asking->visit.who.role == Role::admin)
        .text("csrf", inside ? csrf_of(asking->session) : std::string())
        .text("who", asking->visit.who.name);
    Response response = parts_.pages.answer(page);
    response.set("Content-Security-Policy", std::string(kPolicy));
    response.set("X-Frame-Options", "DENY");
    asking->respond(std::move(response));
}

void Inbox::tell(const Shared& asking, const Message& message, std::string_view route) const {
    Page page{message.status, Template::inbox_message, {}, std::string(route)};
    page.values.text("page_title", message.title)
        .text("message", message.text)
        .flag("again", false)
        .flag("has_form", false)
        .flag("has_back", !message.back.empty())
        .text("back", message.back)
        .text("back_words", message.back_words);
    show(asking, std::move(page));
}

void Inbox::go(const Shared& asking, const std::string& path, std::string_view route) {
    Response response;
    response.status = 303;
    response.route = route;
    response.set("Location", path);
    response.set("Cache-Control", "no-store");
    add_security_headers(response, Content::data);
    asking->respond(std::move(response));
}

void Inbox::write(const Shared& asking, std::string_view route, std::function<void(Store&)> apply,
                  std::function<void()> done) {
    const auto sorry = [this, asking, route] {
        tell(asking,
             {503, "Сейчас не записано", "Хранилище занято или недоступно. Повторите через минуту.",
              "/inbox/", "К заявкам"},
             route);
    };
    const bool taken =
        parts_.writer.submit({std::move(apply), [sorry, then = std::move(done)](WriteOutcome outcome) {
                                  outcome == WriteOutcome::stored ? then() : sorry();
                              }});
    if (!taken) sorry();
}

}  // namespace funnel::server
