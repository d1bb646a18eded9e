"""Writes tests/training/schedules_oracle.inc: learning rates by torch.optim.lr_scheduler.

    python tests/oracle/schedules_oracle.py > tests/training/schedules_oracle.inc   # needs torch
"""
import warnings

import torch
from torch.optim import lr_scheduler as by

warnings.filterwarnings("ignore")  # the optimizer takes no step here
BASE = 0.3


def optimizer():
    return torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=BASE)


def rates(steps_per_epoch, epochs, per_step=None, per_epoch=None):
    """The rate of each step under schedulers that are stepped after each step or epoch."""
    sgd = optimizer()
    schedulers = [(make(sgd), interval) for make, interval in ((per_step, 1), (per_epoch, steps_per_epoch)) if make]
    result = []
    for step in range(steps_per_epoch * epochs):
        result.append(sgd.param_groups[0]["lr"])
        for scheduler, interval in schedulers:
            if (step + 1) % interval == 0 and step + 1 < steps_per_epoch * epochs:
                scheduler.step()
    return result


def warmed(steps, make):
    return lambda o: by.SequentialLR(o, [by.LinearLR(o, 1 / (steps + 1), total_iters=steps), make(o)], [steps])


def linear(steps):
    return lambda o: by.LinearLR(o, 1 / (steps + 1), total_iters=steps)


def one_cycle(**options):
    return lambda o: by.OneCycleLR(o, BASE, total_steps=40, cycle_momentum=False, **options)


CASES = [
    ("constant:warmup=5", 8, 2, dict(per_step=linear(5))),
    ("step:every=2,factor=0.5", 3, 7, dict(per_epoch=lambda o: by.StepLR(o, 2, 0.5))),
    ("step:every=2,factor=0.5,warmup=4", 3, 7, dict(per_step=linear(4), per_epoch=lambda o: by.StepLR(o, 2, 0.5))),
    ("step:every=4,per=step", 3, 4, dict(per_step=lambda o: by.StepLR(o, 4))),
    ("multi-step:at=2-5", 2, 7, dict(per_epoch=lambda o: by.MultiStepLR(o, [2, 5]))),
    ("exponential:factor=0.9", 2, 6, dict(per_epoch=lambda o: by.ExponentialLR(o, 0.9))),
    ("cosine", 10, 4, dict(per_step=lambda o: by.CosineAnnealingLR(o, 40))),
    ("cosine:final=0.01,per=epoch", 2, 9, dict(per_epoch=lambda o: by.CosineAnnealingLR(o, 9, 0.01 * BASE))),
    ("cosine:final=0.1,warmup=6", 10, 4, dict(per_step=warmed(6, lambda o: by.CosineAnnealingLR(o, 34, 0.1 * BASE)))),
    ("cosine:restarts=3", 10, 4, dict(per_step=lambda o: by.CosineAnnealingWarmRestarts(o, 10))),
    ("polynomial", 10, 4, dict(per_step=lambda o: by.PolynomialLR(o, 40))),
    ("polynomial:power=2.5,warmup=3", 10, 4, dict(per_step=warmed(3, lambda o: by.PolynomialLR(o, 37, 2.5)))),
    ("one-cycle", 10, 4, dict(per_step=one_cycle(div_factor=25, final_div_factor=1e4))),
    ("one-cycle:rise=0.5,start=0.1,final=0.001,shape=linear", 10, 4,
     dict(per_step=one_cycle(pct_start=0.5, div_factor=10, final_div_factor=100, anneal_strategy="linear"))),
]

VALUES = [1.0, 0.9, 0.95, 0.9, 0.89999, 0.91, 0.5, 0.6, 0.55, 0.7, float("nan"), 0.5, 0.52, 0.8, 0.3, 0.31, 0.4, 0.29999, 0.5, 0.6]
PLATEAUS = [
    ("plateau:factor=0.5,patience=1", dict(factor=0.5, patience=1)),
    ("plateau:factor=0.2,patience=2,cooldown=2,threshold=0.05", dict(factor=0.2, patience=2, cooldown=2, threshold=0.05)),
    ("plateau:patience=0,floor=0.005", dict(patience=0, min_lr=0.005 * BASE)),
    ("plateau:patience=1,monitor=accuracy", dict(mode="max", patience=1)),
]


def plateau_rates(options):
    sgd = optimizer()
    scheduler = by.ReduceLROnPlateau(sgd, eps=0, **options)
    result = []
    for value in VALUES:
        scheduler.step(value)
        result.append(sgd.param_groups[0]["lr"])
    return result


def numbers(values):
    return "{" + ", ".join("NAN" if v != v else repr(v) for v in values) + "}"


print(f"// Written by tests/oracle/schedules_oracle.py with torch {torch.__version__}.")
print(f"const double kBaseRate = {BASE};")
print("/// The rate of each step.\nconst std::vector<RateCase> kRateCases = {")
for spec, steps_per_epoch, epochs, schedulers in CASES:
    print(f'{{"{spec}", {steps_per_epoch}, {epochs}, {numbers(rates(steps_per_epoch, epochs, **schedulers))}}},')
print("};\n/// What is measured after each epoch.")
print(f"const std::vector<double> kMeasured = {numbers(VALUES)};")
print("/// The rate after each epoch.\nconst std::vector<PlateauCase> kPlateauCases = {")
for spec, options in PLATEAUS:
    print(f'{{"{spec}", {numbers(plateau_rates(options))}}},')
print("};")
