/// A training run as a table for other programs.
#pragma once
#include "gradus/training/history.h"

#include <string>
#include <string_view>

namespace gradus::report {

/// One line an epoch under the header
/// `epoch,train_loss,train_METRIC…,validation_loss,validation_METRIC…,learning_rate,seconds,
/// examples`. Numbers are written with as many digits as it takes to read them back exactly; what
/// was not measured is empty.
std::string history_csv(const training::History& history);

/// Reads such a table back, number for number. The text is not trusted: throws `CheckpointError`
/// with `name` and the line for other columns, a missing or surplus field, or what is no number.
training::History parse_history_csv(std::string_view text, std::string_view name);

}  // namespace gradus::report
