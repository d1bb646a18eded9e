#include "gradus/core/error.h"
#include "gradus/interop/state_dict.h"
#include "torch_archive.h"

#include <torch/csrc/autograd/generated/variable_factories.h>

#include <random>

#include "catch.h"

using gradus::CheckpointError;
using namespace gradus::interop;
using gradus::test::TemporaryFolder;
using std::string_literals::operator""s;

namespace {

const std::string kStart = "\x80\x02";

template <typename T>
std::string raw(T value) {
  return std::string(reinterpret_cast<const char*>(&value), sizeof value);
}
std::string text(const std::string& value) {
  return "X" + raw(static_cast<uint32_t>(value.size())) + value;
}
std::string number(int64_t value) {
  return "\x8a\x08" + raw(value);
}
std::string tuple(const std::vector<int64_t>& values) {
  std::string items = "(";
  for (const int64_t value : values) items += number(value);
  return items + "t";
}
std::string storage(const std::string& type, const std::string& name, int64_t count) {
  return "(" + text("storage") + "ctorch\n" + type + "\n" + text(name) + text("cpu") +
         number(count) + "tQ";
}

/// A view of the record data/0, which holds 6 float32 unless the case says otherwise.
struct View {
  std::vector<int64_t> sizes = {2, 3}, strides = {3, 1};
  int64_t offset = 0, count = 6;
  std::string type = "FloatStorage", record = "0";

