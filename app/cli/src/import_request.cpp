#include "import_request.h"

#include "gradus/core/error.h"
#include "model_flags.h"
#include "reading_check.h"

namespace gradus::cli {
namespace {

void read_names(const Flags& flags, ImportRequest& request) {
  for (const auto& text : flags.texts("--map")) {
    // A name may hold a '=' itself, our own do not.
    const auto equals = text.rfind('=');
    if (equals == std::string::npos || equals == 0) {
      throw UsageError(
          "--map '{}': expected THEIRS=OURS, as in fc1=layers.0, or THEIRS= to leave it out", text);
    }
    const auto theirs = text.substr(0, equals), ours = text.substr(equals + 1);
    if (ours.empty()) {
      request.left_out.insert(theirs);
    } else {
      request.given_names.emplace_back(theirs, ours);
    }
  }
}

void read_data(const Flags& flags, ImportRequest& request) {
  auto& data = request.data;
  data.reading = reading_texts(flags);
  read_options(data.reading);  // says what is wrong before anything is read
  request.task = data.reading.at("--task");
  if (flags.given("--data")) {
    data.data = flags.text("--data", "");
    check_reading_flags(flags, data);
    return;
  }
  for (const auto& [flag, text] : data.reading) {
    if (flag != "--task" && flags.given(flag))
      throw UsageError("{} says how --data is read: give that too, or leave it out", flag);
  }
}

}  // namespace

void add_import_flags(CLI::App& app, Flags& flags) {
  app.option_defaults()->group("File");
  flags.add(app, "--key", "NAME",
            "Of the state dict in a file that holds several dictionaries, as in model or ema.model "
            "[the only one]");
  flags.add_list(app, "--map", "THEIRS=OURS",
                 "Which tensor, or module, of the file is which of the model, as in fc1=layers.0; "
                 "THEIRS= leaves one out; may be given several times [by names, shapes and order]");
  flags.add(app, "--standardization", "FILE",
            "safetensors or torch.save's .pt with input_mean and input_std (and target_mean, "
            "target_std) by which the network's inputs were standardised [standardization.pt or "
            ".safetensors beside FILE, else numbers as they are]");
  app.option_defaults()->group("Model");
  add_model_flags(app, flags);
  app.option_defaults()->group("Data");
  flags.add(app, "--classes", "LIST", "Names of the classes, joined by commas [0,1,2,…]");
  flags.add(app, "--features", "LIST", "Names of the inputs, joined by commas [none]");
  flags.add(app, "--data", "DATA",
            "As for train: the data set whose shape, classes and columns the network has; none of "
            "its examples are used");
  add_reading_flags(app, flags);
  app.option_defaults()->group("Output");
  flags.add(app, "--output", "DIR", "Folder of run folders [runs]");
  flags.add(app, "--name", "NAME", "Name of the run [FILE-MODEL]");
  flags.add_switch(app, "--json", "Print JSON");
}

ImportRequest read_import_flags(const Flags& flags, const std::string& file) {
  ImportRequest request;
  request.file = file;
  request.key = flags.text("--key", "");
  read_names(flags, request);
  request.model = read_model_flags(flags, "mlp");
  if (!flags.given("--model")) request.model.name.clear();
  request.class_names = split_list(flags.text("--classes", ""));
  request.feature_names = split_list(flags.text("--features", ""));
  read_data(flags, request);
  const bool has_data = !request.data.data.empty();
  if (has_data && !request.class_names.empty())
    throw UsageError("--classes and --data both name the classes: leave out one");
  if (has_data && !request.feature_names.empty())
    throw UsageError("--features and --data both name the inputs: leave out one");
  if (!request.class_names.empty() && request.task == "regression")
    throw UsageError("--classes does not fit --task regression, which predicts numbers");
  request.standardization = flags.text("--standardization", "");
  request.output = flags.text("--output", "runs");
  request.name = flags.text("--name", "");
  request.json = flags.on("--json");
  return request;
}

}  // namespace gradus::cli
