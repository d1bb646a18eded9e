#include "gradus/training/callback_registry.h"

#include "gradus/core/error.h"

namespace gradus::training {

Registry<CallbackFactory>& callbacks() {
  static Registry<CallbackFactory> registered("callback");
  return registered;
}

std::shared_ptr<Callback> make_callback(const std::string& spec) {
  const auto [name, settings] = NamedSettings::parse(spec);
  if (callbacks().entries().empty()) {
    throw UsageError(
        "callback '{}': this program has none by name; GRADUS_REGISTER_CALLBACK adds one "
        "(docs/guide.md)",
        name);
  }
  auto callback = callbacks().find(name).factory(settings);
  settings.reject_unknown(fmt::format("callback '{}'", name));
  return callback;
}

std::vector<Settings::Known> callback_settings(const std::string& name) {
  const Settings settings;
  callbacks().find(name).factory(settings);
  return settings.known();
}

}  // namespace gradus::training
