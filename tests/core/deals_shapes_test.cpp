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
