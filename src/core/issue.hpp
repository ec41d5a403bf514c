// One thing that is wrong with a document, said to a person.
#pragma once

#include <string>

namespace funnel {

struct Issue {
    std::string path;  // JSON Pointer (RFC 6901); "" is the whole document
    std::string code;  // not_json wrong_format newer_version missing wrong_type out_of_range duplicate_id
                       // duplicate_key both_given unknown_key too_many too_large stages_differ unknown_item
    std::string message;  // in Russian, for the person who typed it
    friend bool operator==(const Issue&, const Issue&) = default;
};

}  // namespace funnel
