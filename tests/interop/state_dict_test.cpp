#include "gradus/interop/state_dict.h"

#include "gradus/checkpoint/safetensors.h"
#include "gradus/core/error.h"
#include "oracle.h"
#include "temporary_folder.h"

#include <torch/csrc/autograd/generated/variable_factories.h>

#include <cstdlib>
#include <sstream>

#include "catch.h"

using gradus::CheckpointError;
using namespace gradus::interop;
using gradus::test::read_bytes;
using gradus::test::TemporaryFolder;
using gradus::test::write_bytes;

namespace {

bool no_python() {
  if (oracle_available()) return false;
  WARN("SKIPPED: '" GRADUS_PYTHON "' cannot import torch");
  return true;
}

int run_oracle(const char* action, const std::filesystem::path& folder) {
  return std::system(fmt::format("'{}' '{}/tests/interop/state_dict_oracle.py' {} '{}'",
                                 GRADUS_PYTHON, GRADUS_SOURCE_DIR, action, folder.string())
                         .c_str());
}

/// What Python wrote, once for all tests.
const TemporaryFolder& pythons_files() {
  static const TemporaryFolder kFolder;
  static const int kStatus = run_oracle("write", kFolder.path());
  REQUIRE(kStatus == 0);
  return kFolder;
}

void check_bits(const torch::Tensor& found, const torch::Tensor& expected) {
  CHECK(found.scalar_type() == expected.scalar_type());
  CHECK(found.sizes() == expected.sizes());
  REQUIRE(found.is_contiguous());
  REQUIRE(found.nbytes() == expected.nbytes());
  const auto right = expected.contiguous();
  CHECK(std::string_view(static_cast<const char*>(found.data_ptr()), found.nbytes()) ==
        std::string_view(static_cast<const char*>(right.data_ptr()), right.nbytes()));
}

void check_equal(const NamedTensors& found, const NamedTensors& expected) {
  REQUIRE(found.size() == expected.size());
  for (size_t i = 0; i < found.size(); ++i) {
    INFO(expected[i].first);
    CHECK(found[i].first == expected[i].first);
    check_bits(found[i].second, expected[i].second);
  }
}

NamedTensors read_pythons(const std::string& name, const std::string& key = "") {
  return read_state_dict(pythons_files() / (name + ".pt"), key);
}

/// What the file of Python's should hold, by its plain copy.
NamedTensors expected_of(const std::string& name) {
  const auto& folder = pythons_files();
  const auto tensors =
      gradus::checkpoint::from_safetensors(read_bytes(folder / (name + ".safetensors")));
  NamedTensors expected;
  std::istringstream names(read_bytes(folder / (name + ".txt")));
  for (std::string line; std::getline(names, line);) expected.emplace_back(line, tensors.at(line));
  REQUIRE(expected.size() == tensors.size());
  return expected;
}

}  // namespace

TEST_CASE("State dicts of Python are read to the bit, in their order") {
  if (no_python()) return;
  for (const std::string name :
       {"module", "protocol_3", "protocol_4", "protocol_5", "half", "bfloat16", "double", "types",
        "views", "parameters", "checkpoint"}) {
    INFO(name);
    check_equal(read_pythons(name), expected_of(name));
  }
}

TEST_CASE("Python reads our state dicts with weights_only=True, and load_state_dict takes them") {
  if (no_python()) return;
  const TemporaryFolder folder;
  for (const std::string name : {"types", "views", "module"}) {
    write_bytes(folder / (name + ".pt"), to_state_dict(read_pythons(name)));
  }
  write_bytes(folder / "empty.pt", to_state_dict({}));
  CHECK(run_oracle("read", folder.path()) == 0);
}

