/// A demo of the course: a topic with a claim, a measurement, pictures and a verdict.
#pragma once
#include "gradus/core/settings.h"
#include "gradus/report/chapter.h"

#include <torch/types.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gradus::demos {

class Stage;

/// What every measurement depends on beside its own options.
struct Setup {
  uint64_t seed = 0;
  torch::Device device = torch::kCPU;
};

struct DemoTitle {
  int number;        ///< place in the course, from 1
  std::string name;  ///< as in `gradus demo NAME` and `app/demos/NN_NAME.cpp`
  report::Text title;
  report::Text summary;  ///< one line for the listing
};

struct Demo {
  DemoTitle title;
  /// The flags that it takes, by what its own code reads.
  std::function<std::vector<Settings::Known>(bool quick)> flags;
  /// Throws `UsageError` for a value out of range.
  std::function<void(Stage&, const Settings&, bool quick)> run;

  std::string source_path() const;
};

/// All registered demos in course order.
std::vector<const Demo*> course();
/// Throws `UsageError` that lists the candidates, nearest first.
const Demo& find_demo(const std::string& name);
bool add_demo(Demo demo);

/// Registers a demo before `main`: `read_options` reads flags (`settings.integer("--epochs", …)`),
/// with smaller defaults where `quick`; `run` tells the story on the stage.
template <typename Options>
bool register_demo(DemoTitle title, Options (*read_options)(const Settings&, bool quick),
                   void (*run)(Stage&, const Options&)) {
  return add_demo({std::move(title),
                   [read_options](bool quick) {
                     const Settings nothing_given;
                     static_cast<void>(read_options(nothing_given, quick));
                     return nothing_given.known();
                   },
                   [read_options, run](Stage& stage, const Settings& settings, bool quick) {
                     run(stage, read_options(settings, quick));
                   }});
}

/// The project's files that were built in, by path from its root.
bool add_source(std::string_view path, std::string_view text);
/// Throws `std::out_of_range` for a file that was not built in.
report::Source find_source(const std::string& path);

}  // namespace gradus::demos
