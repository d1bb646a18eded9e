"""Writes tests/demos/logistic_oracle.inc: logistic regression without a penalty by scikit-learn.

    python tests/oracle/logistic_oracle.py > tests/demos/logistic_oracle.inc   # needs scikit-learn
"""
import csv
import pathlib

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression

iris = pathlib.Path(__file__).parents[2] / "modules" / "data" / "datasets" / "iris.csv"
flowers = list(csv.DictReader(iris.open()))


def numbers(name, values):
    print(f"const std::vector<double> {name} = {{{', '.join(f'{value:.10g}' for value in values)}}};")


def fit(name, features, species):
    """Prints w for each feature, then b; and the probabilities of species[1] of a few flowers."""
    chosen = [flower for flower in flowers if flower["species"] in species]
    x = np.array([[float(flower[feature]) for feature in features] for flower in chosen])
    y = np.array([species.index(flower["species"]) for flower in chosen])
    model = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-12, max_iter=1000).fit(x, y)
    numbers(f"{name}Coefficients", [*model.coef_[0], *model.intercept_])
    numbers(f"{name}Probabilities", model.predict_proba(x[:: len(x) // 10])[:, 1])


print(f"// Written by tests/oracle/logistic_oracle.py with scikit-learn {sklearn.__version__}.")
fit("kPetals", ["petal_length_cm", "petal_width_cm"], ["versicolor", "virginica"])
fit("kSepals", ["sepal_length_cm", "sepal_width_cm"], ["virginica", "versicolor"])
