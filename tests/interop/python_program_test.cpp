#include "gradus/interop/python_program.h"

#include "gradus/core/error.h"

#include "catch.h"

using gradus::ActivationKind;
using gradus::ActivationLayer;
using gradus::LinearLayer;
using gradus::UsageError;
using gradus::interop::Format;
using gradus::interop::has_python_module;
using gradus::interop::is_as_exported;
using gradus::interop::NamedLayer;
using gradus::interop::Network;
using gradus::interop::python_program;

namespace {

bool contains(const std::string& text, const std::string& part) {
  CAPTURE(text, part);
  return text.find(part) != std::string::npos;
}

/// 4 numbers to 2 classes without any layer.
Network bare_network() {
  Network network;
  network.model = "own";
  network.layers.emplace();
  network.input_shape = {4};
  network.in_features = 4;
  network.out_features = 2;
  network.input_mean = torch::zeros({4});
  network.input_std = torch::ones({4});
  return network;
}

void add_linear(Network& network, const std::string& module, int64_t inputs, int64_t outputs) {
  const LinearLayer layer{torch::zeros({outputs, inputs}), torch::zeros({outputs})};
  network.state.emplace_back(module + ".weight", layer.weight);
  network.state.emplace_back(module + ".bias", layer.bias);
  network.layers->push_back({module, layer});
}

void add_activation(Network& network, ActivationKind kind, double a = 0, double b = 0) {
  network.layers->push_back({"", ActivationLayer{kind, a, b}});
}

/// 4-3-2 with its layers as the children of `names`.
Network two_layers(const std::string& first, const std::string& second) {
  auto network = bare_network();
  add_linear(network, first, 4, 3);
  add_activation(network, ActivationKind::kReLU);
  add_linear(network, second, 3, 2);
  return network;
}

std::string program(const Network& network, Format format = Format::kSafetensors) {
  return python_program(network, format);
}

}  // namespace

TEST_CASE("Formats are known by name, and files by format") {
  using namespace gradus::interop;
  CHECK(format_names() ==
        std::vector<std::string>{"safetensors", "state-dict", "torchscript", "onnx"});
  CHECK(parse_format("onnx") == Format::kOnnx);
  CHECK(file_name(Format::kStateDict) == "model.pt");
  CHECK(standardization_file_name(Format::kStateDict) == "standardization.pt");
  CHECK_FALSE(standardization_file_name(Format::kTorchScript));
  CHECK_THROWS_MESSAGE(parse_format("onxx"), UsageError,
                       "unknown export format 'onxx': did you mean 'onnx'?");
}

TEST_CASE("A program that was changed since its export is known") {
  const auto text = program(two_layers("layers.0", "layers.2"));
  CHECK(is_as_exported(text));
  CHECK_FALSE(is_as_exported(""));
  CHECK_FALSE(is_as_exported(text + "\n"));
  CHECK_FALSE(is_as_exported(text.substr(1)));
  auto changed = text;
  changed.replace(changed.find("nn.ReLU"), 7, "nn.SELU");
  CHECK_FALSE(is_as_exported(changed));
}

TEST_CASE("A stack in order is an nn.Sequential of the module's own name") {
  const auto text = program(two_layers("layers.0", "layers.2"));
  CHECK(contains(text,
                 "        self.layers = nn.Sequential(\n"
                 "            nn.Linear(4, 3),\n"
                 "            nn.ReLU(),\n"
                 "            nn.Linear(3, 2),\n"
                 "        )\n\n"
                 "    def forward(self, x):\n"
                 "        return self.layers(x)\n"));
  CHECK(contains(text, "load_state_dict(load_file(FOLDER / \"model.safetensors\"), strict=True)"));
  CHECK(contains(program(two_layers("net.1", "net.3")),
                 "nn.Sequential(\n"
                 "            nn.Flatten(),\n"
                 "            nn.Linear(4, 3),\n"));
}

