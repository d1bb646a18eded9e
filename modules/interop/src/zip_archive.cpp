#include "zip_archive.h"

#include "refuse.h"

#include <zlib.h>

#include <algorithm>
#include <string_view>

namespace gradus::interop {
namespace {

// How files begin: of this format, and of PyTorch before 1.6 (a pickled number, protocol left out).
constexpr std::string_view kZip("PK\x03\x04");
constexpr std::string_view kLegacy("\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19");
constexpr size_t kProtocolSize = 2;
constexpr const char* kConvert =
    "in Python, torch.save(torch.load(OLD, weights_only=True), NEW) makes one that can be read";

void check_start(InputFile& file) {
  const auto start = file.read(0, std::min<uint64_t>(file.size(), kProtocolSize + kLegacy.size()));
  if (start.starts_with(kZip)) return;
  if (start.substr(std::min(start.size(), kProtocolSize)) == kLegacy) {
    refuse("the format of PyTorch before 1.6: {}", kConvert);
  }
  refuse("no zip archive, as torch.save(model.state_dict(), FILE) writes one: {}", kConvert);
}

}  // namespace

ZipArchive::ZipArchive(const std::filesystem::path& path) : file_(path) {
  check_start(file_);
  std::string folder;
  for (auto& entry : read_zip_directory(file_)) {
    if (entry.name.ends_with(".npy")) {
      refuse(
          "a NumPy archive (numpy.savez), no file of torch.save: in Python, torch.save({{name: "
          "torch.from_numpy(array) for name, array in numpy.load(OLD).items()}}, NEW) makes one "
          "that can be read");
    }
    if (folder.empty()) folder = entry.name.substr(0, entry.name.find('/') + 1);
    if (folder.empty() || !entry.name.starts_with(folder)) {
      refuse(
          "record {} is not below the archive's one folder: no file of torch.save; in Python, "
          "torch.save(network.state_dict(), FILE) makes one that can be read",
          shown(entry.name));
    }
    entry.name.erase(0, folder.size());
    const auto [at, added] = records_.emplace(entry.name, entry);
    if (!added) refuse("record {} comes twice", shown(entry.name));
  }
}

const ZipEntry* ZipArchive::find(const std::string& name) const {
  const auto at = records_.find(name);
  return at == records_.end() ? nullptr : &at->second;
}

void ZipArchive::read(const ZipEntry& record, char* to) {
  if (record.compressed) {
    refuse("record {} is compressed: torch.save compresses nothing", shown(record.name));
  }
  file_.read(record.begin, to, record.size);
  const auto crc = ::crc32_z(0, reinterpret_cast<const Bytef*>(to), record.size);
  if (crc == record.crc) return;
  refuse("record {} is damaged: its CRC is {:08x}, the archive says {:08x}{}", shown(record.name),
         crc, record.crc,
         record.crc == 0 ? " (was it saved without, by set_crc32_options(False)?)" : "");
}

std::string ZipArchive::read(const ZipEntry& record, uint64_t limit) {
  if (record.size > limit) {
    refuse("record {} has {} bytes, limit {}", shown(record.name), record.size, limit);
  }
  std::string bytes(record.size, '\0');
  read(record, bytes.data());
  return bytes;
}

}  // namespace gradus::interop
