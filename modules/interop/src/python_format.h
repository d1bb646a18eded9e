/// What differs between the programs of the formats.
#pragma once
#include "gradus/interop/python_program.h"

namespace gradus::interop {

/// Of one format.
struct FormatText {
  const char* name;
  const char* file;
  const char* standardization;  ///< null where the model standardises by itself
  const char* needs;
  const char* imports;
  const char* load;  ///< how the file's tensors, or the network itself, are read
};

const FormatText& text_of(Format format);

}  // namespace gradus::interop
