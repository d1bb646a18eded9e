# cmake -D INPUT=FILE -D OUTPUT=FILE.cpp -D NAME=kName -P EmbedLines.cmake
# Writes the lines of a small text file as `const std::span<const std::string_view> NAME`.
# One literal a line: some compilers limit the length of a string literal.
file(STRINGS "${INPUT}" lines ENCODING UTF-8)
set(body "")
foreach(line IN LISTS lines)
  string(REPLACE "\\" "\\\\" line "${line}")
  string(REPLACE "\"" "\\\"" line "${line}")
  string(APPEND body "    \"${line}\",\n")
endforeach()
file(WRITE "${OUTPUT}"
  "#include \"shipped_lines.h\"\n\n"
  "namespace gradus::data {\n"
  "namespace {\n"
  "constexpr std::string_view kLines[] = {\n${body}};\n"
  "}  // namespace\n"
  "const std::span<const std::string_view> ${NAME} = kLines;\n"
  "}  // namespace gradus::data\n")
