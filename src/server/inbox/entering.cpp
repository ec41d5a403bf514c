// Entering by a one-time link, leaving, and who may enter.
#include "http/address.hpp"
#include "inbox/inbox.hpp"
#include "inbox/words.hpp"
#include "system/text.hpp"

namespace funnel::server {

namespace {

constexpr std::string_view kEnter = "/inbox/enter";
constexpr std::string_view kPeople = "/inbox/people";

// What a browser calls itself: printable ASCII only.
std::string browser_of(const Request& request) {
    std::string name;
    for (const char c : request.header("user-agent").value_or("").substr(0, 200))
        name += c >= 0x20 && c < 0x7f ? c : '?';
    return name;
}

}  // namespace

// Looking at a link does not use it up: mail programs and messengers look at every link.
void Inbox::show_enter(const Shared& asking, Store&) {
    std::string who;
    std::string key;
    for (const auto& [name, value] : fields_from(asking->request.query).value_or(Fields())) {
        if (name == "o") who = value;
        if (name == "k") key = value;
    }
    if (key.empty())
        return tell(asking,
                    {200, "Нужен вход", "Вход по одноразовой ссылке. Её даёт ваш администратор.", {}, {}},
                    kEnter);
    Page page{200, Template::inbox_message, {}, std::string(kEnter)};
    std::vector<PageValues> hidden(2);
    hidden[0].text("name", "o").text("value", who);
    hidden[1].text("name", "k").text("value", key);
    page.values.text("page_title", "Вход в «Заявки»")
        .text("message", "Ссылка откроет один сеанс на этом устройстве.")
        .flag("again", false)
        .flag("has_form", true)
        .text("action", std::string(kEnter))
        .text("button", "Войти")
        .list("hidden", std::move(hidden))
        .flag("has_back", false);
    show(asking, std::move(page));
}

// Whatever is wrong (no such operator, revoked, used, old, another's) is answered alike. The right key enters
// however often others were tried.
void Inbox::enter(const Shared& asking, Store& store) {
    const Operators::Link link{whole_number_in(asking->field("o")).value_or(0), asking->field("k")};
    const std::int64_t now = options_.now_ms();
    const auto wrong = [this, asking, link] {
        const auto moment = RateLimit::Clock::now();
        const auto by_address = failures_by_address_.wait_for(limit_key(asking->request.client), moment);
        const auto by_name = failures_by_name_.wait_for(std::to_string(link.operator_id), moment);
        parts_.log.write(Level::warning, "inbox_refused", {});
        const bool often = by_address.count() > 0 || by_name.count() > 0;
        tell(asking,
             {often ? 429 : 403,
              "Ссылка не подходит",
              often ? "Слишком много попыток. Подождите минуту."
                    : "Она уже открыта, устарела или набрана с ошибкой. Попросите новую.",
              {},
              {}},
             kEnter);
    };
    if (!Operators(store.database()).opens(link, now)) return wrong();
    const auto token = std::make_shared<std::optional<std::string>>();
    write(
        asking, kEnter,
        [token, link, browser = browser_of(asking->request), now](Store& writing) {
            *token = Operators(writing.database()).enter(link, browser, now);
        },
        [this, asking, token, wrong, id = link.operator_id] {
            if (!*token) return wrong();
            parts_.log.write(Level::info, "inbox_entered", {{"operator", id}});
            Response response;
            response.status = 303;
            response.route = kEnter;
            response.set("Location", "/inbox/");
            response.set("Cache-Control", "no-store");
            response.set("Set-Cookie", cookie_of(**token));
            add_security_headers(response, Content::data);
            asking->respond(std::move(response));
        });
}

void Inbox::logout(const Shared& asking, Store&) {
    const auto done = [this, asking] {
        Response response;
        response.status = 303;
        response.route = "/inbox/logout";
        response.set("Location", std::string(kEnter));
        response.set("Set-Cookie", cookie_of({}));
        response.set("Cache-Control", "no-store");
        add_security_headers(response, Content::data);
        asking->respond(std::move(response));
    };
    write(
        asking, "/inbox/logout",
        [id = asking->visit.session_id, now = options_.now_ms()](Store& store) {
            (void)Operators(store.database()).end_session(id, now);
        },
        done);
}

void Inbox::logout_everywhere(const Shared& asking, Store&) {
    write(
        asking, "/inbox/logout/everywhere",
        [id = asking->visit.who.id, now = options_.now_ms()](Store& store) {
            (void)Operators(store.database()).end_sessions_of(id, now);
        },
        [asking] { go(asking, std::string(kEnter), "/inbox/logout/everywhere"); });
}

void Inbox::show_people(const Shared& asking, Store& store) {
    people_page(asking, store, {}, {});
}

void Inbox::people_page(const Shared& asking, Store& store, const std::string& message,
                        const std::string& link) {
    const std::int64_t now = options_.now_ms();
    Operators operators(store.database());
    std::vector<PageValues> people;
    for (const InboxUser& who : operators.all(now)) {
        PageValues row;
        row.text("name", who.name)
            .text("role", std::string(who.revoked_ms > 0 ? "вход закрыт" : label_of(who.role)))
            .text("role_name", std::string(name_of(who.role)))
            .text("sessions", std::to_string(who.sessions))
            .text("since", day_words(who.created_ms, now, options_.zone))
            .flag("is_open", who.revoked_ms == 0);
        people.push_back(std::move(row));
    }
    std::vector<PageValues> open;
    for (const OperatorSession& session : operators.sessions(now)) {
        PageValues row;
        row.text("name", session.operator_name)
            .text("session", std::to_string(session.id))
            .text("session_words", "с " + moment_words(session.created_ms, now, options_.zone) +
                                       ", последний раз " + moment_words(session.seen_ms, now, options_.zone))
            .text("browser", session.browser);
        open.push_back(std::move(row));
    }
    Page page{message.empty() ? 200 : 422, Template::inbox_people, {}, std::string(kPeople)};
    page.values.flag("has_message", !message.empty())
        .text("message", message)
        .flag("has_link", !link.empty())
        .text("link", link)
        .text("link_words", "Ссылка показана один раз: передайте её лично. Она действует 24 часа.")
        .list("people", std::move(people))
        .list("open", std::move(open));
    show(asking, std::move(page));
}

void Inbox::add_person(const Shared& asking, Store& store) {
    const std::string name = asking->field("name");
    const auto role = role_from(asking->field("role"));
    if (!role || !is_operator_name(name))
        return people_page(asking, store, "Имя нужно в одну строку, от 1 до 60 знаков.", {});
    const auto link = std::make_shared<std::optional<Operators::Link>>();
    write(
        asking, kPeople,
        [link, name, role = *role, now = options_.now_ms()](Store& writing) {
            *link = Operators(writing.database()).add(name, role, now);
        },
        [this, asking, link] {
            read_again(asking, kPeople, [this, asking, link](Store& reading) {
                if (!*link) return people_page(asking, reading, "Сотрудников уже слишком много.", {});
                const std::string base = options_.public_url.empty()
                                             ? std::string(asking->request.header("origin").value_or(""))
                                             : options_.public_url;
                people_page(
                    asking, reading, {},
                    base + "/inbox/enter?o=" + std::to_string((*link)->operator_id) + "&k=" + (*link)->token);
            });
        });
}

void Inbox::revoke_person(const Shared& asking, Store& store) {
    const std::string name = asking->field("name");
    if (name == asking->visit.who.name)
        return people_page(asking, store, "Себе вход не закрывают: попросите другого администратора.", {});
    write(
        asking, "/inbox/people/revoke",
        [name, now = options_.now_ms()](Store& writing) {
            (void)Operators(writing.database()).revoke(name, now);
        },
        [asking] { go(asking, std::string(kPeople), "/inbox/people/revoke"); });
}

void Inbox::end_session(const Shared& asking, Store&) {
    write(
        asking, "/inbox/sessions/end",
        [id = whole_number_in(asking->field("session")).value_or(0), now = options_.now_ms()](
            Store& writing) { (void)Operators(writing.database()).end_session(id, now); },
        [asking] { go(asking, std::string(kPeople), "/inbox/sessions/end"); });
}

}  // namespace funnel::server
