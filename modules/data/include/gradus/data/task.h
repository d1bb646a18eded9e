/// What is to be learnt.
#pragma once

namespace gradus::data {

/// The kind of targets that a data set has.
enum class Task {
  kClassification,  ///< one class an example
  kRegression,      ///< one or more numbers an example
};

}  // namespace gradus::data
