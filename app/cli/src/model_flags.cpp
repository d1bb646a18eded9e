#include "model_flags.h"

#include "gradus/core/error.h"

#include <algorithm>
#include <string_view>

namespace gradus::cli {

void add_model_flags(CLI::App& app, Flags& flags) {
  flags.add(app, "--model", "MODEL", "NAME[:key=value,…] (see gradus models) [mlp]");
  flags.add(app, "--hidden", "LIST",
            "Widths of the hidden layers, as in 256,128 (short for --model mlp:hidden=256-128)");
  flags.add(app, "--activation", "NAME",
            "Activation of the hidden layers, as in relu or elu:alpha=0.5");
  flags.add(app, "--dropout", "RATE",
            "Share of hidden units dropped while training, from 0 to below 1");
}

/// `--hidden 256,128` and its like are shorter ways to write model options.
NamedSettings read_model_flags(const Flags& flags, const std::string& fallback) {
  auto model = NamedSettings::parse(flags.text("--model", fallback));
  for (const char* key : {"hidden", "activation", "dropout"}) {
    const auto flag = fmt::format("--{}", key);
    if (!flags.given(flag)) continue;
    if (model.settings.has(key)) {
      // What was typed wins over a configuration file; beside each other they are a mistake.
      if (flags.typed(flag) == flags.typed("--model")) {
        throw UsageError("{} is given twice: by {} and in --model", key, flag);
      }
      if (!flags.typed(flag)) continue;
    }
    auto value = flags.text(flag, "");
    std::ranges::replace(value, ',', std::string_view(key) == "hidden" ? '-' : ':');
    model.settings.set(key, value);
  }
  return model;
}

}  // namespace gradus::cli
