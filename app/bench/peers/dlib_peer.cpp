// dlib's own networks on the work "mlp-...": 784-256-128-10 with ReLU, cross-entropy.
//
//   gradus_peer_dlib FOLDER THREADS      dlib's BLAS takes its threads from the environment
#include "peer_work.h"

#include <dlib/dnn.h>
#include <dlib/revision.h>

#include <iostream>

namespace {

using Row = dlib::matrix<float, 0, 1>;
using Network = dlib::loss_multiclass_log<
    dlib::fc<10, dlib::relu<dlib::fc<128, dlib::relu<dlib::fc<256, dlib::input<Row>>>>>>>;

struct Examples {
  std::vector<Row> inputs;
  std::vector<unsigned long> labels;
};

Examples read_examples(const peers::Work& work) {
  const auto values = peers::read_array<float>(work.folder, "inputs");
  const auto labels = peers::read_array<int64_t>(work.folder, "labels");
  Examples examples;
  for (int64_t row = 0; row < work.rows; ++row) {
    examples.inputs.emplace_back(
        dlib::mat(values.data() + row * work.layers[0], work.layers[0], 1));
    examples.labels.push_back(static_cast<unsigned long>(labels[static_cast<size_t>(row)]));
  }
  return examples;
}

/// dlib keeps a weight matrix [in, out] and then the biases in one tensor.
template <size_t layer>
const float* set_layer(Network& network, const float* next, int64_t in, int64_t out) {
  float* parameters = dlib::layer<layer>(network).layer_details().get_layer_params().host();
  for (int64_t o = 0; o < out; ++o)
    for (int64_t i = 0; i < in; ++i) parameters[i * out + o] = *next++;
  for (int64_t o = 0; o < out; ++o) parameters[in * out + o] = *next++;
  return next;
}

void set_weights(Network& network, const std::vector<float>& weights) {
  const float* next = set_layer<5>(network, weights.data(), 784, 256);
  next = set_layer<3>(network, next, 256, 128);
  set_layer<1>(network, next, 128, 10);
}

template <typename Solver>
double train(const peers::Work& work, const Examples& examples, const std::vector<int64_t>& order,
             Network& network, Solver solver) {
  std::vector<Solver> solvers(Network::num_computational_layers, solver);
  std::vector<Row> inputs;
  std::vector<unsigned long> labels;
  dlib::resizable_tensor batch;
  double total = 0;
  for (int64_t begin = 0; begin < work.rows; begin += work.batch) {
    const auto end = std::min(begin + work.batch, work.rows);
    inputs.clear();
    labels.clear();
    for (int64_t i = begin; i < end; ++i) {
      inputs.push_back(examples.inputs[static_cast<size_t>(order[static_cast<size_t>(i)])]);
      labels.push_back(examples.labels[static_cast<size_t>(order[static_cast<size_t>(i)])]);
    }
    network.to_tensor(inputs.begin(), inputs.end(), batch);
    total += network.compute_parameter_gradients(batch, labels.begin()) * double(end - begin);
    network.update_parameters(dlib::make_sstack(solvers), work.rate);
  }
  return total / static_cast<double>(work.rows);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: gradus_peer_dlib FOLDER THREADS\n";
    return 2;
  }
  const auto work = peers::read_work(argv[1]);
  if (work.layers != std::vector<int64_t>{784, 256, 128, 10}) {
    std::cerr << "dlib's networks are types: expected 784-256-128-10\n";
    return 2;
  }
  const auto examples = read_examples(work);
  const auto order = peers::read_array<int64_t>(work.folder, "order");
  const auto weights = peers::read_array<float>(work.folder, "weights");
  Network network;
  network(examples.inputs.front());  // its layers take their sizes from the first row
  return peers::serve(
      {{"version", std::to_string(DLIB_MAJOR_VERSION) + "." + std::to_string(DLIB_MINOR_VERSION)}},
      [&] {
        set_weights(network, weights);
        const double start = peers::seconds_now();
        const double loss = work.optimizer == "adam"
                                ? train(work, examples, order, network, dlib::adam(0, 0.9, 0.999))
                                : train(work, examples, order, network, dlib::sgd(0, 0));
        return peers::Measured{peers::seconds_now() - start, loss};
      });
}
