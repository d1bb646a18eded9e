/// A graph of ONNX operators, node by node.
#pragma once
#include "gradus/core/protobuf.h"

#include <torch/types.h>

#include <cstdint>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace gradus::interop {

/// A number or a text that an operator is set to.
struct OnnxAttribute {
  std::string name;
  std::variant<int64_t, float, std::string> value;
};

/// Values are told by their names: of an input, a tensor, or a node's only output.
class OnnxGraph {
 public:
  explicit OnnxGraph(const std::string& name);

  /// A tensor written into the file, as float32. The second time, the name alone is what counts.
  std::string tensor(const std::string& name, const torch::Tensor& values);
  /// A single number, without a dimension.
  std::string number(double value);
  /// The output's name, which is `output` if given.
  std::string node(const std::string& operation, const std::vector<std::string>& inputs,
                   const std::vector<OnnxAttribute>& attributes = {}, std::string output = "");

  /// What the graph takes and gives: float32 [N, …], with these sizes behind N.
  void set_input(const std::string& name, const std::vector<int64_t>& sizes);
  void set_output(const std::string& name, const std::vector<int64_t>& sizes);

  const ProtobufWriter& message() const { return message_; }

 private:
  ProtobufWriter message_;
  std::set<std::string> tensors_;
  int nodes_ = 0, numbers_ = 0;
};

}  // namespace gradus::interop
