// Loading against what cannot be beaten: Fashion-MNIST's gzip files against zlib alone, and a CSV
// of a million rows by 30 columns against reading its bytes. Take --benchmark_repetitions=7
// --benchmark_enable_random_interleaving=true, and the medians.
//
//   gradus_loading_bench [CSV]    the CSV is made first where there is no such file; without one,
//   it
//                                 is made in a temporary folder. scripts/bench_peers/loading.py CSV
//                                 reads the same by pandas.
#include "gradus/data/load.h"
#include "gradus/data/tabular.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <zlib.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

constexpr int64_t kRows = 1'000'000, kColumns = 30, kClasses = 10;

/// Numbers of six digits, and in the last column whole numbers for a target.
void make_csv(const fs::path& path) {
  std::ofstream file(path, std::ios::binary);
  std::mt19937_64 generator(1);
  std::normal_distribution<double> normal;
  std::string text;
  for (int64_t i = 0; i + 1 < kColumns; ++i) text += fmt::format("x{},", i);
  text += "label\n";
  for (int64_t row = 0; row < kRows; ++row) {
    for (int64_t i = 0; i + 1 < kColumns; ++i) text += fmt::format("{:.6g},", normal(generator));
    text += fmt::format("{}\n", row % kClasses);
    file << text;
    text.clear();
  }
  if (!file.flush()) throw std::runtime_error("the CSV could not be written to " + path.string());
}

void csv_by_gradus(benchmark::State& state, const fs::path& path) {
  for (auto _ : state) benchmark::DoNotOptimize(gradus::data::read_table(path).inputs.data_ptr());
}

void csv_bytes(benchmark::State& state, const fs::path& path) {
  std::vector<char> bytes(fs::file_size(path));
  for (auto _ : state) {
    std::ifstream file(path, std::ios::binary);
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    benchmark::DoNotOptimize(bytes.data());
  }
}

/// Where Debian's dataset-fashion-mnist puts it, or FASHION_MNIST of the environment says.
fs::path fashion_folder() {
  const char* folder = std::getenv("FASHION_MNIST");
  return folder == nullptr ? "/usr/share/datasets/fashion-mnist" : folder;
}

void gzip_by_gradus(benchmark::State& state) {
  for (auto _ : state) {
    const auto data = gradus::data::load_data(fashion_folder().string());
    benchmark::DoNotOptimize(data.train.inputs.data_ptr());
  }
}

void gzip_by_zlib(benchmark::State& state) {
  // The largest file inflates to 47 040 016 bytes.
  constexpr unsigned kLargest = 48'000'000;
  for (auto _ : state) {
    for (const auto& entry : fs::directory_iterator(fashion_folder())) {
      const auto bytes = std::make_unique_for_overwrite<char[]>(kLargest);
      const gzFile file = gzopen(entry.path().c_str(), "rb");
      benchmark::DoNotOptimize(gzread(file, bytes.get(), kLargest));
      gzclose(file);
    }
  }
}

void register_csv(const fs::path& path) {
  const auto add = [&](const char* name, auto function) {
    benchmark::RegisterBenchmark(name, function, path)
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
  };
  add("csv_by_gradus", csv_by_gradus);
  add("csv_bytes", csv_bytes);
}

}  // namespace

BENCHMARK(gzip_by_gradus)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(gzip_by_zlib)->Unit(benchmark::kMillisecond)->UseRealTime();

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  const bool kept = argc > 1;
  const fs::path csv = kept ? fs::path(argv[1]) : fs::temp_directory_path() / "gradus_loading.csv";
  if (!kept || !fs::exists(csv)) make_csv(csv);
  register_csv(csv);
  benchmark::RunSpecifiedBenchmarks();
  if (!kept) fs::remove(csv);
}
