// Exports in the shape each CRM gives them: their columns and outcomes are recognised without help.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "deals_reading.hpp"

using namespace funnel;
using namespace funnel::deals;
using nlohmann::json;

namespace {

std::string csv_of(const json& shape) {
    const std::string delimiter = shape["delimiter"].get<std::string>();
    std::string text;
    const auto add = [&](const json& row) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i > 0) text += delimiter;
            text += '"';
            for (const char c : row[i].get<std::string>())
                text += c == '"' ? std::string("\"\"") : std::string(1, c);
            text += '"';
        }
        text += "\r\n";
    };
    for (const json& row : shape["preamble"]) add(row);
    add(shape["header"]);
    for (const json& row : shape["rows"]) add(row);
    return text;
}

}  // namespace

TEST_CASE("the words of the CRMs are of their form") {
    const WordsResult read = deals_words_from_json(kDealsWords_columns, kDealsWords_outcomes);
    for (const Issue& issue : read.issues) MESSAGE(issue.path << " " << issue.message);
    CHECK(read.words);
    CHECK_FALSE(deals_words_from_json("{}", "[]").words);
}

TEST_CASE("every CRM's export is understood without help") {
    const json shapes = json::parse(testing::text_of("tests/golden/deals/shapes.json"), nullptr, false);
    REQUIRE(shapes.size() >= 20);
    for (const json& shape : shapes) {
        INFO(shape["crm"].get<std::string>());
        const testing::Read read(csv_of(shape));
        REQUIRE(read.reader().issues().empty());
        const json proposal = json::parse(proposal_to_json(read.reader()), nullptr, false);
        json columns = json::object();
        for (const auto& [role, column] : proposal["columns"].items()) {
            if (!column.is_null()) columns[role] = column;
        }
        CHECK(columns == shape["columns"]);
        for (const auto& [text, means] : shape["means"].items()) {
            const std::string name = text;  // a binding cannot be kept by the message
            INFO(name);
            json found;
            for (const json& stage : proposal["stages"]) {
                if (stage["name"] == name) found = stage["means"];
            }
            CHECK(found == means);
        }
        // The printed proposal is a mapping, and the same report comes of it.
        const Day today = *day_from_iso("2026-06-01");
        const testing::Read mapped(csv_of(shape), proposal_to_json(read.reader()));
        CHECK(mapped.report_json(today) == read.report_json(today));
    }
}

TEST_CASE("what could not be decided is asked") {
    const testing::Read read(
        "ID;Дата создания;Стадия\n1;01/02/2026;Непонятное\n2;03/04/2026;Сделка успешна\n3;03/04/2026;Ещё "
        "что-то\n");
    const Proposal proposal = read.reader().proposal();
    std::string codes;
    for (const funnel::Issue& question : proposal.undecided) codes += question.code + " ";
    CHECK(codes == "stage stage date_order ");
    const testing::Read none("ID;Имя\n1;а\n2;б\n");
    CHECK(none.reader().issues().size() == 2);
    CHECK(none.reader().proposal().undecided.size() == 2);
}

TEST_CASE("a date that only ended deals have is when they ended, and is asked") {
    const auto file = [](const char* of_lost, const char* of_open) {
        std::string text = "Дата обращения;Итог;Дата договора;Дата рождения\n";
        for (int i = 1; i <= 9; ++i) {
            const std::string day = "0" + std::to_string(i) + ".03.2026";
            text += day + ";Оплачено;" + day + ";01.01.1990\n" + day + ";Отказ;" + of_lost + ";\n";
            text += day + ";В работе;" + of_open + ";02.02.1991\n";
        }
        return text;
    };
    const auto closed = [](const std::string& text) {
        const testing::Read read(text);
        const Proposal proposal = read.reader().proposal();
        const std::vector<std::string>& columns = proposal.mapping.of(Role::closed);
        if (columns.empty()) return std::string("none");
        return columns.front() + (proposal.undecided.empty() ? "" : " " + proposal.undecided.front().path);
    };
    CHECK(closed(file("", "")) == "Дата договора /columns/closed");
    CHECK(closed(file("20.03.2026", "")) == "Дата договора /columns/closed");
    // Dates of deals in work are planned ones.
    CHECK(closed(file("", "20.03.2026")) == "none");
}

