"""Writes tests/metrics/evaluation_oracle.inc: curves, calibration, intervals and residuals of fixed samples
by scikit-learn and SciPy.

    python tests/oracle/evaluation_metrics_oracle.py > tests/metrics/evaluation_oracle.inc
                                                      # needs torch, scikit-learn, scipy
"""
import warnings

import numpy as np
import scipy
import sklearn
import torch
from scipy.optimize import minimize_scalar
from sklearn import calibration, metrics

warnings.simplefilter("ignore")  # undefined values are part of the test


# The same samples as tests/metrics/oracle_cases.h makes.
def ten_classes():
    """400 examples of 10 classes, the first ones far more frequent."""
    torch.manual_seed(11)
    logits = torch.randn(400, 10)
    labels = (torch.rand(400).pow(3) * 10).to(torch.int64)
    logits[torch.arange(400), labels] += 1.5
    return logits * 2, labels


def ties():
    """300 examples of 2 classes (1 in 5 positive) with few different logits [N, 1]."""
    torch.manual_seed(12)
    labels = (torch.rand(300) < 0.2).to(torch.int64)
    logits = ((torch.randn(300) + labels) * 2).round() / 2
    return logits.unsqueeze(1), labels


def extreme():
    torch.manual_seed(13)
    return torch.randn(100, 3) * 400, torch.randint(0, 3, (100,))


def values():
    torch.manual_seed(14)
    targets = torch.randn(250, 2) * 3 + 40
    return targets, targets + torch.randn(250, 2) + 0.5


def probabilities(logits):
    exact = logits.double()
    if exact.shape[1] == 1:
        exact = torch.cat([torch.zeros_like(exact), exact], 1)
    return exact.softmax(1).numpy(), exact


entries = {}


def put(name, *numbers):
    entries[name] = [float(v) for v in np.concatenate([np.atleast_1d(np.asarray(n, dtype=np.float64)) for n in numbers])]


def put_classification(name, logits, labels):
    p, exact = probabilities(logits)
    y, k = labels.numpy(), p.shape[1]
    predicted = p.argmax(1)
    one_hot = np.eye(k)[y]
    put(f"{name}.roc_auc", [metrics.roc_auc_score(one_hot[:, c], p[:, c]) for c in range(k)])
    put(f"{name}.average_precision", [metrics.average_precision_score(one_hot[:, c], p[:, c]) for c in range(k)])
    put(f"{name}.mean_roc_auc", metrics.roc_auc_score(y, p[:, 1]) if k == 2 else
        metrics.roc_auc_score(y, p, multi_class="ovr", average="macro", labels=range(k)))
    put(f"{name}.mean_average_precision", metrics.average_precision_score(y, p[:, 1]) if k == 2 else
        metrics.average_precision_score(one_hot, p, average="macro"))
    put(f"{name}.brier_score", metrics.brier_score_loss(y, p[:, 1]) if k == 2 else
        metrics.brier_score_loss(y, p, labels=range(k)))
    # scikit-learn cuts probabilities at 1e-16, which is another number for extreme logits.
    put(f"{name}.log_loss", torch.nn.functional.cross_entropy(exact, labels).item() if name == "extreme" else
        metrics.log_loss(y, p, labels=range(k)))
    for average in ("macro", "weighted"):
        scores = metrics.precision_recall_fscore_support(y, predicted, labels=range(k), average=average, zero_division=0)
        put(f"{name}.{average}", scores[:3])
    put(f"{name}.balanced_accuracy", metrics.balanced_accuracy_score(y, predicted))
    put(f"{name}.ece", ece(p, y))


def ece(p, y):
    confidence, right = p.max(1), p.argmax(1) == y
    share, mean = calibration.calibration_curve(right, confidence, n_bins=15)
    counts = np.bincount(np.searchsorted(np.linspace(0, 1, 16)[1:-1], confidence), minlength=15)
    return (np.abs(share - mean) * counts[counts > 0]).sum() / len(y)


