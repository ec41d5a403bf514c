// Which column of an export is for what.
#include <algorithm>
#include <set>

#include "core/deals/currency.hpp"
#include "core/deals/mapping.hpp"

namespace funnel::deals {

namespace {

// What the cells of a column look like, in shares of those that are not empty.
struct Look {
    std::size_t filled = 0;
    std::size_t rows = 0;
    double dates = 0;  // of those that do not say that there is no date
    double serials = 0;
    double amounts = 0;
    double contacts = 0;
    std::size_t different = 0;
    std::size_t won = 0, lost = 0, places = 0, answers = 0;  // different texts with such a word
};

bool is_among(const std::vector<std::string>& list, const std::string& key) {
    return std::find(list.begin(), list.end(), key) != list.end();
}

Look look_of(const TableHead& head, std::size_t column, const Words& words) {
    Look look;
    std::set<std::string_view> texts;
    std::size_t no_dates = 0;
    for (const auto& row : head.sample) {
        ++look.rows;
        const std::string& cell = row[column];
        if (cell.empty()) continue;
        ++look.filled;
        const CellDate::Kind kind = date_from(cell).date.kind();
        if (kind == CellDate::Kind::day || kind == CellDate::Kind::parts) look.dates += 1;
        if (kind == CellDate::Kind::serial) look.serials += 1;
        if (kind == CellDate::Kind::bad && is_among(words.no_dates, word_key(cell))) ++no_dates;
        if (amount_from(cell).kind == CellAmount::Kind::number) look.amounts += 1;
        if (!contact_from(cell).empty()) look.contacts += 1;
        if (texts.size() <= 200) texts.insert(cell);
    }
    look.different = texts.size();
    if (look.filled > 0) {
        const auto filled = static_cast<double>(look.filled);
        for (double* share : {&look.serials, &look.amounts, &look.contacts}) *share /= filled;
        look.dates /= std::max(1.0, filled - static_cast<double>(no_dates));
    }
    if (texts.size() > 60) return look;
    std::size_t may_be = 0;
    for (const std::string_view text : texts) {
        const std::string key = word_key(text);
        if (is_among(words.yes, key) || is_among(words.no, key)) ++look.answers;
        const TextProposal proposal = propose_meaning(text, false, words);
        if (proposal.meaning.kind == Meaning::Kind::won) ++look.won;
        if (proposal.meaning.kind == Meaning::Kind::lost || proposal.meaning.kind == Meaning::Kind::unfit)
            ++look.lost;
        if (proposal.meaning.kind == Meaning::Kind::place) ++look.places;
        if (may_be_won(text, words)) ++may_be;
    }
    if (look.won == 0) {
        look.won = may_be;
        look.places -= may_be;
    }
    return look;
}

bool is_date_role(Role role) {
    return role == Role::created || role == Role::closed || role == Role::stage_at || role == Role::modified;
}

// Whether the cells allow a role at all.
bool allows(const Look& look, Role role) {
    if (look.rows == 0) return true;  // nothing but a header
    if (look.filled == 0)
        return role != Role::created && role != Role::stage_at && role != Role::outcome &&
               role != Role::stage;
    if (is_date_role(role)) return look.dates >= 0.5 || look.serials >= 0.9;
    switch (role) {
        case Role::amount:
            return look.amounts >= 0.5;
        case Role::contact:
            return look.contacts >= 0.3;
        case Role::outcome:
        case Role::stage:
        case Role::lost_stage:
        case Role::pipeline:
        case Role::currency:
            return look.dates < 0.5 && look.different <= 200;
        case Role::responsible:
        case Role::source:
        case Role::lost_reason:
            return look.dates < 0.5 && look.contacts < 0.9;
        default:
            return true;
    }
}

// How well a header names a role: 0 for not at all; whole names count more than parts, earlier words more
// than later.
int score_of(const std::string& header, Role role, const Words& words) {
    const auto& names = words.headers[index_of(role)];
    const auto whole = std::find(names.begin(), names.end(), header);
    if (whole != names.end()) return 3000 - static_cast<int>(whole - names.begin());
    for (const std::string& prefix : words.prefixes) {
        if (header.size() <= prefix.size() || header.compare(0, prefix.size(), prefix) != 0) continue;
        const auto rest = std::find(names.begin(), names.end(), header.substr(prefix.size()));
        if (rest != names.end()) return 2000 - static_cast<int>(rest - names.begin());
    }
    if (is_among(words.others, header)) return 0;
    const auto& parts = words.parts[index_of(role)];
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (header.find(parts[i]) != std::string::npos) return 1000 - static_cast<int>(i);
    }
    return 0;
}

// Without what stands in brackets and after a comma: «Сумма, ₽», «Amount (USD)».
std::string bare_header(const std::string& header) {
    const std::size_t bracket = header.find('(');
    const std::size_t comma = header.find(',');
    const std::size_t end = std::min(bracket, comma);
    return word_key(end == 0 || end == std::string::npos ? header : header.substr(0, end));
}

class Recognition {
public:
    Recognition(const TableHead& head, const Words& words) : head_(head), words_(words) {
        for (std::size_t c = 0; c < head.columns.size(); ++c) looks_.push_back(look_of(head, c, words));
        taken_.assign(head.columns.size(), false);
    }

