#include "json.h"

#include "gradus/core/error.h"

#include <set>
#include <string>
#include <vector>

namespace gradus::checkpoint {
namespace {

// Our files nest 3 levels.
constexpr int kMaxDepth = 8;

// Sees each token as it is parsed, before the tree is built.
class StrictReader {
 public:
  explicit StrictReader(std::string_view what) : what_(what) {}

  bool operator()(int depth, nlohmann::json::parse_event_t event, const nlohmann::json& value) {
    using Event = nlohmann::json::parse_event_t;
    if (event == Event::object_start || event == Event::array_start) {
      if (depth >= kMaxDepth) throw CheckpointError("{}: nested too deeply", what_);
    }
    if (event == Event::object_start) keys_.emplace_back();
    if (event == Event::object_end) keys_.pop_back();
    if (event == Event::key && !keys_.back().insert(value.get<std::string>()).second) {
      throw CheckpointError("{}: the key {} occurs twice", what_, value.dump());
    }
    return true;
  }

 private:
  std::string_view what_;
  std::vector<std::set<std::string>> keys_;  // one set an open object
};

}  // namespace

nlohmann::json parse_object(std::string_view text, std::string_view what) {
  nlohmann::json result;
  try {
    result = nlohmann::json::parse(text, StrictReader(what));
  } catch (const nlohmann::json::parse_error& error) {
    throw CheckpointError("{}: broken JSON at byte {}", what, error.byte);
  } catch (const nlohmann::json::exception& error) {  // a number beyond double, say
    throw CheckpointError("{}: broken JSON ({})", what, error.what());
  }
  if (!result.is_object()) throw CheckpointError("{}: expected a JSON object", what);
  return result;
}

}  // namespace gradus::checkpoint
