# Writes a C++ file with assets/deals/columns.json and outcomes.json (semicolon list DOCUMENTS) as raw strings, a line a literal:
# compilers bound the length of one, and a letter must not be cut in two.
set(body "// Made by embed_words.cmake from assets/deals.\n#include \"core/json/deals_json.hpp\"\n\nnamespace funnel {\n\n")
foreach(path IN LISTS DOCUMENTS)
  get_filename_component(name "${path}" NAME_WE)
  file(READ "${path}" text)
  string(REPLACE "\n" "\n)~json~\"\n    R\"~json~(" lines "${text}")
  string(APPEND body "const std::string_view kDealsWords_${name} =\n    R\"~json~(${lines})~json~\";\n\n")
endforeach()
string(APPEND body "}  // namespace funnel\n")
file(WRITE "${OUT}" "${body}")
