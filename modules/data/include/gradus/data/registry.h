/// Data sets by name: `spirals:arms=3,noise=0.1`.
#pragma once
#include "gradus/core/registration.h"
#include "gradus/core/registry.h"
#include "gradus/core/settings.h"
#include "gradus/data/dataset.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gradus::data {

/// A file that was left out because it cannot be read.
struct SkippedFile {
  std::string path;    ///< as it was opened
  std::string reason;  ///< why it was left out, in a phrase
};

/// What a factory or a reader returns.
struct LoadedData {
  Dataset train;                           ///< the part that is learnt from; never empty
  std::optional<Dataset> test = {};        ///< where the set comes with one
  std::optional<Dataset> validation = {};  ///< likewise
  std::vector<std::string> files = {};     ///< that were read, in this order; empty for made data
  std::vector<SkippedFile> skipped = {};   ///< by `ImageOptions::skip_broken`
};

/// Reads every option it knows from the settings; `load_data` refuses the others.
using DatasetFactory = std::function<LoadedData(const Settings&)>;

/// The built-in sets and those registered by `GRADUS_REGISTER_DATASET`.
Registry<DatasetFactory>& registry();

/// Adds a data set before `main`, at namespace scope of any source file:
/// `GRADUS_REGISTER_DATASET("my_data", "what it is", make_my_data);`
#define GRADUS_REGISTER_DATASET(name, summary, factory) \
  GRADUS_BEFORE_MAIN(::gradus::data::registry().add(name, summary, factory))

}  // namespace gradus::data
