"""The figure of diversion: from whom the purchases come that each policy wins, and to whom they go."""

from matplotlib.axes import Axes

from relsim.questions.compare.diversion import source_name
from relsim.questions.compare.figures.panels import colours_by_title
from relsim.questions.compare.subject import Subject
from relsim.report.charts import rows_of_bars


def sources_by_policy(subject: Subject) -> Axes | None:
    """Purchases a year from each rival, and from none of these firms; None for a run or a firm alone."""
    if not subject.is_comparison or len(subject.scenario.firms) < 2:
        return None
    table = subject.comparison.diversion
    amounts = table.pivot(index="source", columns="policy", values="purchases")
    amounts = amounts.loc[table["source"].unique(), subject.challengers]
    amounts = amounts.rename(index=source_name, columns=subject.titles)
    return rows_of_bars(amounts, colours=colours_by_title(subject), unit="purchases a year won from each")