TEST_CASE("words of ends, whole and in part") {
    const Words words = compiled_in_words();
    const auto means = [&](const char* text) {
        using Kind = Meaning::Kind;
        const TextProposal proposal = propose_meaning(text, false, words);
        switch (proposal.meaning.kind) {
            case Kind::won:
                return std::string("won");
            case Kind::lost:
                return std::string("lost");
            case Kind::unfit:
                return std::string("unfit");
            case Kind::place:
                return std::string("place");
            default:
                return std::string(proposal.sure == Sure::asked ? "asked" : "open");
        }
    };
    for (const char* text :
         {"Сделка успешна", "Успешно реализовано", "УСПЕШНО РЕАЛИЗОВАНО", "Closed Won", "closedwon", "Won",
          "Выполнен", "Счёт оплачен", "Оплачено полностью", "Closed Won (Sales Pipeline)", "Выигранные"}) {
        INFO(text);
        CHECK(means(text) == "won");
    }
    for (const char* text :
         {"Закрыто и не реализовано", "Сделка провалена", "Closed Lost", "closedlost", "Отменён", "Отмена",
          "Отказ", "Не успешно", "Потеряна", "Отказ: дорого", "Cancelled by customer"}) {
        INFO(text);
        CHECK(means(text) == "lost");
    }
    for (const char* text : {"Спам", "Дубль", "Нецелевая заявка", "Не целевой", "Некачественный лид",
                             "Unqualified", "Тестовая сделка"}) {
        INFO(text);
        CHECK(means(text) == "unfit");
    }
    for (const char* text :
         {"Счёт выставлен", "Новая заявка", "КП отправлено", "Первичный контакт", "Предоплата получена"}) {
        INFO(text);
        CHECK(means(text) == "place");
    }
    CHECK(means("В работе") == "open");
    CHECK(means("Не оплачен") == "open");
    CHECK(means("Архив") == "asked");
    CHECK(propose_meaning("Да", true, words).meaning.kind == Meaning::Kind::won);
    CHECK(propose_meaning("0", true, words).meaning.kind == Meaning::Kind::lost);
}

TEST_CASE("words of one meaning mean the same in Russian and English") {
    const Words words = compiled_in_words();
    const auto kind = [&](const std::string& text) {
        return propose_meaning(text, false, words).meaning.kind;
    };
    const auto sure = [&](const std::string& text) { return propose_meaning(text, false, words).sure; };
    for (const auto& pair : std::initializer_list<std::pair<const char*, const char*>>{
             {"Договор подписан", "Contract signed"},
             {"Договор заключен", "Contract concluded"},
             {"Подписан", "Signed"},
             {"Договор отправлен", "Contract sent"},
             {"Оплата получена", "Payment received"},
             {"Счет оплачен", "Invoice paid"},
             {"Счет выставлен", "Invoice sent"},
             {"Полностью оплачен", "Fully paid"},
             {"Заказ оплачен", "Order paid"},
             {"Не оплачен", "Not paid"},
             {"Не оплачен", "Unpaid"},
             {"Частично оплачен", "Partially paid"},
             {"Ожидает оплаты", "Awaiting payment"},
             {"Предоплата", "Prepayment"},
             {"Аванс", "Deposit"},
             {"Рассрочка", "Installment"},
             {"Заказ доставлен", "Order delivered"},
             {"Доставка", "Delivery"},
             {"Отгружен", "Shipped"},
             {"Монтаж", "Installation"},
             {"Производство", "Production"},
             {"Внедрение", "Implementation"},
             {"Исполнен", "Fulfilled"},
             {"Исполнение", "Fulfillment"},
             {"Завершено", "Finished"},
             {"Продажа", "Sale"},
             {"Покупка", "Purchase"},
             {"Качественный лид", "Good lead"},
             {"Некачественный лид", "Junk lead"},
             {"Стал клиентом", "Became a customer"},
             {"Действующий клиент", "Existing customer"},
             {"Успешно завершена", "Successfully closed"},
             {"Завершена неуспешно", "Closed unsuccessfully"},
             {"Не успешно", "Not successful"},
             {"Удалена", "Deleted"},
             {"Брошена", "Abandoned"},
             {"Возврат", "Refund"},
             {"Возвращен", "Returned"},
             {"Нет решения", "No decision"},
             {"Не сконвертирован", "Not converted"},
             {"Нет ответа", "No answer"},
             {"Не удалось связаться", "Unreachable"},
             {"Неактуально", "Not relevant"},
             {"Не интересно", "Not interested"},
             {"Отказ клиента", "Client refused"},
             {"Отклонена", "Declined by client"},
             {"Ушел к конкуренту", "Lost to competitor"},
             {"Не купил", "Did not buy"},
             {"Купил в другом месте", "Bought elsewhere"},
             {"Перезвонить", "Call back"},
             {"Входящая", "Inbound"},
             {"Тестовая сделка", "Test deal"},
             {"Мусор", "Trash"},
             {"Ошибочная", "By mistake"},
             {"Нецелевой", "Non-target"},
             {"Не квалифицирован", "Not qualified"},
             {"Не наш клиент", "Not our client"},
             {"Не подходит", "Not suitable"},
             {"Другой регион", "Other region"},
             {"Лид", "Lead"},
             {"Подписчик", "Subscriber"},
             {"Думает", "Thinking"},
             {"Ожидание", "Waiting"},
             {"Заморожен", "Frozen"},
             {"Отложена", "Postponed"},
             {"Не подтвержден", "Not confirmed"},
             {"Замер", "Measurement"},
             {"Консультация", "Consultation"},
             {"Пробный урок", "Trial lesson"},
             {"Смета", "Estimate"},
             {"Бриф", "Brief"},
             {"Бронирование", "Booking"},
             {"Согласование", "Approval"},
             {"Возражения", "Objections"},
             {"Архив", "Archived"},
             {"Закрыта", "Closed"},
             {"Обработан", "Processed"}}) {
        const std::string russian = pair.first;  // a binding cannot be kept by the message
        const std::string english = pair.second;
        INFO(russian << " / " << english);
        CHECK(kind(russian) == kind(english));
        CHECK((sure(russian) == Sure::asked) == (sure(english) == Sure::asked));
        if (kind(russian) == Meaning::Kind::place)
            CHECK(place_rank(russian, words) == place_rank(english, words));
    }
}

