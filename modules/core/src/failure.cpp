#include "gradus/core/failure.h"

#include "gradus/core/utf8.h"

#include <c10/util/Exception.h>

#include <cstdio>
#include <new>

namespace gradus {
namespace {

/// Values are quoted as they were given: their line breaks and escape sequences must not reach a
/// terminal or a log as such.
std::string one_line(const std::string& message) {
  const bool text = is_utf8(message);
  std::string line;
  for (size_t i = 0; i < message.size(); ++i) {
    const char c = message[i];
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      line += "\\n";
    } else if (text && byte == 0xc2 && static_cast<unsigned char>(message[i + 1]) < 0xa0) {
      line += fmt::format("\\u{:04x}", static_cast<unsigned char>(message[++i]));  // C1, as U+009B
    } else if (byte < 0x20 || byte == 0x7f || (byte >= 0x80 && !text)) {
      line += fmt::format("\\x{:02x}", byte);
    } else {
      line += c;
    }
  }
  return line;
}

/// Of what others wrote, who explain themselves in the lines below.
std::string first_line(const std::string& message) {
  return message.substr(0, message.find('\n'));
}

}  // namespace

int fail(std::string_view program, const std::string& message, ExitCode code) {
  const auto line = fmt::format("{}: {}\n", program, one_line(message));
  // fputs, because a closed stderr must not become a second error.
  std::fputs(line.c_str(), stderr);
  return static_cast<int>(code);
}

int fail_with_current_exception(std::string_view program, bool verbose) {
  try {
    throw;
  } catch (const Error& error) {
    return fail(program, error.what(), error.exit_code());
  } catch (const c10::Error& error) {
    if (verbose) std::fputs(error.what(), stderr);
    return fail(program, first_line(error.what_without_backtrace()), ExitCode::kFailed);
  } catch (const std::bad_alloc&) {
    return fail(program,
                "out of memory: use fewer examples, a smaller model or a smaller --batch-size",
                ExitCode::kFailed);
  } catch (const std::exception& error) {
    return fail(program, first_line(error.what()), ExitCode::kFailed);
  }
}

}  // namespace gradus
