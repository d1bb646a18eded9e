#include "gradus/checkpoint/saved_model.h"

#include "gradus/core/error.h"
#include "gradus/core/sha256.h"
#include "temporary_folder.h"

#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <limits>

#include "catch.h"

namespace fs = std::filesystem;
using gradus::CheckpointError;
using gradus::checkpoint::load_model;
using gradus::checkpoint::save_model;
using gradus::checkpoint::SavedModel;
using gradus::test::read_bytes;
using gradus::test::TemporaryFolder;
using gradus::test::write_bytes;

namespace {

constexpr const char* kFiles[] = {"manifest.json", "model.safetensors",
                                  "standardization.safetensors"};

SavedModel small_model() {
  SavedModel saved;
  saved.model = "mlp";
  saved.settings = {{"hidden", "2"}};
  saved.data_options = {{"test_fraction", "0.2"}};
  saved.in_features = 2;
  saved.out_features = 2;
  saved.input_shape = {2};
  saved.task = "classification";
  saved.data = "moons:noise=0.1";
  saved.loss = "cross_entropy";
  saved.class_names = {"上 \"up\"", "down"};
  saved.feature_names = {"x", "y"};
  saved.state = {{"w", torch::tensor({1.F, 2.F})}};
  saved.standardization = {{"mean", torch::tensor({0.5F, 0.F})}};
  saved.command = "gradus train --data moons:noise=0.1";
  saved.seed = std::numeric_limits<uint64_t>::max();
  return saved;
}

// In place: some file systems flush a file to the disk when it is replaced by truncation.
void put_byte(const fs::path& path, size_t at, char byte) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(static_cast<std::streamoff>(at));
  file.put(byte);
}

// Replaces the manifest by one with `edit` applied and a checksum that fits.
template <typename Edit>
void resign_manifest(const fs::path& run, Edit edit) {
  auto manifest = nlohmann::ordered_json::parse(read_bytes(run / "manifest.json"));
  manifest.erase("sha256");
  edit(manifest);
  std::string body = manifest.dump(2);
  body.replace(body.size() - 2, 2, ",\n");
  write_bytes(run / "manifest.json",
              body + "  \"sha256\": \"" + gradus::sha256_hex(body) + "\"\n}\n");
}

}  // namespace

TEST_CASE("A saved model comes back whole") {
  const TemporaryFolder run;
  SavedModel saved = small_model();
  saved.target_names = {"price"};
  save_model(run.path(), saved);
  CHECK(std::distance(fs::directory_iterator(run.path()), {}) == 3);

  const SavedModel loaded = load_model(run.path());
  CHECK(loaded.model == saved.model);
  CHECK(loaded.settings == saved.settings);
  CHECK(loaded.data_options == saved.data_options);
  CHECK(loaded.in_features == 2);
  CHECK(loaded.out_features == 2);
  CHECK(loaded.input_shape == saved.input_shape);
  CHECK(loaded.task == saved.task);
  CHECK(loaded.data == saved.data);
  CHECK(loaded.loss == saved.loss);
  CHECK(loaded.class_names == saved.class_names);
  CHECK(loaded.feature_names == saved.feature_names);
  CHECK(loaded.target_names == saved.target_names);
  CHECK(loaded.command == saved.command);
  CHECK(loaded.seed == saved.seed);
  CHECK(torch::equal(loaded.state.at("w"), saved.state.at("w")));
  CHECK(torch::equal(loaded.standardization.at("mean"), saved.standardization.at("mean")));
}

TEST_CASE("The manifest names its versions and each file's checksum") {
  const TemporaryFolder run;
  save_model(run.path(), small_model());
  const auto manifest = nlohmann::json::parse(read_bytes(run / "manifest.json"));
  CHECK(manifest["format_version"] == 1);
  CHECK(manifest["gradus_version"].is_string());
  CHECK(manifest["libtorch_version"].is_string());
  for (const char* name : {"model.safetensors", "standardization.safetensors"}) {
    const std::string bytes = read_bytes(run / name);
    CHECK(manifest["files"][name]["size"] == bytes.size());
    CHECK(manifest["files"][name]["sha256"] == gradus::sha256_hex(bytes));
  }
}

