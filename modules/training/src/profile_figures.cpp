#include "profile_figures.h"

#include <algorithm>
#include <map>

namespace gradus::training {
namespace {

using torch::autograd::profiler::KinetoEvent;

constexpr size_t kOperators = 8;
constexpr double kNanosecond = 1e-9;

struct Span {
  const KinetoEvent* event;
  std::string name;
  bool is_scope;
  int64_t part = -1;   ///< index of the part that it is or lies in
  uint64_t inner = 0;  ///< nanoseconds of the spans directly in it
};

/// Walks through the events of each thread in their order, keeping those that are open.
class Walk {
 public:
  void take(const KinetoEvent& event) {
    close_before(event.startNs(), event.startThreadId());
    if (event.nBytes() != 0) {
      remember(event.nBytes());
      return;
    }
    const bool is_scope = event.scope() == static_cast<uint8_t>(at::RecordScope::USER_SCOPE);
    Span span{&event, event.name(), is_scope};
    if (!open_.empty()) {
      open_.back().inner += event.durationNs();
      span.part = open_.back().part;
    }
    if (is_scope) enter(span);
    open_.push_back(std::move(span));
  }

  ProfileFigures finish() {
    close_before(std::numeric_limits<uint64_t>::max(), thread_);
    auto& figures = figures_;
    ProfileRow rest{"everything else", figures.steps, figures.seconds, figures.allocated};
    for (const auto& part : figures.parts) {
      rest.seconds -= part.seconds;
      rest.allocated -= part.allocated;
    }
    figures.parts.push_back(rest);
    for (const auto& [name, row] : operators_) figures.operators.push_back(row);
    std::ranges::sort(figures.operators, std::greater(), &ProfileRow::seconds);
    if (figures.operators.size() > kOperators) figures.operators.resize(kOperators);
    return std::move(figures);
  }

 private:
  /// A step, or a part of one.
  void enter(Span& span) {
    const double seconds = static_cast<double>(span.event->durationNs()) * kNanosecond;
    if (span.name == kStepScope) {
      ++figures_.steps;
      figures_.seconds += seconds;
    } else if (!open_.empty() && open_.back().name == kStepScope) {
      auto& parts = figures_.parts;
      const auto found = std::ranges::find(parts, span.name, &ProfileRow::name);
      span.part = found - parts.begin();
      auto& part = found == parts.end() ? parts.emplace_back(ProfileRow{span.name}) : *found;
      ++part.calls;
      part.seconds += seconds;
    }
  }

  void remember(int64_t bytes) {
    if (bytes < 0 || open_.empty()) return;
    figures_.allocated += bytes;
    if (const auto part = open_.back().part; part >= 0)
      figures_.parts[static_cast<size_t>(part)].allocated += bytes;
    if (!open_.back().is_scope) operators_[open_.back().name].allocated += bytes;
  }

  void close_before(uint64_t time, uint64_t thread) {
    const bool other_thread = thread != thread_;
    while (!open_.empty() && (other_thread || open_.back().event->endNs() <= time)) {
      const auto& span = open_.back();
      if (!span.is_scope) {
        auto& row = operators_[span.name];
        row.name = span.name;
        ++row.calls;
        const auto own = span.event->durationNs() - std::min(span.inner, span.event->durationNs());
        row.seconds += static_cast<double>(own) * kNanosecond;
      }
      open_.pop_back();
    }
    thread_ = thread;
  }

  ProfileFigures figures_;
  std::map<std::string, ProfileRow> operators_;
  std::vector<Span> open_;
  uint64_t thread_ = 0;
};

bool before(const KinetoEvent* a, const KinetoEvent* b) {
  if (a->startThreadId() != b->startThreadId()) return a->startThreadId() < b->startThreadId();
  if (a->startNs() != b->startNs()) return a->startNs() < b->startNs();
  return a->durationNs() > b->durationNs();  // what encloses comes first
}

/// Of the steps, by their beginning. They do not overlap.
using Intervals = std::map<uint64_t, uint64_t>;

Intervals steps_of(const std::vector<const KinetoEvent*>& events) {
  Intervals steps;
  for (const auto* event : events)
    if (event->name() == kStepScope) steps[event->startNs()] = event->endNs();
  return steps;
}

bool within(const Intervals& steps, uint64_t time) {
  const auto next = steps.upper_bound(time);
  return next != steps.begin() && time <= std::prev(next)->second;
}

int64_t largest_growth(std::vector<const KinetoEvent*> events) {
  std::ranges::stable_sort(events, {}, [](const KinetoEvent* event) { return event->startNs(); });
  int64_t in_use = 0, largest = 0;
  for (const auto* event : events) {
    in_use += event->nBytes();
    largest = std::max(largest, in_use);
  }
  return largest;
}

}  // namespace

ProfileFigures profile_figures(const std::vector<KinetoEvent>& events) {
  std::vector<const KinetoEvent*> taken;
  for (const auto& event : events)
    if (event.deviceType() == c10::DeviceType::CPU || event.nBytes() != 0) taken.push_back(&event);
  std::ranges::stable_sort(taken, before);
  // The validation between two epochs, say, is no part of a step.
  const auto steps = steps_of(taken);
  Walk walk;
  for (const auto* event : taken)
    if (within(steps, event->startNs())) walk.take(*event);
  auto figures = walk.finish();
  figures.growth = largest_growth(std::move(taken));
  return figures;
}

}  // namespace gradus::training
