// Help that reads like a page of a manual: Russian headings, paragraphs broken for a terminal of 80 columns.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>

namespace funnel::server {

inline constexpr const char* kExitCodes =
    "Код выхода: 0 — сделано; 1 — не сделано или найдены неполадки; 64 — неверная команда, ничего не "
    "изменено.";

class Manual final : public CLI::Formatter {
public:
    Manual() {
        column_width(kColumn);
        label("Usage", "Вызов");
        label("OPTIONS", "ПАРАМЕТРЫ");
        label("SUBCOMMAND", "КОМАНДА");
        label("SUBCOMMANDS", "КОМАНДЫ");
        label("Positionals", "Слова");
        label("REQUIRED", "(обязательно)");
    }

    std::string make_description(const CLI::App* app) const override {
        return wrapped(app->get_description(), 0) + "\n";
    }
    std::string make_footer(const CLI::App* app) const override {
        return app->get_footer().empty() ? "" : "\n" + wrapped(app->get_footer(), 0) + "\n";
    }

    // What excludes or needs what is said by the refusal; here it would only be noise.
    std::string make_option_opts(const CLI::Option* option) const override {
        std::string text;
        if (!option->get_type_name().empty()) text += ' ' + option->get_type_name();
        if (option->get_expected_max() == CLI::detail::expected_max_vector_size) text += "…";
        if (option->get_required()) text += ' ' + get_label("REQUIRED");
        return text;
    }
    std::string make_option_desc(const CLI::Option* option) const override {
        std::string text = option->get_description();
        if (!option->get_default_str().empty()) text += "; без него " + option->get_default_str();
        if (!option->get_envname().empty()) text += ". Переменная " + option->get_envname();
        return text;
    }
    std::string make_option(const CLI::Option* option, bool is_positional) const override {
        const std::string head = "  " + make_option_name(option, is_positional) + make_option_opts(option);
        return entry(head, make_option_desc(option));
    }
    std::string make_subcommand(const CLI::App* sub) const override {
        return entry("  " + sub->get_name(), sub->get_description());
    }

private:
    static constexpr std::size_t kColumn = 26;
    static constexpr std::size_t kWidth = 80;

    static std::size_t letters(std::string_view text) {
        std::size_t count = 0;
        for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
        return count;
    }

    static std::string entry(const std::string& head, const std::string& text) {
        const std::size_t length = letters(head);
        std::string gap =
            length + 2 > kColumn ? "\n" + std::string(kColumn, ' ') : std::string(kColumn - length, ' ');
        return head + gap + wrapped(text, kColumn) + "\n";
    }

    // Lines that begin with a space are kept as they are: examples.
    static std::string wrapped(std::string_view text, std::size_t indent) {
        std::string result;
        while (!text.empty()) {
            const auto end = std::min(text.find('\n'), text.size());
            result += paragraph(text.substr(0, end), indent);
            if (end == text.size()) break;
            result += '\n' + std::string(indent, ' ');
            text.remove_prefix(end + 1);
        }
        return result;
    }

    static std::string paragraph(std::string_view text, std::size_t indent) {
        if (text.starts_with(' ')) return std::string(text);
        std::string result;
        std::size_t column = indent;
        while (!text.empty()) {
            const auto end = std::min(text.find(' '), text.size());
            const auto word = text.substr(0, end);
            if (!result.empty()) {
                const bool fits = column + 1 + letters(word) <= kWidth;
                result += fits ? " " : "\n" + std::string(indent, ' ');
                column = fits ? column + 1 : indent;
            }
            result += word;
            column += letters(word);
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        return result;
    }
};

}  // namespace funnel::server