TEST_CASE("Modules of any other names keep them") {
  CHECK(contains(program(two_layers("body.first", "head")),
                 "        self.body = nn.Module()\n"
                 "        self.body.first = nn.Linear(4, 3)\n"
                 "        self.head = nn.Linear(3, 2)\n\n"
                 "    def forward(self, x):\n"
                 "        x = self.body.first(x)\n"
                 "        x = nn.ReLU()(x)\n"
                 "        x = self.head(x)\n"
                 "        return x\n"));
  // Not in the order of their numbers, and names that stand behind no dot in Python.
  CHECK(contains(program(two_layers("layers.2", "layers.0")),
                 "        self.layers = nn.Module()\n"
                 "        self.layers.add_module(\"2\", nn.Linear(4, 3))\n"));
  CHECK(contains(program(two_layers("a \"b\".c", "lambda")),
                 "        self.add_module(\"a \\\"b\\\"\", nn.Module())\n"
                 "        self.get_submodule(\"a \\\"b\\\"\").c = nn.Linear(4, 3)\n"
                 "        self.add_module(\"lambda\", nn.Linear(3, 2))\n"));
}

TEST_CASE("A layer that is used twice is one module") {
  auto network = bare_network();
  add_linear(network, "same", 4, 4);
  network.layers->push_back(network.layers->front());
  const auto text = program(network);
  CHECK(contains(text, "super().__init__()\n        self.same = nn.Linear(4, 4)\n\n"));
  CHECK(contains(text, "        x = self.same(x)\n        x = self.same(x)\n"));
}

TEST_CASE("Activations and normalisations have their numbers") {
  auto network = bare_network();
  const auto weight = torch::ones({4});
  network.layers->push_back({"norm", gradus::LayerNormLayer{weight, weight, 1e-3}});
  network.state = {{"norm.weight", weight}, {"norm.bias", weight}};
  add_activation(network, ActivationKind::kStep, 1);
  add_activation(network, ActivationKind::kSoftplus, 2.5, 20);
  add_activation(network, ActivationKind::kHardtanh, -1e-7,
                 std::numeric_limits<double>::infinity());
  const auto text = program(network);
  CHECK(contains(text, "self.norm = nn.LayerNorm(4, eps=0.001)"));
  CHECK(contains(text, "class Step(nn.Module):"));
  CHECK_FALSE(contains(text, "class Sign(nn.Module):"));
  CHECK(contains(text, "x = Step(1)(x)"));
  CHECK(contains(text, "nn.Softplus(beta=2.5, threshold=20)"));
  CHECK(contains(text, "nn.Hardtanh(-1e-07, float(\"inf\"))"));
}

TEST_CASE("Names of any text are literals of Python") {
  auto network = two_layers("layers.0", "layers.2");
  network.class_names = {"a \"quoted\" \\ name", "two\nlines $in"};
  network.feature_names = {"长度", "'", "\x01", "😀"};
  for (const auto& name : gradus::interop::format_names()) {
    const auto text = program(network, gradus::interop::parse_format(name));
    CHECK(contains(text, "CLASSES = [\"a \\\"quoted\\\" \\\\ name\", \"two\\nlines $in\"]\n"));
    CHECK(contains(text, "FEATURES = [\"长度\", \"'\", \"\\u0001\", \"😀\"]\n"));
  }
  network.feature_names.assign(40, "a name of 20 letters");
  network.in_features = 40;
  CHECK(contains(program(network), "FEATURES = [\n    \"a name of 20 letters\", "));
}

