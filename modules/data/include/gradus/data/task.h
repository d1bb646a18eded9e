/// What is to be learnt.
#pragma once

namespace gradus::data {

enum class Task { kClassification, kRegression };

}  // namespace gradus::data