    ColumnProposal propose() {
        if (!head_.header_line) return std::move(proposal_);
        by_headers();
        choose_outcome();
        by_looks();
        return std::move(proposal_);
    }

private:
    struct Claim {
        int score = 0;
        Role role = Role::id;
        std::size_t column = 0;
    };

    void take(Role role, std::size_t column, Sure sure) {
        proposal_.columns[index_of(role)].push_back(column);
        proposal_.sure[index_of(role)] = sure;
        taken_[column] = true;
    }
    [[nodiscard]] bool has(Role role) const { return !proposal_.columns[index_of(role)].empty(); }
    void drop(Role role) {
        for (const std::size_t column : proposal_.columns[index_of(role)]) taken_[column] = false;
        proposal_.columns[index_of(role)].clear();
    }

    // «Бюджет USD» is the budget, whatever it is in.
    [[nodiscard]] int score_without_currency(const std::string& header, Role role) const {
        const auto named = currency_in_header(header);
        return named ? score_of(word_key(named->header), role, words_) - 1 : 0;
    }

    // The best claims first; a column serves one role. Several dates of winning and losing are one `closed`.
    void by_headers() {
        std::vector<Claim> claims;
        for (std::size_t c = 0; c < head_.columns.size(); ++c) {
            for (std::size_t r = 0; r < kRoles; ++r) {
                const Role role = static_cast<Role>(r);
                if (role == Role::stage_dates || !allows(looks_[c], role)) continue;
                int score = std::max(score_of(word_key(head_.columns[c]), role, words_),
                                     score_of(bare_header(head_.columns[c]), role, words_) - 1);
                if (role == Role::amount || role == Role::currency)
                    score = std::max(score, score_without_currency(head_.columns[c], role));
                if (score > 0) claims.push_back({score, role, c});
            }
        }
        std::stable_sort(claims.begin(), claims.end(),
                         [](const Claim& a, const Claim& b) { return a.score > b.score; });
        for (const Claim& claim : claims) {
            if (taken_[claim.column] || has(claim.role)) continue;
            take(claim.role, claim.column, claim.score >= 1900 ? Sure::yes : Sure::likely);
        }
        join_closing_dates();
        if (has(Role::closed)) drop(Role::modified);
        if (has(Role::stage_at) && !ids_come_again()) drop(Role::stage_at);
        take_stage_dates();
    }

    // An event log has a row for every change of a deal; elsewhere such a date is only that of the last
    // change.
    [[nodiscard]] bool ids_come_again() const {
        if (!has(Role::id)) return false;
        const std::size_t column = proposal_.columns[index_of(Role::id)].front();
        std::set<std::string_view> ids;
        std::size_t filled = 0;
        for (const auto& row : head_.sample) {
            if (row[column].empty()) continue;
            ++filled;
            ids.insert(row[column]);
        }
        return ids.size() * 10 < filled * 9;
    }

    // Two or more columns of dates named as places of a funnel: when a deal entered each.
    void take_stage_dates() {
        std::vector<std::pair<std::size_t, std::size_t>> dates;  // rank, column
        for (std::size_t c = 0; c < head_.columns.size(); ++c) {
            const std::string header = word_key(head_.columns[c]);
            if (taken_[c] || is_among(words_.others, header) || looks_[c].filled == 0 ||
                looks_[c].dates < 0.5)
                continue;
            if (const auto rank = place_rank(head_.columns[c], words_)) dates.emplace_back(*rank, c);
        }
        if (dates.size() < 2 || dates.size() > static_cast<std::size_t>(kMaxPlace)) return;
        std::stable_sort(dates.begin(), dates.end());
        for (const auto& [rank, column] : dates) take(Role::stage_dates, column, Sure::likely);
    }

    // «Дата выигрыша» and «Дата проигрыша» (Pipedrive's Won time, Lost time): the one that is filled.
    void join_closing_dates() {
        std::vector<std::size_t>& closed = proposal_.columns[index_of(Role::closed)];
        if (closed.size() != 1) return;
        const auto kind_of = [&](std::size_t column) {
            const std::string header = word_key(head_.columns[column]);
            for (const std::string_view word : {"won", "win", "выигр", "успе"}) {
                if (header.find(word) != std::string::npos) return 'w';
            }
            for (const std::string_view word : {"lost", "loss", "проигр", "провал", "отказ"}) {
                if (header.find(word) != std::string::npos) return 'l';
            }
            return ' ';
        };
        const char first = kind_of(closed.front());
        if (first == ' ') return;
        for (std::size_t c = 0; c < head_.columns.size(); ++c) {
            const char other = kind_of(c);
            if (taken_[c] || other == ' ' || other == first || !allows(looks_[c], Role::closed)) continue;
            if (score_of(word_key(head_.columns[c]), Role::closed, words_) < 1000) continue;
            closed.push_back(c);
            taken_[c] = true;
            return;
        }
    }

