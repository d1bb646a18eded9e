// Names that are matched by hand.
#pragma once
#include "gradus/interop/name_map.h"
#include "name_match.h"

namespace gradus::interop {

/// Throws `UsageError` for names that are not there, and for those that are used twice.
Matches given_matches(const NamedTensors& theirs, const NamedTensors& ours,
                      const GivenNames& given);

}  // namespace gradus::interop
