"""Claims about what is told of tables before they are used, and about tables given as another kind."""

import pytest

from relsim.errors import ScenarioError
from relsim.evidence.any_table import read_tables
from relsim.evidence.customers import read_customers
from relsim.evidence.in_short import comes_first, tables_in_short
from relsim.evidence.periods import read_periods
from relsim.evidence.survey import read_survey
from relsim.evidence.transactions import read_transactions
from relsim.questions.fit.tables import ToldOfTables, tables_told_first

READERS = {
    "transactions": read_transactions,
    "customers": read_customers,
    "periods": read_periods,
    "survey": read_survey,
}
ENDS = ["", "2024-06-20"]
ROWS = {
    "transactions": [
        "customer,date,amount",
        *(f"k{n % 20},2024-{1 + n % 12:02}-{1 + n % 28:02},{n % 9}.50" for n in range(100)),
    ],
    "customers": [
        "id,start,end,fee",
        *(f"c{n},2023-{1 + n % 12:02}-{13 + n % 15},{ENDS[n % 2]},{20 + n % 9}.00" for n in range(100)),
    ],
    "periods": [
        "month,customers,won,lost,revenue",
        *(f"2024-{n:02},{100 + n},6,5,{900 + n}.00" for n in range(1, 13)),
    ],
    "survey": [
        "date,customer_id,nps",
        *(f"2024-{1 + n % 12:02}-{1 + n % 28:02},{n % 40},{n % 11}" for n in range(200)),
    ],
}


def file_of(folder, kind, lines=None):
    path = folder / f"{kind}.csv"
    path.write_text("\n".join(lines or ROWS[kind]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("asked", READERS)
@pytest.mark.parametrize("given", READERS)
def test_a_table_of_another_kind_is_refused_with_the_option_that_takes_it(tmp_path, given, asked):
    path = file_of(tmp_path, given)
    if given == asked:
        assert len(READERS[asked](path).table)
        return
    with pytest.raises(ScenarioError, match=f"takes it with --{given}"):
        READERS[asked](path)


def test_a_column_that_is_told_says_of_which_kind_a_table_is(tmp_path):
    path = file_of(tmp_path, "survey")
    assert read_transactions(path, {"amount": "nps"}).table["amount"].max() == 10.0


def test_many_rows_set_aside_are_told_first_and_few_without_alarm(tmp_path):
    start = [f"c{n},{1 + n % 12:02}/{13 + n % 15}/2023,,20" for n in range(80)]
    mixed = ["id,start,end,fee", *start, *(f"d{n},{13 + n % 15}/{1 + n % 12:02}/2023,,20" for n in range(20))]
    (said,) = tables_in_short(read_tables([file_of(tmp_path, "customers", mixed)]))
    assert said == (
        "Attention, 20 % of customers.csv is not used: 20 of 100 rows are set aside, all for this reason: "
        "the start has day and month in the other order than most. relsim audit customers.csv lists them."
    )
    assert comes_first([said])
    log = [*ROWS["transactions"], "k1,,2.50"]
    (said,) = tables_in_short(read_tables([file_of(tmp_path, "transactions", log)]))
    assert said.startswith("transactions.csv: 1 of 101 rows is set aside, all for this reason: no date.")
    assert not comes_first([said])
    assert tables_in_short(read_tables([file_of(tmp_path, "transactions")])) == []


def test_what_contradicts_between_tables_is_told_before_they_are_used(tmp_path):
    said = tables_in_short(read_tables([file_of(tmp_path, kind) for kind in ("customers", "periods")]))
    assert said == [
        "Contradiction, one of 2: In 12 of 12 months periods.csv has other customers won than customers.csv, "
        "the first in 2024-01: 6, where 0 would fit. relsim audit customers.csv periods.csv lists them."
    ]
    assert comes_first(said)


def test_a_command_tells_it_as_soon_as_tables_are_read(tmp_path, capsys):
    files = {kind: file_of(tmp_path, kind) for kind in ("customers", "periods")}
    read = tables_told_first(files, ToldOfTables())
    assert list(read) == ["customers", "periods"]
    assert capsys.readouterr().err == f"relsim: {tables_in_short(list(read.values()))[0]}\n"