    // A stage that knows how deals end needs no outcome beside it, unless the outcome knows it too and the
    // stage does not.
    void choose_outcome() {
        if (has(Role::outcome) && !has(Role::stage)) status_is_stage();
        if (!has(Role::outcome) || !has(Role::stage)) return;
        const Look& outcome = looks_[proposal_.columns[index_of(Role::outcome)].front()];
        const Look& stage = looks_[proposal_.columns[index_of(Role::stage)].front()];
        const bool stage_ends = stage.won > 0 && stage.lost > 0;
        const bool outcome_ends = outcome.won > 0 || outcome.lost > 0;
        const bool answers = outcome.answers > 0 && outcome.answers == outcome.different;
        const bool tells_less = stage_ends ? answers || !outcome_ends : !answers && !outcome_ends;
        if (tells_less) drop(Role::outcome);
    }

    // «Статус» alone says both where a deal stands and how it ended.
    void status_is_stage() {
        const std::size_t column = proposal_.columns[index_of(Role::outcome)].front();
        const Look& look = looks_[column];
        if (look.answers == look.different ||
            score_of(word_key(head_.columns[column]), Role::stage, words_) == 0)
            return;
        const Sure sure = proposal_.sure[index_of(Role::outcome)];
        drop(Role::outcome);
        take(Role::stage, column, sure);
    }

    void by_looks() {
        if (!has(Role::outcome) && !has(Role::stage)) outcome_by_look();
        if (!has(Role::created) && !has(Role::stage_at)) created_by_look();
        if (!has(Role::closed) && !has(Role::modified) && !has(Role::stage_at)) closed_by_look();
    }

    void outcome_by_look() {
        std::optional<std::size_t> best;
        for (std::size_t c = 0; c < looks_.size(); ++c) {
            const Look& look = looks_[c];
            if (taken_[c] || look.won == 0 || look.lost + look.places == 0 || look.different > 60) continue;
            if (!best || look.won + look.lost + look.places >
                             looks_[*best].won + looks_[*best].lost + looks_[*best].places)
                best = c;
        }
        if (!best) return;
        take(Role::stage, *best, Sure::likely);
        proposal_.undecided.push_back(Role::stage);
    }

    // Columns of dates whose headers say nothing.
    [[nodiscard]] std::vector<std::size_t> unnamed_dates() const {
        std::vector<std::size_t> dates;
        for (std::size_t c = 0; c < looks_.size(); ++c) {
            const bool other = is_among(words_.others, word_key(head_.columns[c]));
            if (!taken_[c] && !other && looks_[c].filled > 0 && looks_[c].dates >= 0.9) dates.push_back(c);
        }
        return dates;
    }

    // Among date columns the fullest is when deals came.
    void created_by_look() {
        std::vector<std::size_t> dates = unnamed_dates();
        if (dates.empty()) return;
        std::stable_sort(dates.begin(), dates.end(),
                         [&](std::size_t a, std::size_t b) { return looks_[a].filled > looks_[b].filled; });
        take(Role::created, dates.front(), Sure::likely);
        proposal_.undecided.push_back(Role::created);
    }

    // A date that the won have and the open, or the lost, have not: when deals ended. Only when it is one.
    void closed_by_look() {
        std::vector<std::size_t> dates = unnamed_dates();
        dates.erase(std::remove_if(dates.begin(), dates.end(),
                                   [&](std::size_t column) { return !comes_with_the_end(column); }),
                    dates.end());
        if (dates.size() != 1) return;
        take(Role::closed, dates.front(), Sure::likely);
        proposal_.undecided.push_back(Role::closed);
    }

    [[nodiscard]] bool comes_with_the_end(std::size_t column) const {
        struct Filled {
            std::size_t rows = 0;
            std::size_t filled = 0;
            [[nodiscard]] bool all() const { return rows > 0 && filled * 10 >= rows * 9; }
            [[nodiscard]] bool none() const { return filled * 10 <= rows; }
        };
        const Role role = has(Role::outcome) ? Role::outcome : Role::stage;
        if (!has(role)) return false;
        const std::size_t ends = proposal_.columns[index_of(role)].front();
        const bool answers = looks_[ends].answers > 0 && looks_[ends].answers == looks_[ends].different;
        Filled won;
        Filled lost;
        Filled open;
        for (const auto& row : head_.sample) {
            using Kind = Meaning::Kind;
            const Kind kind = propose_meaning(row[ends], answers, words_).meaning.kind;
            Filled& group =
                kind == Kind::won ? won : (kind == Kind::lost || kind == Kind::unfit ? lost : open);
            ++group.rows;
            if (!row[column].empty()) ++group.filled;
        }
        return won.all() && open.none() && (open.rows > 0 || lost.none()) && lost.rows + open.rows > 0;
    }

    const TableHead& head_;
    const Words& words_;
    std::vector<Look> looks_;
    std::vector<bool> taken_;
    ColumnProposal proposal_;
};

}  // namespace

ColumnProposal propose_columns(const TableHead& head, const Words& words) {
    return Recognition(head, words).propose();
}

}  // namespace funnel::deals
