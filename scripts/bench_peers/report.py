"""The driver's results as a table in Markdown and as figures by gnuplot."""

import shutil
import subprocess


def number(value):
    return f"{value:.3g}" if value < 1000 else f"{value:.0f}"


def ratio_text(ratio):
    return f"{ratio['median']:.2f} ({ratio['min']:.2f}..{ratio['max']:.2f})"


def goal_text(goals, peer):
    for goal in goals:
        if goal["peer"] == peer:
            return f"≤ {goal['at_most']:.3g} {'✓' if goal['met'] else '✗'}"
    return ""


def rows_of(result):
    lines = []
    for peer, values in result["compared"].items():
        median = number(values["seconds"]["median"] * result["scale"])
        ratio = "1" if peer == "gradus" else ratio_text(values["ratio"])
        lines.append(f"| {peer} | {median} | {ratio} | {goal_text(result['goals'], peer)} |")
    return lines


def table(results, machine):
    """One section a work: medians, and gradus' time as a share of the peer's with its spread."""
    lines = [f"Measured on {machine['date']}: {machine['processor']}, {machine['cores']} cores; "
             f"{machine['versions']}.", ""]
    for name, result in results.items():
        if "compared" in result:
            lines += [f"**{result['title']}** (`{name}`)", "",
                      f"| | median, {result['unit']} | gradus / it (min..max) | goal |",
                      "|---|---|---|---|", *rows_of(result), ""]
        elif result.get("goals"):
            lines += [f"**{result['title']}** (`{name}`)", ""]
            lines += [f"- {goal['peer']}: {goal['ratio']:.2f} "
                      f"({goal_text(result['goals'], goal['peer'])})" for goal in result["goals"]]
            lines.append("")
        for goal in result.get("memory_goals", []):
            lines += [f"Memory against {goal['peer']}: {goal['ratio']:.2f} "
                      f"({goal_text([goal], goal['peer'])})", ""]
        lines += [f"- not measured: {line}" for line in result.get("failed", [])]
        lines += [f"- the losses differ: {line}" for line in result.get("disagreements", [])]
    return "\n".join(lines) + "\n"


def draw(script, path):
    """PNG and SVG beside each other."""
    if shutil.which("gnuplot") is None:
        return False
    for terminal, suffix in (("pngcairo size 1100,800 font ',11'", "png"),
                             ("svg size 1100,800 dynamic", "svg")):
        text = f"set terminal {terminal}\nset output '{path}.{suffix}'\n{script}"
        subprocess.run(["gnuplot"], input=text, text=True, check=True)
    return True


def quoted(text):
    return '"' + text.replace('"', "'").replace("_", "\\\\_") + '"'


def ratio_figure(results):
    """A bar from the smallest to the largest ratio with the median, one line a work and peer."""
    entries = [(f"{name}: {peer}", values["ratio"]) for name, result in results.items()
               if "compared" in result for peer, values in result["compared"].items()
               if peer != "gradus"]
    entries.reverse()
    data = "\n".join(f"{r['median']} {y} {r['min']} {r['max']}" for y, (_, r) in enumerate(entries))
    tics = ", ".join(f"{quoted(label)} {y}" for y, (label, _) in enumerate(entries))
    return (f"$data << EOD\n{data}\nEOD\nset ytics ({tics}) font ',8'\nset logscale x\n"
            "set xlabel 'time of gradus / time of the peer (median, smallest to largest)'\n"
            f"set yrange [-1:{len(entries)}]\nset arrow from 1, graph 0 to 1, graph 1 nohead dt 2\n"
            "set grid x\nunset key\nplot $data using 1:2:3:4 with xerrorbars pt 7 lc rgb '#0072b2'\n")


def growth_figure(growth):
    """Seconds against each axis on logarithmic scales, with the bare products."""
    axes = [(axis, points) for axis, points in growth["points"].items() if len(points) > 1]
    script = "set multiplot layout 2,3\nset logscale xy\nset grid\nset key top left\n"
    for axis, points in axes:
        data = "\n".join(f"{p['at']} {p['seconds']} {p['products']}" for p in points)
        script += (f"$d{axis} << EOD\n{data}\nEOD\nset title '{axis}'\nset ylabel 's an epoch'\n"
                   f"plot $d{axis} using 1:2 with linespoints pt 7 title 'gradus', "
                   f"$d{axis} using 1:3 with linespoints pt 6 title 'matrix products'\n")
    return script + "unset multiplot\n"
