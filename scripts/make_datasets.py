#!/usr/bin/env python3
"""Writes modules/data/datasets/{iris,digits}.csv from scikit-learn's copies.

    python3 -m venv /tmp/v && /tmp/v/bin/pip install scikit-learn==1.9.1
    /tmp/v/bin/python scripts/make_datasets.py
"""

import pathlib

from sklearn.datasets import load_digits, load_iris

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "modules" / "data" / "datasets"


def write(name, header, rows):
    lines = [",".join(header)] + [",".join(str(value) for value in row) for row in rows]
    (FOLDER / name).write_text("\n".join(lines) + "\n")


def main():
    iris = load_iris()
    header = [name.replace(" (cm)", "").replace(" ", "_") + "_cm" for name in iris.feature_names]
    write(
        "iris.csv",
        header + ["species"],
        [[*row, iris.target_names[label]] for row, label in zip(iris.data.tolist(), iris.target)],
    )
    digits = load_digits()
    write(
        "digits.csv",
        digits.feature_names + ["digit"],
        [[*row, label] for row, label in zip(digits.data.astype(int).tolist(), digits.target)],
    )


main()
