#include "hull_certificate.h"

#include "catch.h"

using gradus::demos::certify;

namespace {

const std::vector<std::vector<int64_t>> kCorners = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};

}  // namespace

TEST_CASE("XOR and XNOR have the middle of the square as their certificate") {
  for (const auto& targets : {std::vector<int64_t>{0, 1, 1, 0}, std::vector<int64_t>{1, 0, 0, 1}}) {
    const auto certificate = certify(kCorners, targets, {3, 3, 3, 3});
    REQUIRE(certificate);
    CHECK(certificate->total == 6);
    CHECK(certificate->point == std::vector<int64_t>{3, 3});
    CHECK(certificate->to_string() == "(1/2, 1/2)");
  }
}

TEST_CASE("Counts that prove nothing are refused") {
  const std::vector<int64_t> xnor = {1, 0, 0, 1};
  CHECK_FALSE(certify(kCorners, xnor, {0, 0, 0, 0}));      // no points
  CHECK_FALSE(certify(kCorners, xnor, {1, 2, 1, 1}));      // unequal totals
  CHECK_FALSE(certify(kCorners, xnor, {2, 1, 1, 0}));      // equal totals, other points
  CHECK_FALSE(certify(kCorners, xnor, {-1, -1, -1, -1}));  // outside the hulls
  CHECK_FALSE(certify(kCorners, xnor, {1, 1, 1}));
  CHECK_FALSE(certify({}, {}, {}));
}

TEST_CASE("No counts certify a gate that a line separates") {
  for (const auto& gate : {std::vector<int64_t>{0, 0, 0, 1}, std::vector<int64_t>{0, 1, 1, 1},
                           std::vector<int64_t>{0, 0, 1, 1}}) {
    for (int64_t code = 0; code < 256; ++code) {
      CHECK_FALSE(certify(kCorners, gate, {code & 3, code >> 2 & 3, code >> 4 & 3, code >> 6 & 3}));
    }
  }
}

TEST_CASE("The shared point is written in lowest terms") {
  // A triangle of class 0 around one point of class 1.
  const auto certificate = certify({{0, 0}, {3, 0}, {0, 3}, {1, 1}}, {0, 0, 0, 1}, {2, 2, 2, 6});
  REQUIRE(certificate);
  CHECK(certificate->to_string() == "(1, 1)");
  CHECK(certify({{0}, {5}, {2}}, {0, 0, 1}, {3, 2, 5})->to_string() == "(2)");
  CHECK(certify({{0}, {1}, {0}, {1}}, {0, 0, 1, 1}, {2, 4, 2, 4})->to_string() == "(2/3)");
}
