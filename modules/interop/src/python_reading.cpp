#include "python_reading.h"

#include "python_predict.h"
#include "python_text.h"

#include <fmt/format.h>

namespace gradus::interop {
namespace {

constexpr int64_t kColors = 3;

// Python's float takes more than `gradus predict`: 1_000, and the digits of every script.
constexpr const char* kNumber = R"py(def number(text):
    try:
        return float(text) if text.isascii() and "_" not in text else math.nan
    except ValueError:
        return math.nan


)py";

// The same rules as `gradus predict`: the separator that the first line has most of outside of
// quotes, a first line without any number is one of names, no two the same, and values are finite
// in single precision, below 2^128 - 2^103. A first line with all names of the training is one of
// names too: there it takes --header yes.
constexpr const char* kCsv = R"py(def read_csv(path):
    """The numbers of each row, $order."""
    with open(path, newline="", encoding="utf-8-sig") as file:
        separator = max(",;\t", key="".join(file.readline().split('"')[::2]).count)
        file.seek(0)
        rows = [[field.strip(" \t\r\n\v\f") for field in row] for row in csv.reader(file, delimiter=separator) if row]
    names = $names
    if rows and (all(math.isnan(number(field)) for field in rows[0])$or_named):
        header = rows.pop(0)
        if len(set(header)) < len(header):
            raise ValueError(f"{path}: the header has {max(header, key=header.count)!r} more than once")
$header$columns    inputs = []
    for count, row in enumerate(rows, 1):
        if len(row) != len(names):
            raise ValueError(f"{path}: row {count} has {len(row)} fields: expected {len(names)}")
        inputs.append([$numbers])
        if not all(abs(value) < 3.4028235677973366e38 for value in inputs[-1]):
            raise ValueError(f"{path}: row {count}: not all are finite numbers of single precision: {row}")
    if not inputs:
        raise ValueError(f"{path}: no rows")
    return inputs


)py";

constexpr const char* kNamedColumns =
    R"py(    missing = [name for name in FEATURES if name not in names]
    if missing:
        raise ValueError(f"{path}: the column {missing[0]!r} is missing: it has {names}")
    columns = [names.index(name) for name in FEATURES]
)py";

constexpr const char* kPicture = R"py(def read_picture(path):
    """The pixels of a picture as one example, from 0 to 1."""
    from PIL import Image

    with Image.open(path) as image:
        if (image.mode, image.size) != ("$mode", ($width, $height)):
            raise ValueError(f"{path}: {image.mode} of {image.size}: expected $mode of ($width, $height)")
        return [[pixel / 255 for band in image.split() for pixel in band.tobytes()]]


)py";

constexpr const char* kRead = R"py(def read(path):
    """The examples in a file, and their names."""
    kind = pathlib.Path(path).suffix.lower()
    if kind in (".csv", ".tsv"):
        inputs = read_csv(path)
    elif kind == ".npy":
$import_numpy        try:
            with open(path, "rb") as file:
                inputs = numpy.lib.format.read_array(file)
        except ValueError as error:
            raise ValueError(f"{path}: expected [N, $shape] numbers: {error}") from None
        if inputs.dtype.kind not in "biuf" or 0 in (inputs.ndim, inputs.size) or inputs.size != len(inputs) * $in:
            raise ValueError(f"{path}: expected [N, $shape] numbers, got {list(inputs.shape)} {inputs.dtype}")
$channels_last$pictures    else:
        raise ValueError(f"{path}: expected $kinds")
    return [f"{path}:{count}" for count in range(1, len(inputs) + 1)], inputs


)py";

constexpr const char* kReadPicture = R"py(    elif kind in (".png", ".jpg", ".jpeg", ".bmp"):
        return [path], read_picture(path)
)py";

std::string csv_part(const Network& network) {
  if (!network.feature_names.empty()) {
    return fill_in(kCsv, {{"order", "in the order of FEATURES where the file has names"},
                          {"names", "FEATURES"},
                          {"or_named", " or set(FEATURES) <= set(rows[0])"},
                          {"header", "        names = header\n"},
                          {"columns", kNamedColumns},
                          {"numbers", "number(row[column]) for column in columns"}});
  }
  return fill_in(kCsv, {{"order", "all columns"},
                        {"names", fmt::format("range({})", network.in_features)},
                        {"or_named", ""},
                        {"header", ""},
                        {"columns", ""},
                        {"numbers", "number(field) for field in row"}});
}

bool is_colored(const Network& network) {
  return network.input_shape.size() == 3;
}

std::string picture_part(const Network& network) {
  const auto& shape = network.input_shape;
  return fill_in(kPicture, {{"mode", is_colored(network) ? "RGB" : "L"},
                            {"width", std::to_string(shape.back())},
                            {"height", std::to_string(shape[shape.size() - 2])}});
}

/// Arrays of pictures may have their colours last, as Python's libraries give them.
std::string channels_last_part(const Network& network) {
  if (!is_colored(network)) return "";
  const auto& shape = network.input_shape;
  return fmt::format(
      "        if inputs.shape[1:] == {}:\n            inputs = numpy.moveaxis(inputs, -1, 1)\n",
      python_tuple({shape[1], shape[2], shape[0]}));
}

}  // namespace

bool takes_pictures(const Network& network) {
  const auto& shape = network.input_shape;
  return shape.size() == 2 || (shape.size() == 3 && shape.front() == kColors);
}

std::string python_reading(const Network& network, bool has_numpy) {
  const bool pictures = takes_pictures(network);
  return kNumber + csv_part(network) + (pictures ? picture_part(network) : "") +
         fill_in(kRead, {{"import_numpy", has_numpy ? "" : "        import numpy\n\n"},
                         {"in", std::to_string(network.in_features)},
                         {"shape", shape_text(network)},
                         {"channels_last", channels_last_part(network)},
                         {"pictures", pictures ? kReadPicture : ""},
                         {"kinds", pictures ? ".csv, .tsv, .npy, .png, .jpg or .bmp"
                                            : ".csv, .tsv or .npy"}});
}

}  // namespace gradus::interop
