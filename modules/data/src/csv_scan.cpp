#include "csv_scan.h"

#include "csv_bytes.h"
#include "csv_chunks.h"
#include "gradus/core/error.h"
#include "gradus/core/utf8.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <string_view>

namespace gradus::data {
namespace {

class Scanner {
 public:
  Scanner(InputFile& file, const CsvFormat& format)
      : path_(file.path()), format_(format), special_(format), chunks_(file) {}

  CsvRecords run() {
    while (next_block()) scan();
    if (state_ == State::kQuoted) fail("a quote is opened and never closed", quote_line_);
    if (!utf8_.complete()) fail("broken UTF-8", line_);
    if (in_record_) end_record(block_.bytes.size());
    keep_block();
    if (records_.count == 0) throw DataError("{}: no rows", path_);
    return std::move(records_);
  }

 private:
  enum class State { kFieldStart, kPlain, kQuoted, kQuoteInQuoted };

  [[noreturn]] void fail(std::string_view what, int64_t line) const {
    throw DataError("{}: line {}, column {}: {}", path_, line, fields_ + 1, what);
  }

  void keep_block() {
    if (!block_.starts.empty()) records_.blocks.push_back(std::move(block_));
  }

  /// The next chunk of the file, after the record that is not complete yet. False at the end.
  bool next_block() {
    const auto tail_size = in_record_ ? block_.bytes.size() - record_start_ : 0;
    const auto tail = std::string_view(block_.bytes).substr(block_.bytes.size() - tail_size);
    CsvBlock next;
    next.first_record = records_.count;
    const auto begin = chunks_.next(tail, next.bytes);
    scanned_ = begin + tail_size;
    if (next.bytes.size() == scanned_) return false;
    next.ends.reserve(block_.ends.capacity());
    next.ends.assign(block_.ends.end() - fields_, block_.ends.end());
    block_.ends.resize(block_.ends.size() - static_cast<size_t>(fields_));
    // Modulo 2^64, and back: a field may have begun anywhere in the tail.
    field_start_ += begin - record_start_;
    record_start_ = begin;
    if (!in_record_) field_start_ = begin;
    keep_block();
    block_ = std::move(next);
    return true;
  }

  void scan() {
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    const std::string_view bytes = block_.bytes;
    if (!std::exchange(begun_, true) && bytes.substr(scanned_).starts_with(kByteOrderMark)) {
      scanned_ += kByteOrderMark.size();
    }
    for (auto base = scanned_; base < bytes.size(); base += SpecialBytes::kAtOnce) {
      const auto count = std::min(SpecialBytes::kAtOnce, bytes.size() - base);
      for (auto found = special_.find(bytes.data() + base, count); found != 0; found &= found - 1) {
        take_special(bytes, base + static_cast<size_t>(std::countr_zero(found)));
      }
    }
    if (scanned_ < bytes.size()) take_ordinary(bytes.size());
  }

  /// The special byte at `at`, and the ordinary ones before it.
  void take_special(std::string_view bytes, size_t at) {
    const bool plain = at > scanned_ && scanned_ == field_start_ && in_record_;
    if (plain && bytes[at] == format_.separator && state_ == State::kFieldStart) {
      // What nearly every field is.
      end_field(at);
    } else {
      if (at > scanned_) take_ordinary(at);
      take(at, bytes[at]);
    }
    scanned_ = at + 1;
  }

  /// Bytes up to `end` that only make their field longer.
  void take_ordinary(size_t end) {
    if (!utf8_.complete()) fail("broken UTF-8: save the file in that encoding", line_);
    after_return_ = false;
    if (!in_record_) start_record(scanned_);
    if (state_ == State::kQuoteInQuoted) fail("text follows a closing quote", line_);
    if (state_ == State::kFieldStart) state_ = State::kPlain;
    check_length(end);
  }

  void take(size_t at, char byte) {
    if (byte == 0) fail("a NUL byte: expected a text file in UTF-8", line_);
    if (!utf8_.accept(static_cast<uint8_t>(byte))) {
      fail("broken UTF-8: save the file in that encoding", line_);
    }
    const bool after_return = std::exchange(after_return_, byte == '\r');
    if (state_ != State::kQuoted && (byte == '\n' || byte == '\r')) {
      // "\r\n" is one end of line.
      if (byte == '\n' && after_return) return;
      if (in_record_) end_record(at);
      ++line_;
      return;
    }
    if (!in_record_) start_record(at);
    if (byte == '\r' || (byte == '\n' && !after_return)) ++line_;
    step(at, byte);
  }

  void step(size_t at, char byte) {
    if (state_ == State::kQuoted) {
      if (byte == format_.quote) state_ = State::kQuoteInQuoted;
    } else if (byte == format_.separator) {
      end_field(at);
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
    check_length(at + 1);
  }

  void check_length(size_t end) const {
    if (end > field_start_ + kMaxFieldBytes) {
      fail("a field of more than 1 MiB: is a quote not closed?",
           quote_line_ > 0 ? quote_line_ : line_);
    }
  }

  void end_field(size_t at) {
    check_length(at);
    if (++fields_ >= kMaxColumns) fail("more columns than the 100000 that are read", line_);
    if (at - record_start_ > kMaxRecordBytes) {
      throw DataError("{}: line {} has more than 64 MiB: expected shorter lines", path_,
                      record_line_);
    }
    block_.ends.push_back(static_cast<uint32_t>(at - record_start_));
    field_start_ = at + 1;
    quote_line_ = 0;
    state_ = State::kFieldStart;
  }

  void start_record(size_t at) {
    in_record_ = true;
    record_start_ = field_start_ = at;
    record_line_ = line_;
    // Lines count on unless blank ones, or line ends in quotes, lie between.
    if (records_.lines.empty() || line_ != next_line_) {
      records_.lines.emplace_back(records_.count, line_);
    }
    next_line_ = line_ + 1;
  }

  void end_record(size_t at) {
    end_field(at);
    if (records_.count == 0) records_.columns = fields_;
    if (fields_ != records_.columns) {
      throw DataError("{}: line {} has {} fields: expected {}, as in line {}", path_, record_line_,
                      fields_, records_.columns, records_.line_of(0));
    }
    block_.starts.push_back(static_cast<uint32_t>(record_start_));
    ++records_.count;
    fields_ = 0;
    in_record_ = false;
  }

  const std::string& path_;
  CsvFormat format_;
  SpecialBytes special_;
  CsvChunks chunks_;
  CsvRecords records_;
  CsvBlock block_;
  Utf8Validator utf8_;
  State state_ = State::kFieldStart;
  bool begun_ = false, in_record_ = false, after_return_ = false;
  int64_t line_ = 1, record_line_ = 1, quote_line_ = 0, next_line_ = 1;
  int64_t fields_ = 0;  // complete ones of this record
  // Positions in the block's bytes.
  size_t scanned_ = 0, record_start_ = 0, field_start_ = 0;
};

}  // namespace

int64_t CsvRecords::line_of(int64_t record) const {
  const auto next = std::ranges::upper_bound(lines, record, {}, [](auto& p) { return p.first; });
  const auto& [first_record, first_line] = *std::prev(next);
  return first_line + record - first_record;
}

const CsvBlock& CsvRecords::block_of(int64_t record) const {
  return *std::prev(std::ranges::upper_bound(blocks, record, {}, &CsvBlock::first_record));
}

CsvRecords scan_csv(InputFile& file, const CsvFormat& format) {
  return Scanner(file, format).run();
}

}  // namespace gradus::data
