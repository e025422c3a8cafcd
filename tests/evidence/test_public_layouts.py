"""Claims about tables laid out as those that everybody downloads: Online Retail (both editions) and Telco."""

from collections import defaultdict
from datetime import datetime, timedelta

import numpy as np
import pytest

import relsim
from relsim.evidence.customers import read_customers
from relsim.evidence.transactions import read_transactions

RETAIL = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
RETAIL_II = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country"
ITEMS = {
    "85123A": ('"HANGING HEART, WHITE"', 2.55),
    "22423": ("REGENCY CAKESTAND 3 TIER", 10.95),
    "POST": ("POSTAGE", 18.0),
    "47566": ("PARTY BUNTING £5", 4.65),
}
KINDS = ("bought", "guest", "repeat", "cancelled", "stranger", "adjusted", "free")


def retail_rows(invoices=400, seed=3):
    """Rows as Online Retail has them: kind, invoice, item, quantity, time, price, customer."""
    luck, rows = np.random.default_rng(seed), []
    now = datetime(2010, 12, 1, 8, 26)
    for number in range(invoices):
        now += timedelta(minutes=int(luck.integers(30, 1500)))
        who = f"{12346 + int(luck.integers(60))}.0"
        lines = [
            ("bought", f"{536365 + number}", item, int(luck.integers(1, 12)), now, ITEMS[item][1], who)
            for item in luck.choice(list(ITEMS), int(luck.integers(1, 4)), replace=False)
        ]
        kind = KINDS[number % 9] if number % 9 < len(KINDS) else "bought"
        kind, invoice, item, quantity, when, price, _ = (kind, *lines[0][1:])
        rows += [("guest", *line[1:6], "") for line in lines] if kind == "guest" else lines
        if kind == "repeat":
            rows.append(("repeat", *lines[0][1:]))
        if kind == "cancelled":
            later = when + timedelta(minutes=20)
            rows.append((kind, f"C{invoice}", item, -quantity, later, price, who))
        if kind == "stranger":
            rows.append((kind, f"C{invoice}", "22423", -1, when, 10.95, f"9{number:04}.0"))
        if kind == "adjusted":
            rows.append((kind, f"{invoice}", "47566", -9600, when, 0.0, ""))
        if kind == "free":
            rows.append((kind, f"{invoice}", "POST", 1, when + timedelta(days=1), 0.0, who))
    return rows


def bought_by_hand(rows):
    """What each customer bought on each day, counted row by row."""
    paid = defaultdict(float)
    for kind, _, _, quantity, when, price, who in rows:
        if kind in ("bought", "cancelled", "free"):
            paid[who.removesuffix(".0"), when.date()] += quantity * price
    free = {(who.removesuffix(".0"), when.date()) for kind, _, _, _, when, _, who in rows if kind == "free"}
    return {key: sum_ for key, sum_ in paid.items() if sum_ > 1e-9 or key in free}


def retail_text(rows, head):
    return (
        head
        + "\n"
        + "".join(
            f"{invoice},{item},{ITEMS[item][0]},{quantity},{when.month}/{when.day}/{when.year} "
            f"{when.hour}:{when.minute:02},{price},{who},United Kingdom\n"
            for _, invoice, item, quantity, when, price, who in rows
        )
    )


@pytest.mark.parametrize("head", [RETAIL, RETAIL_II])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-8-sig"])
def test_online_retail_is_read_as_counted_by_hand(tmp_path, head, encoding):
    rows = retail_rows()
    path = tmp_path / "retail.csv"
    path.write_bytes(retail_text(rows, head).encode(encoding))
    log = read_transactions(path)
    found = {(who, day.date()): amount for who, day, amount in log.table.itertuples(index=False, name=None)}
    wanted = bought_by_hand(rows)
    assert found.keys() == wanted.keys()
    assert [found[key] for key in wanted] == pytest.approx(list(wanted.values()))
    counted = log.set_aside["reason"].value_counts().to_dict()
    kinds = [row[0] for row in rows]
    assert counted == {
        "no customer": kinds.count("guest") + kinds.count("adjusted"),
        "a return, taken off what was bought": kinds.count("cancelled"),
        "a repeat of an earlier row": kinds.count("repeat"),
        "a return by somebody without a purchase": kinds.count("stranger"),
    }
    of_kind = {
        "no customer": ("guest", "adjusted"),
        "a repeat of an earlier row": ("repeat",),
        "a return by somebody without a purchase": ("stranger",),
    }
    for reason, which in of_kind.items():
        lines = [line for line, kind in enumerate(kinds, 2) if kind in which]
        assert log.set_aside["line"][log.set_aside["reason"] == reason].tolist() == lines


TELCO = (
    "customerID,gender,SeniorCitizen,Partner,Dependents,tenure,PhoneService,MultipleLines,InternetService,"
    "OnlineSecurity,OnlineBackup,DeviceProtection,TechSupport,StreamingTV,StreamingMovies,Contract,"
    "PaperlessBilling,PaymentMethod,MonthlyCharges,TotalCharges,Churn"
)


def telco_rows(customers=300, seed=5):
    """Customers as Telco has them: some are new, so that nothing is paid yet, as a blank."""
    luck = np.random.default_rng(seed)
    for number in range(customers):
        months, charge = int(luck.integers(0, 73)), round(float(luck.uniform(18, 118)), 2)
        left = bool(months and luck.random() < 0.27)
        contract = str(luck.choice(["Month-to-month", "One year", "Two year"]))
        paid = f"{months * charge:.2f}" if months else " "
        said = [str(luck.choice(["Yes", "No"])) for _ in range(9)]
        yield (
            months,
            charge,
            left,
            contract,
            (
                f"{number:04}-{'ABCDE'[number % 5] * 5},Female,{number % 2},{said[0]},{said[1]},{months},Yes,"
                f"No phone service,DSL,{','.join(said[2:8])},{contract},{said[8]},Electronic check,"
                f"{charge},{paid},{'Yes' if left else 'No'}"
            ),
        )


def test_telco_is_a_list_of_customers_with_a_tenure_a_flag_and_no_dates(tmp_path):
    rows = list(telco_rows())
    path = tmp_path / "telco.csv"
    path.write_text("\n".join([TELCO, *(row[-1] for row in rows)]) + "\n", encoding="utf-8")
    listed = read_customers(path)
    taken = {one.field: one.column for one in listed.understanding.columns if one.field}
    assert taken == {
        "customer": "customerID",
        "tenure": "tenure",
        "churned": "Churn",
        "charge": "MonthlyCharges",
        "paid": "TotalCharges",
        "contract": "Contract",
    }
    table = listed.table
    assert table["months"].tolist() == [row[0] for row in rows]
    assert table["charge"].tolist() == [row[1] for row in rows]
    assert table["left"].tolist() == [row[2] for row in rows]
    assert table["contract"].tolist() == [row[3] for row in rows]
    assert listed.set_aside.empty and not listed.contradictions
    assert any("tenure and no dates" in doubt for doubt in listed.doubts)
    stay = sum(not row[2] for row in rows)
    assert any(f"{stay} of 300 customers have not left" in doubt for doubt in listed.doubts)
    assert relsim.audit(path).contract.has_contract
