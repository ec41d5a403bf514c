#include "lead/phone.hpp"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/sentences.hpp"
#include "core/text/characters.hpp"

namespace funnel::server {

namespace {

namespace say = sentences::lead;
using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;
using Text = std::u32string;
using View = std::u32string_view;

constexpr std::size_t kLongestNumber = 15;  // digits, ITU-T E.164
constexpr std::size_t kLongestExtension = 10;
constexpr std::size_t kFewestDigits = 5;

// Words that only say that a number follows, and those that announce an extension or a second number; small
// letters, ё as е.
constexpr View kLabels =
    U"т тел телефон телефона мой номер моб мобильный мобильного сот сотовый phone tel mob mobile callto";
constexpr View kExtensions =
    U"доб добавочный добавочного доп вн внутр внутренний ext extension x х isub добав";
constexpr View kAnd = U"или и либо or";

bool is_dash(char32_t c) {
    return (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFF0D || c == 0xFE63;
}

// Digits and signs of other scripts and widths as ASCII; a line's end parts numbers as a comma does.
char32_t plain(char32_t c) {
    if (c == U'\n' || c == U'\r') return U',';
    if (text::is_space(c)) return U' ';
    if (is_dash(c)) return U'-';
    if (c == 0xFF0B) return U'+';
    for (const char32_t zero : {U'\uFF10', U'\u0660', U'\u06F0'})
        if (c >= zero && c <= zero + 9) return U'0' + (c - zero);
    return c;
}

Text cleaned(std::string_view typed) {
    // White space that counts as a control is still white space here.
    Text result = text::decoded(text::without_invisible(typed));
    std::transform(result.begin(), result.end(), result.begin(), plain);
    return result;
}

bool is_punctuation(char32_t c) {
    return View(U" -.()~").find(c) != View::npos;
}
bool is_separator(char32_t c) {
    return View(U" ,;/|\\:.()-=«»\"&").find(c) != View::npos;
}
// A letter of whatever script: what may be glued to a number only by mistake.
bool is_letter(char32_t c) {
    return text::is_letter(c) || (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7);
}

Text digits_of(View text) {
    Text digits;
    for (const char32_t c : text)
        if (text::is_digit(c)) digits += c;
    return digits;
}

// What stands before the end without separators around it.
View bare(View text) {
    while (!text.empty() && is_separator(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_separator(text.back())) text.remove_suffix(1);
    return text;
}

View word_at_start(View text) {
    std::size_t end = 0;
    while (end < text.size() && is_letter(text[end])) ++end;
    return text.substr(0, end);
}

bool is_one_of(View words, View word) {
    return !word.empty() && text::has_word(words, text::folded(text::encoded(word)));
}

struct Checked {
    std::string number;                 // E.164, or empty
    const Sentence* refusal = nullptr;  // when empty
};

// A number of the right kind of length that no plan has: its usual length says whether digits are missing.
const Sentence& by_length(const PhoneNumberUtil& plans, const PhoneNumber& number) {
    std::string country;
    std::string national;
    plans.GetRegionCodeForCountryCode(number.country_code(), &country);
    plans.GetNationalSignificantNumber(number, &national);
    std::size_t shortest = kLongestNumber;
    std::size_t longest = 0;
    for (const auto type : {PhoneNumberUtil::MOBILE, PhoneNumberUtil::FIXED_LINE}) {
        PhoneNumber example;
        if (!plans.GetExampleNumberForType(country, type, &example)) continue;
        std::string digits;
        plans.GetNationalSignificantNumber(example, &digits);
        shortest = std::min(shortest, digits.size());
        longest = std::max(longest, digits.size());
    }
    if (longest == 0) return say::out_of_range_phone_plan;
    if (national.size() > longest) return say::out_of_range_phone_long;
    return national.size() < shortest ? say::out_of_range_phone_short : say::out_of_range_phone_plan;
}

Checked by_plan(const std::string& dialled, const std::string& country) {
    const PhoneNumberUtil& plans = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    switch (plans.Parse(dialled, country, &number)) {
        case PhoneNumberUtil::NO_PARSING_ERROR:
            break;
        case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR:
            return {{}, &say::out_of_range_phone_country};
        case PhoneNumberUtil::TOO_LONG_NSN:
            return {{}, &say::out_of_range_phone_long};
        default:
            return {{}, &say::out_of_range_phone_short};
    }
    if (plans.IsValidNumber(number)) {
        Checked checked;
        plans.Format(number, PhoneNumberUtil::E164, &checked.number);
        return checked;
    }
    switch (plans.IsPossibleNumberWithReason(number)) {
        case PhoneNumberUtil::TOO_SHORT:
        case PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY:
            return {{}, &say::out_of_range_phone_short};
        case PhoneNumberUtil::TOO_LONG:
            return {{}, &say::out_of_range_phone_long};
        case PhoneNumberUtil::INVALID_COUNTRY_CODE:
            return {{}, &say::out_of_range_phone_country};
        default:
            return {{}, &by_length(plans, number)};
    }
}

// In the plan of +7 every number has eleven digits with its 7 or 8, ten without.
const Sentence& refusal_in_plan_of_7(const std::string& digits) {
    const bool whole = digits.front() == '7' || digits.front() == '8';
    if (digits.size() > 11) return say::out_of_range_phone_long;
    return digits.size() < (whole ? 11U : 10U) ? say::out_of_range_phone_short : say::out_of_range_phone_plan;
}

// One number as it was dialled or written, "+8 (916)…" and "375 29…" included; the refusal is that of the
// plain reading.
Checked checked(View written, const std::string& country) {
    const bool plus = written.find(U'+') != View::npos;
    const std::string digits = text::encoded(digits_of(written));
    if (digits.empty()) return {{}, &say::out_of_range_phone};
    if (digits.size() < kFewestDigits) return {{}, &say::out_of_range_phone_short};
    // Where one dials 8 before a town, people write it after the plus as well: «+8 (916)».
    const auto eight = written.find(U"+8");
    const bool long_distance = eight != View::npos && eight + 2 < written.size() &&
                               is_punctuation(written[eight + 2]) && (country == "RU" || country == "KZ");
    const bool abroad = plus && !long_distance;
    Checked first = by_plan((abroad ? "+" : "") + digits, country);
    if (!first.number.empty()) return first;
    if (abroad ? digits.front() == '7' : country == "RU" || country == "KZ")
        first.refusal = &refusal_in_plan_of_7(digits);
    std::string again;
    if (digits.starts_with("00"))
        again = "+" + digits.substr(2);
    else if (plus && digits.front() == '8')
        again = digits;
    else if (!plus && digits.size() == 12)
        again = "+" + digits;
    if (again.empty()) return first;
    Checked second = by_plan(again, country);
    return second.number.empty() ? first : second;
}

// "+79161234567", as the pages write it: every mobile number of the plan of +7, known without asking for it.
bool is_plain_mobile(std::string_view typed) {
    return typed.size() == 12 && typed.starts_with("+79") &&
           typed.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

class PhoneReader {
public:
    PhoneReader(std::string_view typed, std::string_view country)
        : text_(cleaned(typed)), country_(country) {}

    PhoneRead read() {
        const auto start = text_.find_first_of(U"+0123456789");
        if (start == Text::npos) return refused(say::out_of_range_phone);
        if (!read_before(View(text_).substr(0, start))) return refused(say::out_of_range_phone_letters);
        const View run = run_at(start);
        rest_ = View(text_).substr(start + run.size());
        const Checked number = first_of(run);
        if (is_glued_letter(run)) return refused(say::out_of_range_phone_letters);
        if (number.number.empty()) return refused(*number.refusal);
        phone_.number = number.number;
        read_rest();
        return {std::move(phone_), nullptr};
    }

private:
    static PhoneRead refused(const Sentence& why) { return {std::nullopt, &why}; }

    // «Тел.: » is left out, other words are kept; a word grown into the number is a mistake.
    bool read_before(View before) {
        Text kept;
        bool glued = !before.empty() && is_letter(before.back());
        while (!(before = bare(before)).empty()) {
            const View word = word_at_start(before);
            const View taken = word.empty() ? before.substr(0, 1) : word;
            const bool is_label = is_one_of(kLabels, word);
            if (is_label && taken.size() == before.size()) glued = false;
            if (!is_label) kept += (kept.empty() ? Text() : Text(U" ")) + Text(taken);
            before.remove_prefix(taken.size());
        }
        if (!kept.empty()) note(text::encoded(kept));
        return !glued;
    }

    // The longest piece that may be one number: a second plus begins another.
    View run_at(std::size_t start) const {
        std::size_t end = start;
        bool digit = false;
        for (; end < text_.size(); ++end) {
            const char32_t c = text_[end];
            if (c == U'+' && digit) break;
            digit = digit || text::is_digit(c);
            if (!text::is_digit(c) && c != U'+' && !is_punctuation(c)) break;
        }
        return View(text_).substr(start, end - start);
    }

    bool is_glued_letter(View run) const {
        if (rest_.empty() || !is_letter(rest_.front()) || run.empty() || !text::is_digit(run.back()))
            return false;
        return !is_one_of(kExtensions, word_at_start(rest_));
    }

    // Two numbers with nothing but a space between them are told apart where both are numbers.
    Checked first_of(View run) {
        Checked whole = checked(run, country_);
        if (!whole.number.empty() || digits_of(run).size() <= kLongestNumber) return whole;
        for (std::size_t i = 1; i + 1 < run.size(); ++i) {
            if (run[i] != U' ') continue;
            Checked left = checked(run.substr(0, i), country_);
            const Checked right = checked(run.substr(i), country_);
            if (left.number.empty() || right.number.empty()) continue;
            note(right.number);
            return left;
        }
        return whole;
    }

    void read_rest() {
        if (read_extension()) rest_ = bare(rest_);
        View left = bare(rest_);
        if (const View word = word_at_start(left); is_one_of(kAnd, word))
            left = bare(left.substr(word.size()));
        if (left.empty()) return;
        note(PhoneReader::second(left, country_));
    }

    // «доб. 12», «#12», «;ext=12», «,12»: up to ten digits after the number.
    bool read_extension() {
        const View after = bare(rest_);
        const bool comma =
            rest_.find_first_not_of(U" )") != View::npos && rest_[rest_.find_first_not_of(U" )")] == U',';
        View left = after;
        const View word = word_at_start(left);
        const bool sign = !left.empty() && (left.front() == U'#' || left.front() == U'*');
        if (is_one_of(kExtensions, word))
            left = bare(left.substr(word.size()));
        else if (sign)
            left = bare(left.substr(1));
        else if (!comma)
            return false;
        // «доб. № 12»
        while (!left.empty() && (left.front() == U'№' || is_separator(left.front()))) left.remove_prefix(1);
        std::size_t end = 0;
        while (end < left.size() && text::is_digit(left[end])) ++end;
        const std::size_t longest = comma && word.empty() && !sign ? kFewestDigits : kLongestExtension;
        if (end == 0 || end > longest || (end < left.size() && is_letter(left[end]))) return false;
        if (comma && word.empty() && !sign && !bare(left.substr(end)).empty()) return false;
        phone_.extension = text::encoded(left.substr(0, end));
        rest_ = left.substr(end);
        return true;
    }

    // A second number in E.164 when it is one, else the words as they stand.
    static std::string second(View left, const std::string& country) {
        const PhoneRead other = PhoneReader(text::encoded(left), country).read();
        if (!other.phone) return text::encoded(left);
        std::string words = other.phone->number;
        if (!other.phone->extension.empty()) words += " доб. " + other.phone->extension;
        if (!other.phone->note.empty()) words += ", " + other.phone->note;
        return words;
    }

    void note(const std::string& words) { phone_.note += (phone_.note.empty() ? "" : ", ") + words; }

    Text text_;
    std::string country_;
    View rest_;
    Phone phone_;
};

}  // namespace

PhoneRead read_phone(std::string_view typed, std::string_view country) {
    if (is_plain_mobile(typed)) return {Phone{std::string(typed), {}, {}}, nullptr};
    return PhoneReader(typed, country).read();
}

bool has_phones(std::string_view country) {
    return PhoneNumberUtil::GetInstance()->GetCountryCodeForRegion(std::string(country)) != 0;
}

}  // namespace funnel::server