TEST_CASE("A command line that is not UTF-8 is saved all the same") {
  const TemporaryFolder run;
  SavedModel saved = small_model();
  saved.command = "gradus train --name \xff";
  save_model(run.path(), saved);
  CHECK(load_model(run.path()).command == "gradus train --name \xEF\xBF\xBD");
}

TEST_CASE("Row 'checkpoint bit flipped anywhere': every flip in every file is detected") {
  const TemporaryFolder run;
  save_model(run.path(), small_model());
  for (const char* name : kFiles) {
    const std::string good = read_bytes(run / name);
    size_t missed = 0;
    for (size_t at = 0; at < good.size(); ++at) {
      for (int bit = 0; bit < 8; ++bit) {
        put_byte(run / name, at, static_cast<char>(good[at] ^ (1 << bit)));
        try {
          load_model(run.path());
          ++missed;
        } catch (const CheckpointError&) {
        }
      }
      put_byte(run / name, at, good[at]);
    }
    INFO(name);
    CHECK(missed == 0);
  }
  CHECK_NOTHROW(load_model(run.path()));
}

TEST_CASE("Row 'checkpoint truncated': every length of every file is detected") {
  const TemporaryFolder run;
  save_model(run.path(), small_model());
  for (const char* name : kFiles) {
    const std::string good = read_bytes(run / name);
    for (size_t size = good.size(); size-- > 0;) {
      fs::resize_file(run / name, size);
      CHECK_THROWS_AS(load_model(run.path()), CheckpointError);
    }
    write_bytes(run / name, good + "\n");
    CHECK_THROWS_AS(load_model(run.path()), CheckpointError);
    write_bytes(run / name, good);
  }
}

TEST_CASE("Alterations are named in one line") {
  const TemporaryFolder run;
  save_model(run.path(), small_model());
  const std::string model = read_bytes(run / "model.safetensors");
  std::string altered = model;
  altered.back() = 'x';
  write_bytes(run / "model.safetensors", altered);
  CHECK_THROWS_MESSAGE(load_model(run.path()), CheckpointError,
                       "model.safetensors was altered since it was written");
  write_bytes(run / "model.safetensors", model + "x");
  CHECK_THROWS_MESSAGE(
      load_model(run.path()), CheckpointError,
      fmt::format("has {} bytes, its manifest says {}", model.size() + 1, model.size()));
  fs::remove(run / "model.safetensors");
  CHECK_THROWS_MESSAGE(load_model(run.path()), CheckpointError,
                       "model.safetensors' cannot be read: No such file or directory");
  fs::create_directory(run / "model.safetensors");
  CHECK_THROWS_MESSAGE(load_model(run.path()), CheckpointError, "is no regular file");
  fs::remove(run / "model.safetensors");
  REQUIRE(::mkfifo((run / "model.safetensors").c_str(), 0600) == 0);
  CHECK_THROWS_MESSAGE(load_model(run.path()), CheckpointError, "is no regular file");
}

TEST_CASE("Row 'symlink out of the run' is refused for each file") {
  const TemporaryFolder run, outside;
  for (const char* name : kFiles) {
    save_model(run.path(), small_model());
    fs::rename(run / name, outside / name);
    fs::create_symlink(outside / name, run / name);
    CHECK_THROWS_MESSAGE(load_model(run.path()), CheckpointError, "is a symbolic link");
    fs::remove(run / name);
  }
}

