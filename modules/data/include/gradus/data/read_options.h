/// What a user may say about data from files.
#pragma once
#include "gradus/data/image_options.h"
#include "gradus/data/table_options.h"

namespace gradus::data {

/// The options of every kind of file; a reader takes its own.
struct ReadOptions {
  TableOptions table;   ///< for tables; task and classes for NumPy files too
  ImageOptions images;  ///< for folders of pictures
};

}  // namespace gradus::data
