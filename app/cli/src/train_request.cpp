#include "train_request.h"

#include "gradus/core/error.h"
#include "gradus/training/losses.h"
#include "log_flags.h"
#include "model_flags.h"
#include "reading_check.h"

#include <fmt/ranges.h>

#include <limits>

namespace gradus::cli {

void add_plan_flags(CLI::App& app, Flags& flags) {
  app.option_defaults()->group("Data");
  flags.add(app, "--data", "DATA",
            "NAME[:key=value,…] (see gradus datasets), a file or folder, or csv:FILE, idx:FILE, "
            "npy:INPUTS,TARGETS, folder:FOLDER of class folders with pictures, - for a CSV on "
            "standard input "
            "[fashion-mnist]");
  add_reading_flags(app, flags);
  add_part_flags(app, flags);
  flags.add_switch(app, "--no-standardize", "Leave the inputs' scale as it is");
  app.option_defaults()->group("Model");
  add_model_flags(app, flags);
  flags.add(app, "--init-from", "RUN", "Start from the weights of an earlier run");
  app.option_defaults()->group("Training");
  flags.add(app, "--batch-size", "N", "Examples a step [by the data's size: 16, 32 or 128]");
  flags.add(app, "--optimizer", "NAME",
            "NAME[:key=value,…]: sgd, adam, adamw, rmsprop, adagrad, lbfgs [adam]");
  flags.add(app, "--loss", "NAME",
            fmt::format("NAME[:key=value,…] (see gradus losses): {} [by the task]",
                        fmt::join(training::loss_names(), ", ")));
  flags.add(app, "--seed", "N", "Seed of weights, split, order and dropout [0]");
  flags.add(app, "--device", "DEVICE", "cpu, cuda, cuda:N, mps, xpu or auto [cpu]");
  flags.add(app, "--threads", "N", "Processor threads [the fastest for the size of the work]");
  flags.add(
      app, "--engine", "NAME",
      fmt::format("How steps are computed: {} [auto]", fmt::join(engine::engine_names(), ", ")));
  flags.add(app, "--precision", "TYPE",
            fmt::format("Type of matrix products: {} [float32]",
                        fmt::join(engine::precision_names(), ", ")));
  add_step_flags(app, flags);
  add_balance_flags(app, flags);
  add_augmentation_flags(app, flags);
}

void add_train_flags(CLI::App& app, Flags& flags) {
  add_plan_flags(app, flags);
  app.option_defaults()->group("Training");
  flags.add(app, "--epochs", "N", "Passes over the training data [by its size: 10 or more]");
  flags.add(app, "--lr", "RATE", "Learning rate, above 0 [the optimizer's default]");
  flags.add(app, "--metrics", "LIST",
            "As in accuracy,top3,macro_f1 or mse,mae,r2 (see gradus metrics) [by the task]");
  add_callback_flags(app, flags);
  add_diagnosis_flags(app, flags);
  app.option_defaults()->group("Output");
  flags.add(app, "--output", "DIR", "Folder of run folders [runs]");
  flags.add(app, "--name", "NAME", "Name of the run [DATA-MODEL]");
  add_log_flags(app, flags);
  flags.add_switch(app, "--no-figures", "Draw no figures");
  flags.add_switch(app, "--quiet", "No progress, only the result");
  flags.add_switch(app, "--json", "Print the result as JSON on stdout");
}

TrainRequest read_train_flags(const Flags& flags) {
  TrainRequest request;
  constexpr auto kMaxSeed = std::numeric_limits<int64_t>::max();
  request.seed = static_cast<uint64_t>(flags.integer("--seed", 0, {0, kMaxSeed}));
  request.data.data = flags.text("--data", "fashion-mnist");
  request.data.reading = reading_texts(flags);
  read_options(request.data.reading);  // says what is wrong before any data is read
  read_part_flags(flags, request.data);
  check_reading_flags(flags, request.data);
  request.data.seed = request.seed;
  request.model = read_model_flags(flags, "mlp");
  if (flags.given("--optimizer")) request.optimizer = flags.text("--optimizer", "");
  if (flags.given("--loss")) request.loss = flags.text("--loss", "");
  request.learning_rate = flags.optional_real("--lr", {1e-12, 1e6});
  request.epochs = flags.optional_integer("--epochs", {1, 1'000'000});
  request.batch_size = flags.optional_integer("--batch-size", {1, 100'000'000});
  request.metrics = split_list(flags.text("--metrics", ""));
  request.threads = flags.optional_integer("--threads", {1, 1024}).value_or(0);
  request.engine = engine::parse_engine(flags.text("--engine", "auto"));
  request.precision = engine::parse_precision(flags.text("--precision", "float32"));
  request.callbacks = read_callback_flags(flags);
  request.augmentation = read_augmentation_flags(flags);
  request.balance = read_balance_flags(flags);
  request.steps = read_step_flags(flags);
  request.diagnosis = read_diagnosis_flags(flags);
  request.device = flags.text("--device", "cpu");
  request.output = flags.text("--output", "runs");
  request.name = flags.text("--name", "");
  request.init_from = flags.text("--init-from", "");
  request.standardize = !flags.on("--no-standardize");
  request.figures = !flags.on("--no-figures");
  request.quiet = flags.on("--quiet");
  request.json = flags.on("--json");
  return request;
}

}  // namespace gradus::cli
