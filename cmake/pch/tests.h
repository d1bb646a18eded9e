// The common header with Catch2, whose version 2 is one large header.
#pragma once
// clang-format off: LibTorch's headers come first, or Catch2 would take the names of macros in them.
#include "common.h"
#include "../../tests/support/catch.h"
