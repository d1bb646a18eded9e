#include "oracle.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <stdexcept>

namespace {

struct Output {
  std::string text;
  int status;
};

Output run(const std::string& command) {
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
  std::string text;
  std::array<char, 4096> buffer;
  while (const size_t n = fread(buffer.data(), 1, buffer.size(), pipe))
    text.append(buffer.data(), n);
  return {text, pclose(pipe)};
}

}  // namespace

bool oracle_available() {
  static const bool kAvailable =
      std::string(GRADUS_PYTHON) != "" &&
      run("'" GRADUS_PYTHON "' -c 'import torch' 2>/dev/null").status == 0;
  const char* ci = std::getenv("CI");
  if (!kAvailable && ci != nullptr && std::string(ci) == "true")
    throw std::runtime_error("'" GRADUS_PYTHON
                             "' cannot import torch: with CI=true no oracle may be skipped");
  return kAvailable;
}

std::map<std::string, std::vector<double>> run_oracle(const std::string& script) {
  const auto output =
      run("'" GRADUS_PYTHON "' '" GRADUS_SOURCE_DIR "/tests/oracle/" + script + "' 2>&1");
  if (output.status != 0) throw std::runtime_error(script + " failed: " + output.text);
  std::map<std::string, std::vector<double>> values;
  std::istringstream lines(output.text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string key, word;
    words >> key;
    while (words >> word) values[key].push_back(std::stod(word));
  }
  return values;
}
