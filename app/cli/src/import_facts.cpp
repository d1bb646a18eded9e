#include "import_facts.h"

#include "gradus/core/error.h"
#include "saved_run.h"

#include <fmt/format.h>

#include <set>

namespace gradus::cli {
namespace {

constexpr const char* kClassification = "classification";
constexpr const char* kRegression = "regression";

/// Takes the names of the data. The data themselves are not what the network was trained on, as far
/// as anyone knows: measuring asks for them again.
data::Dataset take_data(const ImportRequest& request, ImportDraft& draft) {
  auto options = request.data;
  auto dataset = load(options).train;
  auto& saved = draft.saved;
  options.data = saved.data = "";
  saved.data_options = options.to_map();
  saved.input_shape = dataset.input_shape();
  saved.class_names = dataset.class_names;
  saved.feature_names = dataset.feature_names;
  saved.target_names = dataset.target_names;
  return dataset;
}

/// An export says its task itself, and no flag makes another network of it.
std::string exported_task(const ImportRequest& request, const ImportDraft& draft) {
  const auto& task = draft.saved.task;
  if (request.task != "auto" && request.task != task) {
    throw UsageError("--task {}: '{}' is an export of gradus for {}: leave the flag out",
                     request.task, request.file.string(), task);
  }
  if (!request.class_names.empty() && task != kClassification) {
    throw UsageError("--classes: '{}' is an export of gradus for {}: leave the flag out",
                     request.file.string(), task);
  }
  return task;  // data of another are refused when they are compared with the network
}

std::string task_of(const ImportRequest& request, const std::optional<data::Dataset>& dataset,
                    ImportDraft& draft) {
  if (!draft.saved.task.empty()) return exported_task(request, draft);
  if (request.task != "auto") return request.task;
  if (dataset) return dataset->task == data::Task::kRegression ? kRegression : kClassification;
  if (!request.class_names.empty()) return kClassification;
  if (draft.columns == 1) {
    throw UsageError(
        "'{}' has one output: say what it is, by --task classification (the logit of the second of "
        "two classes) or --task regression (a number)",
        request.file.string());
  }
  draft.notes.push_back(fmt::format(
      "the {} outputs are taken for the logits of as many classes (--task regression for numbers)",
      draft.columns));
  return kClassification;
}

void check_names(const char* flag, const std::vector<std::string>& names, int64_t expected) {
  if (static_cast<int64_t>(names.size()) != expected) {
    throw UsageError("{} names {}: expected {} names, as the network has", flag, names.size(),
                     expected);
  }
  std::set<std::string> known;
  for (const auto& name : names) {
    if (!known.insert(name).second)
      throw UsageError("{} names '{}' twice: expected another name for each", flag, name);
  }
}

std::vector<std::string> numbers_to(int64_t count) {
  std::vector<std::string> names;
  for (int64_t i = 0; i < count; ++i) names.push_back(std::to_string(i));
  return names;
}

int64_t classes_of(const ImportDraft& draft) {
  return draft.columns == 1 ? 2 : draft.columns;
}

void decide_classes(const ImportRequest& request, const std::optional<data::Dataset>& dataset,
                    ImportDraft& draft) {
  auto& names = draft.saved.class_names;
  const int64_t classes = classes_of(draft);
  if (!request.class_names.empty()) {
    check_names("--classes", request.class_names, classes);
    names = request.class_names;
  }
  if (names.empty()) names = numbers_to(classes);
  if (!dataset && static_cast<int64_t>(names.size()) != classes)
    throw CheckpointError("metadata of the file: {} names of {} classes", names.size(), classes);
}

/// `own_shape` is the network's, for the message: the draft has that of the data already.
void check_data(data::Dataset& dataset, const ImportDraft& draft, std::vector<int64_t> own_shape) {
  auto network = draft.saved;
  network.input_shape = std::move(own_shape);
  check_fit(dataset, network);
  const int64_t classes = classes_of(draft);
  if (dataset.task == data::Task::kRegression || dataset.outputs() == classes) return;
  throw DataError("'{}' has {} classes, the network {}", dataset.name, dataset.outputs(), classes);
}

}  // namespace

void decide_facts(const ImportRequest& request, ImportDraft& draft) {
  auto& saved = draft.saved;
  if (saved.input_shape.empty()) saved.input_shape = {saved.in_features};
  const auto own_shape = saved.input_shape;
  std::optional<data::Dataset> dataset;
  if (!request.data.data.empty()) dataset = take_data(request, draft);
  if (saved.data_options.empty()) saved.data_options = request.data.to_map();
  saved.task = task_of(request, dataset, draft);
  if (saved.task == kRegression) {
    saved.class_names.clear();
    saved.out_features = draft.columns;
  } else {
    decide_classes(request, dataset, draft);
  }
  const auto named = static_cast<int64_t>(saved.feature_names.size());
  if (!dataset && named > 0 && named != saved.in_features)
    throw CheckpointError("metadata of the file: {} names of {} inputs", named, saved.in_features);
  if (!request.feature_names.empty()) {
    check_names("--features", request.feature_names, saved.in_features);
    saved.feature_names = request.feature_names;
  }
  if (dataset) check_data(*dataset, draft, own_shape);
}

}  // namespace gradus::cli
