/// Things that are found by name: models, data sets, activations, losses, metrics, callbacks.
#pragma once
#include "gradus/core/error.h"
#include "gradus/core/suggest.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace gradus {

/// Factories by name. Filled before `main` by the registration macros of each module.
template <typename Factory>
class Registry {
 public:
  /// What is known of a name.
  struct Entry {
    std::string summary;  ///< one line for the listing
    Factory factory;      ///< makes the thing, or says how
  };

  /// `kind` names the things in messages, as in "model".
  explicit Registry(std::string kind) : kind_(std::move(kind)) {}

  /// Throws `UsageError` when the name is taken.
  void add(const std::string& name, std::string summary, Factory factory) {
    const bool added =
        entries_.try_emplace(name, Entry{std::move(summary), std::move(factory)}).second;
    if (!added) throw UsageError("{} '{}' is registered twice", kind_, name);
  }

  /// Whether `find` would find it.
  bool contains(const std::string& name) const { return entries_.contains(name); }

  /// Throws `UsageError` that lists the candidates, nearest first.
  const Entry& find(const std::string& name) const {
    const auto found = entries_.find(name);
    if (found == entries_.end()) throw UsageError("{}", unknown_name_message(kind_, name, names()));
    return found->second;
  }

  /// In alphabetical order.
  std::vector<std::string> names() const {
    std::vector<std::string> result;
    for (const auto& [name, entry] : entries_) result.push_back(name);
    return result;
  }

  /// All, by name.
  const std::map<std::string, Entry>& entries() const { return entries_; }

 private:
  std::string kind_;
  std::map<std::string, Entry> entries_;
};

}  // namespace gradus
