#include "gradus/interop/name_map.h"

#include "gradus/core/error.h"

#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/container/sequential.h>
#include <torch/nn/modules/linear.h>

#include <limits>

#include "catch.h"

using namespace gradus::interop;
using gradus::CheckpointError;
using gradus::UsageError;

namespace {

/// A linear layer's tensors, all of them of one value.
void add_linear(NamedTensors& tensors, const std::string& module, int64_t in, int64_t out,
                double value = 0) {
  tensors.emplace_back(module + ".weight", torch::full({out, in}, value));
  tensors.emplace_back(module + ".bias", torch::full({out}, value));
}

void add_batch_norm(NamedTensors& tensors, const std::string& module, int64_t width) {
  for (const char* name : {"weight", "bias", "running_mean", "running_var"})
    tensors.emplace_back(fmt::format("{}.{}", module, name), torch::ones({width}));
}

/// 4 → 8 → 8 → 3, as our mlp names it.
NamedTensors deep_model() {
  NamedTensors ours;
  add_linear(ours, "layers.0", 4, 8);
  add_linear(ours, "layers.2", 8, 8);
  add_linear(ours, "layers.4", 8, 3);
  return ours;
}

/// 4 → 8 → 3 with batch normalisation.
NamedTensors normalized_model() {
  NamedTensors ours;
  add_linear(ours, "layers.0", 4, 8);
  add_batch_norm(ours, "layers.1", 8);
  ours.emplace_back("layers.1.num_batches_tracked", torch::zeros({}, torch::kInt64));
  add_linear(ours, "layers.3", 8, 3);
  return ours;
}

/// Where the file's tensors go, by the model's names.
std::map<std::string, std::string> names_of(const NameMap& map) {
  std::map<std::string, std::string> names;
  for (const auto& tensor : map.tensors) {
    if (!tensor.ours.empty()) names[tensor.ours] = tensor.theirs;
  }
  return names;
}

std::string theirs_of(const NameMap& map, const std::string& ours) {
  return names_of(map).at(ours);
}

Misfit misfit_of(const NameMap& map, const std::string& name) {
  for (const auto& tensor : map.tensors) {
    if (tensor.ours == name || tensor.theirs == name) return tensor.misfit;
  }
  FAIL("no tensor " << name);
  return Misfit::kNone;
}

}  // namespace

TEST_CASE("Equal names are matched whatever order they stand in") {
  NamedTensors theirs;
  add_linear(theirs, "layers.4", 8, 3);
  add_linear(theirs, "layers.2", 8, 8);
  add_linear(theirs, "layers.0", 4, 8);
  const auto map = map_names(theirs, deep_model(), true);
  CHECK(map.fits());
  CHECK(map.rule == "by name");
  for (const auto& [ours, their] : names_of(map)) CHECK(ours == their);
}

TEST_CASE("What wraps a module in Python is left out, and what wraps ours is added") {
  for (const std::string prefix : {"module.", "_orig_mod.", "module._orig_mod.", "model.net."}) {
    NamedTensors theirs;
    for (const char* module : {"0", "2", "4"}) {
      const int64_t in = module == std::string("0") ? 4 : 8;
      add_linear(theirs, prefix + module, in, module == std::string("4") ? 3 : 8);
    }
    const auto map = map_names(theirs, deep_model(), true);
    CHECK(map.fits());
    CHECK(map.rule == fmt::format("by name, without '{}', with 'layers.' before", prefix));
    CHECK(theirs_of(map, "layers.2.weight") == prefix + "2.weight");
  }
  NamedTensors one, ours;
  add_linear(one, "fc", 4, 3);
  add_linear(ours, "linear", 4, 3);
  CHECK(theirs_of(map_names(one, ours, false), "linear.bias") == "fc.bias");
}

TEST_CASE("Other names are matched by shapes, and equal shapes by the order of the file") {
  NamedTensors theirs;
  add_linear(theirs, "stem", 4, 8, 1);
  add_linear(theirs, "middle", 8, 8, 2);
  add_linear(theirs, "head", 8, 3, 3);
  const auto map = map_names(theirs, deep_model(), true);
  CHECK(map.rule == "by shapes, in the order of the file");
  const auto state = map.state();
  CHECK(state.size() == 6);
  CHECK(state.at("layers.0.weight").eq(1).all().item<bool>());
  CHECK(state.at("layers.2.bias").eq(2).all().item<bool>());
  CHECK(state.at("layers.4.weight").eq(3).all().item<bool>());
}

