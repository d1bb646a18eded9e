// The floor: only the matrix products of a training step (forward, gradients of the weights, and
// gradients of the inputs except the first layer's), by the BLAS and the threads that LibTorch has.
//
//   gradus_peer_products FOLDER THREADS
#include "torch_work.h"

#include <ATen/Parallel.h>
#include <torch/version.h>

#include <iostream>

namespace {

struct Products {
  torch::Tensor inputs, weights, outputs, input_gradient, weight_gradient;

  Products(int64_t rows, int64_t in, int64_t out)
      : inputs(torch::randn({rows, in})),
        weights(torch::randn({out, in})),
        outputs(torch::empty({rows, out})),
        input_gradient(torch::empty({rows, in})),
        weight_gradient(torch::empty({out, in})) {}

  void forward() { at::mm_out(outputs, inputs, weights.t()); }
  void backward(bool first) {
    at::mm_out(weight_gradient, outputs.t(), inputs);
    if (!first) at::mm_out(input_gradient, outputs, weights);
  }
};

std::vector<Products> make_step(const peers::Work& work, int64_t rows) {
  std::vector<Products> step;
  for (size_t i = 0; i + 1 < work.layers.size(); ++i)
    step.emplace_back(rows, work.layers[i], work.layers[i + 1]);
  return step;
}

void run(std::vector<Products>& step, bool training) {
  for (auto& layer : step) layer.forward();
  if (!training) return;
  for (size_t i = step.size(); i-- > 0;) step[i].backward(i == 0);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: gradus_peer_products FOLDER THREADS\n";
    return 2;
  }
  const auto work = peers::read_work(argv[1]);
  at::set_num_threads(std::stoi(argv[2]));
  const torch::NoGradGuard no_grad;
  const bool training = work.kind == "train";
  const int64_t batch = training ? work.batch : work.rows;
  auto full = make_step(work, batch), rest = make_step(work, work.rows % batch);
  return peers::serve({{"version", TORCH_VERSION}}, [&] {
    const double start = peers::seconds_now();
    for (int64_t epoch = 0; epoch < work.epochs * work.calls; ++epoch) {
      for (int64_t i = 0; i < work.rows / batch; ++i) run(full, training);
      if (work.rows % batch != 0) run(rest, training);
    }
    return peers::Measured{peers::seconds_now() - start, 0};
  });
}
