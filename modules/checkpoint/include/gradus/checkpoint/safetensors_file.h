/// A safetensors file read piece by piece, so that a file of any size takes little memory.
#pragma once
#include <torch/types.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace gradus::checkpoint {

class StoredFile;

/// What the header says of a tensor.
struct StoredTensor {
  std::string name;            ///< UTF-8
  torch::ScalarType type;      ///< of its values
  std::vector<int64_t> shape;  ///< empty for a scalar
  uint64_t begin;              ///< of its bytes, in the data part
  uint64_t end;                ///< of its bytes, one past the last

  /// How many values it has.
  int64_t numel() const { return c10::multiply_integers(shape); }
};

/// An open file: the header is in memory, values are read when asked for.
class SafetensorsFile {
 public:
  /// Opens `path` and verifies the header against the file's size. Throws `CheckpointError` for a
  /// path that is no regular file, and whatever `from_safetensors` refuses.
  explicit SafetensorsFile(const std::filesystem::path& path);
  ~SafetensorsFile();

  /// In the order of their data.
  const std::vector<StoredTensor>& tensors() const { return tensors_; }
  /// The header's `__metadata__`; empty without one.
  const std::map<std::string, std::string>& metadata() const { return metadata_; }
  uint64_t size() const;  ///< of the file, in bytes

  /// `count` of its values from `first` on, in memory order: [count], on the CPU. Throws
  /// `CheckpointError` where the file became shorter.
  torch::Tensor read(const StoredTensor& tensor, int64_t first, int64_t count) const;

 private:
  std::unique_ptr<StoredFile> file_;
  std::vector<StoredTensor> tensors_;
  std::map<std::string, std::string> metadata_;
  uint64_t data_begin_ = 0;
};

/// The format's name of a type, as in `F32`. Throws `CheckpointError` for one that it has not.
const char* safetensors_type(torch::ScalarType type);

}  // namespace gradus::checkpoint