TEST_CASE("a signed contract is a place before another end, and the end, asked, where there is no other") {
    const auto stages = [](const std::vector<std::string>& texts) {
        std::string file = "ID;Дата создания;Стадия\n";
        for (std::size_t i = 0; i < texts.size(); ++i)
            file += std::to_string(i) + ";01.0" + std::to_string(i + 1) + ".2026;" + texts[i] + "\n";
        const testing::Read read(file);
        const Proposal proposal = read.reader().proposal();
        std::string told;
        for (const auto& [name, means] : proposal.mapping.stages) {
            using Kind = Meaning::Kind;
            if (name == texts.front())
                told = means.kind == Kind::won ? "won" : means.kind == Kind::place ? "place" : "other";
        }
        for (const funnel::Issue& question : proposal.undecided) told += " " + question.code;
        return told;
    };
    for (const char* text : {"Договор подписан", "Contract signed", "Signed", "Договор заключён"}) {
        INFO(text);
        CHECK(stages({text, "Успешно реализовано", "Закрыто и не реализовано"}) == "place");
        CHECK(stages({text, "Closed Won", "Closed Lost"}) == "place");
        CHECK(stages({text, "Новая заявка", "Отказ"}) == "won stage");
    }
    // Another column says how deals end.
    const testing::Read read(
        "ID;Created;Stage;Status\n1;2026-01-01;Contract signed;Won\n2;2026-01-02;Contract "
        "signed;Lost\n3;2026-01-03;New;Open\n");
    CHECK(read.reader().proposal().undecided.empty());
}

TEST_CASE("a text that stands only in rows that give no deal is not asked") {
    const auto asked = [](const std::string& rows, const char* today) {
        const testing::Read read("ID;Дата создания;Стадия;Статус\n" + rows);
        std::string told;
        for (const funnel::Issue& question : read.reader().proposal(*day_from_iso(today)).undecided)
            told += question.message.substr(0, question.message.find("?")) + ".";
        return told;
    };
    const std::string deals =
        "1;01.02.2026;Ждём луну;Открыта\n2;02.02.2026;Новая;Выиграна\n3;03.02.2026;Новая;Проиграна\n";
    CHECK(asked(deals, "2026-06-01") == "Что значит «Ждём луну».");
    // No date, a date that is none, a row that a later one replaces, a day to come.
    CHECK(asked(deals + "Итого;;Всего луны;\n4;когда-то;Пост луны;\n2;02.02.2026;Ждём солнце;Выиграна\n"
                        "2;02.02.2026;Новая;Выиграна\n5;01.01.2027;Когда луна взойдёт;Открыта\n",
                "2026-06-01") == "Что значит «Ждём луну».");
    CHECK(asked(deals + "5;01.01.2027;Когда луна взойдёт;Открыта\n", "2027-06-01") ==
          "Что значит «Ждём луну».Что значит «Когда луна взойдёт».");
}

TEST_CASE("texts of another pipeline are idle in the report, and asked all the same") {
    std::string file = "ID;Дата создания;Стадия;Воронка\n";
    for (int i = 0; i < 6; ++i)
        file += std::to_string(i) + ";0" + std::to_string(i + 1) + ".02.2026;" +
                (i < 4 ? "Ждём луну;Продажи" : "Ждём солнце;Опт") + "\n";
    const testing::Read read(file);
    CHECK(read.reader().proposal().undecided.size() == 2);
    const DealsResult result = read.deals(*day_from_iso("2026-06-01"));
    REQUIRE(result.set);
    CHECK(result.set->idle_texts == std::vector<std::string>{"Ждём солнце"});
}

