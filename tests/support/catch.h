/// Catch2 beside LibTorch, version 2 or 3. The order matters: included first, Catch2 would lose its
/// CHECK to c10's macro of the same name, which aborts the process.
#pragma once
#include <torch/types.h>

#undef CHECK
#undef CHECK_EQ
#undef CHECK_NE
#undef DCHECK
#undef LOG
#undef INFO
#undef FAIL

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::Equals;
using Catch::Matchers::StartsWith;
#else
#include <catch2/catch.hpp>
using Catch::Matchers::Equals;
using Catch::Matchers::StartsWith;
inline auto ContainsSubstring(const std::string& text) {
  return Catch::Matchers::Contains(text);
}
#endif

/// CHECK that `expression` throws `Type` with a message that contains `text`.
#define CHECK_THROWS_MESSAGE(expression, Type, text)     \
  do {                                                   \
    std::string gradus_message = "nothing was thrown";   \
    try {                                                \
      static_cast<void>(expression);                     \
    } catch (const Type& error) {                        \
      gradus_message = error.what();                     \
    }                                                    \
    CHECK_THAT(gradus_message, ContainsSubstring(text)); \
  } while (false)