TEST_CASE("One of several state dicts in a file is chosen by its key") {
  if (no_python()) return;
  CHECK_THROWS_MESSAGE(read_pythons("two"), CheckpointError,
                       "choose one of 'model' (12 tensors), 'nets.ema' (12 tensors)");
  CHECK_THROWS_MESSAGE(read_pythons("two", "modle"), CheckpointError,
                       "under the key 'modle': there is 'model' (12");
  check_equal(read_pythons("two", "model"), expected_of("module"));
  CHECK(read_pythons("two", "nets.ema").size() == 12);
  check_equal(read_pythons("checkpoint", "model"), expected_of("checkpoint"));
  check_equal(read_pythons("module", "."), expected_of("module"));
  CHECK_THROWS_MESSAGE(read_pythons("checkpoint", "optimizer"), CheckpointError, "'optimizer'");
}

TEST_CASE("What Python saves that is no state dict is refused, with what to do") {
  if (no_python()) return;
  const std::pair<const char*, const char*> cases[] = {
      {"sparse", "tensor 'w' is sparse: expected dense values of float64"},
      {"quantised", "tensor 'w' is quantised"},
      {"complex", "tensor 'w' has type ComplexFloatStorage: expected float64"},
      {"float8", "tensor 'w' has a type that came after bfloat16"},
      {"meta", "tensor 'w' has no values"},
      {"negated", "tensor 'w' is a lazily negated"},
      {"module", "global 'torch.nn.modules.container.Sequential' is refused"},
      {"function",
       "global '__builtin__.print' is refused: a state dict needs none of it; in "
       "Python, torch.save(model.state_dict(), FILE)"},
      {"tensor", "no dictionary of tensors in it"},
      {"numbers", "no dictionary of tensors in it"},
      {"unnamed", "a tensor lies under a key that is no text"},
      {"legacy", "the format of PyTorch before 1.6: in Python, torch.save(torch.load("},
      {"unchecked", "set_crc32_options(False)"},
      {"torchscript", "torch.save(torch.jit.load(OLD).state_dict(), NEW)"}};
  for (const auto& [name, message] : cases) {
    INFO(name);
    CHECK_THROWS_MESSAGE(read_pythons(fmt::format("refused_{}", name)), CheckpointError, message);
  }
}

TEST_CASE("Our own state dicts come back as they went, on whatever strides") {
  const TemporaryFolder folder;
  const auto base = torch::arange(12.0).view({3, 4});
  const NamedTensors tensors = {{"z", base.t()},
                                {"narrow", base.narrow(1, 1, 2)},
                                {"again", base},
                                {"parameter", base.clone().set_requires_grad(true)},
                                {"half", base.to(torch::kFloat16)},
                                {"flag", torch::tensor({1, 0, 1}).to(torch::kBool)},
                                {"scalar", torch::tensor(7)},
                                {"empty", torch::empty({0, 3})}};
  write_bytes(folder / "ours.pt", to_state_dict(tensors));
  check_equal(read_state_dict(folder / "ours.pt"), tensors);
  CHECK(to_state_dict(tensors) == to_state_dict(tensors));
}

TEST_CASE("Tensors that a state dict cannot hold are refused") {
  const auto one = torch::ones({1});
  CHECK_THROWS_MESSAGE(to_state_dict({{"c", one.to(torch::kComplexFloat)}}), CheckpointError,
                       "tensor 'c' has type ComplexFloat");
  CHECK_THROWS_MESSAGE(to_state_dict({{"u", torch::Tensor()}}), CheckpointError, "undefined");
  CHECK_THROWS_MESSAGE(to_state_dict({{"w", one}, {"w", one}}), CheckpointError, "twice");
  CHECK_THROWS_MESSAGE(to_state_dict({{"\xff", one}}), CheckpointError, "no UTF-8");
}

TEST_CASE("The tensors that are read own their memory") {
  const TemporaryFolder folder;
  const auto base = torch::arange(6.0);
  write_bytes(folder / "ours.pt", to_state_dict({{"a", base}, {"b", base}}));
  const auto tensors = read_state_dict(folder / "ours.pt");
  tensors[0].second.zero_();
  CHECK(torch::equal(tensors[1].second, base));
}
