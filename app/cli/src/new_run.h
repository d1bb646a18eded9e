/// The folder of a new run.
#pragma once
#include "gradus/checkpoint/run_folder.h"
#include "train_request.h"

#include <filesystem>

namespace gradus::cli {

/// Named as the request says, or by data and model: `fashion-mnist-mlp`, `my-mlp` for /data/my.csv.
checkpoint::RunFolder make_run_folder(const TrainRequest& request);

/// Removes a new run's folder again unless there is something in it to use or to go on with.
class NewRunGuard {
 public:
  explicit NewRunGuard(std::filesystem::path path) : path_(std::move(path)) {}
  ~NewRunGuard();
  NewRunGuard(const NewRunGuard&) = delete;
  NewRunGuard& operator=(const NewRunGuard&) = delete;
  void keep() { kept_ = true; }

 private:
  std::filesystem::path path_;
  bool kept_ = false;
};

}  // namespace gradus::cli
