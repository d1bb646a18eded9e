#include "gradus/core/error.h"
#include "gradus/core/settings.h"
#include "gradus/report/history_csv.h"

#include <optional>
#include <vector>

namespace gradus::report {
namespace {

using training::EpochRecord;

class Reader {
 public:
  Reader(std::string_view text, std::string_view name) : rest_(text), name_(name) {}

  training::History read() {
    read_header();
    training::History history;
    while (!rest_.empty()) history.epochs.push_back(read_record());
    return history;
  }

 private:
  [[noreturn]] void refuse(const std::string& reason) const {
    throw CheckpointError("'{}', line {}: {}", name_, line_, reason);
  }

  // The fields of the next line (RFC 4180).
  std::vector<std::string> next_fields() {
    ++line_;
    std::vector<std::string> fields(1);
    bool quoted = false;
    while (!rest_.empty()) {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"') {
        const bool doubled = !quoted && last_was_quote_;
        if (doubled) fields.back() += '"';
        quoted = !quoted;
        last_was_quote_ = !quoted;
        continue;
      }
      last_was_quote_ = false;
      if (!quoted && c == '\n') return fields;
      if (!quoted && c == ',') {
        fields.emplace_back();
      } else {
        fields.back() += c;
      }
    }
    refuse("the line end is missing");
  }

  void read_header() {
    const auto names = next_fields();
    size_t at = 0;
    const auto expect = [&](std::string_view name) {
      if (at >= names.size() || names[at] != name) {
        refuse(fmt::format("column {}: expected '{}'", at + 1, name));
      }
      ++at;
    };
    const auto metrics = [&](std::string_view prefix, std::string_view next) {
      std::vector<std::string> found;
      for (; at < names.size() && names[at] != next && names[at].starts_with(prefix); ++at) {
        found.push_back(names[at].substr(prefix.size()));
      }
      return found;
    };
    expect("epoch");
    expect("train_loss");
    train_ = metrics("train_", "validation_loss");
    expect("validation_loss");
    validation_ = metrics("validation_", "learning_rate");
    for (const char* name : {"learning_rate", "seconds", "examples"}) expect(name);
    if (at != names.size()) refuse(fmt::format("unknown column '{}'", names[at]));
  }

  double number(const std::string& field) const {
    double value = 0;
    if (!parse_real(field, value)) refuse(fmt::format("'{}' is no number", field));
    return value;
  }
  int64_t whole_number(const std::string& field) const {
    int64_t value = 0;
    if (!parse_integer(field, value) || value < 0) {
      refuse(fmt::format("'{}' is no whole number of at least 0", field));
    }
    return value;
  }

  EpochRecord read_record() {
    const auto fields = next_fields();
    const size_t expected = 6 + train_.size() + validation_.size();
    if (fields.size() != expected) {
      refuse(fmt::format("{} fields, expected {}", fields.size(), expected));
    }
    auto field = fields.begin();
    const auto metrics = [&](const std::vector<std::string>& names) {
      training::MetricValues values;
      for (const auto& name : names) {
        if (!field->empty()) values.emplace_back(name, number(*field));
        ++field;
      }
      return values;
    };
    EpochRecord record;
    record.epoch = whole_number(*field++);
    record.train_loss = number(*field++);
    record.train_metrics = metrics(train_);
    if (!field->empty()) record.validation_loss = number(*field);
    ++field;
    record.validation_metrics = metrics(validation_);
    record.learning_rate = number(*field++);
    record.seconds = number(*field++);
    record.examples = whole_number(*field++);
    return record;
  }

  std::string_view rest_, name_;
  int64_t line_ = 0;
  bool last_was_quote_ = false;
  std::vector<std::string> train_, validation_;
};

}  // namespace

training::History parse_history_csv(std::string_view text, std::string_view name) {
  return Reader(text, name).read();
}

}  // namespace gradus::report
