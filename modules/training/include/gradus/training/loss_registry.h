/// Losses by name, so that `--loss` finds one that it was not written for.
#pragma once
#include "gradus/core/registration.h"
#include "gradus/core/registry.h"
#include "gradus/core/settings.h"
#include "gradus/training/losses.h"

#include <functional>
#include <string>
#include <vector>

namespace gradus::training {

/// Makes the function of a loss; its reads of the settings are the list of what it takes after a
/// colon, as in `focal:gamma=2`. The options are those that its traits say it has.
using LossFactory = std::function<LossFunction(const Settings&, const LossOptions&)>;

/// How many columns of outputs a loss takes.
enum class LossOutputs {
  kAny,      ///< whatever the model returns
  kOne,      ///< one score of two classes
  kSeveral,  ///< one score a class, 2 or more
};

/// What a loss fits, and what it takes beside outputs and targets.
struct LossTraits {
  std::string summary;                      ///< one line for the listing
  bool regression = false;                  ///< its targets are numbers, not classes
  LossOutputs outputs = LossOutputs::kAny;  ///< that it takes
  bool mixed_targets = false;  ///< takes probabilities (of regression: any numbers) as mixup makes
  bool class_weights = false;  ///< takes `LossOptions::class_weights`
  bool label_smoothing = false;  ///< takes `LossOptions::label_smoothing`
};

/// A loss as the registry keeps it.
struct RegisteredLoss {
  LossFactory factory;  ///< makes its function
  LossTraits traits;    ///< describe it
};

/// The built-in losses and those registered by `GRADUS_REGISTER_LOSS`.
Registry<RegisteredLoss>& losses();

/// Of a loss as `make_loss` takes it, settings included. Throws `UsageError` for unknown names.
const LossTraits& loss_traits(const std::string& loss);

/// The settings that a loss of this name takes, with defaults and help.
std::vector<Settings::Known> loss_settings(const std::string& name);

/// What `GRADUS_REGISTER_LOSS` calls, before `main`. Throws `UsageError` for a name that is taken.
void register_loss(const std::string& name, LossFactory factory, LossTraits traits = {});

}  // namespace gradus::training

/// Adds a loss to the registry, at namespace scope of one source file:
/// `GRADUS_REGISTER_LOSS("my_loss", make_my_loss, {.summary = "what it is"});` A name that is taken
/// ends the program with exit code 2 and one line on stderr.
#define GRADUS_REGISTER_LOSS(name, ...) \
  GRADUS_BEFORE_MAIN(::gradus::training::register_loss(name, __VA_ARGS__))
