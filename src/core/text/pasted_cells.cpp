#include "core/text/pasted_cells.hpp"

#include <algorithm>
#include <utility>

#include "core/text/characters.hpp"

namespace funnel::text {

namespace {

using View = std::u32string_view;

constexpr std::size_t kMostRows = 2000;
constexpr std::size_t kMostCells = 64;  // of a row

bool is_line_end(char32_t c) {
    return c == U'\n' || c == U'\r';
}

// The end of a quoted cell that begins at `at` with '"': the place behind its closing quote, or npos when it
// never closes before a separator or a line end.
std::size_t end_of_quoted(View text, std::size_t at, char32_t separator) {
    for (std::size_t i = at + 1; i < text.size(); ++i) {
        if (text[i] != U'"') continue;
        if (i + 1 < text.size() && text[i + 1] == U'"') {
            ++i;
            continue;
        }
        std::size_t behind = i + 1;
        while (behind < text.size() && text[behind] == U' ') ++behind;
        const bool closes = behind == text.size() || text[behind] == separator || is_line_end(text[behind]);
        return closes ? behind : View::npos;
    }
    return View::npos;
}

// One space for any white space, none at the ends.
std::string cell_of(View raw) {
    std::u32string cell;
    bool space = false;
    for (const char32_t c : raw) {
        if (is_space(c)) {
            space = !cell.empty();
            continue;
        }
        if (space) cell += U' ';
        space = false;
        cell += c;
    }
    return encoded(cell);
}

std::string unquoted(View quoted) {
    quoted.remove_prefix(1);
    quoted = quoted.substr(0, quoted.rfind(U'"'));
    std::u32string text;
    for (std::size_t i = 0; i < quoted.size(); ++i) {
        text += quoted[i];
        if (quoted[i] == U'"' && i + 1 < quoted.size() && quoted[i + 1] == U'"') ++i;
    }
    return cell_of(text);
}

// The separator of the table: the first of these that stands in it outside quotes, commas only where every
// line has one beside a decimal comma.
char32_t separator_of(View text) {
    for (const char32_t separator : {U'\t', U';', U'|'}) {
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == separator) return separator;
            const bool begins = i == 0 || is_line_end(text[i - 1]);
            if (begins && text[i] == U'"') {
                const std::size_t end = end_of_quoted(text, i, separator);
                if (end != View::npos && end > i) i = end - 1;
            }
        }
    }
    std::size_t commas = 0;
    std::size_t least = View::npos;
    bool something = false;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i == text.size() || is_line_end(text[i])) {
            if (something) least = std::min(least, commas);
            commas = 0;
            something = false;
        } else {
            something = something || !is_space(text[i]);
            // Numbers with a decimal comma alone do not make a list by commas.
            const bool decimal =
                i > 0 && i + 1 < text.size() && is_digit(text[i - 1]) && is_digit(text[i + 1]);
            if (text[i] == U',' && !decimal) ++commas;
        }
    }
    if (least != View::npos && least >= 1) return U',';
    return U' ';
}

// "Анна Ким 250 30": what begins with a digit at the end are numbers, the rest is the name.
std::vector<std::string> spaced_cells(View line) {
    std::vector<View> words;
    for (std::size_t at = 0; at < line.size();) {
        std::size_t end = at;
        while (end < line.size() && !is_space(line[end])) ++end;
        if (end > at) words.push_back(line.substr(at, end - at));
        at = end + 1;
    }
    std::size_t numbers = 0;
    while (numbers < words.size() && is_digit(words[words.size() - 1 - numbers].front())) ++numbers;
    std::u32string name;
    for (std::size_t i = 0; i + numbers < words.size(); ++i)
        name += (i > 0 ? U" " : U"") + std::u32string(words[i]);
    std::vector<std::string> cells{encoded(name)};
    for (std::size_t i = words.size() - numbers; i < words.size(); ++i) cells.push_back(encoded(words[i]));
    return cells;
}

class Reader {
public:
    explicit Reader(View text) : text_(text), separator_(separator_of(text)) {}

    std::vector<PastedRow> rows() {
        std::vector<PastedRow> rows;
        for (std::size_t row = 1; at_ < text_.size() && row <= kMostRows; ++row) {
            PastedRow next{row, separator_ == U' ' ? spaced_cells(line()) : cells()};
            end_line();
            while (!next.cells.empty() && next.cells.back().empty()) next.cells.pop_back();
            if (!next.cells.empty()) rows.push_back(std::move(next));
        }
        return rows;
    }

private:
    View line() {
        const std::size_t begin = at_;
        while (at_ < text_.size() && !is_line_end(text_[at_])) ++at_;
        return text_.substr(begin, at_ - begin);
    }

    void end_line() {
        if (at_ < text_.size() && text_[at_] == U'\r') ++at_;
        if (at_ < text_.size() && text_[at_] == U'\n') ++at_;
    }

    std::vector<std::string> cells() {
        std::vector<std::string> cells;
        for (;;) {
            std::string cell = next_cell();
            if (cells.size() < kMostCells) cells.push_back(std::move(cell));
            if (at_ >= text_.size() || is_line_end(text_[at_])) return cells;
            ++at_;
        }
    }

    std::string next_cell() {
        while (at_ < text_.size() && text_[at_] == U' ') ++at_;
        if (at_ < text_.size() && text_[at_] == U'"') {
            const std::size_t end = end_of_quoted(text_, at_, separator_);
            if (end != View::npos) {
                const View quoted = text_.substr(at_, end - at_);
                at_ = end;
                return unquoted(quoted);
            }
        }
        const std::size_t begin = at_;
        while (at_ < text_.size() && !is_line_end(text_[at_]) && text_[at_] != separator_) ++at_;
        return cell_of(text_.substr(begin, at_ - begin));
    }

    View text_;
    char32_t separator_;
    std::size_t at_ = 0;
};

}  // namespace

std::vector<PastedRow> pasted_rows(std::string_view utf8) {
    constexpr std::size_t kMostBytes = std::size_t{1} << 20U;
    std::u32string text;
    for (const char32_t c : decoded(utf8.substr(0, kMostBytes))) {
        if (!is_invisible(c)) text += c;
    }
    return Reader(text).rows();
}

}  // namespace funnel::text
