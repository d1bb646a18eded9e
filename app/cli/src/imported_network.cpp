#include "imported_network.h"

#include "gradus/core/error.h"
#include "gradus/interop/infer_mlp.h"
#include "gradus/models/registry.h"
#include "import_facts.h"
#include "import_metadata.h"
#include "model_memory.h"

#include <fmt/ranges.h>

namespace gradus::cli {
namespace {

using interop::InferredMlp;

/// Of a model that is named the shape alone is taken where the layers make no chain: what does not
/// fit is told tensor by tensor then.
InferredMlp infer(const ImportRequest& request, const interop::TensorFile& file) {
  try {
    return interop::infer_mlp(file.tensors, file.in_order);
  } catch (const CheckpointError&) {
    if (request.model.name.empty()) throw;
    InferredMlp mlp;
    mlp.sizes = interop::outer_sizes(file.tensors);
    mlp.bias = true;
    return mlp;
  }
}

/// A linear layer alone has a name of its own.
std::string inferred_name(const ImportRequest& request, const InferredMlp& mlp,
                          const ImportDraft& draft) {
  const bool is_linear = mlp.hidden.empty() && request.model.settings.values().empty();
  if (!is_linear || draft.saved.task == "regression") return "mlp";
  return draft.columns == 1 ? "logistic" : "softmax";
}

Settings inferred_settings(const std::string& model, const InferredMlp& mlp) {
  Settings settings;
  const bool has_bias_option = model == "mlp" || model == "softmax" || model == "logistic";
  if (!mlp.bias && has_bias_option) settings.set("bias", "false");
  if (model != "mlp") return settings;
  settings.set("hidden",
               mlp.hidden.empty() ? "none" : fmt::format("{}", fmt::join(mlp.hidden, "-")));
  if (mlp.normalization != "none") settings.set("normalization", mlp.normalization);
  if (!mlp.hidden.empty()) settings.set("activation", mlp.prelu ? "prelu" : "relu");
  return settings;
}

void set_requested(const ImportRequest& request, checkpoint::SavedModel& saved) {
  for (const auto& [key, value] : request.model.settings.values()) saved.settings[key] = value;
}

/// What the tensors do not tell.
void add_notes(ImportDraft& draft, bool activation_is_known) {
  const auto& settings = draft.saved.settings;
  if (draft.saved.model != "mlp" || settings.at("hidden") == "none") return;
  if (!activation_is_known)
    draft.notes.emplace_back("the file names no activation: relu is taken (--activation NAME)");
  const auto normalization = settings.find("normalization");
  if (normalization != settings.end() && normalization->second != "none")
    draft.notes.push_back(fmt::format(
        "{} normalisation is taken to stand before each activation, with eps 1e-5: the file tells "
        "neither",
        normalization->second));
}

/// Other normalisations keep tensors of the same names and shapes.
void note_lookalikes(const std::string& normalization, ImportDraft& draft) {
  if (normalization == "layer") {
    draft.notes.emplace_back(
        "layer normalisation is taken: GroupNorm, InstanceNorm1d, and BatchNorm1d without running "
        "figures look the same in a file, and are other networks");
  } else if (normalization == "batch") {
    draft.notes.emplace_back(
        "batch normalisation is taken: InstanceNorm1d with running figures looks the same in a "
        "file, and is another network");
  }
}

ImportDraft draft_by_tensors(const ImportRequest& request, const interop::TensorFile& file) {
  const auto mlp = infer(request, file);
  ImportDraft draft;
  draft.columns = mlp.sizes.out_features;
  draft.saved.in_features = mlp.sizes.in_features;
  decide_facts(request, draft);
  const auto& name = request.model.name;
  draft.saved.model = name.empty() ? inferred_name(request, mlp, draft) : name;
  draft.saved.settings = inferred_settings(draft.saved.model, mlp).values();
  set_requested(request, draft.saved);
  add_notes(draft, mlp.prelu || request.model.settings.has("activation"));
  if (draft.saved.model == "mlp" && !request.model.settings.has("normalization"))
    note_lookalikes(mlp.normalization, draft);
  return draft;
}

ImportDraft draft_by_metadata(const ImportRequest& request, const interop::TensorFile& file) {
  ImportDraft draft;
  draft.saved = saved_from_metadata(file.metadata);
  draft.columns = draft.saved.out_features;
  static_cast<void>(DataRequest::from_map(draft.saved.data_options));  // throws where it is none
  decide_facts(request, draft);
  if (!request.model.name.empty() && request.model.name != draft.saved.model) {
    draft.saved.model = request.model.name;
    draft.saved.settings.clear();
    draft.saved.loss.clear();  // another model may have another
  }
  set_requested(request, draft.saved);
  return draft;
}

std::string loss_of(const ImportDraft& draft) {
  if (draft.saved.task == "regression") return "mse";
  const auto& loss = models::model_traits(draft.saved.model).loss;
  if (!loss.empty()) return loss;
  return draft.columns == 1 ? "bce" : "cross_entropy";
}

torch::nn::AnyModule make_module(const ImportRequest& request,
                                 const checkpoint::SavedModel& saved) {
  NamedSettings model{saved.model, {}};
  for (const auto& [key, value] : saved.settings) model.settings.set(key, value);
  const models::ModelShape shape{saved.in_features, saved.out_features};
  try {
    require_memory_for(model, shape);
    return models::make_model(model.name, shape, model.settings);
  } catch (const UsageError& error) {
    // What nobody typed is the file's fault.
    if (!request.model.name.empty() || !request.model.settings.values().empty()) throw;
    throw CheckpointError("'{}': {}", request.file.string(), error.what());
  }
}

}  // namespace

ImportedNetwork decide_network(const ImportRequest& request, const interop::TensorFile& file) {
  auto draft = has_network_metadata(file.metadata) ? draft_by_metadata(request, file)
                                                   : draft_by_tensors(request, file);
  auto& saved = draft.saved;
  // Models of two classes are made for 2, whatever they return; an mlp of one output is one logit.
  const bool is_pair = saved.task == "classification" && draft.columns == 1;
  saved.out_features = is_pair && saved.model != "mlp" ? 2 : draft.columns;
  if (saved.loss.empty()) saved.loss = loss_of(draft);
  auto module = make_module(request, saved);
  return {std::move(saved), std::move(module), std::move(draft.notes)};
}

}  // namespace gradus::cli
