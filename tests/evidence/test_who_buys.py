"""Claims about who a log says it was: the card of a customer, never the number of a receipt."""

import numpy as np
import pytest

from relsim.errors import InputError
from relsim.evidence.transactions import read_transactions
from relsim.questions.fit.tables import ToldOfTables, tables_given

CARDS = [
    "Kartennummer",
    "Kundenkarte",
    "Loyalty card no.",
    "Mitgliedsnr",
    "Tarjeta",
    "Numéro de carte fidélité",
]
CARDS += ["Tessera", "Klantenkaart", "Номер карты", "Karta klienta"]


def log(folder, head, name="log.csv", buyers=60, rows=400):
    """Purchases with a number of their own first, and the number of the card second."""
    luck = np.random.default_rng(1)
    cards = luck.integers(0, buyers, rows) + 700_000
    lines = [
        f"{10_000 + n};{cards[n]};{1 + n % 28:02}.{1 + n % 9:02}.2024;{1 + n % 7},50;3" for n in range(rows)
    ]
    path = folder / name
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("receipt", ["Bon", "Beleg", "Nr", "id", "Kassabon"])
def test_a_card_is_the_customer_and_not_the_receipt(tmp_path, receipt, card):
    found = read_transactions(log(tmp_path, f"{receipt};{card};Datum;Betrag;Filiale"))
    assert found.understanding.column("customer") == card
    assert found.table["customer"].nunique() <= 60 and found.contradictions == []


def test_names_that_say_nothing_leave_what_comes_again_as_the_customer(tmp_path):
    found = read_transactions(log(tmp_path, "xx;yy;Datum;Betrag;zz"))
    assert found.understanding.column("customer") == "yy"


def test_that_nobody_ever_buys_again_is_a_contradiction_that_names_the_column(tmp_path):
    path = log(tmp_path, "Bon;Kartennummer;Datum;Betrag;Filiale")
    (said,) = read_transactions(path, columns={"customer": "Bon"}).contradictions
    assert said.startswith("NOBODY EVER BUYS AGAIN") and '"Bon"' in said and "Kartennummer" in said


def test_columns_that_are_told_go_to_the_tables_that_have_them(tmp_path):
    path = log(tmp_path, "a;b;Datum;Betrag;c")
    (tmp_path / "months.csv").write_text("month,won,lost\n2024-01,3,2\n2024-02,3,2\n2024-03,4,2\n")
    given = {"transactions": path, "periods": tmp_path / "months.csv"}
    read = tables_given(given, ToldOfTables(columns={"customer": "c"}))
    assert read["transactions"].understanding.column("customer") == "c"
    with pytest.raises(InputError, match='no table has a column "d"'):
        tables_given(given, ToldOfTables(columns={"customer": "d"}))
    with pytest.raises(InputError, match='may be taken for "custmer"'):
        tables_given(given, ToldOfTables(columns={"custmer": "c"}))


@pytest.mark.parametrize("number", ["Nummer", "Reservation no.", "xx"])
def test_a_number_of_bookings_is_no_amount(tmp_path, number):
    rows = [f"{5_000 + n};M{n % 40};{1 + n % 28:02}.{1 + n % 9:02}.2024;Yoga" for n in range(200)]
    path = tmp_path / "log.csv"
    path.write_text(
        "\n".join([f"{number};Mitgliedsnummer;Buchungsdatum;Kurs", *rows]) + "\n", encoding="utf-8"
    )
    found = read_transactions(path)
    assert found.understanding.column("customer") == "Mitgliedsnummer"
    assert found.understanding.column("amount") is None


def test_a_number_that_goes_up_and_down_is_an_amount(tmp_path):
    rows = [f"M{n % 40};{1 + n % 28:02}.{1 + n % 9:02}.2024;{1_000 + (37 * n) % 211}" for n in range(200)]
    path = tmp_path / "log.csv"
    path.write_text("\n".join(["member;day;xx", *rows]) + "\n", encoding="utf-8")
    assert read_transactions(path).understanding.column("amount") == "xx"
