# cmake -D INPUT=FILE -D OUTPUT=FILE.cpp -D NAME=path/in/project -P EmbedSource.cmake
# Writes a source file that registers the bytes of a text file under NAME. As numbers, because no
# string literal holds any text of any length in every compiler.
file(READ "${INPUT}" bytes HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
string(REGEX REPLACE "(('[^']*',){16})" "\\1\n    " bytes "${bytes}")
file(WRITE "${OUTPUT}"
  "#include <string_view>\n\n"
  "namespace gradus::demos {\n"
  "bool add_source(std::string_view path, std::string_view text);\n"
  "namespace {\n"
  "constexpr char kText[] = {\n    ${bytes}};\n"
  "const bool added = add_source(\"${NAME}\", {kText, sizeof kText});\n"
  "}  // namespace\n"
  "}  // namespace gradus::demos\n")
