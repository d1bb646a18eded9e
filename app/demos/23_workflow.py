"""The PyTorch workflow in Python: data set, batches, module, loss, optimizer, loop, evaluation,
save, load. Its twin in C++, 23_workflow.cpp, says the same on the same lines.

Shows:   the same seed gives the same numbers in both languages.
Command: python 23_workflow.py      (try --seed 7, or --hidden 128 --batch-size 16)
See:     initial weights equal bit for bit, the loss of every epoch to 1e-4.
"""

import argparse
import csv
import pathlib

import torch




# No line of C++ stands alone: where Python needs none, there is a blank one.








def train(options):
    # 1. Data set: 8 × 8 pictures of digits, every fifth one held out for the test.
    digits = load_digits(options.data, options.device)
    images, labels = digits
    held_out = torch.arange(labels.size(0), device=options.device).remainder(5) == 0
    train_x, train_y = images[~held_out], labels[~held_out]
    test_x, test_y = images[held_out], labels[held_out]

    # 2. Module: its weights are drawn from the seed, layer by layer.
    torch.manual_seed(options.seed)
    model = torch.nn.Sequential()
    model.append(torch.nn.Linear(64, options.hidden))
    model.append(torch.nn.ReLU())
    model.append(torch.nn.Linear(options.hidden, 10))
    model.to(options.device)
    outcome = {"weights": flat_parameters(model), "losses": []}

    # 3. Loss and optimizer.
    loss_function = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), options.learning_rate)

    # 4. Loop: each epoch has a new order and its batches; forward, backward, step.
    for epoch in range(options.epochs):

        total = 0
        for order in torch.randperm(train_x.size(0)).split(options.batch_size):
            batch = order.to(options.device)
            optimizer.zero_grad()
            outputs = model(train_x[batch])
            loss = loss_function(outputs, train_y[batch])
            loss.backward()
            optimizer.step()
            total += loss.item() * batch.size(0)

        outcome["losses"].append(total / train_x.size(0))


    # 5. Evaluation: without gradients, on what was held out.
    torch.set_grad_enabled(False)
    before = model(test_x)
    outcome["accuracy"] = [share(before.argmax(1) == test_y)]

    # 6. Save; forget everything; load.
    torch.save(model.state_dict(), options.output)
    for parameter in model.parameters(): parameter.zero_()
    model.load_state_dict(torch.load(options.output, weights_only=True))
    outcome["reload_error"] = [(model(test_x) - before).abs().max().item()]
    return outcome


def read_options():
    flags = argparse.ArgumentParser(description=__doc__)
    flags.add_argument("--epochs", type=int, default=20)
    flags.add_argument("--batch-size", type=int, default=32)
    flags.add_argument("--hidden", type=int, default=32)
    flags.add_argument("--learning-rate", type=float, default=1e-3)
    flags.add_argument("--seed", type=int, default=0)
    flags.add_argument("--device", default="cpu")
    flags.add_argument("--output", default="workflow.pt", help="where the weights are saved")
    data = pathlib.Path(__file__).resolve().parent / "../../modules/data/datasets/digits.csv"
    flags.add_argument("--data", default=data)
    return flags.parse_args()


def load_digits(path, device):
    """64 numbers from 0 to 16 and a class on each line, under a header."""
    with open(path, newline="") as file:
        rows = [[float(field) for field in row] for row in list(csv.reader(file))[1:]]
    table = torch.tensor(rows, device=device)
    return table[:, :64] / 16, table[:, 64].long()


def flat_parameters(model):
    return torch.cat([parameter.detach().flatten() for parameter in model.parameters()]).tolist()


def share(hits):
    return hits.double().mean().item()


if __name__ == "__main__":
    for name, values in train(read_options()).items():
        print(name, *(f"{value:.17g}" for value in values))
