#include "gradus/models/registry.h"

#include "gradus/core/error.h"

namespace gradus::models {

Registry<RegisteredModel>& registry() {
  static Registry<RegisteredModel> models("model");
  return models;
}

torch::nn::AnyModule make_model(const std::string& name, ModelShape shape,
                                const Settings& settings) {
  const auto& entry = registry().find(name);
  if (shape.in_features < 1 || shape.out_features < 1) {
    throw UsageError("model '{}' for {} inputs and {} outputs: expected at least 1 of each", name,
                     shape.in_features, shape.out_features);
  }
  auto model = entry.factory.factory(shape, settings);
  settings.reject_unknown(fmt::format("model '{}'", name));
  return model;
}

const ModelTraits& model_traits(const std::string& name) {
  return registry().find(name).factory.traits;
}

std::vector<Settings::Known> model_options(const std::string& name) {
  const Settings settings;
  // Two outputs: the one shape that every classifier accepts.
  make_model(name, {2, 2}, settings);
  return settings.known();
}

void register_model(const std::string& name, ModelFactory factory, ModelTraits traits) {
  auto summary = traits.summary;
  registry().add(name, std::move(summary), {std::move(factory), std::move(traits)});
}

}  // namespace gradus::models
