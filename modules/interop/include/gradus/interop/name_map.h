/// Which tensor of a file is which of a model's.
#pragma once
#include "gradus/checkpoint/safetensors.h"
#include "gradus/interop/network.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace gradus::interop {

/// Why a tensor cannot be taken.
enum class Misfit {
  kNone,        ///< it fits
  kMissing,     ///< the file has none for the model's
  kUnexpected,  ///< the model has none for the file's
  kShape,       ///< the model's has another shape
  kType,        ///< whole numbers where the model has others, or the other way round
  kNotFinite,   ///< NaN or infinite values, with which nothing could be predicted
};

/// As in "missing" or "another shape".
std::string to_string(Misfit misfit);

/// A tensor of the file, the model's, or both.
struct MappedTensor {
  std::string theirs;                        ///< its name in the file; empty where there is none
  std::string ours;                          ///< in the model; empty where there is none
  torch::Tensor tensor;                      ///< the file's; undefined where there is none
  std::vector<int64_t> shape;                ///< the model's
  torch::ScalarType type = torch::kFloat32;  ///< that the import gives it
  Misfit misfit = Misfit::kNone;             ///< why it is not taken, if it is not
};

/// Tensors of a file with their places in a model.
struct NameMap {
  std::vector<MappedTensor> tensors;  ///< in the model's order; then those that it has not
  std::string rule;                   ///< how the names were matched, in words
  /// Of the parameters: float64 where one of the file's is, else float32.
  torch::ScalarType type = torch::kFloat32;

  /// Whether all of them fit.
  bool fits() const;
  /// As in "1 missing, 2 of another shape"; empty where all fit.
  std::string misfits() const;
  /// Under the model's names, in the types of the import; only where all fit.
  checkpoint::TensorMap state() const;
};

/// Names given by hand: a tensor's, or a module's for all that it keeps; first the file's, then the
/// model's.
using GivenNames = std::vector<std::pair<std::string, std::string>>;

/// Matches a file's tensors to a model's, both in their own order (see `read_tensor_file` for
/// `in_order`): those `given`; the rest by name, without what all names of the file begin with
/// ("module.", "_orig_mod.", …) and with what all of the model's begin with; where that does not
/// give all, modules that keep tensors of the same names and shapes, in the file's order or that
/// of the numbers in their names. Half-precision numbers become float32; a missing count of batches
/// is 0.
///
/// Throws `UsageError` for given names that are not there, and `CheckpointError` where modules
/// could be exchanged and nothing says which comes first, and where they stand in an order that is
/// not the model's. What does not fit is in the result.
NameMap map_names(const NamedTensors& theirs, const NamedTensors& ours, bool in_order,
                  const GivenNames& given = {});

}  // namespace gradus::interop
