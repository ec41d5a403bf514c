#include "core/text/numbers.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "core/text/characters.hpp"

namespace funnel::text {

namespace {

using View = std::u32string_view;

constexpr double kLargest = 1e15;

// The words below are written with Cyrillic letters wherever a Latin one looks the same, as `alike` makes
// them.
constexpr View kThousand = U"к т тыс тысяч тысяча тысячи тысячу";
constexpr View kMillion = U"м млн миллион миллиона миллионов мln кк лям ляма лямов";
constexpr View kBillion = U"млрд миллиард миллиарда миллиардов";
constexpr View kTrillion = U"трлн триллион триллиона триллионов";
constexpr View kMoneyWords = U"₽ р руб рубль рубля рублей rub rur";
constexpr View kCountWords =
    U"шт штук штука штуки ед единиц чел человек человека менеджер менеджера менеджеры менеджеров сотрудник "
    U"сотрудника "
    U"сотрудники сотрудников продавец продавца продавцы продавцов заявка заявки заявку заявок лид лида лиды "
    U"лидов обращение "
    U"обращения обращений звонок звонка звонки звонков встреча встречи встречу встреч сделка сделки сделку "
    U"сделок продажа "
    U"продажи продажу продаж оплата оплаты оплату оплат клиент клиента клиенты клиентов заказ заказа заказы "
    U"заказов договор "
    U"договора договоры договоров покупка покупки покупку покупок раз раза";
constexpr View kPercentWords = U"% проц процент процента процентов";
constexpr View kDayWords = U"дн день дня дней раб рабочий рабочих рабочие";
constexpr View kMonthWords = U"мес м месяц месяца месяцев";

// Latin letters that look like Cyrillic ones become those: nobody sees in which layout "к" was typed.
char32_t alike(char32_t c) {
    constexpr View kLatin = U"acekmoptx";
    constexpr View kCyrillic = U"асекмортх";
    const std::size_t at = kLatin.find(c);
    return at == View::npos ? c : kCyrillic[at];
}

bool is_apostrophe(char32_t c) {
    return c == U'\'' || c == U'’' || c == U'ʼ';
}
bool is_group_space(char32_t c) {
    return is_space(c) || is_apostrophe(c);
}
bool is_mark(char32_t c) {
    return c == U'.' || c == U',';
}
bool is_dash(char32_t c) {
    return c == U'-' || c == U'−' || c == U'–' || c == U'—' || c == U'‑';
}

NumberRead refused(NumberRefusal refusal) {
    NumberRead read;
    read.refusal = refusal;
    return read;
}

// Digits, points and commas, and whether spaces stood between digits.
struct Body {
    std::u32string text;
    bool grouped = false;
};

// Takes the digits with their separators off the front.
Body take_body(View& rest) {
    std::size_t length = 0;
    while (length < rest.size() &&
           (is_digit(rest[length]) || is_mark(rest[length]) || is_group_space(rest[length])))
        ++length;
    Body body;
    bool space = false;
    for (const char32_t c : rest.substr(0, length)) {
        if (is_group_space(c)) {
            space = true;
            continue;
        }
        if (space && is_digit(c) && !body.text.empty() && is_digit(body.text.back())) body.grouped = true;
        space = false;
        body.text += c;
    }
    rest.remove_prefix(length);
    return body;
}

// "1.234.567": groups of three behind one to three digits that do not begin with 0.
bool is_grouped_by(View digits, char32_t mark) {
    const std::size_t first = digits.find(mark);
    if (first == View::npos || first < 1 || first > 3 || digits.front() == U'0') return false;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const bool place_of_mark = i >= first && (i - first) % 4 == 0;
        if (place_of_mark ? digits[i] != mark : !is_digit(digits[i])) return false;
    }
    return (digits.size() - first) % 4 == 0;
}

std::u32string without(View digits, char32_t mark) {
    std::u32string result(digits);
    result.erase(std::remove(result.begin(), result.end(), mark), result.end());
    return result;
}

// Digits with at most one '.', or nothing when thousands and decimals cannot be told apart.
std::optional<std::u32string> plain_decimal(const Body& body, bool thousands_likely) {
    const View text = body.text;
    const auto marks = std::count_if(text.begin(), text.end(), is_mark);
    if (marks == 0) return body.text;
    const std::size_t last = text.find_last_of(U".,");
    const char32_t mark = text[last];
    if (marks == 1) {
        if (!body.grouped && thousands_likely && is_grouped_by(text, mark)) return without(text, mark);
        std::u32string decimal = body.text;
        decimal[last] = U'.';
        return decimal;
    }
    if (body.grouped) return std::nullopt;
    if (is_grouped_by(text, mark)) return without(text, mark);
    const View head = text.substr(0, last);
    if (last + 1 == text.size() && is_grouped_by(head, mark)) return without(head, mark);
    const char32_t other = mark == U'.' ? U',' : U'.';
    if (!is_grouped_by(head, other)) return std::nullopt;
    return without(head, other) + U'.' + std::u32string(text.substr(last + 1));
}

// The value of plain digits times 10^power: one rounding for up to fifteen digits.
double value_of(View decimal, int power) {
    constexpr double kExact = 1e15;
    double digits = 0;
    bool fraction = false;
    for (const char32_t c : decimal) {
        if (c == U'.') {
            fraction = true;
        } else if (digits < kExact) {
            digits = digits * 10 + static_cast<double>(c - U'0');
            power -= fraction ? 1 : 0;
        } else {
            power += fraction ? 0 : 1;
        }
    }
    double scale = 1;
    for (int i = std::min(std::abs(power), 400); i > 0; --i) scale *= 10;
    return power < 0 ? digits / scale : digits * scale;
}

// What stands behind the digits as words and signs: "тыс. ₽/мес." → тыс ₽ / мес. Nothing
// when it is more than that.
std::optional<std::vector<std::u32string>> words_of(View tail) {
    std::vector<std::u32string> words;
    while (!(tail = trimmed(tail)).empty()) {
        std::u32string word;
        if (is_letter(tail.front())) {
            while (!tail.empty() && is_letter(tail.front())) {
                word += alike(tail.front());
                tail.remove_prefix(1);
            }
            if (!tail.empty() && tail.front() == U'.') tail.remove_prefix(1);
        } else if (View(U"₽%/").find(tail.front()) != View::npos) {
            word = tail.front();
            tail.remove_prefix(1);
            if (tail == U".") return words;
        } else {
            return std::nullopt;
        }
        if (word == U"тр" || word == U"тыр") {
            words.emplace_back(U"т");
            word = U"р";
        }
        words.push_back(std::move(word));
    }
    return words;
}

int power_of(View word) {
    if (has_word(kThousand, word)) return 3;
    if (has_word(kMillion, word)) return 6;
    if (has_word(kBillion, word)) return 9;
    return has_word(kTrillion, word) ? 12 : 0;
}

View units_of(NumberKind kind) {
    switch (kind) {
        case NumberKind::count:
            return kCountWords;
        case NumberKind::money:
            return kMoneyWords;
        case NumberKind::percent:
            return kPercentWords;
        case NumberKind::days:
            return kDayWords;
        case NumberKind::months:
            return kMonthWords;
        case NumberKind::number:
            return {};
    }
    return {};
}

bool takes_multipliers(NumberKind kind) {
    return kind == NumberKind::count || kind == NumberKind::money || kind == NumberKind::number;
}

// What the words behind a number say, or why they do not belong there.
struct Tail {
    int power = 0;
    bool has_unit = false;
    std::optional<NumberRefusal> refusal;
};

Tail tail_of(const std::vector<std::u32string>& words, NumberKind kind) {
    Tail tail;
    std::size_t i = 0;
    if (!words.empty() && takes_multipliers(kind)) tail.power = power_of(words[0]);
    if (tail.power > 0) ++i;
    const bool monthly = kind == NumberKind::count || kind == NumberKind::money;
    for (; i < words.size(); ++i) {
        if (has_word(units_of(kind), words[i])) {
            tail.has_unit = true;
        } else if (monthly && (words[i] == U"/" || words[i] == U"в") && i + 2 == words.size() &&
                   has_word(kMonthWords, words[i + 1])) {
            return tail;
        } else {
            tail.refusal = has_word(kPercentWords, words[i]) ? NumberRefusal::percent : NumberRefusal::unit;
            return tail;
        }
    }
    return tail;
}

// "–150" or "до 150" behind a number is another number.
bool goes_on_with_a_number(View tail) {
    tail = trimmed(tail);
    View rest = tail;
    while (!rest.empty() && (is_dash(rest.front()) || rest.front() == U'…' || rest.front() == U'~'))
        rest.remove_prefix(1);
    for (const View word : {View(U"до "), View(U"или "), View(U"и ")}) {
        if (rest.substr(0, word.size()) == word) rest.remove_prefix(word.size());
    }
    const bool joined = rest.size() < tail.size();
    rest = trimmed(rest);
    return joined && !rest.empty() && is_digit(rest.front());
}

}  // namespace

