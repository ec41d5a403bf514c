#include "core/deals/reader.hpp"

#include <algorithm>
#include <set>

#include "core/messages.hpp"
#include "core/sentences.hpp"

namespace funnel::deals {

namespace say = sentences::deals;

namespace {

// Texts of one column with their counts and what their words mean.
class TextProposals {
public:
    enum class Ends { told_here, told_elsewhere };

    TextProposals(const Texts& texts, const std::vector<std::uint64_t>& counts, Role role, Ends ends,
                  const Words& words)
        : role_(role) {
        bool answers = texts.size() > 1;
        for (std::uint32_t number = 1; number < texts.size(); ++number) {
            const std::string key = word_key(texts.text(number));
            const auto is_in = [&](const std::vector<std::string>& list) {
                return std::find(list.begin(), list.end(), key) != list.end();
            };
            answers = answers && (is_in(words.yes) || is_in(words.no));
        }
        for (std::uint32_t number = 1; number < texts.size() && number < kTooManyTexts; ++number) {
            const std::string text(texts.text(number));
            placed_.push_back({text, propose_meaning(text, answers, words), place_rank(text, words)});
            counts_.push_back(number < counts.size() ? counts[number] : 0);
        }
        if (ends == Ends::told_here) settle_ends(placed_, words);
        settle_places(placed_);
    }

    void add_to(Proposal& proposal) const {
        for (std::size_t i = 0; i < placed_.size(); ++i) {
            proposal.texts.push_back(
                {placed_[i].text, counts_[i], placed_[i].proposal.meaning, placed_[i].proposal.sure, role_});
        }
    }

private:
    Role role_;
    std::vector<PlacedText> placed_;
    std::vector<std::uint64_t> counts_;
};

// Texts and what they mean; answers with the places in the mapping of those that only a person can tell.
std::vector<std::size_t> add_texts(Proposal& proposal, const RowStore& store, const Words& words) {
    using Ends = TextProposals::Ends;
    TextProposals(store.outcome_texts, store.outcome_counts, Role::outcome, Ends::told_here, words)
        .add_to(proposal);
    // Stages lost deals stopped at are places too.
    Texts stages = store.stage_texts;
    for (std::uint32_t number = 1; number < store.lost_stage_texts.size(); ++number) {
        if (stages.size() < kTooManyTexts) stages.number_of(store.lost_stage_texts.text(number));
    }
    const Ends ends = store.has(Role::outcome) ? Ends::told_elsewhere : Ends::told_here;
    TextProposals(stages, store.stage_counts, Role::stage, ends, words).add_to(proposal);
    std::stable_sort(proposal.texts.begin(), proposal.texts.end(),
                     [](const Proposal::Text& a, const Proposal::Text& b) {
                         return a.role != b.role ? a.role < b.role : a.count > b.count;
                     });
    std::set<std::string> known;
    std::vector<std::size_t> asked;
    for (const Proposal::Text& text : proposal.texts) {
        if (!known.insert(folded(text.text)).second) continue;
        proposal.mapping.stages.push_back({text.text, text.meaning});
        if (text.sure == Sure::asked) asked.push_back(proposal.mapping.stages.size() - 1);
    }
    return asked;
}

// Asks for the texts that some deal has.
void ask_texts(Proposal& proposal, const std::vector<std::size_t>& asked, const DealsResult& deals) {
    std::set<std::string> idle;
    if (deals.set) {
        for (const std::string& text : deals.set->idle_texts) idle.insert(folded(text));
    }
    for (const std::size_t stage : asked) {
        const std::string& text = proposal.mapping.stages[stage].name;
        if (idle.count(folded(text)) > 0) continue;
        proposal.undecided.push_back(
            issue_at("/stages/" + std::to_string(stage), say::stage, {{"text", text}}));
    }
}

void add_columns(Proposal& proposal, const RowStore& store) {
    for (std::size_t r = 0; r < kRoles; ++r) {
        for (const std::size_t column : store.columns[r])
            proposal.mapping.columns[r].push_back(store.table.columns[column]);
    }
    proposal.sure = store.proposal.sure;
    for (const Role role : store.proposal.undecided) {
        const std::string& column = proposal.mapping.of(role).front();
        const auto& question = role == Role::created  ? say::column_created
                               : role == Role::closed ? say::column_closed
                                                      : say::column_outcome;
        proposal.undecided.push_back(
            issue_at("/columns/" + std::string(name_of(role)), question, {{"column", column}}));
    }
    if (!store.has(Role::created) && !store.has(Role::stage_at)) {
        proposal.undecided.push_back(issue_at("/columns/created", say::column_which_created));
    }
    if (!store.has(Role::outcome) && !store.has(Role::stage)) {
        proposal.undecided.push_back(issue_at("/columns/stage", say::column_which_outcome));
    }
}

TableOptions with_headers(TableOptions table, const std::optional<Mapping>& mapping) {
    if (!mapping) return table;
    for (const std::vector<std::string>& headers : mapping->columns) {
        for (const std::string& header : headers) table.wanted_headers.push_back(folded(header));
    }
    return table;
}

}  // namespace

DealsReader::DealsReader(const Words& words, ReaderOptions options)
    : words_(words),
      store_(words, options.mapping, options.keep_ids),
      table_(words, store_, with_headers(std::move(options.table), options.mapping)) {}

std::vector<Issue> DealsReader::issues() const {
    if (table_.refusal()) return {*table_.refusal()};
    std::vector<Issue> issues = store_.issues;
    if (store_.ready() || !issues.empty()) return issues;
    if (!store_.table.header_line) {
        issues.push_back(issue_at("/columns", say::no_header));
    }
    if (!store_.has(Role::created) && !store_.has(Role::stage_at)) {
        issues.push_back(issue_at("/columns/created", say::missing_created_unseen));
    }
    if (!store_.has(Role::outcome) && !store_.has(Role::stage)) {
        issues.push_back(issue_at("/columns/stage", say::missing_outcome_unseen));
    }
    return issues;
}

Proposal DealsReader::proposal(Day today) const {
    Proposal proposal;
    add_columns(proposal, store_);
    const std::vector<std::size_t> asked = add_texts(proposal, store_, words_);
    for (std::uint32_t number = 1; number < store_.reason_texts.size() && number < kTooManyTexts; ++number) {
        const std::string text(store_.reason_texts.text(number));
        if (is_unfit_reason(text, words_)) proposal.mapping.reasons.push_back({text, true});
    }
    const Settled settled = settle(store_, Mapping{});
    proposal.mapping.date_order = settled.order;
    proposal.mapping.decimal = settled.decimal;
    if (!asked.empty()) {
        const bool can = store_.ready();
        ask_texts(proposal, asked,
                  can ? build_deals(store_, proposal.mapping, {today, std::nullopt}, table_, Pipelines::all)
                      : DealsResult{});
    }
    const bool only_iso =
        store_.created_dates.parts + store_.closed_dates.parts + store_.stage_at_dates.parts == 0;
    if (settled.order_undecided && !only_iso) {
        proposal.undecided.push_back(issue_at("/date_order", say::date_order));
    }
    if (settled.decimal_undecided) {
        proposal.undecided.push_back(issue_at("/decimal", say::decimal));
    }
    return proposal;
}

Mapping DealsReader::mapping() const {
    return store_.given ? *store_.given : proposal().mapping;
}

}  // namespace funnel::deals
