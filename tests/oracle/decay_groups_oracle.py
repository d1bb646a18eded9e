"""Writes tests/training/decay_groups_oracle.inc: trainings with biases outside of the weight decay.

    python tests/oracle/decay_groups_oracle.py > tests/training/decay_groups_oracle.inc  # needs torch
"""
import math

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
ROWS, STEPS = 12, 5
SHAPES = [(4, 3), (4,), (2, 4), (2,)]  # weight and bias of two layers


def fill(shape, wave, start, scale):
    count = math.prod(shape)
    return torch.tensor([scale * wave(0.7 * i + start) for i in range(count)]).reshape(shape)


def train(make):
    parameters = [fill(s, math.sin, i, 0.5).requires_grad_() for i, s in enumerate(SHAPES)]
    w1, b1, w2, b2 = parameters
    optimizer = make([{"params": [w1, w2]}, {"params": [b1, b2], "weight_decay": 0}])
    inputs = fill((ROWS, 3), math.cos, 0, 1)
    targets = torch.arange(ROWS) % 2
    for _ in range(STEPS):
        optimizer.zero_grad()
        F.cross_entropy(torch.tanh(inputs @ w1.T + b1) @ w2.T + b2, targets).backward()
        optimizer.step()
    return torch.cat([p.detach().flatten() for p in parameters])


OPTIMIZERS = {
    "sgd:momentum=0.9,weight_decay=0.5": lambda g: torch.optim.SGD(
        g, lr=0.1, momentum=0.9, weight_decay=0.5),
    "adam:weight_decay=0.5": lambda g: torch.optim.Adam(g, lr=0.1, weight_decay=0.5),
    "adamw:weight_decay=0.5": lambda g: torch.optim.AdamW(g, lr=0.1, weight_decay=0.5),
    "rmsprop:weight_decay=0.5": lambda g: torch.optim.RMSprop(g, lr=0.1, weight_decay=0.5),
    "adagrad:weight_decay=0.5": lambda g: torch.optim.Adagrad(g, lr=0.1, weight_decay=0.5),
}

print(f"// Written by tests/oracle/decay_groups_oracle.py with torch {torch.__version__}.")
print("// clang-format off")
print("const std::vector<std::pair<std::string, std::vector<double>>> kDecayGroups = {")
for name, make in OPTIMIZERS.items():
    print(f'    {{"{name}",\n     {{{", ".join(f"{v:.17g}" for v in train(make).tolist())}}}}},')
print("};")