std::string_view code_of(NumberRefusal refusal) {
    constexpr std::array<std::string_view, 6> kCodes{"not_a_number", "percent",         "unit",
                                                     "separators",   "several_numbers", "too_large"};
    return kCodes[static_cast<std::size_t>(refusal)];
}

NumberRead read_number(std::string_view utf8, NumberKind kind) {
    std::u32string characters;
    for (const char32_t c : decoded(utf8)) {
        if (!is_invisible(c)) characters += lower(c);
    }
    View rest = trimmed(characters);
    if (rest.empty()) {
        NumberRead nothing;
        nothing.empty = true;
        return nothing;
    }
    const bool sign_of_money = kind == NumberKind::money && rest.front() == U'₽';
    if (sign_of_money) rest = trimmed(rest.substr(1));
    const bool negative = !rest.empty() && is_dash(rest.front());
    if (!rest.empty() && (negative || rest.front() == U'+')) rest.remove_prefix(1);

    const Body body = take_body(rest);
    if (std::none_of(body.text.begin(), body.text.end(), is_digit))
        return refused(NumberRefusal::not_a_number);
    if (goes_on_with_a_number(rest)) return refused(NumberRefusal::several_numbers);
    const auto words = words_of(rest);
    if (!words) return refused(NumberRefusal::not_a_number);
    const Tail tail = tail_of(*words, kind);
    if (tail.refusal) return refused(*tail.refusal);

    const bool thousands_likely = tail.power == 0 && (kind == NumberKind::count || kind == NumberKind::money);
    const auto decimal = plain_decimal(body, thousands_likely);
    if (!decimal) return refused(NumberRefusal::separators);
    const double value = value_of(*decimal, kind == NumberKind::percent ? -2 : tail.power);
    if (!(value <= kLargest)) return refused(NumberRefusal::too_large);
    NumberRead read;
    read.value = negative && value > 0 ? -value : value;
    read.has_multiplier = tail.power > 0;
    read.has_unit = tail.has_unit || sign_of_money;
    return read;
}

}  // namespace funnel::text
