/// Models by name, so that a command line can build one that it was not written for.
#pragma once
#include "gradus/core/registration.h"
#include "gradus/core/registry.h"
#include "gradus/core/settings.h"

#include <torch/nn/modules/container/any.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace gradus::models {

/// What the data asks of a model.
struct ModelShape {
  int64_t in_features;   ///< numbers a row, at least 1
  int64_t out_features;  ///< classes, or predicted numbers a row; at least 1
};

/// Builds a model; its reads of the settings are the list of its options.
using ModelFactory = std::function<torch::nn::AnyModule(ModelShape, const Settings&)>;

/// How a model likes to be trained. Empty texts and 0 leave the choice to the trainer.
struct ModelTraits {
  std::string summary;       ///< one line for the listing
  std::string loss;          ///< a name of `training::make_loss`
  std::string optimizer;     ///< a name with settings, as in `sgd:momentum=0.9`
  double learning_rate = 0;  ///< for that optimizer alone
};

/// What the registry keeps of a model.
struct RegisteredModel {
  ModelFactory factory;  ///< called anew for each model
  ModelTraits traits;    ///< as registered
};

/// All models that the program was linked with.
Registry<RegisteredModel>& registry();

/// Builds the model `name` for data of this shape. A model takes inputs `[N, …]` with in_features
/// numbers a row and returns `[N, out_features]`; a two-class model may return one score `[N, 1]`
/// (class 1 where it is above 0). Throws `UsageError` for an unknown name or key (nearest first),
/// and for values and shapes that the model refuses.
torch::nn::AnyModule make_model(const std::string& name, ModelShape shape,
                                const Settings& settings = {});

/// Throws `UsageError` for an unknown name.
const ModelTraits& model_traits(const std::string& name);

/// The options that `make_model` accepts for `name`, with defaults and help.
std::vector<Settings::Known> model_options(const std::string& name);

/// What `GRADUS_REGISTER_MODEL` calls, before `main`. Throws `UsageError` for a name that is taken.
void register_model(const std::string& name, ModelFactory factory, ModelTraits traits = {});

}  // namespace gradus::models

/// Adds a model to the registry, at namespace scope of one source file:
/// `GRADUS_REGISTER_MODEL("my_net", make_my_net);` with `ModelTraits` as an optional third
/// argument. A name that is taken ends the program with exit code 2 and one line on stderr. In a
/// static library, link that library with `gradus_link_whole`.
#define GRADUS_REGISTER_MODEL(name, ...) \
  GRADUS_BEFORE_MAIN(::gradus::models::register_model(name, __VA_ARGS__))
