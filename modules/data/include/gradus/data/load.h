/// The one way in: a data set by the text that a user types after `--data`.
#pragma once
#include "gradus/data/read_options.h"
#include "gradus/data/registry.h"

#include <string>
#include <vector>

namespace gradus::data {

/// `request` is NAME or NAME:key=value,… of the registry, or a path, whose kind may be said before
/// it:
/// - `csv:PATH` a table (see tabular.h), whatever its ending; `csv:-` or `-`: standard input;
/// - `idx:PATH` images with their labels beside them, a folder with the files of MNIST, or
///   `idx:IMAGES,LABELS`;
/// - `npy:INPUTS,TARGETS` NumPy files, or `npy:INPUTS` with the targets beside it (see npy.h);
/// - `folder:PATH` pictures, a sub-folder a class (see image_folder.h).
/// A path alone is told by its ending, or by what is in the folder. A kind is a kind only where
/// nothing of the whole name exists: `./csv:x` is a path. Commas and colons in paths are their own
/// wherever the files are there.
/// Throws `UsageError` for unknown names (the nearest first) and options, `DataError` for what a
/// path leads to.
LoadedData load_data(const std::string& request, const ReadOptions& options = {});

/// What the data is called in the name of a run: `spirals` for `spirals:arms=3`, `my` for
/// `csv:/data/my.csv`.
std::string short_name(const std::string& request);

}  // namespace gradus::data
