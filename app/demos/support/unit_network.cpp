#include "unit_network.h"

#include "gradus/models/activation.h"

namespace gradus::demos {

models::Mlp unit_network(int64_t inputs, const std::vector<int64_t>& hidden,
                         const std::string& activation) {
  models::Mlp model(models::MlpOptions(inputs, 1).hidden(hidden).activation(activation));
  model->layers->push_back(models::make_activation(activation));
  return model;
}

}  // namespace gradus::demos
