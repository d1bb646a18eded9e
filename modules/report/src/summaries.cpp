#include "gradus/report/summaries.h"

#include "gradus/core/protobuf.h"
#include "gradus/core/settings.h"
#include "gradus/report/text_width.h"
#include "png.h"

#include <cmath>

namespace gradus::report {
namespace {

// Field numbers of tensorflow/core/framework/{summary,tensor,types}.proto.
constexpr uint32_t kTag = 1, kSimpleValue = 2, kImage = 4, kHistogram = 5, kTensor = 8,
                   kMetadata = 9;
constexpr uint64_t kStringType = 7;

ProtobufWriter value_of(std::string_view tag) {
  ProtobufWriter value;
  value.bytes(kTag, printable(tag));
  return value;
}

// Which of TensorBoard's plug-ins shows the value, and what it is told.
ProtobufWriter plugin(std::string_view name, std::string_view content) {
  ProtobufWriter data, metadata;
  data.bytes(1, name).bytes(2, content);
  metadata.message(1, data);
  return metadata;
}

// The message of tensorboard/plugins/hparams/plugin_data.proto is in the metadata; the value
// itself is an empty tensor.
Summary hparams_summary(std::string_view tag, uint32_t field, const ProtobufWriter& message) {
  constexpr uint64_t kFloatType = 1;
  ProtobufWriter content, null_tensor;
  content.message(field, message);
  null_tensor.varint(1, kFloatType).bytes(2, "");
  return {value_of(tag)
              .message(kMetadata, plugin("hparams", content.text()))
              .message(kTensor, null_tensor)
              .text()};
}

// google.protobuf.Value
ProtobufWriter option_value(const std::string& text) {
  double number = 0;
  ProtobufWriter value;
  if (parse_real(text, number) && std::isfinite(number)) return value.float64(2, number);
  return value.bytes(3, printable(text));
}

}  // namespace

Summary scalar_summary(std::string_view tag, double value) {
  return {value_of(tag).float32(kSimpleValue, static_cast<float>(value)).text()};
}

Summary histogram_summary(std::string_view tag, const Histogram& histogram) {
  ProtobufWriter message;
  message.float64(1, histogram.min)
      .float64(2, histogram.max)
      .float64(3, histogram.count)
      .float64(4, histogram.sum)
      .float64(5, histogram.sum_of_squares)
      .packed(6, histogram.limits)
      .packed(7, histogram.counts);
  return {value_of(tag).message(kHistogram, message).text()};
}

Summary image_summary(std::string_view tag, const Picture& picture) {
  ProtobufWriter message;
  message.varint(1, static_cast<uint64_t>(picture.height))
      .varint(2, static_cast<uint64_t>(picture.width))
      .varint(3, static_cast<uint64_t>(picture.channels))
      .bytes(4, encode_png(picture));
  return {value_of(tag).message(kImage, message).text()};
}

Summary text_summary(std::string_view tag, std::string_view markdown) {
  ProtobufWriter size, shape, tensor;
  size.varint(1, 1);
  shape.message(2, size);
  tensor.varint(1, kStringType).message(2, shape).bytes(8, markdown);
  return {value_of(tag).message(kMetadata, plugin("text", "")).message(kTensor, tensor).text()};
}

Summary session_start_summary(const std::map<std::string, std::string>& hyper_parameters,
                              double start_seconds) {
  ProtobufWriter info;
  for (const auto& [name, text] : hyper_parameters) {
    ProtobufWriter entry;
    info.message(1, entry.bytes(1, printable(name)).message(2, option_value(text)));
  }
  info.float64(5, start_seconds);
  return hparams_summary("_hparams_/session_start_info", 3, info);
}

Summary session_end_summary(double end_seconds) {
  constexpr uint64_t kSuccess = 1;
  ProtobufWriter info;
  info.varint(1, kSuccess).float64(2, end_seconds);
  return hparams_summary("_hparams_/session_end_info", 4, info);
}

}  // namespace gradus::report
