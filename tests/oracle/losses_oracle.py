"""Writes tests/training/losses_oracle.inc: losses with options, and their gradients, by PyTorch.

    python tests/oracle/losses_oracle.py > tests/training/losses_oracle.inc   # needs torch
"""
import torch
import torch.nn.functional as F

torch.manual_seed(5)
torch.set_default_dtype(torch.float64)
ROWS, CLASSES = 6, 4
logits = torch.randn(ROWS, CLASSES) * 2
classes = torch.tensor([0, 3, 1, 1, 2, 0])
probabilities = torch.softmax(torch.randn(ROWS, CLASSES), 1)
weights = torch.tensor([0.5, 1.0, 2.0, 0.25])
score = torch.randn(ROWS, 1) * 2
two = torch.tensor([1, 0, 0, 1, 1, 0])
share = torch.rand(ROWS, 1)
two_weights = torch.tensor([0.5, 3.0])


def binary(z, targets, weight, smoothing):
    """binary_cross_entropy_with_logits where it can say it, else the softmax of (0, z)."""
    if targets.dim() == 1 and weight is None:
        y = targets.double()[:, None] * (1 - smoothing) + smoothing / 2
        return F.binary_cross_entropy_with_logits(z, y)
    if targets.dim() == 1 and smoothing == 0:
        each = weight[targets][:, None]
        return F.binary_cross_entropy_with_logits(
            z, targets.double()[:, None], weight=each, reduction="sum") / each.sum()
    if weight is None and smoothing == 0:
        return F.binary_cross_entropy_with_logits(z, targets)
    both = torch.cat([torch.zeros_like(z), z], 1)
    if targets.dim() == 2:
        targets = torch.cat([1 - targets, targets], 1)
    return F.cross_entropy(both, targets, weight=weight, label_smoothing=smoothing)


def softmax(z, targets, weight, smoothing):
    return F.cross_entropy(z, targets, weight=weight, label_smoothing=smoothing)


def numbers(tensor):
    return "{" + ", ".join(f"{v:.17g}" for v in tensor.detach().flatten().tolist()) + "}"


def case(name, function, z, targets, weight, smoothing):
    z = z.clone().requires_grad_()
    loss = function(z, targets, weight, smoothing)
    loss.backward()
    soft = "true" if targets.dim() == 2 else "false"
    weighted = "true" if weight is not None else "false"
    print(f'    {{"{name}", {soft}, {weighted}, {smoothing}, {loss.item():.17g},\n'
          f"     {numbers(z.grad)}}},")


print(f"// Written by tests/oracle/losses_oracle.py with torch {torch.__version__}.")
print("// clang-format off")
for name, value in {"kLogits": logits, "kProbabilities": probabilities, "kWeights": weights,
                    "kScore": score, "kShare": share, "kTwoWeights": two_weights}.items():
    print(f"const std::vector<double> {name} = {numbers(value)};")
print(f"const std::vector<int64_t> kClasses = {numbers(classes)}, kTwo = {numbers(two)};")
print("const std::vector<LossCase> kCases = {")
for targets in (classes, probabilities):
    for weight in (None, weights):
        for smoothing in (0, 0.1):
            case("cross_entropy", softmax, logits, targets, weight, smoothing)
for targets in (two, share):
    for weight in (None, two_weights):
        for smoothing in (0, 0.1):
            case("bce", binary, score, targets, weight, smoothing)
print("};")