TEST_CASE("Numbers in names tell the order of equal shapes, also above nine") {
  NamedTensors theirs, ours;
  add_linear(theirs, "fc1", 4, 8);
  for (const int i : {10, 11, 2, 9}) add_linear(theirs, fmt::format("fc{}", i), 8, 8);
  add_linear(theirs, "out", 8, 3);
  add_linear(ours, "layers.0", 4, 8);
  for (const int i : {2, 4, 6, 8}) add_linear(ours, fmt::format("layers.{}", i), 8, 8);
  add_linear(ours, "layers.10", 8, 3);
  const auto map = map_names(theirs, ours, false);
  CHECK(map.fits());
  CHECK(theirs_of(map, "layers.2.weight") == "fc2.weight");
  CHECK(theirs_of(map, "layers.4.weight") == "fc9.weight");
  CHECK(theirs_of(map, "layers.8.weight") == "fc11.weight");
}

TEST_CASE("Modules that could be exchanged are refused where nothing tells their order") {
  NamedTensors theirs;
  add_linear(theirs, "a", 4, 8);
  add_linear(theirs, "b", 8, 8);
  add_linear(theirs, "c", 8, 8);
  add_linear(theirs, "d", 8, 3);
  NamedTensors ours;
  add_linear(ours, "layers.0", 4, 8);
  add_linear(ours, "layers.2", 8, 8);
  add_linear(ours, "layers.4", 8, 8);
  add_linear(ours, "layers.6", 8, 3);
  CHECK_THROWS_MESSAGE(map_names(theirs, ours, false), CheckpointError,
                       "nothing in the file tells which comes first");
  const auto given = map_names(theirs, ours, false, {{"c", "layers.2"}});
  CHECK(given.fits());
  CHECK(theirs_of(given, "layers.2.weight") == "c.weight");
  CHECK(theirs_of(given, "layers.4.weight") == "b.weight");
  CHECK(map_names(theirs, ours, true).fits());

  NamedTensors reversed;
  add_linear(reversed, "fc1", 4, 8);
  add_linear(reversed, "fc3", 8, 8);
  add_linear(reversed, "fc2", 8, 8);
  add_linear(reversed, "fc4", 8, 3);
  CHECK_THROWS_MESSAGE(map_names(reversed, ours, true), CheckpointError,
                       "the file's order and their numbers disagree");
}

TEST_CASE("Layers registered after their linear layers find their places by number") {
  NamedTensors theirs, ours;
  add_linear(theirs, "fc1", 4, 8);
  add_linear(theirs, "fc2", 8, 8);
  add_linear(theirs, "fc3", 8, 3);
  add_batch_norm(theirs, "bn1", 8);
  add_batch_norm(theirs, "bn2", 8);
  add_linear(ours, "layers.0", 4, 8);
  add_batch_norm(ours, "layers.1", 8);
  add_linear(ours, "layers.3", 8, 8);
  add_batch_norm(ours, "layers.4", 8);
  add_linear(ours, "layers.6", 8, 3);
  const auto map = map_names(theirs, ours, true);
  CHECK(map.fits());
  CHECK(theirs_of(map, "layers.4.running_var") == "bn2.running_var");
  CHECK(theirs_of(map, "layers.3.bias") == "fc2.bias");
}

TEST_CASE("A stack in another order than the model's is refused, and so is a gap in it") {
  NamedTensors behind;
  add_linear(behind, "0", 4, 8);
  add_batch_norm(behind, "2", 8);  // 1 is an activation: the model normalises before it
  add_linear(behind, "3", 8, 3);
  CHECK_THROWS_MESSAGE(map_names(behind, normalized_model(), true), CheckpointError,
                       "something stands between '0' and '2'");
  CHECK(map_names(behind, normalized_model(), true, {{"2", "layers.1"}}).fits());

  NamedTensors before;
  add_batch_norm(before, "0", 8);
  add_linear(before, "1", 4, 8);
  add_linear(before, "3", 8, 3);
  CHECK_THROWS_MESSAGE(map_names(before, normalized_model(), true), CheckpointError,
                       "another order than the model's");
}

