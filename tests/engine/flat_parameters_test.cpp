#include "gradus/engine/flat_parameters.h"

#include "networks.h"

#include "catch.h"

using gradus::engine::FlatParameters;
using torch::Tensor;

namespace {

Tensor parameter(std::vector<int64_t> shape, torch::ScalarType type = torch::kFloat32) {
  return torch::randn(shape, type).set_requires_grad(true);
}

bool lies_in(const Tensor& part, const Tensor& whole) {
  const auto* const at = static_cast<const char*>(part.const_data_ptr());
  const auto* const begin = static_cast<const char*>(whole.const_data_ptr());
  return at >= begin && at + part.nbytes() <= begin + whole.nbytes();
}

}  // namespace

TEST_CASE("Parameters keep their values and become views of one piece of memory") {
  torch::manual_seed(1);
  const std::vector<Tensor> parameters = {parameter({3, 5}), parameter({5}), parameter({1, 17, 2})};
  std::vector<Tensor> before;
  for (const auto& p : parameters) before.push_back(p.detach().clone());
  const FlatParameters flat(parameters);
  REQUIRE(flat.flats().size() == 1);
  const auto whole = flat.flats().front();
  CHECK(flat.is_uniform());
  CHECK(whole.requires_grad());
  CHECK(whole.is_leaf());
  for (size_t i = 0; i < parameters.size(); ++i) {
    const auto& p = parameters[i];
    CHECK(torch::equal(p, before[i]));
    CHECK(p.is_leaf());
    CHECK(p.requires_grad());
    CHECK(lies_in(p, whole));
    CHECK(lies_in(p.grad(), whole.grad()));
    CHECK(reinterpret_cast<uintptr_t>(p.const_data_ptr()) % 64 == 0);
    CHECK(whole.const_data_ptr<float>() + flat.offset_of(p) == p.const_data_ptr<float>());
    CHECK(whole.grad().const_data_ptr<float>() + flat.offset_of(p) ==
          p.grad().const_data_ptr<float>());
  }
  // The gaps hold nothing that an optimizer could move.
  double sum = 0;
  for (const auto& p : before) sum += p.to(torch::kFloat64).abs().sum().item<double>();
  CHECK(whole.detach().to(torch::kFloat64).abs().sum().item<double>() == Approx(sum));
}

TEST_CASE("A step on the flat tensor moves the parameters, and autograd fills its gradient") {
  const std::vector<Tensor> parameters = {parameter({2, 2}), parameter({3})};
  const FlatParameters flat(parameters);
  const auto whole = flat.flats().front();
  (parameters[0].sum() * 2 + parameters[1].sum() * 3).backward();
  CHECK(torch::equal(whole.grad().narrow(0, flat.offset_of(parameters[1]), 3),
                     torch::full({3}, 3.F)));
  const auto before = parameters[0].detach().clone();
  {
    const torch::NoGradGuard no_gradient;
    whole.sub_(whole.grad());
  }
  CHECK(torch::equal(parameters[0], before - 2));
}

TEST_CASE("Each type has a flat tensor, and what is not trained has none") {
  auto frozen = torch::randn({4});
  const auto* const memory = frozen.const_data_ptr();
  const std::vector<Tensor> parameters = {parameter({3}), parameter({2}, torch::kFloat64), frozen,
                                          parameter({4})};
  const FlatParameters flat(parameters);
  REQUIRE(flat.flats().size() == 2);
  CHECK_FALSE(flat.is_uniform());
  CHECK(flat.flats()[0].scalar_type() == torch::kFloat32);
  CHECK(flat.flats()[1].scalar_type() == torch::kFloat64);
  CHECK(lies_in(parameters[3], flat.flats()[0]));
  CHECK(lies_in(parameters[1], flat.flats()[1]));
  CHECK(flat.offset_of(frozen) == -1);
  CHECK(frozen.const_data_ptr() == memory);
  CHECK_FALSE(frozen.grad().defined());
  CHECK(flat.offset_of(parameter({3})) == -1);
}

TEST_CASE("Matrices and vectors apart have flat tensors of their own, one behind the other") {
  const auto weight = parameter({3, 5}), bias = parameter({3}), filter = parameter({2, 1, 3, 3}),
             scalar = parameter({}), wide = parameter({2}, torch::kFloat64);
  const FlatParameters flat({weight, bias, filter, scalar, bias, wide}, /*apart=*/true);
  REQUIRE(flat.flats().size() == 3);
  REQUIRE(flat.flat_matrices().size() == 1);
  REQUIRE(flat.flat_vectors().size() == 2);
  const auto matrices = flat.flat_matrices()[0], vectors = flat.flat_vectors()[0];
  CHECK(flat.flats()[0].is_same(matrices));
  CHECK(flat.flats()[1].is_same(vectors));
  CHECK_FALSE(flat.is_uniform());
  CHECK(flat.offset_of(wide) == 0);
  for (const auto& whole : {matrices, vectors}) {
    CHECK(whole.is_leaf());
    CHECK(whole.requires_grad());
    CHECK_FALSE(whole.is_view());
  }
  for (const auto& [p, whole] :
       {std::pair{weight, matrices}, {filter, matrices}, {bias, vectors}}) {
    CHECK(lies_in(p, whole));
    CHECK(lies_in(p.grad(), whole.grad()));
    CHECK(matrices.const_data_ptr<float>() + flat.offset_of(p) == p.const_data_ptr<float>());
    CHECK(matrices.grad().const_data_ptr<float>() + flat.offset_of(p) ==
          p.grad().const_data_ptr<float>());
  }
  CHECK(lies_in(scalar, vectors));
  CHECK(FlatParameters({weight, bias}, true).is_uniform());
  CHECK(FlatParameters({parameter({3})}, true).flat_matrices().empty());
  CHECK(FlatParameters({parameter({3, 2})}, true).flat_vectors().empty());
}

