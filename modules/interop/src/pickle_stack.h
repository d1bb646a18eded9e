/// The stack of a pickle's reader.
#pragma once
#include "pickle_value.h"
#include "refuse.h"

#include <cstddef>
#include <vector>

namespace gradus::interop {

/// A mark parts the stack: what is below it cannot be reached before the mark is taken.
class PickleStack {
 public:
  void push(PickleValue value) { values_.push_back(value); }

  PickleValue pop() {
    const auto value = top();
    values_.pop_back();
    return value;
  }

  const PickleValue& top() const {
    if (is_empty()) refuse("data.pkl is broken: it takes a value that is not there");
    return values_.back();
  }

  /// Nothing above the last mark.
  bool is_empty() const { return values_.size() == (marks_.empty() ? 0 : marks_.back()); }

  void mark() { marks_.push_back(values_.size()); }
  bool is_marked() const { return !marks_.empty(); }

  /// All values above the last mark, which goes too.
  std::vector<PickleValue> pop_marked() {
    if (marks_.empty()) refuse("data.pkl is broken: it takes a mark that is not there");
    const size_t bottom = marks_.back();
    marks_.pop_back();
    return take_from(bottom);
  }

  /// The last `count` values, in the order they were pushed.
  std::vector<PickleValue> pop(size_t count) {
    const size_t bottom = marks_.empty() ? 0 : marks_.back();
    if (values_.size() - bottom < count) {
      refuse("data.pkl is broken: it takes a value that is not there");
    }
    return take_from(values_.size() - count);
  }

 private:
  std::vector<PickleValue> take_from(size_t bottom) {
    const auto begin = values_.begin() + static_cast<std::ptrdiff_t>(bottom);
    std::vector<PickleValue> taken(begin, values_.end());
    values_.erase(begin, values_.end());
    return taken;
  }

  std::vector<PickleValue> values_;
  std::vector<size_t> marks_;
};

}  // namespace gradus::interop
