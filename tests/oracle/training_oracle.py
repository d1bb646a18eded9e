"""Losses, and one epoch of each optimizer, by PyTorch in Python.

Prints one line `key number number …` an entry; read by tests/training/oracle_test.cpp, which makes
the same inputs from the same seeds.
"""
import torch
import torch.nn.functional as F

MASK = (1 << 64) - 1


def split_mix(x):
    """SplitMix64, as gradus::make_generator uses it to decorrelate streams."""
    x = (x + 0x9E3779B97F4A7C15) & MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & MASK
    return x ^ (x >> 31)


ORDER_STREAM = 0x0BDE << 32  # of gradus::data::Batches


def order(seed, epoch, size):
    generator = torch.Generator().manual_seed(split_mix(split_mix(seed) ^ (ORDER_STREAM + epoch)))
    return torch.randperm(size, generator=generator)


def show(key, tensor):
    print(key, *(f"{v:.17g}" for v in tensor.detach().double().flatten().tolist()))


def data():
    torch.manual_seed(7)
    return torch.randn(50, 6), torch.randint(0, 3, (50,))


def network():
    torch.manual_seed(11)
    return torch.nn.Sequential(torch.nn.Linear(6, 5), torch.nn.Tanh(), torch.nn.Linear(5, 3))


def losses():
    inputs, targets = data()
    outputs = inputs[:, :3]
    show("cross_entropy", F.cross_entropy(outputs, targets))
    show("hinge", F.multi_margin_loss(outputs, targets))
    show("mse", F.mse_loss(outputs, inputs[:, 3:]))
    two = (targets > 0).float()
    score = inputs[:, 0]
    show("bce", F.binary_cross_entropy_with_logits(score, two))
    margin = (2 * two - 1) * score
    show("hinge_two", torch.clamp(1 - margin, min=0).mean())
    show("perceptron_two", torch.clamp(-margin, min=0).mean())
    own = outputs.gather(1, targets[:, None]).squeeze(1)
    show("perceptron", (outputs.max(1).values - own).mean())


OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
    "sgd:momentum=0.9": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9),
    "sgd:momentum=0.9,nesterov=true,weight_decay=0.01": lambda p: torch.optim.SGD(
        p, lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01),
    "adam": lambda p: torch.optim.Adam(p, lr=1e-3),
    "adam:beta1=0.8,beta2=0.95,epsilon=1e-6,weight_decay=0.01": lambda p: torch.optim.Adam(
        p, lr=1e-3, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.01),
    "adamw": lambda p: torch.optim.AdamW(p, lr=1e-3, weight_decay=0.01),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=1e-2),
    "rmsprop:alpha=0.9,momentum=0.5": lambda p: torch.optim.RMSprop(p, lr=1e-2, alpha=0.9, momentum=0.5),
    "adagrad": lambda p: torch.optim.Adagrad(p, lr=1e-2),
    # Few iterations: on 16 separable examples many run off to weights where rounding decides.
    "lbfgs:max_iterations=4": lambda p: torch.optim.LBFGS(p, lr=1, max_iter=4, line_search_fn="strong_wolfe"),
    "lbfgs:strong_wolfe=false": lambda p: torch.optim.LBFGS(p, lr=1, max_iter=20),
}


def epoch(make_optimizer):
    inputs, targets = data()
    model = network()
    optimizer = make_optimizer(model.parameters())
    for rows in order(3, 1, len(inputs)).split(16):
        def closure():
            optimizer.zero_grad()
            loss = F.cross_entropy(model(inputs[rows]), targets[rows])
            loss.backward()
            return loss
        optimizer.step(closure)
    return torch.cat([p.detach().flatten() for p in model.parameters()])


if __name__ == "__main__":
    losses()
    for name, make in OPTIMIZERS.items():
        show(name, epoch(make))
