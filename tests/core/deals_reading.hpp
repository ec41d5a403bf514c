// An export read in a test, whole or in pieces.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/json/deals_json.hpp"
#include "random_scenario.hpp"

namespace funnel::testing {

class Read {
public:
    // An empty mapping is recognised. `piece`: bytes fed at once, 0 for all of them.
    explicit Read(const std::string& file, const std::string& mapping = "", std::size_t piece = 0)
        : words_(compiled_in_words()), reader_(words_, {mapping_in(mapping), true, {}}) {
        const std::size_t step = piece == 0 ? std::max<std::size_t>(file.size(), 1) : piece;
        for (std::size_t at = 0; at < file.size(); at += step)
            reader_.feed(std::string_view(file).substr(at, step));
        reader_.finish();
    }
    Read(const Read&) = delete;
    Read& operator=(const Read&) = delete;

    [[nodiscard]] const deals::DealsReader& reader() const { return reader_; }
    [[nodiscard]] const deals::RowStore& store() const { return reader_.store(); }
    [[nodiscard]] deals::DealsResult deals(funnel::Day today,
                                           std::optional<funnel::Day> as_of = std::nullopt) const {
        return reader_.deals(reader_.mapping(), {today, as_of});
    }
    [[nodiscard]] std::string report_json(funnel::Day today, std::optional<funnel::Day> as_of = std::nullopt,
                                          const deals::AnalysisOptions& options = {}) const {
        REQUIRE(reader_.issues().empty());
        const deals::DealsResult result = deals(today, as_of);
        REQUIRE(result.set);
        return deals_report_to_json(reader_, *result.set, deals::report_of(*result.set, store(), options));
    }

private:
    static std::optional<deals::Mapping> mapping_in(const std::string& text) {
        if (text.empty()) return std::nullopt;
        MappingResult read = mapping_from_json(text);
        REQUIRE(read.mapping);
        return read.mapping;
    }

    deals::Words words_;
    deals::DealsReader reader_;
};

}  // namespace funnel::testing
