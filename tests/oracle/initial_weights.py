"""Networks built by torch.nn in Python: their initial weights, and what they return.

Prints one line `network/seed/what number number …` an entry; read by initial_weights_test.cpp,
which builds the same networks by gradus. Run it with no arguments; tried with torch 2.13.0.
"""
import math

import torch
from torch import nn

SEEDS = (0, 1, 20240229)
INPUTS = 7
OUTPUTS = 3


def mlp(hidden, activation, normalization=None, dropout=0.0, bias=True):
    layers = []
    width = INPUTS
    for next_width in hidden:
        layers.append(nn.Linear(width, next_width, bias=bias))
        if normalization is not None:
            layers.append(normalization(next_width))
        layers.append(activation())
        if dropout > 0:
            layers.append(nn.Dropout(dropout))
        width = next_width
    layers.append(nn.Linear(width, OUTPUTS, bias=bias))
    return nn.Sequential(*layers)


def initialized(network, draw):
    for layer in network:
        if isinstance(layer, nn.Linear):
            draw(layer.weight)
            nn.init.zeros_(layer.bias)
    return network


def lecun_normal(weight):
    nn.init.normal_(weight, 0.0, 1 / math.sqrt(weight.shape[1]))


NETWORKS = {
    "softmax": lambda: nn.Sequential(nn.Linear(INPUTS, OUTPUTS)),
    "logistic": lambda: nn.Sequential(nn.Linear(INPUTS, 1)),
    "perceptron": lambda: nn.Sequential(nn.Linear(INPUTS, 1)),
    "plain": lambda: mlp((16, 8), nn.ReLU),
    "no_bias": lambda: mlp((16, 8), nn.Tanh, bias=False),
    "batch": lambda: mlp((16, 8), nn.ReLU, normalization=nn.BatchNorm1d),
    "layer": lambda: mlp((16, 8), nn.GELU, normalization=nn.LayerNorm),
    "dropout": lambda: mlp((16, 8), nn.ReLU, dropout=0.3),
    "everything": lambda: mlp((16, 8, 4), nn.PReLU, normalization=nn.BatchNorm1d, dropout=0.5),
    "xavier": lambda: initialized(mlp((16, 8), nn.Sigmoid), nn.init.xavier_uniform_),
    "he": lambda: initialized(
        mlp((16, 8), nn.ReLU), lambda w: nn.init.kaiming_normal_(w, nonlinearity="relu")),
    "lecun": lambda: initialized(mlp((16, 8), nn.SELU), lecun_normal),
    "small_normal": lambda: initialized(
        mlp((16, 8), nn.Sigmoid), lambda w: nn.init.normal_(w, 0.0, 0.01)),
    "zero": lambda: initialized(mlp((16, 8), nn.ReLU), nn.init.zeros_),
}


def show(key, tensor):
    # 9 digits tell any two float32 apart.
    print(key, *(f"{v:.9g}" for v in tensor.detach().flatten().tolist()))


def main():
    print("inputs_outputs", INPUTS, OUTPUTS)
    print("seeds", *SEEDS)
    for name, build in NETWORKS.items():
        for seed in SEEDS:
            key = f"{name}/{seed}"
            torch.manual_seed(seed)
            network = build()
            for parameter, values in network.named_parameters():
                show(f"{key}/{parameter}", values)
            # After the same draws, the generator stands at the same place.
            show(f"{key}/next", torch.rand(4))
            inputs = torch.randn(5, INPUTS)
            show(f"{key}/training", network(inputs))
            network.eval()
            show(f"{key}/evaluation", network(inputs))


main()
