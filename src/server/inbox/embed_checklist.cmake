# Writes a C++ file (OUT) with a document (DOCUMENT) as raw strings, a line a literal.
file(READ "${DOCUMENT}" text)
string(REPLACE "\n" "\n)~json~\"\n    R\"~json~(" lines "${text}")
file(WRITE "${OUT}" "// Made by embed_checklist.cmake.\n#include \"inbox/checklist_document.hpp\"\n\nnamespace funnel::server {\n\n"
  "const std::string_view kChecklistDocument =\n    R\"~json~(${lines})~json~\";\n\n}  // namespace funnel::server\n")
