/// What the benchmark's C++ peers share: the work as the driver describes it, its arrays, and the
/// protocol. A peer answers each line that it reads with one line of JSON, so that the driver can
/// keep many peers alive and take their repetitions in turn.
#pragma once
#include <nlohmann/json.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace peers {

/// scripts/bench_peers/workloads.py says what the fields mean.
struct Work {
  std::string kind, activation, optimizer, precision, device;
  std::vector<int64_t> layers;
  double rate = 0;
  int64_t batch = 0, rows = 0, epochs = 1, networks = 1, calls = 1;
  std::string folder;  ///< of the arrays
};

/// Reads FOLDER/work.json.
Work read_work(const std::string& folder);

/// All numbers of `folder`/`name`.bin. Throws `std::runtime_error` when it cannot be read.
template <typename T>
std::vector<T> read_array(const std::string& folder, const std::string& name);

/// One repetition: what it took, and the mean loss of its last epoch (0 where there is none).
struct Measured {
  double seconds = 0, loss = 0;
};

double seconds_now();

/// Says that the peer is ready, then runs `repetition` for each line of the standard input.
int serve(const nlohmann::json& about, const std::function<Measured()>& repetition);

}  // namespace peers
