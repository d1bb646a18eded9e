// The common header with Catch2, whose version 2 is one large header.
#pragma once
#include "common.h"

#include "../../tests/support/catch.h"
