#!/usr/bin/env python3
"""Keras on JAX as a peer: `fit` and `predict_on_batch` as its guides call them. It shuffles by
itself, so its losses agree with the others' within a wider tolerance. See peer.py.

    keras_peer.py FOLDER THREADS fit [SAVE_TO ACCURACY]
"""

import os
import time

os.environ["KERAS_BACKEND"] = "jax"
os.environ.setdefault("JAX_PLATFORMS", "cpu")

import keras
import numpy

import peer


def make_model(work):
    model = keras.Sequential([keras.Input((work.layers[0],))])
    for outputs in work.layers[1:-1]:
        model.add(keras.layers.Dense(outputs, activation=work.activation))
    model.add(keras.layers.Dense(work.layers[-1]))
    optimizers = {"adam": keras.optimizers.Adam, "sgd": keras.optimizers.SGD}
    model.compile(optimizer=optimizers[work.optimizer](work.rate),
                  loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
                  metrics=["accuracy"] if work.goal is not None else [])
    return model


def set_weights(model, work):
    model.set_weights([value for weight, bias in work.weights() for value in (weight.T, bias)])


def fit(model, work, inputs, labels, epochs):
    return model.fit(inputs, labels, batch_size=work.batch, epochs=epochs, verbose=0)


def serve_training(work, about):
    model = make_model(work)
    inputs, labels = work.rows_of("inputs"), work.labels_of("labels")

    def repetition():
        set_weights(model, work)
        for variable in model.optimizer.variables[2:]:  # the first: iterations, learning rate
            variable.assign(numpy.zeros(variable.shape, variable.dtype))
        model.optimizer.iterations.assign(0)
        start = time.perf_counter()
        history = fit(model, work, inputs, labels, work.epochs)
        return time.perf_counter() - start, history.history["loss"][-1]

    peer.serve(about, repetition)


def serve_prediction(work, about):
    model = make_model(work)
    set_weights(model, work)
    rows = work.rows_of("test_inputs")[:work.rows]

    def repetition():
        start = time.perf_counter()
        for _ in range(work.calls):
            model.predict_on_batch(rows)
        return time.perf_counter() - start, 0

    peer.serve(about, repetition)


class Until(keras.callbacks.Callback):
    def __init__(self, goal):
        super().__init__()
        self.goal = goal

    def on_epoch_end(self, epoch, logs=None):
        self.reached, self.epochs = logs["val_accuracy"], epoch + 1
        self.model.stop_training = self.reached >= self.goal


def reach(work, save_to, goal):
    model, until = make_model(work), Until(goal)
    set_weights(model, work)
    test = work.rows_of("test_inputs"), work.labels_of("test_labels")
    model.fit(work.rows_of("inputs"), work.labels_of("labels"), batch_size=work.batch,
              epochs=work.epochs, verbose=0, callbacks=[until], validation_data=test,
              validation_batch_size=2000)
    model.save(save_to + ".keras")
    peer.report_reached(until.reached, until.epochs)


def main():
    work, _, _, save_to, work_goal = peer.arguments()
    work.goal = work_goal if save_to else None
    about = {"version": keras.__version__}
    if save_to:
        reach(work, save_to, work_goal)
    elif work.kind == "predict":
        serve_prediction(work, about)
    else:
        serve_training(work, about)


if __name__ == "__main__":
    main()
