// Bytes to rows: encodings, delimiters, quotes, headers, faults, limits, and that the cutting of the stream
// is nothing.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "core/deals/table.hpp"
#include "core/json/deals_json.hpp"
#include "random_scenario.hpp"

using namespace funnel;
using namespace funnel::deals;

namespace {

const Words& words() {
    static const Words read = compiled_in_words();
    return read;
}

// Everything a table says, as one text, to be compared.
class Listener final : public TableSink {
public:
    void head(const TableHead& told) override { table = told; }
    void row(const TableRow& row) override {
        std::string text = std::to_string(row.line);
        for (const std::string_view cell : row.cells) text.append("|").append(cell);
        rows.push_back(text);
    }
    void left_out(std::uint32_t line, RowFault fault) override {
        rows.push_back((fault == RowFault::ragged ? "ragged " : "header ") + std::to_string(line));
    }
    TableHead table;
    std::vector<std::string> rows;
};

struct Heard {
    TableHead table;
    std::vector<std::string> rows;
    std::string refusal;
    LineCount broken, unclosed;
};

Heard read(const std::string& bytes, std::size_t piece = 0, TableOptions options = {}) {
    Listener listener;
    TableReader reader(words(), listener, options);
    const std::size_t step = piece == 0 ? std::max<std::size_t>(bytes.size(), 1) : piece;
    for (std::size_t at = 0; at < bytes.size(); at += step)
        reader.feed(std::string_view(bytes).substr(at, step));
    reader.finish();
    return {listener.table, listener.rows, reader.refusal() ? reader.refusal()->code : "",
            reader.broken_bytes(), reader.unclosed_quotes()};
}

using Rows = std::vector<std::string>;

std::string utf16(const std::string& ascii_and_cyrillic, bool little) {
    std::string bytes;
    for (std::size_t i = 0; i < ascii_and_cyrillic.size(); ++i) {
        const auto lead = static_cast<unsigned char>(ascii_and_cyrillic[i]);
        unsigned code = lead;
        if (lead >= 0xC0)
            code = (lead & 0x1FU) << 6U | (static_cast<unsigned char>(ascii_and_cyrillic[++i]) & 0x3FU);
        const auto low = static_cast<char>(static_cast<unsigned char>(code & 0xFFU));
        const auto high = static_cast<char>(static_cast<unsigned char>(code >> 8U));
        bytes += little ? low : high;
        bytes += little ? high : low;
    }
    return bytes;
}

const std::string kPlain = "ID;Дата создания;Стадия\n1;01.02.2026;Новая\n2;02.02.2026;Отказ\n";
const Rows kPlainRows{"2|1|01.02.2026|Новая", "3|2|02.02.2026|Отказ"};

}  // namespace

TEST_CASE("the same table in every encoding") {
    CHECK(read(kPlain).rows == kPlainRows);
    CHECK(read("\xEF\xBB\xBF" + kPlain).rows == kPlainRows);
    CHECK(read("\xFF\xFE" + utf16(kPlain, true)).rows == kPlainRows);
    CHECK(read("\xFE\xFF" + utf16(kPlain, false)).rows == kPlainRows);
    CHECK(read(utf16(kPlain, true)).table.encoding == Encoding::utf16le);
    CHECK(read(utf16(kPlain, true)).rows == kPlainRows);
    CHECK(read(utf16(kPlain, false)).table.encoding == Encoding::utf16be);
    CHECK(read(utf16(kPlain, false)).rows == kPlainRows);
    const Heard cyrillic = read("ID;\xC4\xE0\xF2\xE0;\xA8\xE6\n1;01.02.2026;\xB8\x98\n");
    CHECK(cyrillic.table.encoding == Encoding::windows1251);
    CHECK(cyrillic.table.columns == std::vector<std::string>{"ID", "Дата", "Ёж"});
    CHECK(cyrillic.rows == Rows{"2|1|01.02.2026|ё\xEF\xBF\xBD"});
}

TEST_CASE("UTF-8 of every length of its sequences is UTF-8 without a broken byte") {
    const Heard told = read("ID;Имя\n1;№ 7\n2;\uFF01\uFFE5\n3;\U0001F600\n");
    CHECK(told.table.encoding == Encoding::utf8);
    CHECK(told.broken.count == 0);
    CHECK(told.rows == Rows{"2|1|№ 7", "3|2|\uFF01\uFFE5", "4|3|\U0001F600"});
}

