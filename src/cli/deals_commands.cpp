#include "deals_commands.hpp"

#include <cerrno>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iostream>
#include <optional>
#include <vector>

#include "core/deals/sha256.hpp"
#include "core/json/deals_json.hpp"
#include "core/json/document.hpp"
#include "core/json/scenario_json.hpp"
#include "days.hpp"
#include "files.hpp"
#include "pretty_deals.hpp"

namespace funnel::cli {

namespace {

using namespace funnel::deals;

Day today_of_machine() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    return day_from_date({local.tm_year + 1900, local.tm_mon + 1, local.tm_mday}).value_or(0);
}

int bad_usage(const std::string& message) {
    std::cerr << message << '\n';
    return kBadUsage;
}

// A mapping, or the exit code that ends the command. An empty path is no mapping.
struct LoadedMapping {
    std::optional<Mapping> mapping;
    int exit_code = kOk;
};
LoadedMapping load_mapping(const std::string& path) {
    if (path.empty()) return {};
    const std::optional<std::string> text = text_of(path);
    if (!text) return {std::nullopt, kUnreadable};
    MappingResult result = mapping_from_json(*text);
    if (!result.mapping) return {std::nullopt, bad_document(result.issues)};
    return {std::move(result.mapping), kOk};
}

// What the sides agreed on, and the SHA-256 of its text.
struct Agreed {
    std::optional<Agreement> agreement;
    std::optional<std::string> sha256;
};

enum class Fingerprint { no, yes };

// Feeds a file to the reader by pieces. The exit code of a file that cannot be read.
int feed(DealsReader& reader, const std::string& path, Fingerprint fingerprint, GrowthEvidence& evidence) {
    std::ifstream file;
    if (path != "-") file.open(path, std::ios::binary);
    std::istream& stream = path == "-" ? std::cin : file;
    std::vector<char> piece(std::size_t{1} << 20U);
    Sha256 sum;
    bool any = false;
    while (stream && !reader.refused()) {
        stream.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        const auto count = static_cast<std::size_t>(stream.gcount());
        if (count == 0) break;
        any = true;
        evidence.file_bytes += count;
        if (fingerprint == Fingerprint::yes) sum.add({piece.data(), count});
        reader.feed({piece.data(), count});
    }
    if ((path != "-" && !file.is_open()) || stream.bad() || (!any && !stream.eof())) {
        std::cerr << path << ": не удалось прочитать: " << std::strerror(errno) << '\n';
        return kUnreadable;
    }
    reader.finish();
    if (fingerprint == Fingerprint::yes) evidence.file_sha256 = sum.hex();
    return kOk;
}

int growth_by(const GrowthArguments& arguments, const Agreed& agreed, const Periods& periods, AsOf when);

}  // namespace

int deals(const DealsArguments& arguments) {
    AsOf when{today_of_machine(), std::nullopt};
    std::optional<Day> today;
    if (!read_day(arguments.today, today) || !read_day(arguments.as_of, when.as_of))
        return bad_usage("Дата нужна в виде 2026-03-09.");
    if (today) when.today = *today;
    LoadedMapping loaded = load_mapping(arguments.mapping);
    if (loaded.exit_code != kOk) return loaded.exit_code;

    const Words words = compiled_in_words();
    DealsReader reader(words, {std::move(loaded.mapping), false, {}});
    GrowthEvidence evidence;
    if (const int code = feed(reader, arguments.file, Fingerprint::no, evidence); code != kOk) return code;
    if (arguments.propose) {
        if (reader.table().refusal()) return bad_document({*reader.table().refusal()});
        return print(proposal_to_json(reader, reader.proposal(when.today)) + '\n');
    }
    if (const std::vector<Issue> issues = reader.issues(); !issues.empty()) return bad_document(issues);
    const DealsResult result = reader.deals(reader.mapping(), when);
    if (!result.set) return bad_document(result.issues);
    AnalysisOptions options;
    if (arguments.horizon_days > 0) options.horizon_days = arguments.horizon_days;
    options.window_months = arguments.months;
    const DealsReport report = report_of(*result.set, reader.store(), options);
    if (arguments.scenario) {
        if (!report.scenario)
            return bad_document(
                {{"", "no_window", "Данных для расчёта пока мало: ни один месяц не созрел."}});
        return print(scenario_to_json(*report.scenario) + '\n');
    }
    return print(arguments.pretty ? pretty(*result.set, report)
                                  : deals_report_to_json(reader, *result.set, report) + '\n');
}

