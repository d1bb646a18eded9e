/// Messages for unknown names: the nearest candidates first, then all of them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace gradus {

/// Candidates ordered by edit distance to `name` (ties alphabetically).
std::vector<std::string> nearest_first(std::string_view name, std::vector<std::string> candidates);

/// "unknown model 'mpl': did you mean 'mlp'? Known: mlp, perceptron, …"; the question is left out
/// when nothing is near.
std::string unknown_name_message(std::string_view kind, std::string_view name,
                                 std::vector<std::string> candidates);

}  // namespace gradus