TEST_CASE("UTF-8 with a broken byte in a hundred sequences stays UTF-8, and its rows are told") {
    std::string text = "ID;Дата\n";
    for (int i = 0; i < 99; ++i) text += "1;я\n";
    const Heard told = read(text + "2;\xFF\n");
    CHECK(told.table.encoding == Encoding::utf8);
    CHECK(told.broken.count == 1);
    CHECK(told.broken.lines == std::vector<std::uint32_t>{101});
    CHECK(read("ID;Дата\n1;\xFF\n").table.encoding == Encoding::windows1251);
}

TEST_CASE("the delimiter is that of the most cells") {
    CHECK(read("a,b\n1,2\n").table.delimiter == ',');
    CHECK(read("a\tb\n1\t2\n").table.delimiter == '\t');
    CHECK(read("a|b\n1|2\n").table.delimiter == '|');
    CHECK(read("a;b,c;d\n1;2,3;4\n").table.delimiter == ';');
    CHECK(read("a;b,c,d\n1;2,3,4\n").table.delimiter == ',');
    CHECK(read("ID;Сумма\n1;1,5\n2;2,5\n").table.delimiter == ';');
    const Heard marked = read("sep=|\r\na|b;c;d\r\nx|01.02.2026\r\n");
    CHECK(marked.table.delimiter == '|');
    CHECK(marked.table.header_line == 2U);
    CHECK(marked.rows == Rows{"3|x|01.02.2026"});
    CHECK(read("sep=\t\na\tb\nx\t5\n").rows == Rows{"3|x|5"});
}

TEST_CASE("the line that names the delimiter is not the header") {
    for (const char* line_end : {"\n", "\r\n", "\r"}) {
        const Heard told =
            read(std::string("sep=,") + line_end + "ID,Имя" + line_end + "1,\"а;б;в\"" + line_end);
        CHECK(told.table.columns == std::vector<std::string>{"ID", "Имя"});
        CHECK(told.rows == Rows{"3|1|а;б;в"});
    }
}

TEST_CASE("a plain cell ends at the first delimiter or line end, whatever its bytes and wherever it begins") {
    testing::Random random(20);
    const std::string letters("ab\x0B\x0C\x0E\x8A\x8D\xBB\xFF\x01;\n\r", 13);
    for (int i = 0; i < 3000; ++i) {
        std::string text;
        const std::int64_t size = random.whole(0, 40);
        for (std::int64_t k = 0; k < size; ++k)
            text += letters[static_cast<std::size_t>(random.whole(0, random.whole(0, 3) == 0 ? 12 : 9))];
        RowReader reader(';');
        TableRow row;
        std::size_t at = 0;
        std::vector<std::string> read;
        while (reader.next(text, at, true, row) == RowReader::Outcome::row)
            read.insert(read.end(), row.cells.begin(), row.cells.end());
        std::vector<std::string> direct;
        for (std::size_t from = 0; from < text.size();) {
            const std::size_t end = std::min(text.find_first_of(";\n\r", from), text.size());
            direct.push_back(text.substr(from, end - from));
            const bool last_of_row = end == text.size() || text[end] != ';';
            from = end + (text.compare(end, 2, "\r\n") == 0 ? 2 : 1);
            if (!last_of_row && from == text.size()) direct.emplace_back();
        }
        REQUIRE(read == direct);
    }
}

TEST_CASE("quotes as RFC 4180 has them, and lines are physical") {
    const Heard told =
        read("ID;Имя\r\n1;\"две\r\nстроки\"\r\n2;\"с \"\"кавычками\"\"; и знаком\"\r3;\"a\"b\"\n4;x\"y\"\n");
    CHECK(told.rows == Rows{"2|1|две\r\nстроки", "4|2|с \"кавычками\"; и знаком", "5|3|a\"b", "6|4|x\"y\""});
    CHECK(told.unclosed.count == 0);
}

TEST_CASE("a quote that is never closed is a letter") {
    const Heard told = read("ID;Имя\n1;\"не закрыта\n2;б\n3;\"в\"\n");
    // The cell closes at the next quote before a line end: RFC 4180 cannot know better.
    CHECK(told.rows.size() == 1);
    const Heard end = read("ID;Имя\n1;а\n2;\"не закрыта\n3;в\n");
    CHECK(end.rows == Rows{"2|1|а", "3|2|\"не закрыта", "4|3|в"});
    CHECK(end.unclosed.lines == std::vector<std::uint32_t>{3});
    std::string many = "ID;Имя\n1;\"";
    for (int i = 0; i < 60; ++i) many += "строка\n";
    many += "2;\"б\"\n";
    CHECK(read(many).unclosed.lines == std::vector<std::uint32_t>{2});
    for (const char* line_end : {"\r", "\r\n", "\n\n"}) {
        std::string torn = std::string("ID;Имя") + line_end + "1;\"";
        for (int i = 0; i < 60; ++i) torn += std::string("строка") + line_end;
        CHECK(read(torn + "2;\"б\"" + line_end).unclosed.count == 1);
    }
    std::string inside = "ID;Имя\n1;\"";
    for (int i = 0; i < 49; ++i) inside += "строка\n";
    inside += "\"\n2;б\n";
    CHECK(read(inside).unclosed.count == 0);
    CHECK(read(inside).rows.back() == "52|2|б");
}

