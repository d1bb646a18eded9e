/// The activations once more, written out in plain C++ to check LibTorch's against.
#pragma once
#include "gradus/report/text.h"

#include <map>
#include <string>

namespace gradus::demos {

struct ClosedForm {
  report::Text formula;
  double (*value)(double z);
};

/// By the names of `models::activations()`, with their usual options.
const std::map<std::string, ClosedForm>& closed_forms();

}  // namespace gradus::demos
