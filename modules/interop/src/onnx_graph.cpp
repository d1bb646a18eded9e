#include "onnx_graph.h"

#include <fmt/format.h>

namespace gradus::interop {
namespace {

// Field numbers and enumerations of onnx/onnx.proto3, by message.
namespace graph {
constexpr uint32_t kNode = 1, kName = 2, kInitializer = 5, kInput = 11, kOutput = 12;
}
namespace node {
constexpr uint32_t kInput = 1, kOutput = 2, kName = 3, kOperation = 4, kAttribute = 5;
}
namespace attribute {
constexpr uint32_t kName = 1, kFloat = 2, kInteger = 3, kText = 4, kType = 20;
constexpr uint64_t kFloatType = 1, kIntegerType = 2, kTextType = 3;
}  // namespace attribute
namespace tensor {
constexpr uint32_t kSize = 1, kType = 2, kName = 8, kRawData = 9;
}
namespace value {
constexpr uint32_t kName = 1, kType = 2, kTensorType = 1, kElement = 1, kShape = 2, kDimension = 1,
                   kSize = 1, kSizeName = 2;
}
constexpr uint64_t kFloat32 = 1;

ProtobufWriter attribute_message(const OnnxAttribute& given) {
  ProtobufWriter message;
  message.bytes(attribute::kName, given.name);
  if (const auto* integer = std::get_if<int64_t>(&given.value)) {
    message.varint(attribute::kInteger, static_cast<uint64_t>(*integer));
    message.varint(attribute::kType, attribute::kIntegerType);
  } else if (const auto* real = std::get_if<float>(&given.value)) {
    message.float32(attribute::kFloat, *real).varint(attribute::kType, attribute::kFloatType);
  } else {
    message.bytes(attribute::kText, std::get<std::string>(given.value));
    message.varint(attribute::kType, attribute::kTextType);
  }
  return message;
}

/// Float32 [N, sizes…].
ProtobufWriter value_message(const std::string& name, const std::vector<int64_t>& sizes) {
  ProtobufWriter rows, shape, tensor_type, type, message;
  shape.message(value::kDimension, rows.bytes(value::kSizeName, "N"));
  for (const auto size : sizes) {
    ProtobufWriter dimension;
    shape.message(value::kDimension, dimension.varint(value::kSize, static_cast<uint64_t>(size)));
  }
  tensor_type.varint(value::kElement, kFloat32).message(value::kShape, shape);
  type.message(value::kTensorType, tensor_type);
  return message.bytes(value::kName, name).message(value::kType, type);
}

}  // namespace

OnnxGraph::OnnxGraph(const std::string& name) {
  message_.bytes(graph::kName, name);
}

std::string OnnxGraph::tensor(const std::string& name, const torch::Tensor& values) {
  if (!tensors_.insert(name).second) return name;
  const auto numbers = values.detach().to(torch::kCPU, torch::kFloat32).contiguous();
  ProtobufWriter message;
  for (const auto size : numbers.sizes())
    message.varint(tensor::kSize, static_cast<uint64_t>(size));
  message.varint(tensor::kType, kFloat32).bytes(tensor::kName, name);
  message.bytes(tensor::kRawData,
                {static_cast<const char*>(numbers.const_data_ptr()), numbers.nbytes()});
  message_.message(graph::kInitializer, message);
  return name;
}

std::string OnnxGraph::number(double value) {
  return tensor(fmt::format("number_{}", ++numbers_), torch::tensor(value, torch::kFloat64));
}

std::string OnnxGraph::node(const std::string& operation, const std::vector<std::string>& inputs,
                            const std::vector<OnnxAttribute>& attributes, std::string output) {
  const auto name = fmt::format("{}_{}", operation, ++nodes_);
  if (output.empty()) output = name;
  ProtobufWriter message;
  for (const auto& input : inputs) message.bytes(node::kInput, input);
  message.bytes(node::kOutput, output).bytes(node::kName, name);
  message.bytes(node::kOperation, operation);
  for (const auto& given : attributes) message.message(node::kAttribute, attribute_message(given));
  message_.message(graph::kNode, message);
  return output;
}

void OnnxGraph::set_input(const std::string& name, const std::vector<int64_t>& sizes) {
  message_.message(graph::kInput, value_message(name, sizes));
}

void OnnxGraph::set_output(const std::string& name, const std::vector<int64_t>& sizes) {
  message_.message(graph::kOutput, value_message(name, sizes));
}

}  // namespace gradus::interop