TEST_CASE("Without apart, what holds any matrix is a flat tensor of matrices") {
  const FlatParameters flat({parameter({3, 5}), parameter({3})});
  CHECK(flat.flat_matrices().size() == 1);
  CHECK(flat.flat_vectors().empty());
}

TEST_CASE("A tensor like a flat one is cut into the parameters' pieces") {
  const auto weight = parameter({3, 5}), bias = parameter({3});
  for (const bool apart : {false, true}) {
    const FlatParameters flat({weight, bias}, apart);
    std::vector<Tensor> members;
    for (const auto& whole : flat.flats()) {
      const auto state = whole.detach() * 2;
      for (const auto& [member, piece] : flat.pieces(whole, state)) {
        CHECK(torch::equal(piece, member.detach() * 2));
        CHECK(lies_in(piece, state));
        members.push_back(member);
      }
    }
    REQUIRE(members.size() == 2);
    CHECK(members[0].is_same(weight));
    CHECK(members[1].is_same(bias));
    CHECK(flat.pieces(weight, weight).empty());
  }
}

TEST_CASE("A parameter that is named twice is taken once") {
  const auto shared = parameter({5});
  const FlatParameters flat({shared, parameter({3}), shared});
  CHECK(flat.offset_of(shared) == 0);
  CHECK(flat.flats().front().numel() == 32);
}

TEST_CASE("No parameters make no flat tensors") {
  const FlatParameters flat({});
  CHECK(flat.flats().empty());
  CHECK_FALSE(flat.is_uniform());
}

TEST_CASE("Adopting takes today's values from other memory") {
  const auto p = parameter({3, 2});
  FlatParameters flat({parameter({7}), p});
  const auto whole = flat.flats().front();
  p.set_data(torch::full({3, 2}, 5.F));
  CHECK_FALSE(lies_in(p, whole));
  flat.adopt();
  CHECK(lies_in(p, whole));
  CHECK(torch::equal(p, torch::full({3, 2}, 5.F)));
  CHECK(torch::equal(whole.detach().narrow(0, flat.offset_of(p), 6), torch::full({6}, 5.F)));
}

TEST_CASE("Two owners of the same parameters take turns") {
  const auto p = parameter({4});
  FlatParameters first({p});
  FlatParameters second({p});
  CHECK(lies_in(p, second.flats().front()));
  {
    const torch::NoGradGuard no_gradient;
    second.flats().front().fill_(2);
  }
  first.adopt();
  CHECK(lies_in(p, first.flats().front()));
  CHECK(lies_in(p.grad(), first.flats().front().grad()));
  CHECK(torch::equal(p, torch::full({4}, 2.F)));
}

TEST_CASE("Gradients that were dropped or put elsewhere are collected") {
  const auto dropped = parameter({3}), moved = parameter({2}), kept = parameter({2});
  FlatParameters flat({dropped, moved, kept});
  flat.zero_gradients();
  dropped.mutable_grad() = Tensor();
  moved.mutable_grad() = torch::full({2}, 7.F);
  kept.mutable_grad().fill_(3);
  flat.collect_gradients();
  const auto gradients = flat.flats().front().grad();
  CHECK(torch::equal(gradients.narrow(0, flat.offset_of(dropped), 3), torch::zeros({3})));
  CHECK(torch::equal(gradients.narrow(0, flat.offset_of(moved), 2), torch::full({2}, 7.F)));
  CHECK(torch::equal(gradients.narrow(0, flat.offset_of(kept), 2), torch::full({2}, 3.F)));
  for (const auto& p : {dropped, moved, kept}) CHECK(lies_in(p.grad(), gradients));
  flat.zero_gradients();
  CHECK(torch::equal(moved.grad(), torch::zeros({2})));
}

TEST_CASE("Adopting after zero_grad gives the gradients their places again") {
  auto layers = make_layers("linear 3 2 | tanh | linear 2 1");
  FlatParameters flat(layers->parameters());
  layers->zero_grad(/*set_to_none=*/true);
  flat.adopt();
  for (const auto& p : layers->parameters()) CHECK(lies_in(p.grad(), flat.flats().front().grad()));
}
