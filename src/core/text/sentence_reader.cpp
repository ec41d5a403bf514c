#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "core/text/characters.hpp"
#include "core/text/numbers.hpp"
#include "core/text/opening_sentence.hpp"
#include "core/text/sentence_words.hpp"
#include "core/text/stage_names.hpp"

namespace funnel::text {

namespace {

using View = std::u32string_view;

enum class Field : std::uint8_t {
    none,
    managers,
    leads,
    check,
    goal,
    capacity,
    margin,
    days,
    cycle,
    stage,
    other,
};

// Beginnings of words that name a field, separated by spaces.
constexpr View kManagers = U"менеджер продавц продавец продажник человек чел сотрудник моп";
constexpr View kLeads = U"заяв лид обращен запрос входящ";
constexpr View kCapacity = U"успева нагруз тян справля емкост бер";
constexpr View kGoal = U"цел хоч хот нужн надо план";
constexpr View kOther = U"выруч оборот бюджет реклам стоимост расход зарплат оклад цен доход прибыл";
constexpr View kSalesCounted = U"оплат продаж сделок покупок договоров";

bool begins_with_any(View word, View stems) {
    while (!stems.empty()) {
        const std::size_t end = std::min(stems.find(U' '), stems.size());
        const View stem = stems.substr(0, end);
        if (word.substr(0, stem.size()) == stem) return true;
        stems.remove_prefix(std::min(end + 1, stems.size()));
    }
    return false;
}

// Whether a word that says something begins so.
bool has_any(const SaidPart& part, View stems) {
    return std::any_of(part.words.begin(), part.words.end(), [&](const std::u32string& word) {
        return !is_filler(word) && begins_with_any(word, stems);
    });
}
// The words "first second" next to each other.
bool has_pair(const SaidPart& part, View firsts, View stems) {
    for (std::size_t i = 0; i + 1 < part.words.size(); ++i) {
        if (has_word(firsts, part.words[i]) && begins_with_any(part.words[i + 1], stems)) return true;
    }
    return false;
}

Field field_of(const SaidPart& part) {
    if (has_any(part, kOther)) return Field::other;
    if (has_any(part, kCapacity) ||
        has_pair(part, U"на", U"менеджер продавц человек одного каждого сотрудник"))
        return Field::capacity;
    if (has_any(part, U"цикл длит")) return Field::cycle;
    if (has_any(part, U"чек")) return Field::check;
    if (has_any(part, U"марж рентаб")) return Field::margin;
    if (has_any(part, U"рабоч дней дня день дн")) return Field::days;
    const View next = part.before < part.words.size() ? View(part.words[part.before]) : View();
    if (begins_with_any(next, kManagers)) return Field::managers;
    if (begins_with_any(next, kLeads)) return Field::leads;
    if (std::any_of(part.words.begin(), part.words.end(),
                    [](const auto& w) { return !is_filler(w) && known_stage(w).has_value(); }))
        return Field::stage;
    if (has_any(part, kLeads)) return Field::leads;
    if (has_any(part, kManagers)) return Field::managers;
    return has_any(part, kGoal) ? Field::goal : Field::none;
}

struct StagePart {
    const SaidPart* part;
    bool known;  // its name is one of the usual stages
    bool sales;  // «25 оплат»: could be a count of sales
    bool percent;
};

bool has_percent(std::string_view raw) {
    return read_number(raw, NumberKind::count).refusal == NumberRefusal::percent;
}

bool has_overall(const SaidPart& part) {
    return std::any_of(part.words.begin(), part.words.end(),
                       [](const std::u32string& word) { return begins_with_any(word, U"конверси"); });
}

bool is_sales(const SaidPart& part) {
    return std::any_of(part.words.begin(), part.words.end(),
                       [](const std::u32string& word) { return has_word(kSalesCounted, word); });
}

// Reads part after part; what is decided or left out is noted.
class Reader {
public:
    explicit Reader(std::string_view utf8) : parts_(said_parts(utf8)) {}

