// gradus as a peer of scripts/bench_peers.sh: its Trainer, called as a user would.
//
//   gradus_peer_gradus FOLDER THREADS [ENGINE]     serves repetitions of FOLDER/work.json
//   gradus_peer_gradus order ROWS EPOCHS FILE      writes the order of examples that all peers take
#include "gradus/checkpoint/atomic_file.h"
#include "gradus/checkpoint/safetensors.h"
#include "gradus/core/seed.h"
#include "gradus/data/batches.h"
#include "gradus/engine/predictor.h"
#include "gradus/metrics/accuracy.h"
#include "gradus/models/registry.h"
#include "gradus/training/fit_many.h"
#include "torch_work.h"

#include <torch/version.h>

#include <fstream>
#include <iostream>

namespace {

using namespace gradus;

int write_order(int64_t rows, int64_t epochs, const std::string& path) {
  std::ofstream file(path, std::ios::binary);
  for (int64_t epoch = 1; epoch <= epochs; ++epoch) {
    data::Dataset all;
    all.inputs = all.targets = torch::zeros({rows});
    const auto order = data::Batches(all, 1, 0, epoch).order().contiguous();
    file.write(static_cast<const char*>(order.data_ptr()), static_cast<std::streamsize>(8 * rows));
  }
  return file.flush() ? 0 : 1;
}

class GradusPeer {
 public:
  GradusPeer(peers::Work work, int64_t threads, std::string engine)
      : work_(std::move(work)), threads_(threads), engine_(std::move(engine)) {
    weights_ = peers::read_array<float>(work_.folder, "weights");
    train_ = read_dataset("inputs", "labels").to(torch::Device(work_.device));
  }

  training::Trainer make_trainer() const {
    auto model = make_model();
    return {std::move(model),
            {work_.optimizer, work_.rate, {}},
            training::make_loss("cross_entropy"),
            training::TrainerOptions()
                .epochs(work_.epochs)
                .batch_size(work_.batch)
                .threads(work_.networks > 1 ? 1 : threads_)
                .device(torch::Device(work_.device))
                .engine(engine::parse_engine(engine_))
                .precision(engine::parse_precision(work_.precision))};
  }

  peers::Measured train() const {
    std::vector<training::Trainer> trainers;
    for (int64_t i = 0; i < work_.networks; ++i) trainers.push_back(make_trainer());
    const double start = peers::seconds_now();
    const auto histories = training::fit_many(trainers, train_, nullptr, threads_);
    return {peers::seconds_now() - start, histories.back().epochs.back().train_loss};
  }

  std::function<peers::Measured()> predict() const {
    const auto predictor = std::make_shared<engine::Predictor>(make_model(), threads_);
    const auto rows = read_dataset("test_inputs", "test_labels").inputs.narrow(0, 0, work_.rows);
    return [this, predictor, rows] {
      const double start = peers::seconds_now();
      for (int64_t i = 0; i < work_.calls; ++i) (*predictor)(rows);
      return peers::Measured{peers::seconds_now() - start, 0};
    };
  }

  /// Trains until the test set's accuracy is reached, and saves the model.
  int reach(double goal, const std::string& path) const {
    const auto test = read_dataset("test_inputs", "test_labels");
    auto model = make_model();
    training::Trainer trainer(
        model, {work_.optimizer, work_.rate, {}}, training::make_loss("cross_entropy"),
        training::TrainerOptions().epochs(work_.epochs).batch_size(work_.batch).threads(threads_));
    trainer.add(std::make_shared<metrics::Accuracy>());
    struct Stop : training::Callback {
      double goal = 1, reached = 0;
      int64_t epochs = 0;
      void on_epoch_end(const training::EpochEnd& event) override {
        reached = event.record.validation_metrics.front().second;
        epochs = event.record.epoch;
        if (reached >= goal) event.stop.requested = true;
      }
    };
    const auto stop = std::make_shared<Stop>();
    stop->goal = goal;
    trainer.add(stop);
    trainer.fit(train_, &test);
    checkpoint::TensorMap state;
    for (const auto& item : model.ptr()->named_parameters()) state[item.key()] = item.value();
    checkpoint::write_file_atomically(path, checkpoint::to_safetensors(state));
    std::cout << nlohmann::json{{"accuracy", stop->reached}, {"epochs", stop->epochs}} << std::endl;
    return 0;
  }

  nlohmann::json about() const {
    const auto trainer = make_trainer();
    return {{"version", TORCH_VERSION},
            {"engine", trainer.engine_name()},
            {"threads", trainer.threads()},
            {"reason", trainer.engine_reason()}};
  }

 private:
  torch::nn::AnyModule make_model() const {
    std::string hidden;
    for (size_t i = 1; i + 1 < work_.layers.size(); ++i)
      hidden += (hidden.empty() ? "" : "-") + std::to_string(work_.layers[i]);
    seed_everything(0);
    auto model = hidden.empty()
                     ? models::make_model("softmax", {work_.layers.front(), work_.layers.back()})
                     : models::make_model(
                           "mlp", {work_.layers.front(), work_.layers.back()},
                           Settings::parse("hidden=" + hidden + ",activation=" + work_.activation));
    peers::set_weights(*model.ptr(), weights_);
    return model;
  }

  data::Dataset read_dataset(const std::string& inputs, const std::string& labels) const {
    data::Dataset dataset;
    dataset.inputs = peers::read_tensor<float>(work_.folder, inputs, {-1, work_.layers.front()});
    dataset.targets = peers::read_tensor<int64_t>(work_.folder, labels, {-1});
    for (int64_t i = 0; i < work_.layers.back(); ++i)
      dataset.class_names.push_back(std::to_string(i));
    return dataset;
  }

  peers::Work work_;
  int64_t threads_;
  std::string engine_;
  std::vector<float> weights_;
  data::Dataset train_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc == 5 && std::string(argv[1]) == "order")
    return write_order(std::stoll(argv[2]), std::stoll(argv[3]), argv[4]);
  if (argc < 3) {
    std::cerr << "usage: gradus_peer_gradus FOLDER THREADS [ENGINE [SAVE_TO ACCURACY]]\n";
    return 2;
  }
  const GradusPeer peer(peers::read_work(argv[1]), std::stoll(argv[2]),
                        argc > 3 ? argv[3] : "auto");
  if (argc > 5) return peer.reach(std::stod(argv[5]), argv[4]);
  const bool predicts = peers::read_work(argv[1]).kind == "predict";
  return peers::serve(peer.about(), predicts ? peer.predict() : [&] { return peer.train(); });
}
