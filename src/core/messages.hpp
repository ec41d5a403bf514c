// What is said to people, by code. The sentences stand in assets/messages/ru.json, once for the pages, the
// workbench, the command line and the server; core/sentences.hpp, made of it by the build, has a constant for
// each.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "core/fields.hpp"
#include "core/issue.hpp"

namespace funnel {

// A sentence with places for values: {name} is the value, {name|заявка|заявки|заявок} the noun that goes with
// its number. Braces around anything but a name stand for themselves.
struct Sentence {
    std::string_view code;  // for programs: out_of_range, missing…
    std::string_view pattern;
};

// A value of a sentence. `number` chooses the form of a noun.
struct Said {
    std::string_view name;
    std::string text;
    double number = 0;
};

// The sentence with its values in their places. Precondition: every place of the pattern has its value.
[[nodiscard]] std::string filled(const Sentence& sentence, std::initializer_list<Said> values = {});

// The issue of that code at `path` (a JSON Pointer).
[[nodiscard]] Issue issue_at(std::string path, const Sentence& sentence,
                             std::initializer_list<Said> values = {});

// A limit as people type such a number: 1 of Unit::percent is "100 %", 1e12 roubles are "1 трлн ₽".
[[nodiscard]] std::string limit_text(double limit, Unit unit);

// What is wrong with a number outside its range.
[[nodiscard]] Issue range_issue(std::string path, const NumberField& field);

}  // namespace funnel
