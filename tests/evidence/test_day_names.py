"""Claims about columns of days: names for coming and leaving are known, and dates not used are told."""

import pytest

import relsim
from relsim.evidence.customers import read_customers

COMING = [
    "Join Date",
    "date_joined",
    "Enrolment Date",
    "Day of entry",
    "Member since",
    "Eintrittsdatum",
    "Date d'adhésion",
    "Fecha de alta",
    "Data di iscrizione",
    "Дата вступления",
]
LEAVING = [
    "Leave Date",
    "leave_date",
    "LeaveDate",
    "Date of leaving",
    "Leaving Date",
    "Quit",
    "Quit on",
    "Resigned",
    "Departed",
    "Terminated",
    "Date terminated",
    "Cancelled on",
    "Date left",
    "Left On",
    "Exit Date",
    "Member until",
    "Kündigung",
    "Kuendigungsdatum",
    "Austrittsdatum",
    "Date de résiliation",
    "Fecha de baja",
    "Data di disdetta",
    "Data de saída",
    "Datum opzegging",
    "Data rezygnacji",
    "Дата ухода",
]


def customers(folder, start="start", end="end", ends="2024-0{}-11"):
    rows = [
        f"k{n},2023-0{1 + n % 9}-1{n % 9},{ends.format(1 + n % 9) if n % 3 == 0 else ''},{20 + n % 3}.50"
        for n in range(60)
    ]
    rows += [f"late{n},2024-12-1{n},,20.50" for n in range(9)]
    path = folder / "members.csv"
    path.write_text("\n".join([f"Member No,{start},{end},Fee", *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("name", LEAVING)
def test_a_column_of_days_on_which_customers_left_is_known_by_its_name(tmp_path, name):
    (found,) = relsim.audit(customers(tmp_path, end=name)).tables
    assert found.understanding.column("end") == name
    assert found.table["left"].sum() == 20


@pytest.mark.parametrize("name", COMING)
def test_a_column_of_days_on_which_customers_came_is_known_by_its_name(tmp_path, name):
    (found,) = relsim.audit(customers(tmp_path, start=name)).tables
    assert found.understanding.column("start") == name


@pytest.mark.parametrize("name", ["Newsletter date", "Weekday", "Birthday", "Closeness", "Quite late"])
def test_a_name_that_only_contains_the_letters_is_none(tmp_path, name):
    assert read_customers(customers(tmp_path, end=name)).understanding.column("end") is None


def test_dates_that_are_not_used_are_a_doubt_with_what_to_write(tmp_path):
    found = read_customers(customers(tmp_path, end="Status changed"))
    (doubt,) = [one for one in found.doubts if "is not used" in one]
    assert doubt.startswith('Column "Status changed" holds dates') and '"end=Status changed"' in doubt
    told = read_customers(tmp_path / "members.csv", {"end": "Status changed"})
    assert told.table["left"].sum() == 20
    assert not any("is not used" in one for one in told.doubts)


def test_dates_before_the_start_and_columns_without_dates_are_no_doubt(tmp_path):
    rows = [f"k{n},2023-0{1 + n % 9}-10,19{60 + n % 30}-04-02,{n}" for n in range(60)]
    path = tmp_path / "members.csv"
    path.write_text("\n".join(["Member No,Joined,Birthday,Locker", *rows]) + "\n", encoding="utf-8")
    assert not any("is not used" in one for one in read_customers(path).doubts)


def test_where_nobody_has_left_the_table_does_not_say_who_has(tmp_path):
    rows = [f"k{n},2023-0{1 + n % 9}-10,Basic" for n in range(60)]
    path = tmp_path / "members.csv"
    path.write_text("\n".join(["Member No,Joined,Plan", *rows]) + "\n", encoding="utf-8")
    assert "who has left" not in relsim.audit(path).contract.why
    assert "who has left" in relsim.audit(customers(tmp_path)).contract.why
