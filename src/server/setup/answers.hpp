// What `init` asks, in its order: the question, the option that answers it, and what is wrong with an answer.
#pragma once

#include <iosfwd>
#include <string>

#include "setup/setup.hpp"

namespace funnel::server {

// Lines "--inn: …" for every answer that is given and wrong; "" when all are sound.
[[nodiscard]] std::string faults_of(const Init& init);

// Asks for what is empty, a wrong answer again. False when the answers end before the questions.
[[nodiscard]] bool ask_for_all(Init& init, std::istream& in, std::ostream& out);

// The address of a Bitrix24 webhook is its key: it stands in a file, and no other key is needed.
[[nodiscard]] bool is_address_the_key(const Init& init);

}  // namespace funnel::server
