#!/usr/bin/env python3
"""JAX as a peer, at its best: whole epochs in one jitted scan, buffers donated, batches gathered
inside. It takes as many threads as the process has cores. See peer.py.

    jax_peer.py FOLDER THREADS scan [SAVE_TO ACCURACY]
"""

import functools
import os
import time

os.environ.setdefault("JAX_PLATFORMS", "cpu")

import jax
import jax.numpy as np
import numpy

import peer

BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8


def forward(parameters, inputs, activation):
    for weight, bias in parameters[:-1]:
        inputs = activation(inputs @ weight + bias)
    weight, bias = parameters[-1]
    return inputs @ weight + bias


def mean_loss(parameters, inputs, labels, activation):
    logits = forward(parameters, inputs, activation)
    return -np.take_along_axis(jax.nn.log_softmax(logits), labels[:, None], 1).mean()


def tree(function, *trees):
    return jax.tree.map(function, *trees)


def adam(state, gradients, rate):
    parameters, first, second, count = state
    count = count + 1
    first = tree(lambda m, g: BETA1 * m + (1 - BETA1) * g, first, gradients)
    second = tree(lambda v, g: BETA2 * v + (1 - BETA2) * g * g, second, gradients)
    step = rate / (1 - BETA1 ** count)
    root = np.sqrt(1 - BETA2 ** count)
    parameters = tree(lambda p, m, v: p - step * m / (np.sqrt(v) / root + EPSILON),
                      parameters, first, second)
    return parameters, first, second, count


def sgd(state, gradients, rate):
    return (tree(lambda p, g: p - rate * g, state[0], gradients),)


def start_state(work):
    parameters = [(np.array(weight.T), np.array(bias)) for weight, bias in work.weights()]
    if work.optimizer == "sgd":
        return (parameters,)
    zeros = [tree(np.zeros_like, parameters) for _ in range(2)]
    return (parameters, *zeros, np.zeros((), np.float32))


def make_epochs(work):
    """(state, inputs, labels, order [E, N]) → (state, mean loss of the last epoch)."""
    activation = np.tanh if work.activation == "tanh" else jax.nn.relu
    update = adam if work.optimizer == "adam" else sgd
    full = work.rows // work.batch * work.batch

    @functools.partial(jax.jit, donate_argnums=0)
    def epochs(state, inputs, labels, order):
        def step(state, rows):
            loss, gradients = jax.value_and_grad(mean_loss)(state[0], inputs[rows], labels[rows],
                                                            activation)
            return update(state, gradients, work.rate), loss * rows.shape[0]

        def epoch(state, rows):
            state, losses = jax.lax.scan(step, state, rows[:full].reshape(-1, work.batch))
            total = losses.sum()
            if full < work.rows:
                state, loss = step(state, rows[full:])
                total = total + loss
            return state, total / work.rows

        if order.shape[0] == 1:
            return epoch(state, order[0])
        state, losses = jax.lax.scan(epoch, state, order)
        return state, losses[-1]

    return epochs


def serve_training(work, about):
    epochs = make_epochs(work)
    inputs, labels = np.array(work.rows_of("inputs")), np.array(work.labels_of("labels"), np.int32)
    order = np.array(work.order(), np.int32)

    def repetition():
        state = jax.block_until_ready(start_state(work))
        start = time.perf_counter()
        _, loss = epochs(state, inputs, labels, order)
        loss = float(loss)
        return time.perf_counter() - start, loss

    peer.serve(about, repetition)


def serve_prediction(work, about):
    activation = np.tanh if work.activation == "tanh" else jax.nn.relu
    predict = jax.jit(functools.partial(forward, activation=activation))
    parameters = start_state(work)[0]
    rows = np.array(work.rows_of("test_inputs")[:work.rows])

    def repetition():
        start = time.perf_counter()
        for _ in range(work.calls):
            predict(parameters, rows).block_until_ready()
        return time.perf_counter() - start, 0

    peer.serve(about, repetition)


def reach(work, save_to, goal):
    activation = np.tanh if work.activation == "tanh" else jax.nn.relu
    epochs = make_epochs(work)
    inputs, labels = np.array(work.rows_of("inputs")), np.array(work.labels_of("labels"), np.int32)
    test_inputs, test_labels = np.array(work.rows_of("test_inputs")), work.labels_of("test_labels")
    predict = jax.jit(functools.partial(forward, activation=activation))
    state, random = start_state(work), numpy.random.default_rng(0)
    for epoch in range(1, work.epochs + 1):
        order = np.array(random.permutation(work.rows)[None], np.int32)
        state, _ = epochs(state, inputs, labels, order)
        reached = (numpy.asarray(predict(state[0], test_inputs)).argmax(1) == test_labels).mean()
        if reached >= goal:
            break
    with open(save_to, "wb") as file:
        numpy.savez(file, *[value for layer in state[0] for value in layer])
    peer.report_reached(reached, epoch)


def main():
    work, _, _, save_to, goal = peer.arguments()
    about = {"version": jax.__version__}
    if save_to:
        reach(work, save_to, goal)
    elif work.kind == "predict":
        serve_prediction(work, about)
    else:
        serve_training(work, about)


if __name__ == "__main__":
    main()