TEST_CASE("Foreign files in place of a saved model's are refused") {
  const TemporaryFolder run;
  save_model(run.path(), small_model());
  for (const char* text : {"", "[]", "3", "{}", "PK\x03\x04", "{\"format_version\": 1}", "null"}) {
    write_bytes(run / "manifest.json", text);
    CHECK_THROWS_MESSAGE(load_model(run.path()), CheckpointError,
                         "saved model refused: manifest.json");
  }
  CHECK_THROWS_MESSAGE(load_model(run / "none"), CheckpointError,
                       "A run folder, as 'gradus train' writes it under runs/, holds");
}

TEST_CASE("Row 'checkpoint of a newer version' is refused with both versions") {
  const TemporaryFolder run;
  save_model(run.path(), small_model());
  // The checksum of a newer version may be another: it is not looked at first.
  auto manifest = nlohmann::json::parse(read_bytes(run / "manifest.json"));
  manifest["format_version"] = 2;
  manifest["gradus_version"] = "9.0.0";
  write_bytes(run / "manifest.json", manifest.dump());
  CHECK_THROWS_MESSAGE(load_model(run.path()), CheckpointError,
                       "format version 2 (written by gradus \"9.0.0\") is newer than this "
                       "program's 1: use a newer gradus");
}

TEST_CASE("Manifest fields of a wrong type are refused by name") {
  struct Case {
    const char* field;
    nlohmann::json value;
    const char* message;
  };
  const Case cases[] = {
      {"format_version", "1", "'format_version' is \"1\", expected a whole number"},
      {"format_version", 0, "format version 0"},
      {"model", 3, "'model' is number, expected a text"},
      {"settings", nlohmann::json::array(), "'settings' is array, expected an object"},
      {"settings", {{"hidden", 2}}, "'settings' is number, expected a text"},
      {"data_options", {{"header", 2}}, "'data_options' is number, expected a text"},
      {"in_features", -1, "'in_features' is -1, expected"},
      {"in_features", 0, "'in_features' is 0, expected a whole number of at least 1"},
      {"out_features", 1.5, "'out_features' is 1.5, expected"},
      {"out_features", std::numeric_limits<uint64_t>::max(), "of at least 1"},
      {"input_shape", 2, "'input_shape' is number, expected a list"},
      {"input_shape", {28, "28"}, "'input_shape' is \"28\", expected a whole number"},
      {"class_names", {"a", nullptr}, "'class_names' is null, expected a text"},
      {"seed", -1, "'seed' is -1, expected"},
      {"files", {{"../../etc/passwd", {{"size", 1}, {"sha256", ""}}}}, "is missing"},
  };
  const TemporaryFolder run;
  save_model(run.path(), small_model());
  const std::string good = read_bytes(run / "manifest.json");
  for (const auto& [field, value, message] : cases) {
    write_bytes(run / "manifest.json", good);
    resign_manifest(run.path(), [&, key = field, to = value](auto& json) { json[key] = to; });
    CHECK_THROWS_MESSAGE(load_model(run.path()), CheckpointError, message);
    resign_manifest(run.path(), [&, key = field](auto& json) { json.erase(key); });
    CHECK_THROWS_MESSAGE(load_model(run.path()), CheckpointError,
                         fmt::format("'{}' is missing", field));
  }
  write_bytes(run / "manifest.json", good);
  resign_manifest(run.path(), [](auto& json) { json["files"]["../x"] = json["files"].front(); });
  CHECK_THROWS_MESSAGE(load_model(run.path()), CheckpointError, "files of other names");
}

TEST_CASE("Saving onto a full disk leaves the last saved model intact") {
  const TemporaryFolder run;
  save_model(run.path(), small_model());
  SavedModel large = small_model();
  large.state["w"] = torch::zeros({10'000});
  rlimit old{};
  ::getrlimit(RLIMIT_FSIZE, &old);
  rlimit limit = old;
  limit.rlim_cur = 2000;
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &limit);
  CHECK_THROWS_AS(save_model(run.path(), large), gradus::RunError);
  ::setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, handler);
  CHECK(load_model(run.path()).state.at("w").numel() == 2);
  CHECK(std::distance(fs::directory_iterator(run.path()), {}) == 3);
}
