"""What repetitions say: medians, spreads, ratios within a round, losses that agree."""

import statistics


def summary(values):
    """Median, smallest, largest and how many."""
    return {"median": statistics.median(values), "min": min(values), "max": max(values),
            "count": len(values)}


def ratios(ours, theirs):
    """Of repetitions of the same round, so that what slows the whole machine cancels."""
    if len(ours) != len(theirs):
        raise ValueError(f"{len(ours)} and {len(theirs)} repetitions: expected as many of each")
    return summary([a / b for a, b in zip(ours, theirs)])


def compare(seconds, reference="gradus"):
    """{peer: [seconds of each round]} → {peer: {seconds: …, ratio: reference / peer}}."""
    return {peer: {"seconds": summary(values), "ratio": ratios(seconds[reference], values)}
            for peer, values in seconds.items()}


def disagreements(losses, reference, tolerance_of):
    """One line for each peer whose loss is further from `reference` than its tolerance (relative)."""
    lines = []
    for peer, loss in losses.items():
        distance = abs(loss - reference) / abs(reference)
        if not distance <= tolerance_of(peer):  # a NaN disagrees too
            lines.append(f"{peer}: loss {loss:.6g}, expected {reference:.6g} "
                         f"within {tolerance_of(peer):.2%}")
    return lines


def judge(compared, goals):
    """Each goal with the ratio that was measured; a peer that did not run is left out."""
    return [{"peer": peer, "at_most": limit, "ratio": compared[peer]["ratio"]["median"],
             "met": compared[peer]["ratio"]["median"] <= limit}
            for peer, limit in goals if peer in compared]


def steadiness(seconds):
    """The slowest run against the median."""
    return max(seconds) / statistics.median(seconds)
