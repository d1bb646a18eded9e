"""Writes tests/metrics/metrics_oracle.inc: metrics of a fixed sample by scikit-learn.

    python tests/oracle/metrics_oracle.py > tests/metrics/metrics_oracle.inc   # needs torch, scikit-learn
"""
import sklearn
import torch
from sklearn import metrics

torch.manual_seed(5)
scores = torch.randn(200, 7)
classes = torch.randint(0, 6, (200,))
values = torch.randn(200, 7) + scores + 100.0
predicted = scores.argmax(1)
outputs = scores + 100.0

print(f"// Written by tests/oracle/metrics_oracle.py with scikit-learn {sklearn.__version__} and torch {torch.__version__}.")
for name, value in {
    "kAccuracy": metrics.accuracy_score(classes, predicted),
    "kTop3": metrics.top_k_accuracy_score(classes, scores, k=3, labels=range(7)),
    "kMacroF1": metrics.f1_score(classes, predicted, labels=range(7), average="macro", zero_division=0),
    "kMse": metrics.mean_squared_error(values, outputs),
    "kMae": metrics.mean_absolute_error(values, outputs),
    "kR2": metrics.r2_score(values, outputs),
}.items():
    print(f"const double {name} = {value:.12g};")
