/// Callbacks by name, so that `--callback` finds one that it was not written for.
#pragma once
#include "gradus/core/registration.h"
#include "gradus/core/registry.h"
#include "gradus/core/settings.h"
#include "gradus/training/callback.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gradus::training {

/// Makes a callback; its reads of the settings are the list of its options. Called for that list
/// and for a check of the settings too: what leaves a trace belongs into `on_fit_start`.
using CallbackFactory = std::function<std::shared_ptr<Callback>(const Settings&)>;

/// Those registered by `GRADUS_REGISTER_CALLBACK`. What gradus brings has flags of its own.
Registry<CallbackFactory>& callbacks();

/// A callback from `NAME[:key=value,…]`. Throws `UsageError` for an unknown name or key (nearest
/// first) and for values that it refuses.
std::shared_ptr<Callback> make_callback(const std::string& spec);

/// The settings that a callback of this name takes, with defaults and help.
std::vector<Settings::Known> callback_settings(const std::string& name);

}  // namespace gradus::training

/// Adds a callback to the registry, at namespace scope of one source file:
/// `GRADUS_REGISTER_CALLBACK("my_callback", "what it does", make_my_callback);` A name that is
/// taken ends the program with exit code 2 and one line on stderr.
#define GRADUS_REGISTER_CALLBACK(name, summary, factory) \
  GRADUS_BEFORE_MAIN(::gradus::training::callbacks().add(name, summary, factory))
