#include "gradus/data/idx.h"

#include "gradus/core/error.h"
#include "gzip.h"
#include "input_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <span>

namespace gradus::data {
namespace {

constexpr uint8_t kUnsignedByte = 0x08;

/// Plain or gzip bytes in one manner.
class ByteSource {
 public:
  explicit ByteSource(const std::filesystem::path& path) : file_(path) {
    if (is_gzip(file_)) gzip_.emplace(file_);
  }
  size_t read(void* to, size_t count) {
    return gzip_ ? gzip_->read(to, count) : file_.read(to, count);
  }
  bool compressed() const { return gzip_.has_value(); }
  /// No more bytes than this can come.
  uint64_t bound() const { return compressed() ? file_.size() * kMaxInflation : file_.size(); }
  const std::string& path() const { return file_.path(); }

 private:
  InputFile file_;
  std::optional<GzipReader> gzip_;
};

void read_exactly(ByteSource& source, std::span<uint8_t> to, std::string_view what) {
  const auto got = source.read(to.data(), to.size());
  if (got == to.size()) return;
  throw DataError("{}: truncated: {} of {} bytes of the {}", source.path(), got, to.size(), what);
}

void check_magic(const ByteSource& source, const std::array<uint8_t, 4>& magic,
                 int64_t dimensions) {
  if (magic[0] != 0 || magic[1] != 0) {
    throw DataError("{}: magic number starts with {:#04x} {:#04x}: expected 0x00 0x00 (IDX)",
                    source.path(), magic[0], magic[1]);
  }
  if (magic[2] != kUnsignedByte) {
    throw DataError("{}: type of the values is {:#04x}: expected 0x08 (unsigned bytes)",
                    source.path(), magic[2]);
  }
  if (magic[3] != dimensions) {
    throw DataError("{}: number of dimensions is {}: expected {} ({})", source.path(), magic[3],
                    dimensions, dimensions == 1 ? "labels" : "images");
  }
}

/// Product of the dimensions; the largest number when it does not fit.
uint64_t value_count(const std::vector<int64_t>& shape) {
  uint64_t product = 1;
  for (const auto dimension : shape) {
    if (__builtin_mul_overflow(product, static_cast<uint64_t>(dimension), &product)) {
      return std::numeric_limits<uint64_t>::max();
    }
  }
  return product;
}

void check_size(const ByteSource& source, const std::vector<int64_t>& shape) {
  for (size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 0) {
      throw DataError("{}: dimension {} is 0: expected at least 1", source.path(), i + 1);
    }
  }
  const uint64_t header = 4 + 4 * shape.size();
  const uint64_t room = source.bound() < header ? 0 : source.bound() - header;
  const auto promised = value_count(shape);
  const auto sizes = fmt::format("{}", fmt::join(shape, " × "));
  if (source.compressed() ? promised > room : promised != room) {
    throw DataError("{}: the header promises {} = {} bytes, but the file {} {}", source.path(),
                    sizes,
                    promised == std::numeric_limits<uint64_t>::max() ? "more than 2^64"
                                                                     : fmt::format("{}", promised),
                    source.compressed() ? "can inflate to at most" : "has", room);
  }
  require_memory(source.path(), promised);
}

}  // namespace

torch::Tensor read_idx(const std::filesystem::path& path, int64_t dimensions) {
  ByteSource source(path);
  std::array<uint8_t, 4> magic{};
  read_exactly(source, magic, "header");
  check_magic(source, magic, dimensions);
  std::vector<int64_t> shape;
  for (int64_t i = 0; i < dimensions; ++i) {
    std::array<uint8_t, 4> bytes{};
    read_exactly(source, bytes, "header");
    shape.push_back(int64_t{bytes[0]} << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3]);
  }
  check_size(source, shape);
  auto values = torch::empty(shape, torch::kUInt8);
  read_exactly(source, {values.data_ptr<uint8_t>(), static_cast<size_t>(values.numel())}, "values");
  uint8_t extra = 0;
  if (source.read(&extra, 1) != 0) {
    throw DataError("{}: bytes follow the {} that the header promises", path.string(),
                    values.numel());
  }
  return values;
}

Dataset read_idx_pair(const std::filesystem::path& images, const std::filesystem::path& labels,
                      std::vector<std::string> class_names) {
  Dataset dataset;
  dataset.targets = read_idx(labels, 1).to(torch::kInt64);
  dataset.inputs = read_idx(images, 3);
  if (dataset.inputs.size(0) != dataset.targets.size(0)) {
    throw DataError("{} has {} images, but {} has {} labels", images.string(),
                    dataset.inputs.size(0), labels.string(), dataset.targets.size(0));
  }
  if (class_names.empty()) {
    const auto largest = dataset.targets.max().item<int64_t>();
    for (int64_t i = 0; i <= largest; ++i) class_names.push_back(std::to_string(i));
  }
  dataset.class_names = std::move(class_names);
  dataset.name = labels.string();  // for the message about a label outside the classes
  validate(dataset);
  dataset.name = images.stem().stem().string();
  return dataset;
}

}  // namespace gradus::data