def temperature(logits, labels):
    exact = probabilities(logits)[1]
    loss = lambda log_t: torch.nn.functional.cross_entropy(exact / np.exp(log_t), labels).item()
    return np.exp(minimize_scalar(loss, bounds=(-3, 3), method="bounded", options={"xatol": 1e-12}).x)


def put_curves(name, positive, score):
    for kind, drop in (("roc", True), ("roc_all", False)):
        fpr, tpr, thresholds = metrics.roc_curve(positive, score, drop_intermediate=drop)
        put(f"{name}.{kind}.fpr", fpr), put(f"{name}.{kind}.tpr", tpr), put(f"{name}.{kind}.thresholds", thresholds[1:])
    precision, recall, thresholds = metrics.precision_recall_curve(positive, score)
    put(f"{name}.pr.precision", precision), put(f"{name}.pr.recall", recall), put(f"{name}.pr.thresholds", thresholds)
    put(f"{name}.area", metrics.roc_auc_score(positive, score), metrics.average_precision_score(positive, score))


for name, sample in (("ten", ten_classes()), ("ties", ties()), ("extreme", extreme())):
    put_classification(name, *sample)
    if name != "extreme":
        put(f"{name}.temperature", temperature(*sample))

logits, labels = ties()
score = probabilities(logits)[0][:, 1]
put_curves("ties", labels.numpy(), score)
put_curves("only_negative", np.zeros(300, int), score)
put_curves("only_positive", np.ones(300, int), score)
share, mean = calibration.calibration_curve(labels.numpy(), score, n_bins=7)
put("ties.calibration.share", share), put("ties.calibration.mean", mean)

logits, labels = ten_classes()
fpr, tpr, thresholds = metrics.roc_curve(labels.numpy() == 3, probabilities(logits)[0][:, 3])
put("ten.roc.kept", len(fpr), fpr.sum(), tpr.sum(), thresholds[1:].sum())

targets, predictions = (t.double().numpy() for t in values())
for c in range(2):
    y, p = targets[:, c], predictions[:, c]
    put(f"residuals.{c}", (p - y).mean(), (p - y).std(), np.quantile(p - y, [0.05, 0.25, 0.5, 0.75, 0.95]),
        metrics.mean_absolute_error(y, p), metrics.root_mean_squared_error(y, p), metrics.max_error(y, p),
        metrics.r2_score(y, p), metrics.explained_variance_score(y, p))
put("values", metrics.mean_squared_error(targets, predictions), np.sqrt(metrics.mean_squared_error(targets, predictions)),
    metrics.mean_absolute_error(targets, predictions), np.abs(targets - predictions).max(),
    metrics.r2_score(targets, predictions), metrics.explained_variance_score(targets, predictions))

# Percentile intervals from other random numbers: equal but for the Monte Carlo error.
logits, labels = ten_classes()
right = (logits.argmax(1) == labels).double().numpy()
generator = np.random.default_rng(0)
interval = scipy.stats.bootstrap((right,), np.mean, n_resamples=100_000, batch=1000, method="percentile", rng=generator)
put("interval.accuracy", interval.confidence_interval)
logits, labels = ties()
interval = scipy.stats.bootstrap((labels.numpy(), logits[:, 0].numpy()), metrics.roc_auc_score, n_resamples=10_000,
                                 paired=True, vectorized=False, confidence_level=0.8, method="percentile", rng=generator)
put("interval.roc_auc", interval.confidence_interval)

print("// Written by tests/oracle/evaluation_metrics_oracle.py with "
      f"scikit-learn {sklearn.__version__}, SciPy {scipy.__version__} and torch {torch.__version__}.")
for name, numbers in entries.items():
    written = ", ".join("kNaN" if np.isnan(v) else repr(v) for v in numbers)
    print(f'{{"{name}", {{{written}}}}},')
