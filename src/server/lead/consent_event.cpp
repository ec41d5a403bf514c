#include "lead/consent_event.hpp"

#include "system/digest.hpp"

namespace funnel::server {

const std::string kFirstEventHash(64, '0');

std::string hash_of(const ConsentEvent& event, const std::string& previous) {
    return sha256_hex(previous + '\n' + std::to_string(event.seq) + '\n' + std::to_string(event.lead_id) +
                      '\n' + event.kind + '\n' + event.event + '\n' + event.version + '\n' + event.sha256 +
                      '\n' + std::to_string(event.at_ms));
}

}  // namespace funnel::server
