/// PyTorch's workflow in C++, beside its twin in Python.
#pragma once
#include "demo.h"
#include "python_twin.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace gradus::demos::workflow {

struct Options {
  int64_t epochs, batch_size, hidden;
  double learning_rate;
  std::string python;  ///< program that runs the twin
};

/// What one run of the workflow measured, by name, in C++ or in Python: `weights` (all initial
/// parameters, in order), `losses` (mean training loss of each epoch), `accuracy` on the held-out
/// part, and `reload_error`, the largest difference of the saved and loaded model's outputs.
using Outcome = std::map<std::string, std::vector<double>>;

struct Result {
  Outcome cpp;
  TwinRun twin;
};

Options read_options(const Settings& settings, bool quick);
/// The workflow itself; the model is saved as `file`.
Outcome train(const Options& options, const Setup& setup, const std::filesystem::path& file);
/// Both, in `folder`.
Result measure(const Options& options, const Setup& setup, const std::filesystem::path& folder);
std::vector<report::Finding> judge(const Result& result);

}  // namespace gradus::demos::workflow
