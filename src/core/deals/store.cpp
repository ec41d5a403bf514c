#include "core/deals/store.hpp"

#include <algorithm>

#include "core/deals/currency.hpp"

namespace funnel::deals {

void DateColumn::add(CellDate date) {
    switch (date.kind()) {
        case CellDate::Kind::day:
            ++days;
            break;
        case CellDate::Kind::serial:
            ++serials;
            break;
        case CellDate::Kind::parts:
            ++parts;
            first_above_12 = first_above_12 || date.first() > 12;
            second_above_12 = second_above_12 || date.second() > 12;
            break;
        case CellDate::Kind::bad:
            ++bad;
            break;
        default:
            break;
    }
}

RowStore::RowStore(const Words& words, std::optional<Mapping> mapping, bool keep_ids)
    : given(std::move(mapping)), words_(words), keep_ids_(keep_ids) {}

void RowStore::head(const TableHead& head) {
    table = head;
    for (std::size_t i = 0; i < std::min(kPreviewRows, head.sample.size()); ++i)
        preview.push_back(head.sample[i]);
    table.sample.clear();
    if (given) {
        columns = columns_of(*given, head.columns, issues);
        ready_ = issues.empty();
    } else {
        proposal = propose_columns(head, words_);
        columns = proposal.columns;
        ready_ = (has(Role::created) || has(Role::stage_at)) && (has(Role::outcome) || has(Role::stage));
    }
    for (const Role role : {Role::amount, Role::currency}) {
        for (const std::size_t column : columns[index_of(role)]) {
            const auto named = currency_in_header(table.columns[column]);
            if (named && header_currency.empty()) header_currency = named->code;
        }
    }
    stage_dates.resize(columns[index_of(Role::stage_dates)].size());
    stage_date_columns.resize(stage_dates.size());
    outcome_counts.assign(1, 0);
    stage_counts.assign(1, 0);
    reason_counts.assign(1, 0);
}

void RowStore::left_out(std::uint32_t line, RowFault fault) {
    (fault == RowFault::ragged ? ragged : second_headers).add(line);
}

std::string_view RowStore::cell(const TableRow& row, Role role) const {
    for (const std::size_t column : columns[index_of(role)]) {
        const std::string_view text = trimmed(row.cells[column]);
        if (!text.empty()) return text;
    }
    return {};
}

void RowStore::add_date(std::string_view text, std::vector<CellDate>& to, DateColumn& column) {
    const CellDate date = date_from(text).date;
    column.add(date);
    to.push_back(date);
}

void RowStore::add_text(std::string_view text, std::vector<std::uint16_t>& to, Texts& texts,
                        std::vector<std::uint64_t>* counts) {
    const bool full = texts.size() >= kTooManyTexts;
    const std::uint32_t number = full ? kTooManyTexts : texts.number_of(text);
    to.push_back(static_cast<std::uint16_t>(number));
    if (counts == nullptr || full) return;
    if (counts->size() <= number) counts->resize(number + 1, 0);
    ++(*counts)[number];
}

std::uint8_t RowStore::currency_number(std::string_view code) {
    if (code.empty()) return 0;
    for (std::size_t i = 1; i < currencies.size(); ++i) {
        if (currencies[i] == code) return static_cast<std::uint8_t>(i);
    }
    if (currencies.size() > 250) return 251;
    currencies.emplace_back(code);
    return static_cast<std::uint8_t>(currencies.size() - 1);
}

void RowStore::add_amount(const TableRow& row) {
    const CellAmount amount = amount_from(cell(row, Role::amount));
    StoredAmount marks{amount.kind, amount.open, 0};
    if (amount.decimal == ',') ++decimal_commas;
    if (amount.decimal == '.') ++decimal_points;
    if (amount.open == CellAmount::Open::comma) ++open_commas;
    if (amount.open == CellAmount::Open::point) ++open_points;
    std::string_view currency = amount.currency;
    std::string code;
    if (currency.empty() && has(Role::currency)) {
        code = currency_code(cell(row, Role::currency));
        currency = code;
    }
    if (currency.empty()) currency = header_currency;
    marks.currency = currency_number(currency);
    amounts.push_back(amount.value);
    amount_marks.push_back(marks);
}

void RowStore::row(const TableRow& row) {
    if (!ready_) return;
    lines.push_back(row.line);
    if (has(Role::id)) {
        const std::string_view id = cell(row, Role::id);
        ids.push_back(id.empty() ? 0 : hash_of(id));
        if (keep_ids_) id_texts.push_back(id_words.number_of(id));
        prints.push_back(static_cast<std::uint32_t>(hash_of(row.cells) >> 32U));
    }
    if (has(Role::created)) add_date(cell(row, Role::created), created, created_dates);
    if (has(Role::closed)) add_date(cell(row, Role::closed), closed, closed_dates);
    if (has(Role::modified)) add_date(cell(row, Role::modified), modified, modified_dates);
    if (has(Role::stage_at)) {
        const DateTime at = date_from(cell(row, Role::stage_at));
        stage_at_dates.add(at.date);
        stage_at.push_back(at.date);
        stage_at_seconds.push_back(at.second);
    }
    for (std::size_t i = 0; i < stage_dates.size(); ++i) {
        add_date(trimmed(row.cells[columns[index_of(Role::stage_dates)][i]]), stage_dates[i],
                 stage_date_columns[i]);
    }
    if (has(Role::outcome)) add_text(cell(row, Role::outcome), outcomes, outcome_texts, &outcome_counts);
    if (has(Role::stage)) add_text(cell(row, Role::stage), stages, stage_texts, &stage_counts);
    if (has(Role::lost_reason)) add_text(cell(row, Role::lost_reason), reasons, reason_texts, &reason_counts);
    if (has(Role::lost_stage)) add_text(cell(row, Role::lost_stage), lost_stages, lost_stage_texts, nullptr);
    if (has(Role::pipeline)) pipelines.push_back(pipeline_texts.number_of(cell(row, Role::pipeline)));
    if (has(Role::responsible))
        responsibles.push_back(responsible_texts.number_of(cell(row, Role::responsible)));
    if (has(Role::source)) sources.push_back(source_texts.number_of(cell(row, Role::source)));
    if (has(Role::contact)) {
        const std::string contact = contact_from(cell(row, Role::contact));
        contacts.push_back(contact.empty() ? 0 : hash_of(contact));
    }
    if (has(Role::amount)) add_amount(row);
}

}  // namespace funnel::deals
