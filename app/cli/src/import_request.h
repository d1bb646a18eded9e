/// What `gradus import` was asked to do.
#pragma once
#include "data_flags.h"
#include "gradus/interop/name_map.h"

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace gradus::cli {

struct ImportRequest {
  std::filesystem::path file;
  std::string key;                  ///< of the dictionary meant in it; empty for the only one
  interop::GivenNames given_names;  ///< --map theirs=ours
  std::set<std::string> left_out;   ///< --map theirs=
  /// The model, or with an empty name what is to be found out; options in it win.
  NamedSettings model;
  std::string task;  ///< classification, regression, or auto
  std::vector<std::string> class_names, feature_names;
  /// Whose names and shape the network has; its `data` is empty where none is given.
  DataRequest data;
  std::filesystem::path standardization;
  std::string output, name;
  bool json = false;
};

void add_import_flags(CLI::App& app, Flags& flags);
/// Throws `UsageError` for values that are none, and for flags without effect.
ImportRequest read_import_flags(const Flags& flags, const std::string& file);

}  // namespace gradus::cli
