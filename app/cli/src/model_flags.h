/// The flags that say which model; shared by train, import and what they share.
#pragma once
#include "flags.h"

namespace gradus::cli {

void add_model_flags(CLI::App& app, Flags& flags);
/// The model `fallback` where --model does not name one, with the options of the other flags in it.
/// Throws `UsageError` for an option that is given twice.
NamedSettings read_model_flags(const Flags& flags, const std::string& fallback);

}  // namespace gradus::cli
