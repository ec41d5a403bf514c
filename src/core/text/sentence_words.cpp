#include "core/text/sentence_words.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "core/text/characters.hpp"
#include "core/text/numbers.hpp"

namespace funnel::text {

namespace {

using View = std::u32string_view;

constexpr View kFillers =
    U"у нас нам вас меня я мы сейчас теперь в во на по с со из от до за около примерно где то средний "
    U"средняя среднем месяц "
    U"месяца мес конверсия конверсии процент процентов этап этапа это есть всего и там работает "
    U"работают "
    U"приходит приходят "
    U"получаем составляет наш наша наши отдел отделе доходит доходят переходит переходят проходит проходят "
    U"каждый потом затем "
    U"дальше далее еще а значит итого имеем продают";
constexpr View kAbbreviations = U"тыс млн млрд руб чел шт р т м мес к раб дн проц ср";
// Only these follow a number as its own noun although a label may stand before the next number, too.
constexpr std::array<View, 12> kCounted{U"менеджер", U"продавц",   U"продавец", U"человек",
                                        U"чел",      U"сотрудник", U"заяв",     U"лид",
                                        U"обращен",  U"продажник", U"оплат",    U"продаж"};
constexpr View kUnder =
    U"оплата продажа продажи продажу оплату оплаты заявка лиды";  // labels before their number

constexpr std::array<std::pair<View, View>, 16> kSpelled{{{U"один", U"1"},
                                                          {U"одна", U"1"},
                                                          {U"два", U"2"},
                                                          {U"две", U"2"},
                                                          {U"двое", U"2"},
                                                          {U"три", U"3"},
                                                          {U"трое", U"3"},
                                                          {U"четыре", U"4"},
                                                          {U"четверо", U"4"},
                                                          {U"пять", U"5"},
                                                          {U"пятеро", U"5"},
                                                          {U"шесть", U"6"},
                                                          {U"семь", U"7"},
                                                          {U"восемь", U"8"},
                                                          {U"девять", U"9"},
                                                          {U"десять", U"10"}}};

enum class Kind : std::uint8_t { word, number, arrow, end };

struct Token {
    Kind kind = Kind::end;
    std::size_t begin = 0;  // in the characters of the sentence
    std::size_t end = 0;
    std::u32string text;  // small letters; of a number, what is to be read
};

bool begins_with(View word, View beginning) {
    return word.substr(0, beginning.size()) == beginning;
}

bool is_dash(char32_t c) {
    return c == U'-' || c == U'–' || c == U'—' || c == U'−';
}

// The sentence without what cannot be seen, as typed and in small letters, of the same length.
class Scanner {
public:
    explicit Scanner(std::string_view utf8) {
        for (const char32_t c : decoded(utf8.substr(0, 16'000))) {
            if (is_invisible(c)) continue;
            typed_ += c;
            const char32_t small = lower(c);
            small_ += small == U'ё' ? U'е' : small;
        }
    }

    [[nodiscard]] std::vector<Token> tokens() {
        std::vector<Token> found;
        while (at_ < small_.size()) {
            const char32_t c = small_[at_];
            if (is_digit(c)) {
                found.push_back(number());
            } else if (is_letter(c)) {
                found.push_back(word());
            } else if (c == U'₽' || c == U'%') {
                ++at_;  // of no number
            } else {
                mark(found);
            }
        }
        return found;
    }

    [[nodiscard]] View typed() const { return typed_; }

private:
    [[nodiscard]] char32_t ahead(std::size_t by = 1) const {
        return at_ + by < small_.size() ? small_[at_ + by] : U' ';
    }
    [[nodiscard]] bool digits_at(std::size_t at, std::size_t count) const {
        if (at + count > small_.size()) return false;
        return std::all_of(&small_[at], &small_[at] + count, is_digit);
    }

    Token word() {
        Token token{Kind::word, at_, at_, {}};
        while (at_ < small_.size() && (is_letter(small_[at_]) || (small_[at_] == U'-' && is_letter(ahead()))))
            ++at_;
        token.end = at_;
        token.text = small_.substr(token.begin, at_ - token.begin);
        const auto* const spelled = std::find_if(kSpelled.begin(), kSpelled.end(),
                                                 [&](const auto& pair) { return token.text == pair.first; });
        if (spelled == kSpelled.end()) return token;
        while (take_unit()) {
        }
        token.kind = Kind::number;
        token.text = std::u32string(spelled->second) + small_.substr(token.end, at_ - token.end);
        token.end = at_;
        return token;
    }

    // Digits with decimals and groups, then the units that stand behind them.
    Token number() {
        const std::size_t begin = at_;
        for (;; ++at_) {
            if (at_ >= small_.size()) break;
            const char32_t c = small_[at_];
            if (is_digit(c)) continue;
            if ((c == U'.' || c == U',' || is_dash(c)) && is_digit(ahead())) continue;
            const bool group = is_space(c) && digits_at(at_ + 1, 3) && !is_digit(ahead(4));
            if (!group) break;
        }
        while (take_unit()) {
        }
        return {Kind::number, begin, at_, small_.substr(begin, at_ - begin)};
    }

    // One of «тыс.», «млн», «₽», «%», «проц.» behind a number.
    bool take_unit() {
        std::size_t at = at_;
        while (at < small_.size() && (is_space(small_[at]) || (small_[at] == U'.' && at > at_))) ++at;
        std::size_t end = at;
        if (end < small_.size() && (small_[end] == U'%' || small_[end] == U'₽')) {
            ++end;
        } else {
            while (end < small_.size() && is_letter(small_[end])) ++end;
            if (end == at) return false;
            const View unit = View(small_).substr(at, end - at);
            // «70 к оплате»: a preposition, not thousands.
            const bool preposition = unit == U"к" && at > at_ && end + 1 < small_.size() &&
                                     is_letter(small_[end + 1]) &&
                                     !begins_with(View(small_).substr(end + 1), U"руб");
            if (preposition || unit == U"м") return false;
            const std::string beside = "1 " + encoded(unit);
            if (!read_number(beside, NumberKind::money).value &&
                !read_number(beside, NumberKind::percent).value)
                return false;
        }
        if (end < small_.size() && small_[end] == U'.') ++end;
        at_ = end;
        return true;
    }

    void mark(std::vector<Token>& found) {
        const char32_t c = small_[at_];
        const std::size_t begin = at_;
        ++at_;
        if (c == U'→' || c == U'>') {
            found.push_back({Kind::arrow, begin, at_, {}});
        } else if ((is_dash(c) || c == U'=') && at_ < small_.size() && small_[at_] == U'>') {
            ++at_;
            found.push_back({Kind::arrow, begin, at_, {}});
        } else if (c == U',' || c == U';' || c == U'\n' || c == U'\r' || c == U'|' || c == U'•') {
            found.push_back({Kind::end, begin, at_, {}});
        } else if (c == U'.' && (at_ == small_.size() || is_space(small_[at_]))) {
            const bool abbreviation = !found.empty() && found.back().kind == Kind::word &&
                                      found.back().end == begin &&
                                      has_word(kAbbreviations, found.back().text);
            if (!abbreviation) found.push_back({Kind::end, begin, at_, {}});
        }
    }

    std::u32string typed_;
    std::u32string small_;
    std::size_t at_ = 0;
};

// The tokens of one clause, numbers joined with what they are compared to.
class Clause {
public:
    Clause(View typed, const Token* first, const Token* last) : typed_(typed) {
        for (const Token* token = first; token != last; ++token) items_.push_back({*token, {}});
        join();
    }

    // The clause as parts of one number each.
    void add_to(std::vector<SaidPart>& parts) const {
        const auto numbers = std::count_if(items_.begin(), items_.end(), is_number);
        if (numbers <= 1) {
            if (!items_.empty()) parts.push_back(part(0, items_.size()));
            return;
        }
        std::size_t begin = 0;
        while (begin < items_.size()) {
            const std::size_t end = end_of_part(begin);
            parts.push_back(part(begin, end));
            begin = end;
        }
    }

private:
    struct Item {
        Token token;
        SaidAmount amount;  // of a number
    };

    static bool is_number(const Item& item) { return item.token.kind == Kind::number; }

    // «25 из 100» and «70 → 80» become one number.
    void join() {
        std::vector<Item> joined;
        for (std::size_t i = 0; i < items_.size(); ++i) {
            Item item = items_[i];
            if (is_number(item)) {
                item.amount.now = encoded(item.token.text);
                while (i + 2 < items_.size() && is_number(items_[i + 2])) {
                    const Token& between = items_[i + 1].token;
                    const bool of = between.text == U"из";
                    const bool arrow =
                        between.kind == Kind::arrow || between.text == U"до" || between.text == U"цель";
                    if (!of && !arrow) break;
                    (of ? item.amount.of : item.amount.target) = encoded(items_[i + 2].token.text);
                    item.token.end = items_[i + 2].token.end;
                    i += 2;
                }
            }
            if (item.token.kind != Kind::arrow) joined.push_back(std::move(item));
        }
        items_ = std::move(joined);
    }

    [[nodiscard]] bool says_something(std::size_t i) const {
        return items_[i].token.kind == Kind::word && !is_filler(items_[i].token.text);
    }
    [[nodiscard]] bool is_counted(std::size_t i) const {
        if (i >= items_.size() || items_[i].token.kind != Kind::word) return false;
        const View word = items_[i].token.text;
        return !has_word(kUnder, word) && std::any_of(kCounted.begin(), kCounted.end(),
                                                      [&](View stem) { return begins_with(word, stem); });
    }

    // The part that begins here: words, a number, and words behind it when none before it said what it is.
    [[nodiscard]] std::size_t end_of_part(std::size_t begin) const {
        std::size_t i = begin;
        bool labelled = false;
        for (; i < items_.size() && !is_number(items_[i]); ++i) labelled = labelled || says_something(i);
        if (i == items_.size()) return i;
        ++i;
        if (!labelled && is_counted(i)) {
            ++i;
            // «заявок в месяц», «заявок на менеджера»
            while (i < items_.size() && !is_number(items_[i]) && is_filler(items_[i].token.text)) ++i;
        } else if (!labelled) {
            while (i < items_.size() && !is_number(items_[i])) ++i;
        }
        const bool more =
            std::any_of(items_.begin() + static_cast<std::ptrdiff_t>(i), items_.end(), is_number);
        return more ? i : items_.size();
    }

    [[nodiscard]] SaidPart part(std::size_t begin, std::size_t end) const {
        SaidPart result;
        for (std::size_t i = begin; i < end; ++i) {
            const Token& token = items_[i].token;
            if (is_number(items_[i])) {
                result.amount = items_[i].amount;
                result.before = result.words.size();
            } else {
                result.words.push_back(token.text);
                result.names.emplace_back(typed_.substr(token.begin, token.end - token.begin));
            }
        }
        const std::size_t from = items_[begin].token.begin;
        result.source = encoded(trimmed(typed_.substr(from, items_[end - 1].token.end - from)));
        return result;
    }

    View typed_;
    std::vector<Item> items_;
};

}  // namespace

bool is_filler(std::u32string_view word) {
    return has_word(kFillers, word);
}

std::vector<SaidPart> said_parts(std::string_view utf8) {
    Scanner scanner(utf8);
    const std::vector<Token> tokens = scanner.tokens();
    std::vector<SaidPart> parts;
    std::size_t begin = 0;
    bool number_seen = false;
    for (std::size_t i = 0; i <= tokens.size(); ++i) {
        const bool last = i == tokens.size();
        // «и» ends a clause that has its number.
        const bool ends = last || tokens[i].kind == Kind::end || (number_seen && tokens[i].text == U"и");
        if (!ends) {
            number_seen = number_seen || tokens[i].kind == Kind::number;
            continue;
        }
        if (i > begin) Clause(scanner.typed(), tokens.data() + begin, tokens.data() + i).add_to(parts);
        begin = i + 1;
        number_seen = false;
    }
    return parts;
}

}  // namespace funnel::text
