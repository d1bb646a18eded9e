/// The PyTorch workflow in C++: data set, batches, module, loss, optimizer, loop, evaluation, save,
/// load. Its twin in Python, 23_workflow.py, says the same on the same lines.
///
/// Shows:   the same seed gives the same numbers in both languages.
/// Command: gradus demo workflow       (try --seed 7, or --hidden 128 --batch-size 16)
/// See:     initial weights equal bit for bit, the loss of every epoch to 1e-4.
#include "23_workflow.h"

#include "experiment.h"
#include "gradus/checkpoint/atomic_file.h"
#include "gradus/checkpoint/module_state.h"
#include "gradus/data/load.h"
#include "numbers.h"
#include "python_twin.h"
#include "stage.h"

#include <torch/nn/modules/activation.h>
#include <torch/nn/modules/container/sequential.h>
#include <torch/nn/modules/loss.h>
#include <torch/optim/adam.h>
#include <torch/utils.h>

namespace gradus::demos::workflow {

using report::decide, report::number, report::text;

Outcome train(const Options& options, const Setup& setup, const std::filesystem::path& file) {
  // 1. Data set: 8 × 8 pictures of digits, every fifth one held out for the test.
  const auto digits = data::load_data("digits").train.to(setup.device);
  const auto images = digits.inputs.flatten(1), labels = digits.targets;
  const auto held_out = torch::arange(labels.size(0), setup.device).remainder(5) == 0;
  const auto train_x = images.index({~held_out}), train_y = labels.index({~held_out});
  const auto test_x = images.index({held_out}), test_y = labels.index({held_out});

  // 2. Module: its weights are drawn from the seed, layer by layer.
  torch::manual_seed(setup.seed);
  torch::nn::Sequential model;
  model->push_back(torch::nn::Linear(64, options.hidden));
  model->push_back(torch::nn::ReLU());
  model->push_back(torch::nn::Linear(options.hidden, 10));
  model->to(setup.device);
  Outcome outcome = {{"weights", flat_parameters(*model)}, {"losses", {}}};

  // 3. Loss and optimizer.
  torch::nn::CrossEntropyLoss loss_function;
  torch::optim::Adam optimizer(model->parameters(), options.learning_rate);

  // 4. Loop: each epoch has a new order and its batches; forward, backward, step.
  for (int64_t epoch = 0; epoch < options.epochs; ++epoch) {
    throw_if_interrupted();
    double total = 0;
    for (const auto& order : torch::randperm(train_x.size(0)).split(options.batch_size)) {
      const auto batch = order.to(setup.device);
      optimizer.zero_grad();
      const auto outputs = model->forward(train_x.index({batch}));
      const auto loss = loss_function(outputs, train_y.index({batch}));
      loss.backward();
      optimizer.step();
      total += loss.item<double>() * double(batch.size(0));
    }
    outcome["losses"].push_back(total / double(train_x.size(0)));
  }

  // 5. Evaluation: without gradients, on what was held out.
  const torch::NoGradGuard no_gradient;
  const auto before = model->forward(test_x);
  outcome["accuracy"] = {share(before.argmax(1) == test_y)};

  // 6. Save; forget everything; load.
  checkpoint::write_file_atomically(file, checkpoint::to_safetensors(checkpoint::state_of(*model)));
  for (auto& parameter : model->parameters()) parameter.zero_();
  checkpoint::load_state(*model, checkpoint::from_safetensors(read_file(file)));
  outcome["reload_error"] = {(model->forward(test_x) - before).abs().max().item<double>()};
  return outcome;
}

Options read_options(const Settings& flags, bool quick) {
  Options options;
  options.epochs = flags.integer("--epochs", quick ? 3 : 20, {1, 10'000}, "passes over the data");
  options.batch_size = flags.integer("--batch-size", 32, {1, 100'000}, "examples a step");
  options.hidden = flags.integer("--hidden", 32, {1, 65'536}, "width of the hidden layer");
  options.learning_rate = flags.real("--learning-rate", 1e-3, {1e-9, 10}, "of Adam");
  options.python =
      flags.text("--python", python_for_twins(GRADUS_PYTHON), "program that runs the twin");
  return options;
}

Result measure(const Options& options, const Setup& setup, const std::filesystem::path& folder) {
  make_folder(folder);
  write_csv(data::load_data("digits").train, folder / "digits.csv");
  const auto flags = fmt::format(
      "--epochs {} --batch-size {} --hidden {} --learning-rate {} --seed {} --device {} --data {}",
      options.epochs, options.batch_size, options.hidden, options.learning_rate, setup.seed,
      setup.device.str(), "digits.csv");
  return {train(options, setup, folder / "workflow.safetensors"),
          run_twin(options.python, "app/demos/23_workflow.py", flags, folder)};
}

std::vector<report::Finding> judge(const Result& result) {
  const auto& cpp = result.cpp;
  const double reload_error = cpp.at("reload_error").front();
  std::vector<report::Finding> findings = {
      {{"what is saved and loaded predicts the same", "保存再载入后，预测不变"},
       {"holds when every output for the held-out part is the same",
        "每个留出样本的输出都完全相同则成立"},
       text("largest difference of outputs {:g}", "输出的最大差 {:g}", reload_error),
       decide(reload_error == 0)}};
  if (!result.twin.why_not.empty()) return findings;
  const auto compare = [&](const char* name, report::Text claim, double tolerance) {
    const double difference = largest_difference(cpp.at(name), result.twin.values.at(name));
    findings.push_back(
        {std::move(claim),
         text("holds when none differs by more than {:g}", "相差都不超过 {:g} 则成立", tolerance),
         text("{} numbers, largest difference {:.1e}", "{} 个数，最大差 {:.1e}",
              cpp.at(name).size(), difference),
         decide(difference <= tolerance)});
  };
  compare("weights", {"same seed, same initial weights, bit for bit", "种子相同，初始权重逐位相同"},
          0);
  compare("losses", {"same seed, same loss in every epoch", "种子相同，各轮损失相同"}, 1e-4);
  return findings;
}

void run(Stage& stage, const Options& options) {
  stage.claim(
      {"PyTorch's workflow is the same in C++: the same steps, and from one seed the same numbers.",
       "PyTorch 的工作流程在 C++ 中完全一样：步骤相同，种子相同则数字相同。"});
  stage.ran(text(
      "1797 digits of 8 × 8 pixels, a fifth held out; 64-{}-10, Adam, {} epochs, batches of {}",
      "1797 张 8 × 8 手写数字，五分之一留作测试；64-{}-10，Adam，{} 轮，每批 {} 个样本",
      options.hidden, options.epochs, options.batch_size));
  const auto result = measure(options, stage.setup(), stage.output());
  Outcome cpp = result.cpp, twin = result.twin.values;  // without a twin its column is empty
  if (!result.twin.why_not.empty()) {
    stage.remark(text("The Python twin was not run: {} (--python PROGRAM names another).",
                      "没有运行 Python 版本：{}（可用 --python 指定）。", result.twin.why_not));
  }
  const auto& losses = cpp["losses"];
  std::vector<std::vector<report::Text>> rows;
  for (size_t i = 0; i < losses.size(); ++i) {
    rows.push_back({number("{}", i + 1), number("{:.6f}", losses[i])});
    if (i < twin["losses"].size()) rows.back().push_back(number("{:.6f}", twin["losses"][i]));
  }
  stage.table({"Training loss of each epoch", "各轮的训练损失"}, {{"epoch", "轮"}, "C++", "Python"},
              rows);
  report::Panel panel{.x_label = {"epoch", "轮"}, .y_label = {"training loss", "训练损失"}};
  for (const auto* one : {&cpp["losses"], &twin["losses"]}) {
    panel.curves.push_back({.name = panel.curves.empty() ? "C++" : "Python",
                            .x = count_from_one(one->size()),
                            .y = *one});
  }
  panel.curves[0].width = 6;
  panel.curves[1].colour = 1;
  stage.figure("losses", {"The loss of each epoch in both languages", "两种语言各轮的损失"},
               report::Panels{.panels = {panel}, .plot_width = 420});
  stage.beside("app/demos/23_workflow.py");
  stage.findings(judge(result));
}

const bool registered = register_demo(
    {23,
     "workflow",
     {"The PyTorch workflow", "PyTorch 工作流程"},
     {"From data set to loaded model in one file, beside its Python twin: same seed, same numbers",
      "从数据集到载入模型，一个文件讲完，并与 Python 版本逐行对照：种子相同，数字相同"}},
    read_options, run);

}  // namespace gradus::demos::workflow