TEST_CASE("a column serves by its name when enough of its cells look so") {
    const auto serves = [](const char* role, const std::string& header, const std::string& like,
                           const std::string& unlike, int alike) {
        std::string text = "ID;Создана;Стадия;" + header + "\n";
        for (int i = 0; i < 10; ++i) {
            text += std::to_string(i) + ";01.02.2026;" + (i % 2 == 0 ? "Новая" : "Отказ") + ";" +
                    (i < alike ? like : unlike) + "\n";
        }
        const testing::Read read(text);
        REQUIRE(read.reader().issues().empty());
        const json proposal = json::parse(proposal_to_json(read.reader()), nullptr, false);
        return !proposal["columns"][role].is_null();
    };
    CHECK(serves("amount", "Сумма", "1500", "по запросу", 5));
    CHECK_FALSE(serves("amount", "Сумма", "1500", "по запросу", 4));
    CHECK(serves("contact", "Телефон", "+7 900 123-45-67", "нет", 3));
    CHECK_FALSE(serves("contact", "Телефон", "+7 900 123-45-67", "нет", 2));
    CHECK(serves("closed", "Дата закрытия", "05.02.2026", "скоро", 5));
    CHECK_FALSE(serves("closed", "Дата закрытия", "05.02.2026", "скоро", 4));
    CHECK(serves("closed", "Дата закрытия", "46058", "скоро", 9));
    CHECK_FALSE(serves("closed", "Дата закрытия", "46058", "скоро", 8));
    CHECK_FALSE(serves("responsible", "Ответственный", "+7 900 123-45-67", "Анна", 9));
    CHECK(serves("responsible", "Ответственный", "+7 900 123-45-67", "Анна", 8));
    CHECK(serves("responsible", "Ответственный", "05.02.2026", "Анна", 4));
    CHECK_FALSE(serves("responsible", "Ответственный", "05.02.2026", "Анна", 5));
    // A column without a cell serves for what may be missing, not for what a deal is known by.
    CHECK(serves("amount", "Сумма", "", "", 0));
    CHECK(serves("closed", "Дата закрытия", "", "", 0));
    CHECK_FALSE(serves("outcome", "Исход", "", "", 0));
    CHECK_FALSE(serves("stage_at", "Дата смены этапа", "", "", 0));
}

TEST_CASE("without a number of the deal nobody knows that its rows come again") {
    const auto stage_at = [](const std::string& id) {
        std::string text = id + ";Дата смены этапа;Стадия\n";
        for (int i = 0; i < 10; ++i)
            text += std::to_string(i / 5) + ";0" + std::to_string(1 + i % 5) + ".02.2026;Новая\n";
        const testing::Read read(text);
        return json::parse(proposal_to_json(read.reader()), nullptr, false)["columns"]["stage_at"];
    };
    CHECK_FALSE(stage_at("ID").is_null());
    CHECK(stage_at("Погода").is_null());
}

TEST_CASE("deals that hang: of managers with as many the names are in order, nobody's come last") {
    std::string text = "ID;Дата создания;Дата закрытия;Стадия;Ответственный\n";
    int id = 0;
    for (int i = 0; i < 60; ++i)
        text += std::to_string(++id) + ";01.0" + std::to_string(1 + i % 6) + ".2026;" +
                (i % 2 == 0 ? "05" : "28") + ".0" + std::to_string(1 + i % 6) + ".2026;" +
                (i % 2 == 0 ? "Успешно реализовано" : "Отказ") + ";Ян\n";
    for (const char* manager : {"", "Яна", "Анна", "", "Анна", "Яна"})
        text += std::to_string(++id) + ";01.01.2026;;Новая;" + manager + "\n";
    const testing::Read read(text);
    const json report = json::parse(read.report_json(*day_from_date({2026, 8, 1})), nullptr, false);
    std::string names;
    for (const json& group : report["stale"]["by_manager"]) names += group["name"].get<std::string>() + " ";
    CHECK(names == "Анна Яна — ");
}

TEST_CASE("of columns whose names say nothing the one with most outcomes tells how deals end") {
    const auto stage = [](const std::vector<std::string>& first, const std::vector<std::string>& second) {
        std::string text = "ID;Создана;Поле 1;Поле 2\n";
        for (std::size_t i = 0; i < 12; ++i)
            text += std::to_string(i) + ";01.02.2026;" + first[i % first.size()] + ";" +
                    second[i % second.size()] + "\n";
        const testing::Read read(text);
        const json columns = json::parse(proposal_to_json(read.reader()), nullptr, false)["columns"];
        return columns["stage"].is_null() ? "" : columns["stage"].get<std::string>();
    };
    const std::vector<std::string> two{"Успешно реализовано", "Отказ"};
    const std::vector<std::string> three{"Успешно реализовано", "Отказ", "Проиграна"};
    CHECK(stage(three, two) == "Поле 1");
    CHECK(stage(two, three) == "Поле 2");
    CHECK(stage({"Новая", "Отказ"}, {"утро", "вечер"}).empty());  // nothing that is won
}
