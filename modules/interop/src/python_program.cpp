#include "gradus/interop/python_program.h"

#include "gradus/core/sha256.h"
#include "python_format.h"
#include "python_predict.h"
#include "python_reading.h"
#include "python_text.h"

#include <fmt/format.h>

namespace gradus::interop {
namespace {

constexpr const char* kHeader =
    R"("""Predicts with a network that gradus trained: $model, $in numbers to $out.

    python predict.py FILE

prints what `gradus predict RUN FILE --csv` prints, for a $kinds.
In Python, predict(examples) takes [N, $shape] and returns $results [N, $width].
Needs $needs.
"""
import csv
import functools
import math
import pathlib
import signal
import sys

$imports
FOLDER = pathlib.Path(__file__).resolve().parent
$features$columns

)";

constexpr const char* kMain = R"(def main():
    if len(sys.argv) != 2:
        sys.exit("usage: python predict.py FILE")
    try:
        names, inputs = read(sys.argv[1])
        results = predict(inputs).tolist()
    except (csv.Error, ImportError, MemoryError, OSError, RuntimeError, TypeError, ValueError) as error:
        sys.exit(f"predict.py: {error}")
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["example", $header])
    for name, values in zip(names, results):
        out.writerow([name, $class*(f"{value:.9g}" for value in values)])


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # whoever reads may leave early, as head does
    main()
)";

/// The names that `gradus predict` gives the columns.
std::vector<std::string> column_names(const Network& network) {
  auto names = network.is_classifier ? network.class_names : network.target_names;
  const auto width = static_cast<size_t>(width_of(network));
  while (names.size() < width) names.push_back(fmt::format("value{}", names.size() + 1));
  names.resize(width);
  return names;
}

const char* columns_name(const Network& network) {
  return network.is_classifier ? "CLASSES" : "TARGETS";
}

std::string result_text(const Network& network) {
  const auto width = width_of(network);
  const char* what = network.is_classifier ? "classes" : width == 1 ? "value" : "values";
  return fmt::format("{} {}", width, what);
}

std::string header(const Network& network, const FormatText& format) {
  const auto& features = network.feature_names;
  return fill_in(kHeader,
                 {{"model", python_literal(network.model)},
                  {"in", std::to_string(network.in_features)},
                  {"out", result_text(network)},
                  {"kinds", takes_pictures(network) ? ".csv, .npy or picture" : ".csv or .npy"},
                  {"shape", shape_text(network)},
                  {"width", std::to_string(width_of(network))},
                  {"results", network.is_classifier ? "probabilities" : "values"},
                  {"needs", format.needs},
                  {"imports", format.imports},
                  {"features", features.empty() ? "" : python_list("FEATURES", features)},
                  {"columns", python_list(columns_name(network), column_names(network))}});
}

std::string main_part(const Network& network) {
  if (!network.is_classifier) return fill_in(kMain, {{"header", "*TARGETS"}, {"class", ""}});
  return fill_in(kMain, {{"header", "\"class\", *CLASSES"},
                         {"class", "CLASSES[values.index(max(values))], "}});
}

// Last in the file; the sum is that of all lines above.
constexpr std::string_view kSeal = "\n# As exported, by sha256: ";

}  // namespace

std::string python_program(const Network& network, Format format) {
  const auto text = header(network, text_of(format)) + python_predict(network, format) +
                    python_reading(network, format == Format::kOnnx) + main_part(network);
  return fmt::format("{}{}{}\n", text, kSeal, sha256_hex(text));
}

bool is_as_exported(std::string_view program) {
  const auto seal = program.rfind(kSeal);
  if (seal == std::string_view::npos) return false;
  return program.substr(seal + kSeal.size()) == sha256_hex(program.substr(0, seal)) + "\n";
}

}  // namespace gradus::interop
