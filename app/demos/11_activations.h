/// Activation functions: their properties computed, a training race, vanishing gradients.
#pragma once
#include "activation_properties.h"
#include "demo.h"
#include "gradient_decay.h"
#include "race.h"

#include <string>
#include <vector>

namespace gradus::demos::activations {

struct Options {
  std::vector<std::string> activations;  ///< as `make_activation` takes them
  std::string data;
  int64_t examples, epochs, seeds;
  std::vector<int64_t> hidden;  ///< of the race's network
  double learning_rate;
  DecayOptions decay = {};
};

struct Result {
  std::vector<Examined> functions = {};
  std::vector<Runner> race = {};           ///< of the same functions
  std::vector<GradientDecay> decays = {};  ///< of sigmoid, tanh and relu
};

Options read_options(const Settings& settings, bool quick);
Result measure(const Options& options, const Setup& setup);
std::vector<report::Finding> judge(const Result& result);

}  // namespace gradus::demos::activations
