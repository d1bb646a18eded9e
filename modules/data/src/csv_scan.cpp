#include "csv_scan.h"

#include "gradus/core/error.h"
#include "utf8.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

namespace gradus::data {
namespace {

class Scanner {
 public:
  Scanner(const std::string& path, const CsvFormat& format) : path_(path), format_(format) {}

  void feed(std::string_view bytes) {
    for (const char byte : bytes) take(byte);
  }

  CsvLayout finish() {
    if (state_ == State::kQuoted) fail("a quote is opened and never closed", quote_line_);
    if (!utf8_.complete()) fail("broken UTF-8", line_);
    if (record_bytes_ > 0) end_record();
    if (layout_.records == 0) throw DataError("{}: no rows", path_);
    return std::move(layout_);
  }

 private:
  enum class State { kFieldStart, kPlain, kQuoted, kQuoteInQuoted };

  [[noreturn]] void fail(std::string_view what, int64_t line) const {
    throw DataError("{}: line {}, column {}: {}", path_, line, fields_ + 1, what);
  }

  void take(char byte) {
    if (byte == 0) fail("a NUL byte: expected a text file in UTF-8", line_);
    if (!utf8_.accept(static_cast<uint8_t>(byte))) {
      fail("broken UTF-8: save the file in that encoding", line_);
    }
    const bool after_return = std::exchange(after_return_, byte == '\r');
    if (state_ != State::kQuoted && (byte == '\n' || byte == '\r')) {
      // "\r\n" is one end of line.
      if (byte == '\n' && after_return) return;
      if (record_bytes_ > 0) end_record();
      ++line_;
      return;
    }
    if (record_bytes_ == 0) start_record();
    ++record_bytes_;
    if (byte == '\r' || (byte == '\n' && !after_return)) ++line_;
    step(byte);
  }

  void step(char byte) {
    if (byte == format_.separator && state_ != State::kQuoted) {
      end_field();
    } else if (state_ == State::kQuoted) {
      if (byte == format_.quote) state_ = State::kQuoteInQuoted;
    } else if (byte == format_.quote && state_ == State::kFieldStart) {
      quote_line_ = line_;
      state_ = State::kQuoted;
    } else if (state_ == State::kQuoteInQuoted) {
      // Two quotes in a quoted field are one that belongs to it.
      if (byte != format_.quote) fail("text follows a closing quote", line_);
      state_ = State::kQuoted;
    } else {
      state_ = State::kPlain;
    }
    if (++field_bytes_ > kMaxFieldBytes) {
      fail("a field of more than 1 MiB: is a quote not closed?",
           quote_line_ > 0 ? quote_line_ : line_);
    }
  }

  void end_field() {
    if (++fields_ >= kMaxColumns) fail("more columns than the 100000 that are read", line_);
    field_bytes_ = 0;
    quote_line_ = 0;
    state_ = State::kFieldStart;
  }

  void start_record() {
    record_line_ = line_;
    if (layout_.lines.empty() || layout_.line_of(layout_.records) != line_) {
      layout_.lines.emplace_back(layout_.records, line_);
    }
  }

  void end_record() {
    const auto fields = fields_ + 1;
    if (layout_.records == 0) layout_.columns = fields;
    if (fields != layout_.columns) {
      throw DataError("{}: line {} has {} fields: expected {}, as in line {}", path_, record_line_,
                      fields, layout_.columns, layout_.line_of(0));
    }
    ++layout_.records;
    layout_.longest_record = std::max(layout_.longest_record, record_bytes_);
    end_field();
    fields_ = 0;
    record_bytes_ = 0;
  }

  const std::string& path_;
  CsvFormat format_;
  CsvLayout layout_;
  Utf8Validator utf8_;
  State state_ = State::kFieldStart;
  bool after_return_ = false;
  int64_t line_ = 1, record_line_ = 1, quote_line_ = 0;
  int64_t fields_ = 0;  // complete ones of this record
  uint64_t field_bytes_ = 0, record_bytes_ = 0;
};

}  // namespace

int64_t CsvLayout::line_of(int64_t record) const {
  const auto next = std::ranges::upper_bound(lines, record, {}, [](auto& p) { return p.first; });
  const auto& [first_record, first_line] = *std::prev(next);
  return first_line + record - first_record;
}

CsvLayout scan_csv(InputFile& file, const CsvFormat& format) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  Scanner scanner(file.path(), format);
  std::string buffer(1 << 16, '\0');
  bool first = true;
  while (const auto got = file.read(buffer.data(), buffer.size())) {
    std::string_view bytes(buffer.data(), got);
    if (std::exchange(first, false) && bytes.starts_with(kByteOrderMark)) {
      bytes.remove_prefix(kByteOrderMark.size());
    }
    scanner.feed(bytes);
  }
  return scanner.finish();
}

}  // namespace gradus::data