TEST_CASE("a quoted cell of more than 64 KiB is read again with its quote as a letter") {
    const std::string body(70'000, 'x');
    const Heard told = read("ID;Имя\n1;\"" + body + "\"\n");
    CHECK(told.refusal == "cell_too_large");
    std::string parts;
    for (int i = 0; i < 10; ++i) parts += std::string(10'000, 'x') + ";";
    const Heard cut = read("ID;Имя\n1;\"" + parts + "\"\n2;б\n");
    CHECK(cut.unclosed.lines.front() == 2);
    CHECK(cut.rows == Rows{"ragged 2", "3|2|б"});
}

TEST_CASE("a cell of exactly 64 KiB is read, quoted or not, and one byte more is not") {
    const std::string most(kMaxCellBytes, 'x');
    const Rows read_whole{"2|1|" + most, "3|2|б"};
    for (const std::size_t piece : {std::size_t{0}, std::size_t{1000}}) {
        CHECK(read("ID;Имя\n1;" + most + "\n2;б\n", piece).rows == read_whole);
        const Heard quoted = read("ID;Имя\n1;\"" + most + "\"\n2;б\n", piece);
        CHECK(quoted.rows == read_whole);
        CHECK(quoted.unclosed.count == 0);
        CHECK(read("ID;Имя\n1;" + most + "x\n2;б\n", piece).refusal == "cell_too_large");
        CHECK(read("ID;Имя\n1;\"" + most + "x\"\n2;б\n", piece).refusal == "cell_too_large");
    }
}

TEST_CASE("titles above the header do not count, units below it are left out") {
    const Heard told = read("Отчёт за год;;\n;;\nID;Дата создания;Сумма\nшт.;день;руб.\n1;01.02.2026;5\n");
    CHECK(told.table.header_line == 3U);
    CHECK(told.rows == Rows{"header 4", "5|1|01.02.2026|5"});
}

TEST_CASE("of two rows that could be a header the one with known words is it") {
    const Heard told =
        read("Сделки;Клиенты;Деньги\nID;Дата создания;Сумма\n1;01.02.2026;5\n2;02.02.2026;6\n");
    CHECK(told.table.header_line == 2U);
}

TEST_CASE("without a header columns are letters and every row is data") {
    const Heard told = read("1;01.02.2026;Новая\n2;02.02.2026;Новая\n");
    CHECK_FALSE(told.table.header_line);
    CHECK(told.table.columns == std::vector<std::string>{"A", "B", "C"});
    CHECK(told.rows == Rows{"1|1|01.02.2026|Новая", "2|2|02.02.2026|Новая"});
    REQUIRE(told.table.sample.size() == 2);
    CHECK(told.table.sample.front() == std::vector<std::string>{"1", "01.02.2026", "Новая"});
}

TEST_CASE("columns named alike are told apart, empty ones are letters") {
    const Heard told = read("ID;Дата создания;Телефон;телефон ;;Стадия\n1;01.02.2026;1;2;3;Новая\n");
    CHECK(told.table.columns ==
          std::vector<std::string>{"ID", "Дата создания", "Телефон", "телефон (2)", "E", "Стадия"});
}

TEST_CASE("the table is as wide as most of its rows, two columns at least") {
    CHECK(read("ID;Имя\n1;а\n2;б\n3;в;г\n4;д;е\n").rows == Rows{"2|1|а", "3|2|б", "ragged 4", "ragged 5"});
}

TEST_CASE("one byte that no UTF-8 begins with is enough for windows-1251") {
    const Heard told = read("ID;Имя\n1;\x80\n");
    CHECK(told.table.encoding == Encoding::windows1251);
    CHECK(told.rows == Rows{"2|1|Ђ"});
}

TEST_CASE("a header keeps its place although a pipeline is called as its column") {
    const Heard told = read("ID;Дата создания;Стадия;Воронка\n1;01.02.2026;Новая;Воронка\n");
    CHECK(told.table.header_line == 1U);
}

TEST_CASE("rows: empty ones are nothing, shorter ones are filled, longer ones are left out") {
    const Heard told = read("ID;Имя;Дата\n\n1;а;б\n ; ; \n2;в\n3;г;д;;\n4;е;ж;з\n");
    CHECK(told.rows == Rows{"3|1|а|б", "5|2|в|", "6|3|г|д", "ragged 7"});
}

TEST_CASE("what is no table is refused by name") {
    CHECK(read("").refusal == "empty_file");
    CHECK(read(" \r\n \n").refusal == "empty_file");
    CHECK(read("\xFF\xD8\xFF\xE0 photo").refusal == "not_a_table");
    CHECK(read("PK\x03\x04 workbook").refusal == "not_a_table");
    CHECK(read("<html><table><tr><td>1</td></tr></table></html>").refusal == "not_a_table");
    std::string binary;
    for (int i = 0; i < 5000; ++i) binary += static_cast<char>(static_cast<unsigned char>(i * 37 % 251));
    CHECK(read(binary).refusal == "not_a_table");
    CHECK(read(std::string(600, ';') + "\n").refusal == "too_many_columns");
    CHECK(read("ID;Имя\n1;" + std::string(70'000, 'x') + "\n").refusal == "cell_too_large");
}

TEST_CASE("guessed UTF-16 is a table when half of its letters are near ours") {
    // Without a mark; NUL bytes in odd places say little-endian, in as many of both as well.
    const auto letters = [](std::size_t near, std::size_t far) {
        std::string text = "ID;";
        for (std::size_t i = 0; i < near; ++i) text += 'x';
        std::string bytes = utf16(text, true);
        for (std::size_t i = 0; i < far; ++i) bytes += "\x34\x4E";  // a Chinese letter
        return bytes;
    };
    CHECK(read(letters(97, 100)).refusal.empty());
    CHECK(read(letters(97, 101)).refusal == "not_a_table");
    const std::string both("I\0D\0;\0\0a\0b\0c", 12);
    CHECK(read(both).table.encoding == Encoding::utf16le);
}

TEST_CASE("more than five million rows are refused") {
    Listener listener;
    class Counter final : public TableSink {
    public:
        void head(const TableHead&) override {}
        void row(const TableRow&) override { ++rows; }
        void left_out(std::uint32_t, RowFault) override {}
        std::uint32_t rows = 0;
    } counter;
    TableReader reader(words(), counter);
    reader.feed("ID;Имя\n");
    std::string piece;
    for (int i = 0; i < 10'000; ++i) piece += "1;а\n";
    for (int i = 0; i < 501; ++i) reader.feed(piece);
    reader.finish();
    REQUIRE(reader.refusal());
    CHECK(reader.refusal()->code == "too_many_rows");
    CHECK(counter.rows == kMaxRows);
}

TEST_CASE("any cutting of the stream gives the same rows") {
    testing::Random random(16);
    const std::vector<std::string> cells{"1",
                                         "я",
                                         "",
                                         " ",
                                         "\"",
                                         "\"\"",
                                         "a\"b",
                                         "\"две\r\nстроки\"",
                                         "\"x;y\"",
                                         "31.12.2026",
                                         "\xD0\xAF\xD0",
                                         "\r",
                                         "100,5"};
    for (int round = 0; round < 300; ++round) {
        std::string text = random.chance(0.5) ? "\xEF\xBB\xBF" : "";
        const auto rows = random.whole(1, 40);
        for (std::int64_t r = 0; r < rows; ++r) {
            const auto count = random.whole(1, 5);
            for (std::int64_t c = 0; c < count; ++c) {
                if (c > 0) text += ';';
                text += cells[static_cast<std::size_t>(
                    random.whole(0, static_cast<std::int64_t>(cells.size()) - 1))];
            }
            text += random.chance(0.3) ? "\r\n" : "\n";
        }
        const Heard whole = read(text);
        for (const std::size_t piece :
             {std::size_t{1}, std::size_t{3}, static_cast<std::size_t>(random.whole(2, 100))}) {
            const Heard cut = read(text, piece);
            CHECK(cut.rows == whole.rows);
            CHECK(cut.table.columns == whole.table.columns);
            CHECK(cut.unclosed.lines == whole.unclosed.lines);
            CHECK(cut.broken.lines == whole.broken.lines);
        }
    }
}

TEST_CASE("a file of several blocks gives the same rows however it is cut") {
    std::string text = "ID;Имя;Дата\n";
    for (int i = 0; i < 60'000; ++i)
        text += std::to_string(i) + ";\"Сделка " + std::to_string(i) + "\";01.02.2026\n";
    const Heard whole = read(text);
    CHECK(whole.rows.size() == 60'000);
    CHECK(whole.rows.back() == "60001|59999|Сделка 59999|01.02.2026");
    CHECK(read(text, 777'777).rows == whole.rows);
    CHECK(read(utf16(text, true), 4099).rows == whole.rows);
}