TEST_CASE("A missing count of batches is zero") {
  NamedTensors theirs;
  add_linear(theirs, "fc1", 4, 8);
  add_batch_norm(theirs, "norm", 8);
  add_linear(theirs, "fc2", 8, 3);
  const auto without = map_names(theirs, normalized_model(), true);
  CHECK(without.fits());
  CHECK(without.state().at("layers.1.num_batches_tracked").item<int64_t>() == 0);
  theirs.emplace_back("norm.num_batches_tracked", torch::full({}, 7, torch::kInt64));
  CHECK(map_names(theirs, normalized_model(), true)
            .state()
            .at("layers.1.num_batches_tracked")
            .item<int64_t>() == 7);
}

TEST_CASE("Half precision becomes float32, and one float64 makes all float64") {
  NamedTensors theirs, ours;
  theirs.emplace_back("fc.weight", torch::rand({3, 4}).to(torch::kBFloat16));
  theirs.emplace_back("fc.bias", torch::rand({3}).to(torch::kFloat16));
  add_linear(ours, "linear", 4, 3);
  auto map = map_names(theirs, ours, true);
  CHECK(map.type == torch::kFloat32);
  CHECK(torch::equal(map.state().at("linear.weight"), theirs[0].second.to(torch::kFloat32)));
  theirs[1].second = torch::rand({3}, torch::kFloat64);
  map = map_names(theirs, ours, true);
  CHECK(map.type == torch::kFloat64);
  CHECK(map.state().at("linear.weight").scalar_type() == torch::kFloat64);
  CHECK(torch::equal(map.state().at("linear.bias"), theirs[1].second));
}

TEST_CASE("Each tensor that does not fit is told with its reason") {
  NamedTensors theirs;
  add_linear(theirs, "layers.0", 4, 8);
  add_linear(theirs, "layers.2", 8, 9);
  theirs.emplace_back("layers.4.weight", torch::zeros({3, 8}, torch::kInt32));
  theirs.emplace_back("extra", torch::zeros({2}));
  theirs[1].second[0] = std::numeric_limits<float>::quiet_NaN();
  const auto map = map_names(theirs, deep_model(), true);
  CHECK_FALSE(map.fits());
  CHECK(map.misfits() ==
        "1 missing, 1 unexpected, 2 of another shape, 1 of another type, 1 not finite");
  CHECK(misfit_of(map, "layers.0.weight") == Misfit::kNone);
  CHECK(misfit_of(map, "layers.0.bias") == Misfit::kNotFinite);
  CHECK(misfit_of(map, "layers.2.weight") == Misfit::kShape);
  CHECK(misfit_of(map, "layers.4.weight") == Misfit::kType);
  CHECK(misfit_of(map, "layers.4.bias") == Misfit::kMissing);
  CHECK(misfit_of(map, "extra") == Misfit::kUnexpected);
}

TEST_CASE("Names that are all other ones are still put side by side to tell the shapes") {
  NamedTensors theirs;
  add_linear(theirs, "fc1", 4, 8);
  add_linear(theirs, "fc2", 8, 16);
  add_linear(theirs, "fc3", 16, 3);
  const auto map = map_names(theirs, deep_model(), true);
  CHECK(map.misfits() == "3 of another shape");  // fc3's bias fits
  CHECK(theirs_of(map, "layers.2.weight") == "fc2.weight");
  CHECK(theirs_of(map, "layers.4.bias") == "fc3.bias");
}

TEST_CASE("Given names must be there, and are used once") {
  NamedTensors theirs = deep_model();
  CHECK_THROWS_MESSAGE(map_names(theirs, deep_model(), true, {{"layer.0", "layers.0"}}), UsageError,
                       "unknown tensor of the file 'layer.0'");
  CHECK_THROWS_MESSAGE(map_names(theirs, deep_model(), true, {{"layers.0", "layers.1"}}),
                       UsageError, "unknown tensor of the model 'layers.1'");
  CHECK_THROWS_MESSAGE(
      map_names(theirs, deep_model(), true, {{"layers.0", "layers.2"}, {"layers.0", "layers.4"}}),
      UsageError, "is mapped already");
}
