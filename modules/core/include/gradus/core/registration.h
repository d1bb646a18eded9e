/// What the registration macros of the modules share.
#pragma once
#include <functional>

namespace gradus {

/// Calls `add` and returns true. For the initial value of a namespace-scope variable: nobody could
/// catch an exception there, so one ends the program with exit code 2 and one line on stderr.
bool register_before_main(const std::function<void()>& add) noexcept;

}  // namespace gradus

/// The two words as one, macros in them expanded first.
#define GRADUS_CONCATENATE(a, b) GRADUS_CONCATENATE_(a, b)
/// The two words as one, as they stand.
#define GRADUS_CONCATENATE_(a, b) a##b

/// Evaluates the expression before `main`, at namespace scope of one source file. In a static
/// library, link that library with `gradus_link_whole`.
#define GRADUS_BEFORE_MAIN(...)                                                         \
  [[maybe_unused]] static const bool GRADUS_CONCATENATE(gradus_registered_, __LINE__) = \
      ::gradus::register_before_main([] { __VA_ARGS__; })
