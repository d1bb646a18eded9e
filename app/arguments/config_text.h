/// The flags of a command written as a configuration file, with what was decided where none was
/// given.
#pragma once
#include "flags.h"

#include <map>
#include <set>
#include <string>

namespace gradus::cli {

/// A TOML document with a line a flag under its heading, the flag's help as comment: the value in
/// `chosen` (by flag, as "--epochs"), else the one given, else the default it was read with;
/// without any of them, a comment with the key. `left_out` flags do not appear. What `parse_config`
/// and `apply_config` make of it are the same texts again.
std::string config_text(const Flags& flags, const std::map<std::string, std::string>& chosen,
                        const std::set<std::string>& left_out);

}  // namespace gradus::cli
