#include "operator/csv.hpp"

#include <array>

namespace funnel::server {

namespace {

// Full-width = + - @ run as formulas in some spreadsheets.
constexpr std::array<std::string_view, 11> kFormulaStarts{"=",  "+",      "-",      "@",      "\t",    "\r",
                                                          "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"};

bool is_signed_digits(std::string_view field) {
    return field.size() > 1 && (field.front() == '+' || field.front() == '-') &&
           field.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

bool runs_as_formula(std::string_view field) {
    if (is_signed_digits(field)) return false;
    const auto first = field.find_first_not_of(' ');
    if (first == std::string_view::npos) return false;
    field.remove_prefix(first);
    for (const auto start : kFormulaStarts)
        if (field.starts_with(start)) return true;
    return false;
}

}  // namespace

std::string csv_line(const std::vector<std::string>& fields) {
    std::string line;
    for (const std::string& field : fields) {
        if (!line.empty()) line += ';';
        line += '"';
        if (runs_as_formula(field)) line += '\'';
        for (const char c : field) {
            if (c == '"') line += '"';
            line += c;
        }
        line += '"';
    }
    return line + "\r\n";
}

}  // namespace funnel::server
