#include "gradus/core/error.h"
#include "gradus/interop/state_dict.h"
#include "torch_archive.h"

#include <torch/csrc/autograd/generated/variable_factories.h>

#include <random>

#include "catch.h"

using gradus::CheckpointError;
using namespace gradus::interop;
using gradus::test::TemporaryFolder;
using gradus::test::torch_file;
using gradus::test::write_bytes;

namespace {

const NamedTensors& tensors() {
  static const NamedTensors kTensors = {{"weight", torch::arange(20.0).view({4, 5})},
                                        {"flag", torch::ones({3}).to(torch::kBool)},
                                        {"count", torch::tensor(int64_t{17})}};
  return kTensors;
}

bool same(const NamedTensors& found) {
  if (found.size() != tensors().size()) return false;
  for (size_t i = 0; i < found.size(); ++i) {
    if (found[i].first != tensors()[i].first) return false;
    if (found[i].second.scalar_type() != tensors()[i].second.scalar_type()) return false;
    if (!torch::equal(found[i].second, tensors()[i].second)) return false;
  }
  return true;
}

/// `text` in place of the last `old` in `bytes`, of the same length.
std::string replaced(std::string bytes, std::string_view old, std::string_view text) {
  REQUIRE(old.size() == text.size());
  const auto at = bytes.rfind(old);
  REQUIRE(at != std::string::npos);
  return bytes.replace(at, old.size(), text);
}

}  // namespace

TEST_CASE("What is no archive of torch.save is refused by name") {
  const TemporaryFolder folder;
  CHECK_THROWS_MESSAGE(read_state_dict(folder / "absent.pt"), CheckpointError,
                       "absent.pt': No such");
  CHECK_THROWS_MESSAGE(read_state_dict(folder.path()), CheckpointError,
                       "a folder: expected a file");
  CHECK_THROWS_MESSAGE(read_state_dict("/dev/null"), CheckpointError, "no regular file");
  CHECK_THROWS_MESSAGE(read_state_dict(torch_file(folder, "")), CheckpointError, "an empty file");
  CHECK_THROWS_MESSAGE(read_state_dict(torch_file(folder, "x")), CheckpointError, "no zip archive");
  CHECK_THROWS_MESSAGE(read_state_dict(torch_file(folder, "PK\x03\x04")), CheckpointError,
                       "cut off: the archive's end is missing");
  std::filesystem::create_symlink(folder / "nowhere", folder / "link.pt");
  CHECK_THROWS_MESSAGE(read_state_dict(folder / "link.pt"), CheckpointError, "No such file");
}

TEST_CASE("A link to a state dict is read as what it leads to") {
  const TemporaryFolder folder;
  write_bytes(folder / "file.pt", to_state_dict(tensors()));
  std::filesystem::create_symlink(folder / "file.pt", folder / "link.pt");
  CHECK(same(read_state_dict(folder / "link.pt")));
}

TEST_CASE("Archives with other records than torch.save's are refused") {
  const TemporaryFolder folder;
  const auto read = [&](std::string_view pickle,
                        const std::map<std::string, std::string>& records) {
    return read_state_dict(torch_file(folder, gradus::test::torch_archive(pickle, records)));
  };
  CHECK_THROWS_MESSAGE(read("\x80\x02}.", {{"byteorder", "big"}}), CheckpointError,
                       "byte order 'big': expected 'little'");
  CHECK_THROWS_MESSAGE(read("\x80\x02}.", {{"byteorder", std::string(1000, 'x')}}), CheckpointError,
                       "record 'byteorder' has 1000 bytes, limit 16");
  CHECK_THROWS_MESSAGE(read("\x80\x02}.", {{"constants.pkl", ""}}), CheckpointError, "TorchScript");
  const auto good = to_state_dict(tensors());
  CHECK_THROWS_MESSAGE(
      read_state_dict(torch_file(
          folder, replaced(replaced(good, "data.pkl", "data.pkx"), "data.pkl", "data.pkx"))),
      CheckpointError, "no record 'data.pkl'");
  CHECK_THROWS_MESSAGE(read_state_dict(torch_file(folder, replaced(good, "data/1", "data/0"))),
                       CheckpointError, "record 'archive/data/0' has another name in its header");
}

TEST_CASE("An archive whose directory lies is refused before memory is taken") {
  const TemporaryFolder folder;
  const auto good = to_state_dict(tensors());
  const auto end = good.size() - 22;
  const auto directory = good.find("PK\x01\x02");
  const auto check = [&](size_t at, std::string_view bytes, const char* message) {
    auto altered = good;
    altered.replace(at, bytes.size(), bytes);
    CHECK_THROWS_MESSAGE(read_state_dict(torch_file(folder, altered)), CheckpointError, message);
  };
  using std::string_view_literals::operator""sv;
  check(directory + 8, "\x01\x08"sv, "is encrypted");
  check(directory + 10, "\x08\x00"sv, "is compressed");
  check(directory + 20, "\xf0\xff\xff\x7f\xf0\xff\xff\x7f"sv, "overlaps another");
  check(directory + 24, "\xf0\xff\xff\x7f"sv, "is compressed");
  check(directory + 42, "\x01\x00\x00\x00"sv, "has no header");
  check(directory + 42, "\xf0\xff\xff\x7f"sv, "overlaps another");
  check(directory + 28, "\xff\xff"sv, "ends in the middle");
  check(end - 20 - 56 + 24, "\x01\x00\x00\x00"sv, "several parts");
  check(end - 20 - 56 + 24, "\x02\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0"sv, "entries, its end says 2");
  check(end - 20 - 56 + 40, "\xff\xff\xff\xff\xff\xff\xff\xff"sv, "directory is displaced");
  check(end - 20 - 56 + 48, "\xff\xff\xff\xff\xff\xff\xff\xff"sv, "directory is displaced");
  check(end + 20, "\x05"sv, "bytes follow its end");
  const auto data = good.find(static_cast<const char*>(tensors()[0].second.data_ptr()), 0,
                              tensors()[0].second.nbytes());
  REQUIRE(data != std::string::npos);
  check(data, "x", "record 'data/0' is damaged: its CRC is");
}

TEST_CASE("A state dict that is cut off anywhere is refused") {
  const TemporaryFolder folder;
  const auto good = to_state_dict(tensors());
  for (size_t size = 0; size < good.size(); size += 7) {
    CHECK_THROWS_AS(read_state_dict(torch_file(folder, good.substr(0, size))), CheckpointError);
  }
  CHECK_THROWS_AS(read_state_dict(torch_file(folder, good + "x")), CheckpointError);
}

TEST_CASE("A state dict with a bit flipped is refused or reads the same") {
  const TemporaryFolder folder;
  const auto good = to_state_dict(tensors());
  std::mt19937 random(1);
  int refused = 0;
  constexpr int kRounds = 4000;
  for (int round = 0; round < kRounds; ++round) {
    auto bytes = good;
    bytes[random() % bytes.size()] ^= static_cast<char>(1 << random() % 8);
    const auto file = torch_file(folder, bytes);
    NamedTensors found;
    try {
      found = read_state_dict(file);
    } catch (const CheckpointError&) {
      ++refused;
      continue;
    }
    REQUIRE(same(found));
  }
  // The rest are in padding, times and versions.
  CHECK(refused > kRounds / 4);
}
