"""What was measured of a firm by whoever answers for it, as the evidence of its market."""

from collections.abc import Collection
from math import sqrt

from relsim.questions.begin.answers import Interview
from relsim.scenario.units.quantities import plain_decimal


def measured_so_far(answers: Interview, in_list: Collection[str]) -> str:
    """What was measured, each as sure as its count allows, but for what a list tells itself."""
    lines = []
    for name, measure in (("won", "acquired"), ("lost", "lost")):
        count = answers.get(name)
        if count is not None and name not in in_list:
            value = float(count)
            error = float(f"{max(0.05 * value, sqrt(max(1.0, value))):.3g}")
            lines.append(
                f"  - {{measure: {measure}, value: {plain_decimal(value)}, "
                f"give_or_take: {plain_decimal(error)}, period: last year, source: answer}}"
            )
    if not lines:
        return ""
    return (
        "\n".join(["# What was measured: relsim fit looks for values that give it.", "evidence:", *lines])
        + "\n"
    )
