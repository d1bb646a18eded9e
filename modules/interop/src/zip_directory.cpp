#include "zip_directory.h"

#include "byte_cursor.h"

#include <algorithm>

namespace gradus::interop {
namespace {

constexpr uint32_t kHeader = 0x04034b50, kEntry = 0x02014b50, kEnd = 0x06054b50,
                   kEnd64 = 0x06064b50, kLocator64 = 0x07064b50;
constexpr uint64_t kHeaderSize = 30, kEndSize = 22, kEnd64Size = 56, kLocator64Size = 20;
constexpr uint16_t kEncrypted = 1, kStored = 0, kExtra64 = 1;
constexpr uint32_t kIn64 = 0xffffffff;  // the number is in the entry's 64-bit extension

/// Where the directory lies, and what it holds.
struct Place {
  uint64_t begin, size, entries;
};

// The record of 64-bit archives lies right before its locator, and that before the last record.
Place place_64(InputFile& file, uint64_t end) {
  if (end < kEnd64Size) refuse("a broken archive: it has no 64-bit end record");
  end -= kEnd64Size;
  const auto bytes = file.read(end, kEnd64Size);
  ByteCursor cursor(bytes, "the archive's 64-bit end record");
  if (cursor.number<uint32_t>() != kEnd64) {
    refuse("a broken archive: it has no 64-bit end record");
  }
  cursor.take(20);  // the record's size, versions, parts
  const auto here = cursor.number<uint64_t>(), entries = cursor.number<uint64_t>();
  const auto size = cursor.number<uint64_t>(), begin = cursor.number<uint64_t>();
  if (here != entries) refuse("one of several parts of an archive");
  if (size > end || begin != end - size) refuse("a broken archive: its directory is displaced");
  return {begin, size, entries};
}

Place place(InputFile& file) {
  if (file.size() < kEndSize) refuse("cut off: the archive's end is missing");
  const uint64_t end = file.size() - kEndSize;
  const auto bytes = file.read(end, kEndSize);
  ByteCursor cursor(bytes, "the archive's end record");
  if (cursor.number<uint32_t>() != kEnd) refuse("cut off: the archive's end is missing");
  cursor.take(4);  // parts
  const uint64_t here = cursor.number<uint16_t>(), entries = cursor.number<uint16_t>();
  const uint64_t size = cursor.number<uint32_t>(), begin = cursor.number<uint32_t>();
  if (here != entries) refuse("one of several parts of an archive");
  if (cursor.number<uint16_t>() != 0) refuse("a broken archive: bytes follow its end");
  if (end >= kLocator64Size) {
    const auto locator = file.read(end - kLocator64Size, kLocator64Size);
    if (ByteCursor(locator, "").number<uint32_t>() == kLocator64) {
      return place_64(file, end - kLocator64Size);
    }
  }
  if (size > end || begin != end - size) refuse("a broken archive: its directory is displaced");
  return {begin, size, entries};
}

/// Those of an entry's numbers that stand in its 64-bit extension, in this order.
void read_extra_64(std::string_view extra, std::initializer_list<uint64_t*> numbers) {
  ByteCursor cursor(extra, "an entry of the archive");
  while (cursor.left() > 0) {
    const auto kind = cursor.number<uint16_t>();
    ByteCursor field(cursor.take(cursor.number<uint16_t>()), "an entry of the archive");
    if (kind != kExtra64) continue;
    for (uint64_t* number : numbers) {
      if (*number == kIn64) *number = field.number<uint64_t>();
    }
    return;
  }
}

// `begin` is still that of the entry's own header.
ZipEntry read_entry(ByteCursor& cursor) {
  if (cursor.number<uint32_t>() != kEntry) refuse("a broken archive: an entry is none");
  cursor.take(4);  // versions
  const auto flags = cursor.number<uint16_t>(), method = cursor.number<uint16_t>();
  cursor.take(4);  // time
  const auto crc = cursor.number<uint32_t>();
  uint64_t stored = cursor.number<uint32_t>(), size = cursor.number<uint32_t>();
  const auto name_size = cursor.number<uint16_t>(), extra_size = cursor.number<uint16_t>(),
             comment_size = cursor.number<uint16_t>();
  cursor.take(8);  // part, attributes
  uint64_t begin = cursor.number<uint32_t>();
  std::string name(cursor.take(name_size));
  read_extra_64(cursor.take(extra_size), {&size, &stored, &begin});
  cursor.take(comment_size);
  if ((flags & kEncrypted) != 0) refuse("record {} is encrypted", shown(name));
  return {std::move(name), crc, begin, stored, method != kStored || stored != size};
}

// Where the data of `entry`, whose header lies at `begin`, begin; they must end before `end`.
uint64_t data_begin(InputFile& file, const ZipEntry& entry, uint64_t end) {
  const auto overlap = [&] { refuse("record {} overlaps another", shown(entry.name)); };
  if (entry.begin > end || end - entry.begin < kHeaderSize) overlap();
  const auto bytes = file.read(entry.begin, kHeaderSize);
  ByteCursor cursor(bytes, "a record's header");
  if (cursor.number<uint32_t>() != kHeader) refuse("record {} has no header", shown(entry.name));
  cursor.take(22);  // repeats the directory's, or leaves it to the directory
  const uint64_t name_size = cursor.number<uint16_t>(), extra_size = cursor.number<uint16_t>();
  const uint64_t space = end - entry.begin - kHeaderSize;
  if (name_size + extra_size > space || entry.size > space - name_size - extra_size) overlap();
  if (file.read(entry.begin + kHeaderSize, name_size) != entry.name) {
    refuse("record {} has another name in its header", shown(entry.name));
  }
  return entry.begin + kHeaderSize + name_size + extra_size;
}

}  // namespace

std::vector<ZipEntry> read_zip_directory(InputFile& file) {
  const auto [begin, size, count] = place(file);
  const auto bytes = file.read(begin, size);
  ByteCursor cursor(bytes, "the archive's directory");
  std::vector<ZipEntry> entries;
  while (cursor.left() > 0) entries.push_back(read_entry(cursor));
  if (entries.size() != count) {
    refuse("a broken archive: {} entries, its end says {}", entries.size(), count);
  }
  std::sort(entries.begin(), entries.end(),
            [](const ZipEntry& a, const ZipEntry& b) { return a.begin < b.begin; });
  // No two may share bytes: so all of them together are no larger than the file.
  for (size_t i = 0; i < entries.size(); ++i) {
    const uint64_t end = i + 1 < entries.size() ? entries[i + 1].begin : begin;
    entries[i].begin = data_begin(file, entries[i], end);
  }
  return entries;
}

}  // namespace gradus::interop
