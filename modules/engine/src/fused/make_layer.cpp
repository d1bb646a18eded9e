#include "layer.h"

namespace gradus::engine {

template <typename T>
std::unique_ptr<FusedLayer<T>> make_fused_layer(const Layer& layer, const LayerSetting& setting,
                                                const FindParameter<T>& find) {
  struct Make {
    const LayerSetting& setting;
    const FindParameter<T>& find;
    using Made = std::unique_ptr<FusedLayer<T>>;

    Made operator()(const LinearLayer& l) const { return make_linear<T>(l, setting, find); }
    Made operator()(const ActivationLayer& l) const {
      return make_activation<T>(l, setting.inputs);
    }
    Made operator()(const PReLULayer& l) const {
      return make_prelu<T>(l, setting.inputs, setting.workers, find);
    }
    Made operator()(const DropoutLayer& l) const { return make_dropout<T>(l, setting.inputs); }
    Made operator()(const BatchNormLayer& l) const {
      return make_batch_norm<T>(l, setting.workers, find);
    }
    Made operator()(const LayerNormLayer& l) const {
      return make_layer_norm<T>(l, setting.workers, find);
    }
  };
  return std::visit(Make{setting, find}, layer);
}
template std::unique_ptr<FusedLayer<float>> make_fused_layer(const Layer&, const LayerSetting&,
                                                             const FindParameter<float>&);
template std::unique_ptr<FusedLayer<double>> make_fused_layer(const Layer&, const LayerSetting&,
                                                              const FindParameter<double>&);

}  // namespace gradus::engine