  std::string pickled() const {
    return "ctorch._utils\n_rebuild_tensor_v2\n(" + storage(type, record, count) + number(offset) +
           tuple(sizes) + tuple(strides) + "\x89)tR";
  }
};

std::string dictionary(const std::string& name, const std::string& value) {
  return "}" + text(name) + value + "s";
}

/// A dictionary that holds the next one four times, and so on: 4^20 ways to the last.
std::string doubled(char level) {
  std::string pickle = "}q"s + level;
  if (level == 20) return pickle;
  const char next = static_cast<char>(level + 1);
  pickle += text("a") + doubled(next) + "s";
  for (const char* name : {"b", "c", "d"}) pickle += text(name) + "h" + next + "s";
  return pickle;
}

class Files {
 public:
  NamedTensors read(const std::string& pickle, const std::string& key = "") const {
    const auto values = torch::arange(6.0F);
    const std::string data(static_cast<const char*>(values.data_ptr()), values.nbytes());
    return read_state_dict(
        gradus::test::torch_file(folder_, gradus::test::torch_archive(pickle, {{"data/0", data}})),
        key);
  }
  torch::Tensor view(const View& view) const {
    return read(kStart + dictionary("w", view.pickled()) + ".").front().second;
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("A view of a record is read where it lies") {
  const Files files;
  const auto values = torch::arange(6.0F);
  CHECK(torch::equal(files.view({}), values.view({2, 3})));
  CHECK(torch::equal(files.view({.sizes = {3, 2}, .strides = {1, 3}}), values.view({2, 3}).t()));
  CHECK(torch::equal(files.view({.sizes = {2}, .strides = {2}, .offset = 1}),
                     torch::tensor({1.F, 3.F})));
  CHECK(torch::equal(files.view({.sizes = {}, .strides = {}, .offset = 5}), torch::tensor(5.F)));
  CHECK(files.view({.sizes = {0, 3}, .offset = 1000}).sizes() == torch::IntArrayRef({0, 3}));
  CHECK(files.view({.type = "IntStorage"}).scalar_type() == torch::kInt32);
}

TEST_CASE("A view that leaves its record, or is none, is refused") {
  const Files files;
  constexpr int64_t kHuge = int64_t{1} << 62;
  const std::pair<View, const char*> cases[] = {
      {{.sizes = {3, 3}}, "beyond the 6 values of record 'data/0'"},
      {{.offset = 1}, "beyond the 6 values"},
      {{.strides = {4, 1}}, "beyond the 6 values"},
      {{.strides = {kHuge, kHuge}}, "beyond the 6 values"},
      {{.offset = kHuge + (kHuge - 1)}, "beyond the 6 values"},
      {{.sizes = {kHuge, 8}, .strides = {0, 0}}, "too large"},
      {{.sizes = {0, kHuge, 8}, .strides = {0, 0, 0}}, "too large"},
      {{.sizes = {kHuge}, .strides = {0}}, "more than 16 times"},
      {{.sizes = {1 << 20}, .strides = {0}}, "more than 16 times"},
      {{.sizes = {-1, 3}}, "at least 0"},
      {{.strides = {-3, 1}}, "at least 0"},
      {{.offset = -1}, "below 0"},
      {{.count = -1}, "below 0"},
      {{.sizes = {6}}, "1 sizes and 2 strides"},
      {{.sizes = std::vector<int64_t>(65, 1), .strides = std::vector<int64_t>(65, 1)}, "65 sizes"},
      {{.count = 7}, "has 24 bytes, expected 7 values of Float"},
      {{.count = 5}, "beyond the 5 values"},
      {{.type = "DoubleStorage"}, "has 24 bytes, expected 6 values of Double"},
      {{.type = "BoolStorage"}, "has 24 bytes"},
      {{.count = 24, .type = "BoolStorage"}, "neither 0 nor 1"},
      {{.type = "EvilStorage"}, "has type EvilStorage"},
      {{.record = "1"}, "no record 'data/1'"},
      {{.record = "../../x"}, "no record 'data/../../x'"},
      {{.record = std::string(100, '0')}, "more than 64 bytes"}};
  for (const auto& [view, message] : cases) {
    INFO(message);
    CHECK_THROWS_MESSAGE(files.view(view), CheckpointError, message);
  }
}

TEST_CASE("A pickle that calls anything is refused by the name of it") {
  const Files files;
  const std::pair<std::string, const char*> cases[] = {
      {"cos\nsystem\n" + text("true") + "\x85R.", "global 'os.system' is refused: a state dict"},
      {"cbuiltins\neval\n", "'builtins.eval'"},
      {"ctorch\nload\n", "'torch.load'"},
      {"ctorch._utils\n_rebuild_device_tensor_from_numpy\n", "_from_numpy' is refused"},
      {text("os") + text("system") + "\x93", "'os.system'"},
      {"N" + text("system") + "\x93", "'.system'"},
      {"ios\nsystem\n", "opcode 0x69"},  // INST
      {"(]o", "opcode 0x6f"},            // OBJ
      {"]]\x81", "opcode 0x81"},         // NEWOBJ
      {"\x82\x01", "opcode 0x82"},       // EXT1
      {"P1\n", "opcode 0x50"},           // PERSID
      {"\x97", "opcode 0x97"},           // NEXT_BUFFER
      {"ccollections\nOrderedDict\n]R", "calls no function"},
      {")"
       ")R",
       "calls no function"},
      {"ccollections\nOrderedDict\n]\x85R", "something else than one"},
      {"ctorch\nSize\n)R", "torch.Size of something else"},
      {"ctorch._utils\n_rebuild_parameter\n)R", "a parameter of something else"},
      {"ctorch._utils\n_rebuild_tensor_v2\n)R", "a tensor without storage"},
      {")Q", "a storage without type"},
      {"]}b", "attributes of something else"},
      {"c" + std::string(200, 'x') + "\ny\n", "xxx…' is refused"}};
  for (const auto& [pickle, message] : cases) {
    INFO(message);
    CHECK_THROWS_MESSAGE(files.read(kStart + pickle), CheckpointError, message);
  }
}

TEST_CASE("A pickle that breaks its own rules is refused") {
  const Files files;
  const std::pair<std::string, const char*> cases[] = {
      {"", "ends in the middle"},
      {"]", "no pickle of protocol 2 to 5"},
      {"\x80\x01].", "protocol 1"},
      {"\x80\x06].", "protocol 6"},
      {kStart, "ends in the middle"},
      {kStart + ".", "not there"},
      {kStart + "]].", "more than one value"},
      {kStart + "].x", "more than one value"},
      {kStart + "](.", "not there"},
      {kStart + "\x86.", "not there"},
      {kStart + "t.", "mark that is not there"},
      {kStart + "](\x85.", "not there"},
      {kStart + "}NNN(NNNu.", "adds to what is no dictionary"},
      {kStart + "}(NNNu.", "a key without a value"},
      {kStart + "]NNs.", "no dictionary"},
      {kStart + "}Na.", "no list"},
      {kStart + "h\x05.", "recalls 5 of 0"},
      {kStart + "]q\x05.", "remembers 5 before 0"},
      {kStart + "q\0."s, "not there"},
      {kStart + "]r\xff\xff\xff\xff.", "remembers 4294967295"},
      {kStart + "X\xff\xff\xff\xff"
                "abc.",
       "ends in the middle"},
      {kStart + "\x8d\xff\xff\xff\xff\xff\xff\xff\xff"
                "abc.",
       "ends in the middle"},
      {kStart + "cos", "ends in the middle"},
      {kStart + std::string(3'000'001, 'N'), "more than 3000000 opcodes"}};
  for (const auto& [pickle, message] : cases) {
    INFO(message);
    CHECK_THROWS_MESSAGE(files.read(pickle), CheckpointError, message);
  }
}

TEST_CASE("Dictionaries within themselves, and in each other many times, end") {
  const Files files;
  CHECK_THROWS_MESSAGE(files.read(kStart + "}q\0"s + text("me") + "h\0s."s), CheckpointError,
                       "nested more than 32 deep");
  CHECK_THROWS_MESSAGE(files.read(kStart + "]q\0h\0a."s), CheckpointError,
                       "no dictionary of tensors");
  CHECK_THROWS_MESSAGE(files.read(kStart + doubled(0) + "."), CheckpointError,
                       "more than 1000000 entries");
}

TEST_CASE("Names that hide what they are, or come twice, are refused") {
  const Files files;
  const auto tensor = View().pickled();
  const auto twice = "}" + text("w") + tensor + "s" + text("w") + tensor + "s.";
  CHECK_THROWS_MESSAGE(files.read(kStart + twice), CheckpointError, "tensor 'w' comes twice");
  CHECK_THROWS_MESSAGE(files.read(kStart + dictionary("\xff", tensor) + "."), CheckpointError,
                       "no UTF-8");
  const auto deep = dictionary(std::string(2000, 'x'), dictionary("w", tensor)) + ".";
  CHECK_THROWS_MESSAGE(files.read(kStart + deep), CheckpointError, "name of 2000 bytes");
}

TEST_CASE("Pickles altered anywhere are read or refused, never worse") {
  const Files files;
  const auto good = kStart + "}(" + text("a") + View().pickled() + text("b") +
                    View{.sizes = {2}, .strides = {2}, .offset = 1}.pickled() + text("n") +
                    dictionary("x", "](KxM\1\1G12345678Ne") + "u.";
  const auto plain = kStart + "}(" + text("a") + View().pickled() + text("n") +
                     "](K\1N\x88"
                     "eu.";
  REQUIRE(files.read(plain).size() == 1);
  std::mt19937 random(2);
  for (int round = 0; round < 3000; ++round) {
    auto pickle = round % 2 == 0 ? good : plain;
    for (int change = 0; change <= round % 3; ++change) {
      pickle[random() % pickle.size()] = static_cast<char>(random());
    }
    try {
      for (const auto& [name, tensor] : files.read(pickle)) CHECK(tensor.is_contiguous());
    } catch (const CheckpointError&) {
    }
  }
}
