#!/usr/bin/env python3
"""scikit-learn's MLPClassifier as a peer. It shuffles by itself. See peer.py.

    sklearn_peer.py FOLDER THREADS mlp
"""

import time
import warnings

import peer

work, threads, *_ = peer.arguments()
peer.limit_threads(threads)  # before numpy's BLAS starts its threads, which `import` below does

import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

warnings.simplefilter("ignore", ConvergenceWarning)


def make_model(epochs):
    return MLPClassifier(tuple(work.layers[1:-1]), activation=work.activation,
                         solver=work.optimizer, alpha=0, momentum=0, batch_size=work.batch,
                         learning_rate_init=work.rate, max_iter=epochs, n_iter_no_change=1000,
                         random_state=0)


def start_from(model):
    """Puts the given weights where the model would draw its own."""
    draw = model._initialize

    def initialize(*arguments):
        draw(*arguments)
        for index, (weight, bias) in enumerate(work.weights()):
            model.coefs_[index][...] = weight.T
            model.intercepts_[index][...] = bias

    model._initialize = initialize
    return model


def serve_training():
    inputs, labels = work.rows_of("inputs"), work.labels_of("labels")

    def repetition():
        model = start_from(make_model(work.epochs))
        start = time.perf_counter()
        model.fit(inputs, labels)
        return time.perf_counter() - start, model.loss_curve_[-1]

    peer.serve({"version": sklearn.__version__}, repetition)


def serve_prediction():
    model = make_model(1).fit(work.rows_of("test_inputs")[:1000], work.labels_of("test_labels")[:1000])
    rows = work.rows_of("test_inputs")[:work.rows]

    def repetition():
        start = time.perf_counter()
        for _ in range(work.calls):
            model.predict(rows)
        return time.perf_counter() - start, 0

    peer.serve({"version": sklearn.__version__}, repetition)


with threadpool_limits(threads):
    if work.kind == "predict":
        serve_prediction()
    else:
        serve_training()
