#include "checkpoint_flags.h"
#include "command.h"
#include "fold_run.h"
#include "train_request.h"
#include "training_run.h"

namespace gradus::cli {
namespace {

class TrainCommand : public Command {
 public:
  std::string name() const override { return "train"; }
  std::string summary() const override { return "Train a model and keep it in a run folder"; }
  std::string examples() const override {
    return "  gradus train --data fashion-mnist --model mlp\n"
           "  gradus train --data spirals:arms=3,noise=0.1 --model mlp --hidden 64,64 --activation "
           "tanh\n"
           "  gradus train --data my.csv --target species\n"
           "  gradus train --data digits --model softmax --optimizer sgd:momentum=0.9 --lr 0.05 "
           "--device auto";
  }
  void declare(CLI::App& app) override {
    add_train_flags(app, flags_);
    add_checkpoint_flags(app, flags_);
    add_fold_flags(app, flags_);
  }
  int run() override { return flags_.given("--folds") ? run_folds(flags_) : run_training(flags_); }
};

}  // namespace

std::unique_ptr<Command> make_train_command() {
  return std::make_unique<TrainCommand>();
}

}  // namespace gradus::cli
