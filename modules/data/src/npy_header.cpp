#include "npy_header.h"

#include "gradus/core/error.h"
#include "npy_text.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace gradus::data {
namespace {

struct TypeRow {
  NpyType type;
  uint64_t bytes;
};

/// NumPy's names without the sign of the byte order.
const std::map<std::string, TypeRow> kTypes = {
    {"f4", {NpyType::kFloat32, 4}}, {"f8", {NpyType::kFloat64, 8}}, {"u1", {NpyType::kUInt8, 1}},
    {"i4", {NpyType::kInt32, 4}},   {"i8", {NpyType::kInt64, 8}},   {"b1", {NpyType::kBool, 1}}};

TypeRow type_of(const std::string& path, const std::string& name) {
  constexpr std::string_view kOrders = "<>|=";
  const bool ordered = !name.empty() && kOrders.find(name.front()) != std::string_view::npos;
  const auto type = kTypes.find(ordered ? name.substr(1) : name);
  if (name.find('O') != std::string::npos) {
    throw DataError("{}: pickled Python objects, which are never read: save an array of numbers",
                    path);
  }
  if (type == kTypes.end()) {
    throw DataError(
        "{}: values of type '{}': expected float32, float64, uint8, int32, int64 or bool "
        "(array.astype('float32') before saving)",
        path, name);
  }
  if (name.front() == '>' && type->second.bytes > 1) {
    throw DataError("{}: highest byte first ('{}'): expected little endian (array.astype('<{}'))",
                    path, name, type->first);
  }
  return type->second;
}

/// What a tensor can have, and is worth reading.
void check_shape(const std::string& path, const std::vector<int64_t>& shape) {
  constexpr size_t kMaxDimensions = 64;  // as in NumPy 2
  if (shape.size() > kMaxDimensions) {
    throw DataError("{}: an array of {} dimensions: expected at most {}", path, shape.size(),
                    kMaxDimensions);
  }
  if (std::ranges::find(shape, 0) == shape.end()) return;
  throw DataError("{}: an array of no values ({}): expected examples along the first dimension",
                  path, fmt::join(shape, " × "));
}

std::vector<int64_t> read_shape(NpyText& text) {
  std::vector<int64_t> shape;
  text.expect('(');
  while (!text.take(')')) {
    shape.push_back(text.dimension());
    if (text.take(',')) continue;
    text.expect(')');
    break;
  }
  return shape;
}

struct Fields {
  std::string type;
  NpyHeader header;
};

Fields read_fields(const std::string& path, std::string_view bytes) {
  NpyText text(path, bytes);
  Fields fields;
  std::array<bool, 3> seen{};
  text.expect('{');
  while (!text.take('}')) {
    const auto key = text.quoted();
    text.expect(':');
    if (key == "descr") {
      if (text.at_list()) throw DataError("{}: records with fields: expected plain numbers", path);
      fields.type = text.quoted();
      seen[0] = true;
    } else if (key == "fortran_order") {
      fields.header.fortran_order = text.take_word("True");
      if (!fields.header.fortran_order && !text.take_word("False")) text.refuse();
      seen[1] = true;
    } else if (key == "shape") {
      fields.header.shape = read_shape(text);
      seen[2] = true;
    } else {
      text.refuse();
    }
    if (!text.take(',')) {
      text.expect('}');
      break;
    }
  }
  text.expect_end();
  if (seen != std::array{true, true, true}) {
    throw DataError("{}: the .npy header is broken: expected descr, fortran_order and shape", path);
  }
  return fields;
}

void read_exactly(InputFile& file, char* to, size_t count) {
  if (file.read(to, count) < count)
    throw DataError("{}: the .npy header is cut short", file.path());
}

/// The magic bytes, the version, and the length of the header's text.
uint64_t read_preamble(InputFile& file) {
  std::array<char, 8> start{};
  const auto got = file.read(start.data(), start.size());
  const std::string_view bytes(start.data(), got);
  if (bytes.starts_with("PK")) {
    throw DataError("{}: an archive (.npz): expected one array; save each with numpy.save",
                    file.path());
  }
  if (!bytes.starts_with("\x93NUMPY")) {
    throw DataError("{}: is no .npy file: expected one saved with numpy.save", file.path());
  }
  if (got < start.size()) throw DataError("{}: the .npy header is cut short", file.path());
  const int version = start[6];
  if (version < 1 || version > 3) {
    throw DataError("{}: .npy format version {}: expected 1, 2 or 3", file.path(), version);
  }
  const size_t count = version == 1 ? 2 : 4;
  std::array<char, 4> length{};
  read_exactly(file, length.data(), count);
  uint64_t value = 0;
  for (size_t i = count; i > 0; --i) value = value << 8 | static_cast<unsigned char>(length[i - 1]);
  return value;
}

}  // namespace

NpyHeader read_npy_header(InputFile& file) {
  constexpr uint64_t kMaxText = 1 << 20;  // NumPy's own limit is 10000 bytes
  const auto length = read_preamble(file);
  if (length > kMaxText || length > file.size()) {
    throw DataError("{}: a .npy header of {} bytes: expected at most {}", file.path(), length,
                    std::min<uint64_t>(kMaxText, file.size()));
  }
  std::string text(length, '\0');
  read_exactly(file, text.data(), text.size());
  auto [type_name, header] = read_fields(file.path(), text);
  const auto type = type_of(file.path(), type_name);
  check_shape(file.path(), header.shape);
  header.type = type.type;
  header.value_bytes = type.bytes;
  bool fits = true;
  for (const auto dimension : header.shape) {
    const auto size = static_cast<uint64_t>(dimension);
    fits = fits && !__builtin_mul_overflow(header.value_bytes, size, &header.value_bytes);
  }
  const auto room = file.size() - file.position();
  if (fits && header.value_bytes == room) return header;
  throw DataError("{}: the header promises {} bytes of values, the file has {}", file.path(),
                  fits ? fmt::format("{}", header.value_bytes) : "more than 2^64", room);
}

}  // namespace gradus::data
