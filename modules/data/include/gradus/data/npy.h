/// NumPy's .npy files. Format (versions 1 to 3): numpy.lib.format, NEP 1.
#pragma once
#include "gradus/data/registry.h"
#include "gradus/data/table_options.h"

#include <torch/types.h>

#include <filesystem>
#include <string>

namespace gradus::data {

/// An array of float32, float64, uint8, int32, int64 or bool, little endian, in C or Fortran order,
/// as a tensor of that type, contiguous. The header's size is checked against the file's before
/// memory is taken; nothing in the file is executed. Throws `DataError` for other types (pickled
/// objects among them), .npz archives, and what is broken or cut short.
torch::Tensor read_npy(const std::filesystem::path& path);

/// An array [N, ...] as inputs: uint8 [N, H, W] and [N, C, H, W] are images; [N, H, W, C] with 1 or
/// 3 channels, as Keras has them, is turned into that, which is added to `note`, and one channel
/// into none. Everything else becomes float32, and [N] becomes [N, 1].
torch::Tensor read_npy_inputs(const std::filesystem::path& path, std::string& note);

/// Inputs as by `read_npy_inputs`, and targets, as a data set.
/// Targets of integers or booleans, [N] or [N, 1], are class labels, of floating point are values,
/// [N] or [N, k]; `options.task` says otherwise. The classes are `options.class_names` (the labels
/// are these or their numbers), else the different labels in order.
Dataset read_npy_pair(const std::filesystem::path& inputs, const std::filesystem::path& targets,
                      const TableOptions& options = {});

/// The targets that belong to an inputs file: the file beside it with y for X (or x), targets for
/// inputs or features, labels for images or data in its name: `X_train.npy`, `y_train.npy`.
std::filesystem::path targets_beside(const std::filesystem::path& inputs);

}  // namespace gradus::data
