#include "files.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>

#include "commands.hpp"
#include "core/json/report_json.hpp"

namespace funnel::cli {

namespace {

std::string bounded_text_of(std::istream& stream, std::size_t most) {
    std::string text;
    char buffer[1 << 14];
    while (text.size() <= most && (stream.read(buffer, sizeof buffer) || stream.gcount() > 0)) {
        text.append(buffer, static_cast<std::size_t>(stream.gcount()));
    }
    return text;
}

}  // namespace

std::optional<std::string> text_of(const std::string& path, std::size_t most) {
    if (path == "-") return bounded_text_of(std::cin, most);
    std::ifstream file(path, std::ios::binary);
    std::string text;
    if (file) text = bounded_text_of(file, most);
    if (!file.is_open() || file.bad() || (text.empty() && !file.eof())) {
        std::cerr << path << ": не удалось прочитать: " << std::strerror(errno) << '\n';
        return std::nullopt;
    }
    return text;
}

int bad_document(const std::vector<Issue>& issues) {
    std::cerr << issues_to_json(issues) << '\n';
    return kBadDocument;
}

int print(const std::string& text) {
    std::cout << text << std::flush;
    if (std::cout) return kOk;
    std::cerr << "не удалось вывести результат\n";
    return kUnreadable;
}

}  // namespace funnel::cli
