/// Archives as torch.save writes them, of records that it would not write.
#pragma once
#include "temporary_folder.h"

#include <caffe2/serialize/inline_container.h>

#include <map>
#include <string>
#include <string_view>

namespace gradus::test {

/// The bytes of an archive with this data.pkl and these other records; its CRCs are right.
inline std::string torch_archive(std::string_view pickle,
                                 const std::map<std::string, std::string>& records = {}) {
  std::string bytes;
  caffe2::serialize::PyTorchStreamWriter writer([&](const void* data, size_t size) {
    bytes.append(static_cast<const char*>(data), size);
    return size;
  });
  writer.writeRecord("data.pkl", pickle.data(), pickle.size());
  for (const auto& [name, data] : records) writer.writeRecord(name, data.data(), data.size());
  writer.writeEndOfFile();
  return bytes;
}

/// A file of these bytes in `folder`.
inline std::filesystem::path torch_file(const TemporaryFolder& folder, std::string_view bytes) {
  const auto path = folder / "file.pt";
  write_bytes(path, bytes);
  return path;
}

}  // namespace gradus::test
