#include "gradus/report/confusion_table.h"

#include "catch.h"

using gradus::report::class_table;
using gradus::report::confusion_table;
using gradus::report::Terminal;

namespace {

const torch::Tensor& counts() {
  static const torch::Tensor matrix = torch::tensor({{5, 0, 3}, {1, 10, 0}, {0, 0, 7}});
  return matrix;
}

const std::vector<std::string> kNames = {"Coat", "连衣裙", "Bag"};

}  // namespace

TEST_CASE("The confusion matrix has a row a true class") {
  CHECK(confusion_table(counts(), kNames, {}) ==
        "confusion matrix (row: true class, column: predicted)\n"
        "           0   1   2\n"
        "0 Coat     5   .   3\n"
        "1 连衣裙   1  10   .\n"
        "2 Bag      .   .   7\n");
}

TEST_CASE("Classes without names are numbered, colour marks the diagonal") {
  Terminal terminal;
  terminal.colour = terminal.unicode = true;
  CHECK(confusion_table(torch::tensor({{1, 0}, {2, 3}}), {}, terminal) ==
        "confusion matrix (row: true class, column: predicted)\n"
        "   0  1\n"
        "0  \x1b[32m1\x1b[39m  ·\n"
        "1  2  \x1b[32m3\x1b[39m\n");
}

TEST_CASE("A narrow terminal gets the most frequent confusions instead") {
  Terminal narrow;
  narrow.width = 19;
  CHECK(confusion_table(counts(), kNames, narrow) ==
        "most frequent confusions\n"
        "true    predi.  count\n"
        "------  ------  -----\n"
        "Coat    Bag         3\n"
        "连衣裙  Coat        1\n");
  narrow.width = 5;
  CHECK(confusion_table(torch::tensor({{1, 0}, {0, 3}}), {}, narrow) == "no confusions\n");
}

TEST_CASE("Class scores are those of scikit-learn") {
  // sklearn 1.5: precision_recall_fscore_support on the same counts.
  CHECK(class_table(counts(), kNames, {}) ==
        "class   precision  recall      F1  support\n"
        "------  ---------  ------  ------  -------\n"
        "Coat       0.8333  0.6250  0.7143        8\n"
        "连衣裙     1.0000  0.9091  0.9524       11\n"
        "Bag        0.7000  1.0000  0.8235        7\n"
        "mean       0.8444  0.8447  0.8301       26\n");
}

TEST_CASE("Areas under a class's curves stand beside its scores, a dash where it has none") {
  CHECK(class_table(counts(), kNames, {}, {{0.5, 1, NAN}, {0.25, 0.75, NAN}}) ==
        "class   precision  recall      F1     AUC      AP  support\n"
        "------  ---------  ------  ------  ------  ------  -------\n"
        "Coat       0.8333  0.6250  0.7143  0.5000  0.2500        8\n"
        "连衣裙     1.0000  0.9091  0.9524  1.0000  0.7500       11\n"
        "Bag        0.7000  1.0000  0.8235       -       -        7\n"
        "mean       0.8444  0.8447  0.8301  0.7500  0.5000       26\n");
}
