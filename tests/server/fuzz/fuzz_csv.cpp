// A line of CSV reads back as its fields, and none of them starts as a formula; "+79161234567" is a number to
// a spreadsheet.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "operator/csv.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const std::vector<std::string> fields{text.substr(0, size / 2), text.substr(size / 2)};
    const std::string line = funnel::server::csv_line(fields);
    std::vector<std::string> read;
    std::size_t i = 0;
    while (line[i] == '"') {
        std::string field;
        for (++i; line[i] != '"' || line[i + 1] == '"'; ++i) {
            if (line[i] == '"') ++i;
            field += line[i];
        }
        read.push_back(field);
        ++i;
        if (line[i] == ';') ++i;
    }
    assert(line.substr(i) == "\r\n" && read.size() == 2);
    for (std::size_t f = 0; f < 2; ++f) {
        const bool guarded = read[f] == "'" + fields[f];
        assert(read[f] == fields[f] || guarded);
        const auto first = read[f].find_first_not_of(' ');
        if (first == std::string::npos) continue;
        const bool is_signed = read[f].front() == '+' || read[f].front() == '-';
        const bool is_number = is_signed && read[f].size() > 1 &&
                               read[f].find_first_not_of("0123456789", 1) == std::string::npos;
        assert(is_number || std::string_view("=+-@\t\r\n").find(read[f][first]) == std::string_view::npos);
    }
    return 0;
}
