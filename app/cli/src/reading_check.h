/// Flags that say how files are read, beside data that are not read from files.
#pragma once
#include "data_flags.h"

namespace gradus::cli {

/// Throws `UsageError` for a reading flag that was typed though all of the request's data have
/// names, as in `iris`: these are not read from the user's files, and the flag would do nothing.
void check_reading_flags(const Flags& flags, const DataRequest& request);

}  // namespace gradus::cli
