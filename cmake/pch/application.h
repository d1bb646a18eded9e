// The common header with what the command line adds to it in nearly every source.
#pragma once
#include "common.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