int growth(const GrowthArguments& arguments) {
    AsOf when{today_of_machine(), std::nullopt};
    std::optional<Day> today;
    if (!read_day(arguments.today, today) || !read_day(arguments.as_of, when.as_of))
        return bad_usage("Дата нужна в виде 2026-03-09.");
    if (today) when.today = *today;
    std::optional<Agreement> agreement;
    std::optional<std::string> agreement_sha256;
    if (!arguments.agreement.empty()) {
        const std::optional<std::string> text = text_of(arguments.agreement);
        if (!text) return kUnreadable;
        AgreementResult read = agreement_from_json(*text);
        if (!read.agreement) return bad_document(read.issues);
        agreement = std::move(read.agreement);
        agreement_sha256 = read.sha256;
    }
    Periods periods = agreement ? agreement->periods : Periods{};
    for (const auto& [text, period] :
         {std::pair{&arguments.before, &periods.before}, std::pair{&arguments.after, &periods.after}}) {
        if (text->empty() && agreement) continue;
        const std::optional<Period> read = period_from(*text);
        if (!read) return bad_usage("Период нужен в виде 2026-01-01..2026-03-31.");
        *period = *read;
    }
    return growth_by(arguments, {agreement, agreement_sha256}, periods, when);
}

namespace {

int write_agreement(const GrowthArguments& arguments, const DealSet& set, const DealsReader& reader,
                    const Periods& periods, Day today) {
    Agreement agreement;
    agreement.made = today;
    agreement.periods = periods;
    agreement.horizon_days = arguments.horizon_days;
    if (agreement.horizon_days == 0)
        agreement.horizon_days = Curve(set.deals, set.as_of).horizon().value_or(0);
    if (agreement.horizon_days == 0) {
        return bad_document({{"/horizon_days", "no_horizon",
                              "Сделок мало, чтобы судить, за сколько дней они созревают: укажите срок."}});
    }
    agreement.mapping = reader.mapping();
    agreement.baseline = baseline_of(set, reader.store(), periods.before, agreement.horizon_days);
    agreement.min_deals = static_cast<std::uint64_t>(arguments.min_deals);
    agreement.fee.growth_share = arguments.growth_share;
    if (arguments.cap >= 0) agreement.fee.cap = arguments.cap;
    agreement.fee.pay_when =
        arguments.pay_when == "estimate" ? PayWhen::estimate : PayWhen::rate_distinguishable;
    return print(agreement_to_canonical_json(agreement) + '\n');
}

int growth_by(const GrowthArguments& arguments, const Agreed& agreed, const Periods& periods, AsOf when) {
    const std::optional<Agreement>& agreement = agreed.agreement;
    LoadedMapping loaded = load_mapping(arguments.mapping);
    if (loaded.exit_code != kOk) return loaded.exit_code;
    bool same_mapping = true;
    if (agreement) {
        same_mapping = !loaded.mapping || mapping_to_canonical_json(*loaded.mapping) ==
                                              mapping_to_canonical_json(agreement->mapping);
        if (!loaded.mapping) loaded.mapping = agreement->mapping;
    }
    const Words words = compiled_in_words();
    DealsReader reader(words, {std::move(loaded.mapping), true, {}});
    GrowthEvidence evidence;
    if (const int code = feed(reader, arguments.file, Fingerprint::yes, evidence); code != kOk) return code;
    if (const std::vector<Issue> issues = reader.issues(); !issues.empty()) return bad_document(issues);
    const DealsResult result = reader.deals(reader.mapping(), when);
    if (!result.set) return bad_document(result.issues);
    const DealSet& set = *result.set;
    std::optional<int> horizon;
    if (arguments.horizon_days > 0) horizon = arguments.horizon_days;
    if (arguments.agree) return write_agreement(arguments, set, reader, periods, when.today);
    const GrowthResult measured =
        measured_growth(set, reader.store(), {periods, horizon, same_mapping}, agreement);
    if (!measured.growth) return bad_document(measured.issues);
    return print(arguments.pretty ? pretty(set, *measured.growth)
                                  : growth_to_json(*measured.growth, set, evidence, agreed.sha256) + '\n');
}

}  // namespace

}  // namespace funnel::cli
