#include "core/messages.hpp"

#include <cmath>
#include <cstddef>
#include <limits>

#include "core/sentences.hpp"
#include "core/text/number_words.hpp"

namespace funnel {

namespace {

constexpr double kSpelledFrom = 1e6;  // larger limits are told in words: 100 млн

const Said* said_as(std::initializer_list<Said> values, std::string_view name) {
    for (const Said& value : values) {
        if (value.name == name) return &value;
    }
    return nullptr;
}

// One of "заявка|заявки|заявок".
std::string_view form_of(std::string_view forms, double number) {
    const std::size_t first = forms.find('|');
    const std::size_t second = forms.find('|', first + 1);
    return text::plural(number, {forms.substr(0, first), forms.substr(first + 1, second - first - 1),
                                 forms.substr(second + 1)});
}

}  // namespace

std::string filled(const Sentence& sentence, std::initializer_list<Said> values) {
    std::string out;
    std::string_view rest = sentence.pattern;
    for (std::size_t open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
        const std::size_t close = rest.find('}', open);
        const std::string_view place = rest.substr(open + 1, close - open - 1);
        const std::size_t bar = place.find('|');
        const Said* const value = said_as(values, place.substr(0, bar));
        out += rest.substr(0, open);
        if (value == nullptr) {
            out += rest.substr(open, close + 1 - open);
        } else if (bar == std::string_view::npos) {
            out += value->text;
        } else {
            out += form_of(place.substr(bar + 1), value->number);
        }
        rest.remove_prefix(close + 1);
    }
    return out.append(rest);
}

Issue issue_at(std::string path, const Sentence& sentence, std::initializer_list<Said> values) {
    return {std::move(path), std::string(sentence.code), filled(sentence, values)};
}

std::string limit_text(double limit, Unit unit) {
    constexpr int kDigits = 6;
    const double typed = unit == Unit::percent ? limit * 100 : limit;
    std::string text =
        std::fabs(typed) >= kSpelledFrom ? text::short_number(typed) : text::number(typed, kDigits);
    if (unit == Unit::percent) text += "\u00a0%";
    if (unit == Unit::roubles) text += "\u00a0₽";
    return text;
}

Issue range_issue(std::string path, const NumberField& field) {
    namespace say = sentences::issues;
    const bool open_end = field.high >= kNoLimit;
    const Sentence& sentence = field.low_excluded
                                   ? (open_end ? say::out_of_range_above : say::out_of_range_above_up_to)
                               : open_end    ? say::out_of_range_at_least
                               : field.whole ? say::out_of_range_whole
                                             : say::out_of_range_between;
    // "от 0 до 100 %": the unit once.
    const Unit unit_of_low = open_end ? field.unit : Unit::none;
    const double low = field.unit == Unit::percent && !open_end ? field.low * 100 : field.low;
    return issue_at(std::move(path), sentence,
                    {{"low", limit_text(low, unit_of_low)}, {"high", limit_text(field.high, field.unit)}});
}

}  // namespace funnel
