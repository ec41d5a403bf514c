#include "core/deals/table.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/deals/cell.hpp"
#include "core/deals/header.hpp"

namespace funnel::deals {

namespace {

constexpr std::size_t kFirstBlock = std::size_t{1} << 20U;  // what the encoding is judged by
constexpr std::size_t kBlock = std::size_t{1} << 18U;
constexpr std::size_t kDelimiterBytes = std::size_t{64} << 10U;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct Signature {
    std::string_view bytes;
    std::string_view what;
};
// Files that people drop in place of a table, by their first bytes.
constexpr std::array<Signature, 12> kSignatures{{
    {"PK\x03\x04", "Это книга Excel (.xlsx) или архив, а не текст. Откройте её и сохраните как CSV."},
    {"\xD0\xCF\x11\xE0",
     "Это книга Excel старого вида (.xls) или книга с паролем. Откройте её и сохраните как CSV."},
    {"\xFF\xD8\xFF", "Это фотография, а не таблица. Нужна выгрузка сделок из CRM в CSV или Excel."},
    {"\x89PNG", "Это картинка, а не таблица. Нужна выгрузка сделок из CRM в CSV или Excel."},
    {"GIF8", "Это картинка, а не таблица. Нужна выгрузка сделок из CRM в CSV или Excel."},
    {"RIFF", "Это картинка, звук или видео, а не таблица. Нужна выгрузка сделок из CRM в CSV или Excel."},
    {"%PDF", "Это PDF, а не таблица. Нужна выгрузка сделок из CRM в CSV или Excel."},
    {"\x1F\x8B", "Это сжатый архив. Распакуйте его и возьмите таблицу из него."},
    {"7z\xBC\xAF", "Это сжатый архив. Распакуйте его и возьмите таблицу из него."},
    {"Rar!", "Это сжатый архив. Распакуйте его и возьмите таблицу из него."},
    {"{\\rtf", "Это документ Word, а не таблица. Нужна выгрузка сделок из CRM в CSV или Excel."},
    {std::string_view("\x00\x00\x00", 3), "Это видео или другой двоичный файл, а не таблица."},
}};

// More than one control character in a hundred: not a text.
bool is_text(std::string_view text) {
    text = text.substr(0, kDelimiterBytes);
    const auto controls = std::count_if(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r';
    });
    return static_cast<std::size_t>(controls) * 100 <= text.size();
}

// Guessed UTF-16 of a picture is letters of every script: fewer than half are of ours or ASCII.
bool is_likely_utf16(std::string_view text) {
    text = text.substr(0, kDelimiterBytes);
    std::size_t letters = 0;
    std::size_t near = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xC0U) == 0x80U) continue;
        ++letters;
        if (byte < 0xD4) ++near;  // below U+0500
    }
    return near * 2 >= letters;
}

// "<html", "<table", "<?xml" at the beginning: what CRMs save as .xls.
bool is_markup(std::string_view text) {
    const std::string start = folded(text.substr(0, 64));
    for (const std::string_view tag : {"<html", "<!doctype", "<table", "<?xml", "<meta", "<head", "<style"}) {
        if (start.substr(0, tag.size()) == tag) return true;
    }
    return false;
}

std::vector<std::string> trimmed_cells(const TableRow& row) {
    std::vector<std::string> cells;
    cells.reserve(row.cells.size());
    for (const std::string_view cell : row.cells) cells.emplace_back(trimmed(cell));
    return cells;
}

}  // namespace

void LineCount::add(std::uint32_t line) {
    ++count;
    if (lines.size() < kLinesTold) lines.push_back(line);
}

TableReader::TableReader(const Words& words, TableSink& sink, TableOptions options)
    : words_(words), sink_(sink), options_(std::move(options)) {}

void TableReader::refuse(std::string code, std::string message) {
    if (!refusal_) refusal_ = Issue{"", std::move(code), std::move(message)};
    raw_.clear();
    text_.clear();
    at_ = 0;
}

void TableReader::feed(std::string_view bytes) {
    bytes_ += bytes.size();
    if (bytes_ > kMaxFileBytes) refuse("too_large", "Файл больше 1 ГиБ. Выгрузите сделки за меньший срок.");
    // Blocks lie at the same places of the file however it comes.
    while (!bytes.empty() && !refusal_) {
        const std::size_t block = begun_ ? kBlock : kFirstBlock;
        const std::size_t taken = std::min(block - raw_.size(), bytes.size());
        raw_.append(bytes.substr(0, taken));
        bytes.remove_prefix(taken);
        if (raw_.size() == block) take_block(false);
    }
}

void TableReader::finish() {
    if (!refusal_) take_block(true);
}

void TableReader::take_block(bool last) {
    if (!begun_) {
        begin(last);
    } else {
        decoder_->decode(raw_, text_);
        if (last) decoder_->finish(text_);
    }
    raw_.clear();
    if (!refusal_) read_rows(last);
}

void TableReader::choose_delimiter(bool last) {
    const std::string_view first_line = std::string_view(text_).substr(0, text_.find_first_of("\r\n"));
    if (options_.delimiter) {
        head_.delimiter = *options_.delimiter;
    } else if (first_line.size() == 5 && folded(first_line.substr(0, 4)) == "sep=") {
        head_.delimiter = first_line[4];
        at_ = first_line.size();
        if (text_.compare(at_, 2, "\r\n") == 0) ++at_;
        at_ = std::min(at_ + 1, text_.size());
    } else {
        // Measured in bytes of the file, whatever the text became.
        std::string start;
        Decoder decoder(head_.encoding);
        decoder.decode(std::string_view(raw_).substr(0, kDelimiterBytes), start);
        const bool whole = last && raw_.size() <= kDelimiterBytes;
        if (whole) decoder.finish(start);
        head_.delimiter = delimiter_of(start, whole);
    }
}

