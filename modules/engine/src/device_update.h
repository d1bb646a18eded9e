/// An optimizer's step that a captured graph can repeat.
#pragma once
#include "update_rule.h"

#include <torch/types.h>

#include <string>
#include <vector>

namespace gradus::engine {

/// The step of `take_step` in kernels whose changing numbers, the count of steps and the learning
/// rate, lie beside the parameters on the device: whoever repeats the kernels need not tell them
/// anything. The optimizer's own state stays where LibTorch keeps it, its count included.
class DeviceUpdate {
 public:
  /// Why `optimizer` has no such step; empty if it has one: SGD, Adam and AdamW of one flat
  /// parameter a group in float32, without dampening and amsgrad.
  static std::string refusal(const torch::optim::Optimizer& optimizer);

  /// Takes over the options of now and makes missing state. `optimizer` must outlive it.
  explicit DeviceUpdate(torch::optim::Optimizer& optimizer);

  /// Whether the kernels still do what the optimizer asks for: its options, but for the learning
  /// rate, and the memory of its state are those that the constructor saw.
  bool is_current() const;
  /// Counts a step in the optimizer's state and brings the device's numbers up to date. Before each
  /// step.
  void count_step();
  /// Enqueues the step's kernels, by the gradients as they are.
  void enqueue();
  /// What the kernels change.
  std::vector<torch::Tensor> changed() const;

 private:
  /// What belongs to a group of the optimizer.
  struct Part {
    size_t group;
    UpdateRule rule;
    torch::Tensor flat;
    std::vector<torch::Tensor> first, second;  ///< one each, or none where the rule has none
    torch::Tensor rate, count;                 ///< scalars, float32
    double rate_on_device = 0;
    int64_t count_on_device = 0;

    bool is_adam() const { return rule.kind != UpdateKind::kSGD; }
  };
  Part make_part(size_t group);
  bool is_current(const Part& part) const;
  void count_step(Part& part);
  static void enqueue(Part& part);

  torch::optim::Optimizer& optimizer_;
  std::vector<Part> parts_;
};

}  // namespace gradus::engine
