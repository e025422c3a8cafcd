"""The pictures of an audit: each figure with the sentence that says what to look at."""

from functools import partial

from relsim.evidence.customers import CustomerList
from relsim.evidence.periods import PeriodTable
from relsim.evidence.reading import Evidence
from relsim.evidence.survey import SurveyAnswers
from relsim.questions.audit import figures
from relsim.questions.audit.habits import Habits
from relsim.questions.audit.leaving import churn_by_tenure
from relsim.questions.audit.question import Audit
from relsim.report.picture import Picture
from relsim.report.wording import percent, printable


def pictures_of(audit: Audit) -> list[Picture]:
    """The pictures of all tables; where there are several tables, titles say of which each is."""
    pictures = []
    for place, table in enumerate(audit.tables, 1):
        of_file = f" ({printable(table.name)})" if len(audit.tables) > 1 else ""
        habits = audit.habits.get(table.file)
        pictures += [
            Picture(f"{one.name}-{place}", one.title + of_file, one.sentence, one.draw)
            for one in pictures_of_table(table, habits)
        ]
    return pictures


def pictures_of_table(table: Evidence, habits: Habits | None) -> list[Picture]:
    """The pictures of one table."""
    if habits is not None:
        return pictures_of_habits(habits)
    if isinstance(table, CustomerList):
        churn = churn_by_tenure(table)
        sentence = "Where the bars fall, those who leave easily have gone, or customers grow attached."
        return [Picture("tenure", "Who leaves when", sentence, partial(figures.who_leaves_when, churn))]
    if isinstance(table, PeriodTable):
        sentence = f"Customers won and lost in each {table.unit}: what is won in excess is growth."
        return [Picture("flows", "Won and lost", sentence, partial(figures.customers_by_period, table.table))]
    if isinstance(table, SurveyAnswers):
        sentence = "0 to 6 are detractors, 9 and 10 promoters; who did not answer is not here."
        return [
            Picture(
                "answers", "How likely to recommend", sentence, partial(figures.answers_by_score, table.table)
            )
        ]
    return []


def months_in_words(months: int) -> str:
    """So many months, as one says it."""
    spans = {1: "month", 3: "quarter (three months)", 12: "year"}
    return spans.get(months, f"{months} months")


def pictures_of_habits(habits: Habits) -> list[Picture]:
    """The pictures of a log of purchases."""
    again = float(habits.repeats["again"].iloc[0])
    top = habits.concentration["top_20"]
    return [
        Picture(
            "cohorts",
            "Who is still buying",
            f"Of the customers first seen in the same {months_in_words(habits.cohort_months)}, the share who "
            "buy in each month after. Curves that lie on one another say that newcomers are as good as they "
            "were.",
            partial(figures.cohort_curves, habits.cohorts),
        ),
        Picture(
            "repeats",
            "Who buys again",
            f"{percent(again, 0)} of those who bought once have bought again by the end of the log. Where "
            "the bars rise, each further purchase makes another one likelier.",
            partial(figures.repeats_by_number, habits.repeats),
        ),
        Picture(
            "spend",
            "Spending by month",
            "All that was spent in each month, returns taken off; a pale month is cut short.",
            partial(figures.spend_over_months, habits.months),
        ),
        Picture(
            "concentration",
            "How uneven spending is",
            f"The best fifth of customers spend {percent(top, 0)} of all; on the straight line all would "
            "spend the same.",
            partial(figures.concentration_curve, habits),
        ),
        Picture(
            "segments",
            "Customers by recency, frequency and money",
            "Where the lower bar is the longer one, customers spend more than their share.",
            partial(figures.money_by_segment, habits.segments),
        ),
    ]
