#include "pixels.h"

#include "gradus/core/error.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;

TEST_CASE("An order of pixels holds each once, and is a function of the seed") {
  const auto order = pixel_order(784, 5);
  CHECK(std::get<0>(order.sort()).equal(torch::arange(784)));
  CHECK(order.equal(pixel_order(784, 5)));
  CHECK_FALSE(order.equal(pixel_order(784, 6)));
}

TEST_CASE("Permuting moves pixel order[j] to j, in every picture alike") {
  const auto images = torch::arange(12).view({2, 2, 3});
  const auto order = torch::tensor({5, 0, 1, 2, 3, 4});
  const auto expected = torch::tensor({5, 0, 1, 2, 3, 4, 11, 6, 7, 8, 9, 10}).view({2, 2, 3});
  CHECK(permute_pixels(images, order).equal(expected));
  CHECK(permute_pixels(permute_pixels(images, order), order.argsort()).equal(images));
}

TEST_CASE("A shift moves right, left, down and up in turn, and zeros move in") {
  const auto one = torch::tensor({{1, 2, 3}, {4, 5, 6}});
  const auto moved = shift_pictures(one.expand({5, 2, 3}).contiguous(), 1);
  CHECK(moved[0].equal(torch::tensor({{0, 1, 2}, {0, 4, 5}})));
  CHECK(moved[1].equal(torch::tensor({{2, 3, 0}, {5, 6, 0}})));
  CHECK(moved[2].equal(torch::tensor({{0, 0, 0}, {1, 2, 3}})));
  CHECK(moved[3].equal(torch::tensor({{4, 5, 6}, {0, 0, 0}})));
  CHECK(moved[4].equal(moved[0]));
}

TEST_CASE("No shift leaves pictures as they are, a large one leaves nothing") {
  const auto images = torch::randint(1, 256, {6, 5, 4}).to(torch::kUInt8);
  CHECK(shift_pictures(images, 0).equal(images));
  CHECK(shift_pictures(images, 5).sum().item<int64_t>() == 0);
  CHECK(shift_pictures(images, 1000).sum().item<int64_t>() == 0);
}

TEST_CASE("Pictures without a test part keep a quarter of every class for it") {
  const auto digits = load_pictures("digits");
  const auto parts = sample_pictures(digits, 100'000, 100'000, 1);
  REQUIRE(parts.test);
  CHECK(parts.train.size() + parts.test->size() == digits.train.size());
  CHECK(parts.test->size() == Approx(0.25 * digits.train.size()).margin(1));
  const auto few = sample_pictures(digits, 50, 30, 1);
  CHECK(few.train.size() == 50);
  CHECK(few.test->size() == 30);
}

TEST_CASE("What is no set of grey pictures with classes is refused") {
  CHECK_THROWS_MESSAGE(load_pictures("iris"), UsageError, "--data=iris");
  CHECK_THROWS_MESSAGE(load_pictures("no_such_set"), UsageError, "no_such_set");
}