    OpeningSentence read() {
        for (const SaidPart& part : parts_) take(part);
        take_stages();
        make_last_stage_of_sales();
        return std::move(said_);
    }

private:
    void note(SentenceCode code, const SaidPart& part, double value = 0) {
        said_.notes.push_back({code, part.source, value});
    }

    void take(const SaidPart& part) {
        const bool speaks = std::any_of(part.words.begin(), part.words.end(),
                                        [](const auto& word) { return !is_filler(word); });
        if (!part.amount) {
            if (speaks) note(SentenceCode::no_number, part);
            return;
        }
        if (has_pair(part, U"в", U"день дн недел сутки год час"))
            return note(SentenceCode::not_per_month, part);
        switch (field_of(part)) {
            case Field::managers:
                return take_whole(part, said_.managers, &said_.target.managers, {1, 10'000},
                                  NumberKind::count);
            case Field::leads:
                return take_number(part, said_.leads_per_month, &said_.target.leads_per_month, {0, 1e8});
            case Field::capacity:
                return take_number(part, said_.capacity_leads_per_manager,
                                   &said_.target.capacity_leads_per_manager, {1e-6, 1e8});
            case Field::check:
                return take_check(part);
            case Field::goal:
                return take_goal(part);
            case Field::margin:
                return take_margin(part);
            case Field::days:
                return take_whole(part, said_.working_days_per_month, nullptr, {1, 31}, NumberKind::count);
            case Field::cycle:
                return take_whole(part, said_.sales_cycle_months, nullptr, {0, 24}, NumberKind::months);
            case Field::stage:
                stages_.push_back({&part, true, is_sales(part), has_percent(part.amount->now)});
                return;
            case Field::other:
                return note(SentenceCode::not_a_field, part);
            case Field::none:
                // «конверсия 5»: of all stages together.
                if (!speaks && !has_overall(part)) return note(SentenceCode::no_label, part);
                // A name of its own stands before its number: «аудит 30».
                if (speaks && part.before < part.words.size()) return note(SentenceCode::not_a_field, part);
                stages_.push_back({&part, false, false, has_percent(part.amount->now)});
        }
    }

    struct Range {
        double low;
        double high;
    };

    // The number of a part, or nothing after a note.
    std::optional<double> number(const SaidPart& part, const std::string& raw, NumberKind kind, Range range) {
        const NumberRead read = read_number(raw, kind);
        if (!read.value) {
            note(SentenceCode::bad_number, part);
            return std::nullopt;
        }
        if (*read.value < range.low || *read.value > range.high) {
            note(SentenceCode::out_of_range, part);
            return std::nullopt;
        }
        return read.value;
    }

    void take_number(const SaidPart& part, std::optional<double>& field, std::optional<double>* target,
                     Range range) {
        if (field) return note(SentenceCode::said_twice, part);
        field = number(part, part.amount->now, NumberKind::count, range);
        if (field && target != nullptr && part.amount->target)
            *target = number(part, *part.amount->target, NumberKind::count, range);
    }

    void take_whole(const SaidPart& part, std::optional<int>& field, std::optional<int>* target, Range range,
                    NumberKind kind) {
        if (field) return note(SentenceCode::said_twice, part);
        field = whole(part, part.amount->now, kind, range);
        if (field && target != nullptr && part.amount->target)
            *target = whole(part, *part.amount->target, kind, range);
    }
    std::optional<int> whole(const SaidPart& part, const std::string& raw, NumberKind kind, Range range) {
        const auto value = number(part, raw, kind, range);
        if (!value) return std::nullopt;
        if (*value != std::floor(*value)) {
            note(SentenceCode::bad_number, part);
            return std::nullopt;
        }
        return static_cast<int>(*value);
    }

    // Money said without its size is meant in thousands («чек 85») or millions («чек 1,5», «цель 5»).
    std::optional<double> money(const SaidPart& part, const std::string& raw, bool is_goal) {
        const NumberRead read = read_number(raw, NumberKind::money);
        auto value = number(part, raw, NumberKind::money, {0, is_goal ? 1e15 : 1e12});
        if (!value || read.has_multiplier || read.has_unit || *value == 0 || *value >= 1000) return value;
        const bool millions = is_goal || (*value < 10 && *value != std::floor(*value));
        *value *= millions ? 1e6 : 1e3;
        note(is_goal    ? SentenceCode::goal_in_millions
             : millions ? SentenceCode::check_in_millions
                        : SentenceCode::check_in_thousands,
             part, *value);
        return value;
    }
    void take_check(const SaidPart& part) {
        if (said_.average_check) return note(SentenceCode::said_twice, part);
        said_.average_check = money(part, part.amount->now, false);
        if (said_.average_check && part.amount->target)
            said_.target.average_check = money(part, *part.amount->target, false);
    }
    void take_goal(const SaidPart& part) {
        if (said_.goal_revenue) return note(SentenceCode::said_twice, part);
        said_.goal_revenue = money(part, part.amount->now, true);
    }
    void take_margin(const SaidPart& part) {
        if (said_.gross_margin) return note(SentenceCode::said_twice, part);
        said_.gross_margin = number(part, part.amount->now, NumberKind::percent, {0, 1});
    }

    // What all stages together say: percentages, shares or people.
    void take_stages() {
        take_sales();
        std::size_t fractions = 0;
        std::size_t plain = 0;
        double largest = 0;
        bool counts = false;
        for (const StagePart& stage : stages_) {
            const SaidAmount& amount = *stage.part->amount;
            const auto value = read_number(amount.now, NumberKind::count).value;
            if (!value || amount.of) continue;
            ++plain;
            largest = std::max(largest, *value);
            if (*value > 0 && *value < 1) ++fractions;
            counts = counts || (stage.known && *value > 100);
        }
        const bool shares = plain >= 2 && fractions >= 1 && largest <= 1;
        std::optional<double> entered = said_.leads_per_month;
        for (const StagePart& stage : stages_) {
            if (said_.stages.size() == kMaxStages) {
                note(SentenceCode::too_many_stages, *stage.part);
            } else if (is_repeated(stage)) {
                note(SentenceCode::said_twice, *stage.part);
            } else if (stage.part->amount->of) {
                add_observed(stage, *stage.part->amount->of);
            } else if (counts && !stage.percent) {
                add_count(stage, entered);
            } else {
                add_conversion(stage, shares && !stage.percent);
            }
        }
        if (shares) note(SentenceCode::stages_are_shares, *stages_.front().part);
        if (counts && !said_.stages.empty()) note(SentenceCode::stages_are_counts, *stages_.front().part);
    }

    // «25 оплат» is sales when it is a count and not one of the stages.
    void take_sales() {
        for (std::size_t i = 0; i < stages_.size(); ++i) {
            const StagePart& stage = stages_[i];
            const bool alone = stages_.size() == 1;
            const bool behind = stage.part->before < stage.part->words.size() &&
                                has_word(kSalesCounted, stage.part->words[stage.part->before]);
            if (!stage.sales || stage.percent || stage.part->amount->of || !(alone || behind)) continue;
            if (stages_.size() > 1 && i + 1 == stages_.size() && largest_before(i) > 100)
                return;  // counts of a chain
            said_.sales_per_month = number(*stage.part, stage.part->amount->now, NumberKind::count,
                                           {0, said_.leads_per_month.value_or(1e8)});
            sales_part_ = stage.part;
            stages_.erase(stages_.begin() + static_cast<std::ptrdiff_t>(i));
            return;
        }
    }
    // «дозвон 70, встреча 40, 8 оплат»: the share of the last stage that gives so many sales.
    void make_last_stage_of_sales() {
        if (said_.stages.empty() || !said_.sales_per_month) return;
        const bool paid = std::any_of(said_.stages.begin(), said_.stages.end(),
                                      [](const Stage& stage) { return stage.kind == StageKind::payment; });
        if (paid) return note(SentenceCode::said_twice, *sales_part_);
        double entered = said_.leads_per_month.value_or(0);
        if (said_.managers && said_.capacity_leads_per_manager)
            entered = std::min(entered, *said_.managers * *said_.capacity_leads_per_manager);
        for (const Stage& stage : said_.stages) entered *= conversion_now(stage);
        if (entered <= 0 || *said_.sales_per_month > entered || said_.stages.size() == kMaxStages)
            return note(SentenceCode::out_of_range, *sales_part_);
        said_.stages.push_back(
            {"payment", "Оплата", StageKind::payment, *said_.sales_per_month / entered, {}, {}});
        note(SentenceCode::last_stage_from_sales, *sales_part_);
    }
    [[nodiscard]] double largest_before(std::size_t end) const {
        double largest = 0;
        for (std::size_t i = 0; i < end; ++i)
            largest = std::max(
                largest, read_number(stages_[i].part->amount->now, NumberKind::count).value.value_or(0));
        return largest;
    }

    // «70 %» as 0.7, or «0,7» as 0.7 where the stages are shares.
    std::optional<double> ratio(const SaidPart& part, const std::string& raw, bool share) {
        return number(part, raw, share ? NumberKind::number : NumberKind::percent, {0, 1});
    }
    void add_conversion(const StagePart& said, bool share) {
        const auto now = ratio(*said.part, said.part->amount->now, share);
        if (!now) return;
        Stage stage = named(said);
        stage.conversion = *now;
        if (said.part->amount->target)
            stage.target_conversion = ratio(*said.part, *said.part->amount->target, share);
        said_.stages.push_back(std::move(stage));
    }
    void add_observed(const StagePart& said, const std::string& of) {
        const auto entered = number(*said.part, of, NumberKind::count, {1, 1e9});
        if (!entered) return;
        const auto passed = number(*said.part, said.part->amount->now, NumberKind::count, {0, *entered});
        if (passed) add_counts(said, *entered, *passed);
    }
    void add_count(const StagePart& said, std::optional<double>& entered) {
        const auto passed =
            number(*said.part, said.part->amount->now, NumberKind::count, {0, entered.value_or(-1)});
        if (!passed) return;
        add_counts(said, *entered, *passed);
        entered = passed;
    }
    void add_counts(const StagePart& said, double entered, double passed) {
        if (entered != std::floor(entered) || passed != std::floor(passed) || entered < 1)
            return note(SentenceCode::bad_number, *said.part);
        Stage stage = named(said);
        stage.observed = Observed{static_cast<std::int64_t>(entered), static_cast<std::int64_t>(passed)};
        stage.source = Source::counts;
        said_.stages.push_back(std::move(stage));
    }

    [[nodiscard]] bool is_repeated(const StagePart& said) const {
        const std::string name = named(said).name;
        return std::any_of(said_.stages.begin(), said_.stages.end(),
                           [&](const Stage& stage) { return stage.name == name; });
    }

    // The usual name for one word we know, else as it was typed.
    [[nodiscard]] Stage named(const StagePart& said) const {
        std::u32string name;
        std::size_t words = 0;
        std::optional<KnownStage> known;
        for (std::size_t i = 0; i < said.part->words.size(); ++i) {
            if (is_filler(said.part->words[i]) || begins_with_any(said.part->words[i], kLeads)) continue;
            if (const auto stage = known_stage(said.part->words[i])) known = stage;
            name += words++ > 0 ? U" " : U"";
            name += said.part->names[i];
        }
        Stage stage;
        stage.kind = known ? known->kind : StageKind::other;
        if (words == 0) {
            stage.kind = StageKind::payment;
            stage.name = "Продажа";
        } else if (known && words == 1) {
            stage.name = known->name;
        } else {
            if (name.front() >= U'а' && name.front() <= U'я') name.front() -= 32;
            stage.name = encoded(View(name).substr(0, 80));
        }
        stage.id = free_stage_id(stage.kind, said_.stages);
        return stage;
    }

    std::vector<SaidPart> parts_;
    std::vector<StagePart> stages_;
    const SaidPart* sales_part_ = nullptr;
    OpeningSentence said_;
};

}  // namespace

OpeningSentence read_opening_sentence(std::string_view utf8) {
    return Reader(utf8).read();
}

}  // namespace funnel::text
