# Writes a C++ file OUT with JSON files (semicolon list DOCUMENTS) as raw strings, the constants PREFIX and the file's name that HEADER
# declares in NAMESPACE. A line a literal: compilers bound the length of one, and a letter must not be cut in two.
set(body "// Made by embed_words.cmake.\n#include \"${HEADER}\"\n\nnamespace ${NAMESPACE} {\n\n")
foreach(path IN LISTS DOCUMENTS)
  get_filename_component(name "${path}" NAME_WE)
  file(READ "${path}" text)
  string(REPLACE "\n" "\n)~json~\"\n    R\"~json~(" lines "${text}")
  string(APPEND body "const std::string_view ${PREFIX}${name} =\n    R\"~json~(${lines})~json~\";\n\n")
endforeach()
string(APPEND body "}  // namespace ${NAMESPACE}\n")
file(WRITE "${OUT}" "${body}")