TEST_CASE("What a network answers is in its units") {
  auto network = two_layers("layers.0", "layers.2");
  CHECK(contains(program(network), "return z.softmax(1)\n"));
  CHECK(contains(program(network), "CLASSES = [\"value1\", \"value2\"]\n"));
  CHECK_FALSE(contains(program(network), ".double()"));
  auto score = bare_network();
  add_linear(score, "linear", 4, 1);
  CHECK(contains(program(score), "return torch.cat([(-z).sigmoid(), z.sigmoid()], 1)\n"));
  CHECK(contains(program(score), "CLASSES = [\"value1\", \"value2\"]\n"));
  score.layers.reset();
  CHECK(contains(program(score), "z.sigmoid()], 1) if z.shape[1] == 1 else z.softmax(1)\n"));
  network.out_features = 1;
  network.is_classifier = false;
  network.target_names = {"y"};
  CHECK(contains(program(network), "\"own\", 4 numbers to 1 value.\n"));
  CHECK(contains(program(network), "return z\n"));
  network.target_mean = network.target_std = torch::ones({1});
  CHECK(contains(program(network), "return z * by[\"target_std\"] + by[\"target_mean\"]\n"));
  CHECK(contains(program(network), "out.writerow([\"example\", *TARGETS])\n"));
  network.type = torch::kFloat64;
  CHECK(contains(program(network), "network = Network().double()\n"));
  CHECK(contains(program(network), "by[\"input_std\"]).double())\n"));
}

TEST_CASE("Bytes are pixels, and pictures are read, where examples are pictures") {
  auto network = two_layers("layers.0", "layers.2");
  CHECK_FALSE(contains(program(network), "255"));
  CHECK_FALSE(contains(program(network), "PIL"));
  network.input_shape = {1, 4};
  CHECK(contains(program(network), "x = x.float() / 255 if x.dtype == torch.uint8 else x.float()"));
  CHECK(contains(program(network), "(\"L\", (4, 1))"));
  network.input_shape = {3, 2, 5};
  network.in_features = 30;
  CHECK(contains(program(network), "(\"RGB\", (5, 2))"));
  CHECK(contains(program(network), "if inputs.shape[1:] == (2, 5, 3):"));
  CHECK(contains(program(network, Format::kOnnx), "reshape(len(examples), 3, 2, 5)"));
}

TEST_CASE("A network that torch.nn cannot build has a place for the user's class") {
  const auto refused = [](const Network& network) {
    const auto text = program(network);
    return !has_python_module(network) && contains(text, "raise NotImplementedError(\"write") &&
           contains(text, "TENSORS = {\n");
  };
  CHECK(has_python_module(two_layers("a", "b")));
  auto network = two_layers("a", "b");
  network.layers.reset();
  CHECK(refused(network));
  CHECK(contains(program(network), "    \"a.weight\": (3, 4),\n    \"a.bias\": (3,),\n"));
  CHECK(contains(program(network), "The model \"own\": "));

  network = two_layers("a", "b");
  network.state.emplace_back("unused", torch::zeros({}));
  CHECK(refused(network));
  CHECK(contains(program(network), "    \"unused\": (),\n"));

  CHECK(refused(two_layers("a", "train")));  // torch.nn.Module's own
  CHECK(refused(two_layers("a", "_hidden")));
  CHECK(refused(two_layers("a", "a.inner")));  // a layer inside of another
  network = bare_network();
  network.layers->push_back({"", LinearLayer{torch::zeros({2, 4}), {}}});
  network.state.emplace_back("weight", torch::zeros({2, 4}));
  CHECK(refused(network));  // the model is the layer itself
}

TEST_CASE("Each program imports no more than it needs") {
  const auto network = two_layers("layers.0", "layers.2");
  CHECK(contains(program(network), "from safetensors.torch import load_file"));
  CHECK(contains(program(network, Format::kStateDict),
                 "torch.load(FOLDER / \"model.pt\", weights_only=True)"));
  for (const auto format : {Format::kStateDict, Format::kTorchScript})
    CHECK_FALSE(contains(program(network, format), "safetensors"));
  CHECK_FALSE(contains(program(network, Format::kTorchScript), "nn."));
  CHECK_FALSE(contains(program(network, Format::kOnnx), "torch"));
}
