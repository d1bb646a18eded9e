/// The IDX files of MNIST and its relatives, plain or gzip, of any count and image size.
/// Format: two zero bytes, a type, the number of dimensions, each dimension as 32 bits (highest
/// byte first), the values (http://yann.lecun.com/exdb/mnist/).
#pragma once
#include "gradus/data/registry.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace gradus::data {

/// A file of unsigned bytes as uint8 [d1, d2, …] with `dimensions` dimensions. Every header field
/// is checked against the file's size before memory is taken. Throws `DataError` with the field,
/// what was found and what was expected.
torch::Tensor read_idx(const std::filesystem::path& path, int64_t dimensions);

/// Images [N, H, W] with their labels [N]. Without `class_names` the classes are 0 to the largest
/// label.
Dataset read_idx_pair(const std::filesystem::path& images, const std::filesystem::path& labels,
                      std::vector<std::string> class_names = {});

/// True when `folder` has training images under one of the usual names.
bool is_idx_folder(const std::filesystem::path& folder);

/// A folder with train-images-idx3-ubyte, train-labels-idx1-ubyte and, for the test part, the same
/// with t10k; each may end in .gz. Without `class_names` the classes are 0 to the largest label
/// of the training part.
LoadedData read_idx_folder(const std::filesystem::path& folder,
                           const std::vector<std::string>& class_names = {});

/// The labels that belong to an images file: the same name with "labels" for "images" and "idx1"
/// for "idx3", beside it, with or without .gz.
std::filesystem::path labels_beside(const std::filesystem::path& images);

}  // namespace gradus::data