void TableReader::begin(bool last) {
    begun_ = true;
    for (const Signature& signature : kSignatures) {
        if (raw_.compare(0, signature.bytes.size(), signature.bytes) == 0) {
            return refuse("not_a_table", std::string(signature.what));
        }
    }
    const Recognised recognised = options_.delimiter ? Recognised{} : recognise_encoding(raw_);
    head_.encoding = recognised.encoding;
    decoder_.emplace(recognised.encoding);
    raw_.erase(0, recognised.mark);
    decoder_->decode(raw_, text_);
    if (last) decoder_->finish(text_);
    if (trimmed(text_).empty()) return refuse("empty_file", "Файл пуст: в нём нет ни одной строки.");
    const bool guessed = recognised.mark == 0 && (recognised.encoding == Encoding::utf16le ||
                                                  recognised.encoding == Encoding::utf16be);
    if (!is_text(text_) || (guessed && !is_likely_utf16(text_)))
        return refuse("not_a_table",
                      "Это не таблица: файл двоичный. Нужна выгрузка сделок из CRM в CSV или Excel.");
    if (!options_.delimiter && is_markup(text_)) {
        return refuse("not_a_table",
                      "Это веб-страница, сохранённая как таблица. Откройте её в Excel и сохраните как CSV.");
    }
    choose_delimiter(last);

    const std::uint32_t first_line = at_ > 0 ? 2 : 1;
    const std::string_view rest = std::string_view(text_).substr(at_);
    const bool whole = last && raw_.size() <= kDelimiterBytes;
    width_ = width_of(whole ? rest : rest.substr(0, kDelimiterBytes), whole, head_.delimiter);
    if (width_ == 0) width_ = 1;
    if (width_ > kMaxColumns)
        return refuse("too_many_columns", "В таблице больше 512 столбцов. Выгрузите только нужные.");

    std::vector<SampleRow> rows;
    struct After {
        std::size_t at = 0;
        std::uint32_t line = 1;
    };
    std::vector<After> after;
    RowReader reader(head_.delimiter, options_.lines_are_rows);
    reader.start_at_line(first_line);
    TableRow row;
    std::size_t at = at_;
    while (rows.size() < kSampleRows && reader.next(text_, at, last, row) == RowReader::Outcome::row) {
        if (row.is_empty()) continue;
        rows.push_back({row.line, trimmed_cells(row)});
        after.push_back({at, reader.line()});
    }
    std::size_t below = 0;
    std::uint32_t next_line = first_line;
    const auto header = find_header(rows, width_, words_, options_.wanted_headers);
    if (header) {
        const SampleRow& named = rows[header->index];
        head_.header_line = named.line;
        head_.columns = column_names(named.cells, width_);
        if (header->units) second_header_ = rows[*header->units].line;
        at_ = after[header->index].at;
        next_line = after[header->index].line;
        below = header->index + 1;
    } else {
        head_.columns = column_names({}, width_);
    }
    for (std::size_t i = below + (second_header_ ? 1 : 0); i < rows.size(); ++i) {
        rows[i].cells.resize(width_);
        head_.sample.push_back(std::move(rows[i].cells));
    }
    reader_.emplace(head_.delimiter, options_.lines_are_rows);
    reader_->start_at_line(next_line);
    sink_.head(head_);
    head_.sample.clear();
}

void TableReader::read_rows(bool last) {
    if (!last && text_.size() < try_from_) return;
    const bool any_broken = decoder_->broken() > broken_seen_;
    broken_seen_ = decoder_->broken();
    const std::size_t whole = text_.size();
    while (!refusal_) {
        const RowReader::Outcome outcome = reader_->next(text_, at_, last, row_);
        if (outcome == RowReader::Outcome::cell_too_large) {
            return refuse("cell_too_large", "В строке " + std::to_string(reader_->line()) +
                                                " ячейка длиннее 64 КиБ: это не таблица сделок.");
        }
        if (outcome != RowReader::Outcome::row) break;
        for (const std::uint32_t line : reader_->unclosed()) unclosed_.add(line);
        const bool broken = (any_broken || broken_.count > 0) &&
                            std::any_of(row_.cells.begin(), row_.cells.end(), [](std::string_view cell) {
                                return cell.find(kReplacement) != std::string_view::npos;
                            });
        if (broken) broken_.add(row_.line);
        take_row(row_);
    }
    if (refusal_) return;
    text_.erase(0, at_);
    at_ = 0;
    // A row longer than a block is tried again only when there is twice as much of it.
    try_from_ = text_.size() == whole ? 2 * text_.size() : 0;
}

void TableReader::take_row(const TableRow& row) {
    if (row.is_empty()) return;
    if (++rows_ > kMaxRows)
        return refuse("too_many_rows", "В файле больше 5 000 000 строк. Выгрузите сделки за меньший срок.");
    if (second_header_ && row.line == *second_header_) {
        second_header_.reset();
        return sink_.left_out(row.line, RowFault::header);
    }
    const auto extra = row.cells.begin() + static_cast<std::ptrdiff_t>(std::min(width_, row.cells.size()));
    if (std::any_of(extra, row.cells.end(), [](std::string_view cell) { return !trimmed(cell).empty(); })) {
        return sink_.left_out(row.line, RowFault::ragged);
    }
    row_.cells.resize(width_);
    sink_.row(row_);
}

}  // namespace funnel::deals
