// The firm's inbox (/inbox/ on the admin listener): the list of requests, one request with its calculation,
// the work on it, who may enter, the firm's own funnel. Pages of the server, which work without a script.
//
// What every request goes through, in this order (inbox.cpp): the table of routes, with the least role of
// each; for a post the Origin of our own page; the session of the cookie; the role; for a post the token of
// its form. Reading happens on a reader of the inbox's own, writing as jobs of the one writer: nobody who
// posts a request to the endpoint waits for a page of the inbox.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/answers.hpp"
#include "http/listener/server.hpp"
#include "http/rate_limit.hpp"
#include "http/target.hpp"
#include "inbox/events.hpp"
#include "inbox/working_hours.hpp"
#include "site/pages.hpp"
#include "site/site.hpp"
#include "store/inbox/looks.hpp"
#include "store/inbox/operators.hpp"
#include "store/inbox/work.hpp"
#include "store/reader.hpp"
#include "store/writer.hpp"
#include "system/log.hpp"
#include "system/times.hpp"

namespace funnel::server {

struct InboxOptions {
    std::vector<std::string> origins;  // "https://example.ru": whose pages may post; empty: the host asked
    std::string public_url;            // of the workbench; "": this listener
    TimeZone zone = moscow_time();
    WorkingHours hours;
    std::function<std::int64_t()> now_ms;
    std::function<void(const Waiting&)> on_waiting{};  // who waits without a first action; must be quick
    // Who stores requests: other replicas do it without a word to us.
    enum class Writers { this_server, replicas };
    Writers writers = Writers::replicas;
    std::int64_t copies_ms = 0;  // how long backups are kept: acts of erasure say it
    // On plain http of this machine: browsers that do not keep secure cookies there (all but Chromium).
    enum class Cookie { secure, plain };
    Cookie cookie = Cookie::secure;
};

// Whoever stands behind a request: what a route's handler gets.
struct Asking {
    Request request;
    Respond respond;
    Visit visit;          // of an open session, unless the route is for everybody
    std::string session;  // its token
    Fields form;          // of a post
    std::int64_t lead_id = 0;

    [[nodiscard]] std::string field(std::string_view name) const;  // "" when it is absent
};

class Inbox final : public HttpHandler {
public:
    struct Parts {
        const Site& site;
        const Pages& pages;
        Writer& writer;
        Reader& reader;  // the inbox's own
        Log& log;
    };
    Inbox(Parts parts, InboxOptions options);

    // Whether a path of the admin listener is the inbox's: its pages, and the files of the site they need.
    [[nodiscard]] static bool takes(std::string_view path);
    [[nodiscard]] std::variant<Admitted, Response> admit(const Request& head) override;
    void handle(Request request, Respond respond) override;

    // A request was stored, on any thread.
    void lead_stored() { hub_.wake(); }

    enum class Verb { get, post };
    enum class Least { nobody, reader, worker, admin };  // nobody: without a session
    struct Route {
        std::string_view pattern;  // {number} is the number of a request; also its name in log and metrics
        Verb verb;
        Least role;
        void (Inbox::*handle)(const std::shared_ptr<Asking>&, Store&);
    };
    [[nodiscard]] static std::span<const Route> routes();

private:
    using Shared = std::shared_ptr<Asking>;

    [[nodiscard]] HubOptions hub_options() const;
    // The gate (inbox.cpp).
    void admit_visitor(const Shared& asking, const Route& route, Store& store);
    [[nodiscard]] bool is_own_page(const Request& request) const;
    [[nodiscard]] std::string session_in(const Request& request) const;
    [[nodiscard]] std::string cookie_of(std::string_view token) const;
    [[nodiscard]] std::string csrf_of(std::string_view session) const;
    [[nodiscard]] Response refused(const Request& request, ErrorCode code, std::string_view route) const;
    // Answers with a page, its head filled in for the visitor.
    void show(const Shared& asking, Page page) const;
    struct Message {
        int status = 200;
        std::string title, text;
        std::string back, back_words;  // where to go on; "": nowhere
    };
    void tell(const Shared& asking, const Message& message, std::string_view route) const;
    static void go(const Shared& asking, const std::string& path, std::string_view route);
    // Runs `apply` on the writer; `done` afterwards, or an apology.
    void write(const Shared& asking, std::string_view route, std::function<void(Store&)> apply,
               std::function<void()> done);
    // Once more on the reader, after a write.
    void read_again(const Shared& asking, std::string_view route, std::function<void(Store&)> ask);

    // Entering (entering.cpp).
    void show_enter(const Shared& asking, Store& store);
    void enter(const Shared& asking, Store& store);
    void logout(const Shared& asking, Store& store);
    void logout_everywhere(const Shared& asking, Store& store);
    void show_people(const Shared& asking, Store& store);
    void add_person(const Shared& asking, Store& store);
    void revoke_person(const Shared& asking, Store& store);
    void end_session(const Shared& asking, Store& store);
    void people_page(const Shared& asking, Store& store, const std::string& message, const std::string& link);

    // Lists (list.cpp).
    void show_list(const Shared& asking, Store& store);
    void give_mark(const Shared& asking, Store& store);
    void give_events(const Shared& asking, Store& store);
    [[nodiscard]] std::vector<PageValues> rows_of(const std::vector<InboxRow>& rows, std::int64_t now);
    [[nodiscard]] const std::string& money_of(const InboxRow& row);

    // One request (record.cpp) and the work on it (working.cpp). What was typed and refused is shown again.
    struct Refused {
        WorkState typed;
        std::string step_when;  // as typed
        std::string message;
    };
    void show_record(const Shared& asking, Store& store);
    void record_page(const Shared& asking, Store& store, const std::optional<Refused>& refused);
    void change_work(const Shared& asking, Store& store);
    void retry_delivery(const Shared& asking, Store& store);
    void ask_erase(const Shared& asking, Store& store);
    void erase(const Shared& asking, Store& store);

    // Own funnel (own_funnel.cpp).
    void show_funnel(const Shared& asking, Store& store);
    void give_deals(const Shared& asking, Store& store);

    Parts parts_;
    InboxOptions options_;
    Looks looks_;
    std::map<std::int64_t, std::string> money_;  // by request; on the reader's thread only
    RateLimit failures_by_address_{Rate{10, 10}};
    RateLimit failures_by_name_{Rate{5, 5}};
    Hub hub_;
};

}  // namespace funnel::server
