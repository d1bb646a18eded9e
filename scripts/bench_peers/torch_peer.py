#!/usr/bin/env python3
"""PyTorch as a peer: the loop of its tutorials. See peer.py.

    torch_peer.py FOLDER THREADS eager|fused|compile|graph|reduce-overhead [SAVE_TO ACCURACY]

fused: the fused optimizer. compile: it and torch.compile of the model. On a GPU, graph: forward,
backward and step captured in a CUDA graph; reduce-overhead: torch.compile's mode of that name.
"""

import contextlib
import time

import torch
from torch import nn

import peer


def make_network(work):
    layers = []
    for inputs, outputs in zip(work.layers, work.layers[1:]):
        layers += [nn.Linear(inputs, outputs), nn.Tanh() if work.activation == "tanh" else nn.ReLU()]
    network = nn.Sequential(*layers[:-1])
    set_weights(network, work)
    return network.to(work.device)


@torch.no_grad()
def set_weights(network, work):
    for layer, (weight, bias) in zip([m for m in network if isinstance(m, nn.Linear)], work.weights()):
        layer.weight.copy_(torch.from_numpy(weight))
        layer.bias.copy_(torch.from_numpy(bias))


def make_optimizer(work, network, variant):
    options = {} if variant == "eager" else {"fused": True}
    if work.optimizer == "adam":
        if variant == "graph":
            options["capturable"] = True
        return torch.optim.Adam(network.parameters(), lr=work.rate, **options)
    return torch.optim.SGD(network.parameters(), lr=work.rate, **options)


class Training:
    """One network. Its forward pass may be compiled, once; weights are set back instead."""

    def __init__(self, work, variant):
        self.work, self.variant = work, variant
        self.network = make_network(work)
        self.forward = {
            "compile": lambda: torch.compile(self.network),
            "reduce-overhead": lambda: torch.compile(self.network, mode="reduce-overhead"),
        }.get(variant, lambda: self.network)()
        self.inputs = torch.from_numpy(work.rows_of("inputs")).to(work.device)
        self.labels = torch.from_numpy(work.labels_of("labels")).to(work.device)
        self.restart()
        self.graph = None

    def restart(self):
        set_weights(self.network, self.work)
        self.optimizer = make_optimizer(self.work, self.network, self.variant)

    def precision(self):
        if self.work.precision == "bfloat16":
            return torch.autocast(self.work.device, torch.bfloat16)
        return contextlib.nullcontext()

    def step(self, inputs, labels):
        self.optimizer.zero_grad()
        with self.precision():
            loss = nn.functional.cross_entropy(self.forward(inputs), labels)
        loss.backward()
        self.optimizer.step()
        return loss.detach()

    def epoch(self, order):
        total = torch.zeros((), device=self.work.device)
        for rows in order.split(self.work.batch):
            step = self.replay if self.graph and len(rows) == self.work.batch else self.step
            total += step(self.inputs[rows], self.labels[rows]) * len(rows)
        return total.item() / self.work.rows

    def capture(self):
        """The step as a CUDA graph over fixed memory; the last, shorter batch goes without."""
        self.fixed = self.inputs[:self.work.batch].clone(), self.labels[:self.work.batch].clone()
        stream = torch.cuda.Stream()
        with torch.cuda.stream(stream):
            for _ in range(3):
                self.step(*self.fixed)
        torch.cuda.synchronize()
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            self.loss = self.step(*self.fixed)
        self.graph = graph

    def replay(self, inputs, labels):
        self.fixed[0].copy_(inputs)
        self.fixed[1].copy_(labels)
        self.graph.replay()
        return self.loss

    def reset_state(self):
        """Back to the first weights without new memory, which a captured graph would not see."""
        set_weights(self.network, self.work)
        for state in self.optimizer.state.values():
            for value in state.values():
                if torch.is_tensor(value):
                    value.zero_()


def serve_training(work, variant, about):
    training = Training(work, variant)
    order = torch.from_numpy(work.order()).to(work.device)
    if variant == "graph":
        training.capture()

    def repetition():
        if variant == "graph":
            training.reset_state()
        else:
            training.restart()
        start = time.perf_counter()
        for epoch in order:
            loss = training.epoch(epoch)
        return time.perf_counter() - start, loss

    peer.serve(about, repetition)


def serve_prediction(work, about):
    network = make_network(work).eval()
    rows = torch.from_numpy(work.rows_of("test_inputs")[:work.rows]).to(work.device)

    @torch.inference_mode()
    def repetition():
        start = time.perf_counter()
        for _ in range(work.calls):
            network(rows)
        return time.perf_counter() - start, 0

    peer.serve(about, repetition)


@torch.inference_mode()
def accuracy(network, inputs, labels):
    return (network(inputs).argmax(1) == labels).float().mean().item()


def reach(work, variant, save_to, goal):
    training = Training(work, variant)
    inputs = torch.from_numpy(work.rows_of("test_inputs"))
    labels = torch.from_numpy(work.labels_of("test_labels"))
    for epoch in range(1, work.epochs + 1):
        training.epoch(torch.randperm(work.rows))
        reached = accuracy(training.network, inputs, labels)
        if reached >= goal:
            break
    torch.save(training.network.state_dict(), save_to)
    peer.report_reached(reached, epoch)


def main():
    work, threads, variant, save_to, goal = peer.arguments()
    torch.set_num_threads(threads)
    about = {"version": torch.__version__}
    if save_to:
        reach(work, variant, save_to, goal)
    elif work.kind == "predict":
        serve_prediction(work, about)
    else:
        serve_training(work, variant, about)


if __name__ == "__main__":
    main()
