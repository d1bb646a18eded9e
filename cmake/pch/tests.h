// The common header with Catch2, whose version 2 is one large header.
#pragma once
#include "../../tests/support/catch.h"
#include "common.h"
