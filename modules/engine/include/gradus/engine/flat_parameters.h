/// A model's parameters and gradients in one piece of memory each.
#pragma once
#include <torch/types.h>

#include <utility>
#include <vector>

namespace gradus::engine {

/// Moves parameters into one flat tensor a dtype, so that an optimizer takes one step over all of
/// them. The parameters stay what they were for everybody else: the same tensors, now views of the
/// flat one, and their gradients views of its gradient. Each begins at a multiple of 64 bytes; the
/// gaps stay 0. Parameters that are not trained (`requires_grad` false) are left alone.
class FlatParameters {
 public:
  /// All on one device. A tensor that is named twice is taken once. With `apart`, parameters of
  /// fewer than two dimensions (biases, the weights of normalizations) get flat tensors of their
  /// own, so that an optimizer can have them in a group without weight decay.
  explicit FlatParameters(const std::vector<torch::Tensor>& parameters, bool apart = false);

  /// Makes the parameters views again, with today's values, where somebody has given them other
  /// memory since (another trainer of the same model), and their gradients views of what the flat
  /// gradient holds.
  void adopt();

  /// One a dtype (and kind, with `apart`): leaf tensors [numbers] with a gradient.
  std::vector<torch::Tensor> flats() const;
  /// Those with a parameter of two dimensions or more in them.
  std::vector<torch::Tensor> flat_matrices() const;
  /// The others: what `apart` sets apart.
  std::vector<torch::Tensor> flat_vectors() const;
  /// Fills all gradients with 0, where they are.
  void zero_gradients();
  /// Copies in the gradients that autograd has put into memory of its own.
  void collect_gradients();

  /// Whether all trained parameters have one dtype.
  bool is_uniform() const;
  /// Where `parameter` begins, counted from the first flat tensor of its dtype: those of one dtype
  /// lie one behind the other. -1 for one that is not among them.
  int64_t offset_of(const torch::Tensor& parameter) const;
  /// The parameters of flat tensor `flat`, each with its piece of `values`, a tensor like `flat`
  /// (an optimizer's state). None where `flat` is another tensor.
  std::vector<std::pair<torch::Tensor, torch::Tensor>> pieces(const torch::Tensor& flat,
                                                              const torch::Tensor& values) const;

 private:
  struct Member {
    torch::Tensor parameter;
    int64_t offset;
  };
  struct Group {
    torch::Tensor flat;
    int64_t begin = 0;  ///< counted from the first flat tensor of its dtype
    std::vector<Member> members;
  };
  /// Makes the groups of one dtype, and the memory that they share.
  void add_groups(const std::vector<torch::Tensor>& parameters, bool apart);
  static bool all_vectors(const Group& group);
  static torch::Tensor view(const torch::Tensor& flat, const Member& member);

  std::vector<Group> groups_;
};

}  // namespace gradus::engine
