#include "peer_work.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>

namespace peers {

Work read_work(const std::string& folder) {
  std::ifstream file(folder + "/work.json");
  if (!file) throw std::runtime_error(folder + "/work.json cannot be read: expected the driver's");
  const auto json = nlohmann::json::parse(file);
  Work work;
  work.folder = folder;
  json.at("kind").get_to(work.kind);
  json.at("activation").get_to(work.activation);
  json.at("optimizer").get_to(work.optimizer);
  json.at("precision").get_to(work.precision);
  json.at("device").get_to(work.device);
  json.at("layers").get_to(work.layers);
  json.at("rate").get_to(work.rate);
  json.at("batch").get_to(work.batch);
  json.at("rows").get_to(work.rows);
  json.at("epochs").get_to(work.epochs);
  json.at("networks").get_to(work.networks);
  json.at("calls").get_to(work.calls);
  return work;
}

template <typename T>
std::vector<T> read_array(const std::string& folder, const std::string& name) {
  const auto path = folder + "/" + name + ".bin";
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(path + " cannot be read: expected the driver's array");
  std::vector<T> values(std::filesystem::file_size(path) / sizeof(T));
  file.read(reinterpret_cast<char*>(values.data()),
            static_cast<std::streamsize>(values.size() * sizeof(T)));
  return values;
}
template std::vector<float> read_array<float>(const std::string&, const std::string&);
template std::vector<int64_t> read_array<int64_t>(const std::string&, const std::string&);

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

int serve(const nlohmann::json& about, const std::function<Measured()>& repetition) {
  std::cout << about << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
    const auto measured = repetition();
    std::cout << nlohmann::json{{"seconds", measured.seconds}, {"loss", measured.loss}}
              << std::endl;
  }
  return 0;
}

}  // namespace peers
