/// A training run as a table for other programs.
#pragma once
#include "gradus/training/history.h"

#include <string>

namespace gradus::report {

/// One line an epoch under the header
/// `epoch,train_loss,train_METRIC…,validation_loss,validation_METRIC…,learning_rate,seconds,
/// examples`. Numbers are written with as many digits as it takes to read them back exactly; what
/// was not measured is empty.
std::string history_csv(const training::History& history);

}  // namespace gradus::report
