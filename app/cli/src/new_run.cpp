#include "new_run.h"

#include "gradus/checkpoint/checkpoint_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <ctime>

namespace gradus::cli {
namespace {

namespace fs = std::filesystem;

std::string default_name(const TrainRequest& request) {
  auto data = data::short_name(request.data.data);
  std::ranges::replace_if(
      data, [](unsigned char c) { return std::isalnum(c) == 0 && c != '-' && c != '_'; }, '-');
  return fmt::format("{}-{}", data.empty() ? "data" : data, request.model.name);
}

}  // namespace

checkpoint::RunFolder make_run_folder(const TrainRequest& request) {
  return checkpoint::RunFolder::create(request.output,
                                       request.name.empty() ? default_name(request) : request.name,
                                       std::time(nullptr));
}

NewRunGuard::~NewRunGuard() {
  std::error_code ignored;  // a destructor has nobody to tell
  if (!kept_ && checkpoint::CheckpointFolder(path_).names().empty()) fs::remove_all(path_, ignored);
}

}  // namespace gradus::cli
