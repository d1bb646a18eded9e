#include "evaluation_data.h"

#include "data_manifest.h"
#include "gradus/core/error.h"
#include "reading_check.h"

namespace gradus::cli {
namespace {

constexpr const char* kAmongMeasured = "the validation part is among the measured examples";
constexpr const char* kNoValidation = "the run had no validation part (--validation 0)";

constexpr const char* kNoData = "the run was imported and names no data of its own";

DataRequest request_of(const Flags& flags, const SavedRun& run) {
  auto request = run.data;
  request.data = flags.text("--data", run.data.data);
  if (request.data.empty()) throw UsageError("{}: give --data DATA", kNoData);
  for (const auto& [flag, text] : reading_texts(flags)) {
    if (flags.given(flag)) request.reading[flag] = text;
  }
  check_reading_flags(flags, request);
  // A classifier's labels may look like numbers to regress on in a smaller file.
  if (request.reading["--task"] == "auto") request.reading["--task"] = run.saved.task;
  if (request.reading["--target"].empty() && run.saved.target_names.size() == 1) {
    request.reading["--target"] = run.saved.target_names.front();
  }
  if (request.data != run.data.data) request.test_data = request.validation_data = "";
  return request;
}

data::LoadedData load_for(const SavedRun& run, const DataRequest& request) {
  return load(request, {run.saved.class_names, run.saved.feature_names, run.saved.input_shape});
}

data::Dataset whole(data::LoadedData loaded) {
  if (!loaded.test) return std::move(loaded.train);
  auto all = std::move(loaded.train);
  all.inputs = torch::cat({all.inputs, loaded.test->inputs});
  all.targets = torch::cat({all.targets, loaded.test->targets});
  return all;
}

void set_validation(EvaluationData& chosen, data::Dataset validation) {
  chosen.validation = std::move(validation);
  if (chosen.validation.size() == 0) chosen.no_validation = kNoValidation;
}

/// Of the run's own data, where other data are measured. They may be gone by now, which is no
/// reason not to measure.
void load_validation(EvaluationData& chosen, const SavedRun& run,
                     const std::filesystem::path& folder) {
  if (run.data.data.empty()) {
    chosen.no_validation = kNoData;
    return;
  }
  try {
    set_validation(chosen, split_parts(run.data, load_for(run, run.data)).validation);
    check_part(folder, run.data.data, "validation", chosen.validation);
  } catch (const Error& error) {
    chosen.validation = {};
    chosen.no_validation = error.what();
  }
}

}  // namespace

EvaluationData choose_evaluation_data(const Flags& flags, const SavedRun& run,
                                      const std::filesystem::path& folder,
                                      const std::string& part) {
  const auto request = request_of(flags, run);
  const bool same_data = request.data == run.data.data;
  auto loaded = load_for(run, request);
  if (part == "all" || (part == "auto" && !same_data && !loaded.test)) {
    EvaluationData chosen{whole(std::move(loaded)), "all", {}, kAmongMeasured};
    if (!same_data) load_validation(chosen, run, folder);
    return chosen;
  }
  auto parts = split_parts(request, std::move(loaded));
  if (part == "validation") {
    if (parts.validation.size() == 0) throw UsageError("{}", kNoValidation);
    if (same_data) check_part(folder, request.data, part, parts.validation);
    return {parts.validation, part, {}, kAmongMeasured};
  }
  EvaluationData chosen{
      part == "train" ? parts.train : parts.test, part == "train" ? part : "test", {}, {}};
  if (same_data) {
    check_part(folder, request.data, chosen.part, chosen.dataset);
    set_validation(chosen, parts.validation);
  } else {
    load_validation(chosen, run, folder);
  }
  return chosen;
}

}  // namespace gradus::cli
