"""The small tables beside this script, made with the luck of one seed: python scenarios/data/generate.py.

They are in the layouts that people have, with the flaws that such tables have: cancellations, rows without a
customer, a sum at the bottom, a month whose numbers do not fit.
"""

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
FIRST = date(2024, 1, 1)
PRODUCTS = [
    ("85123A", "LANTERN, WHITE", 2.55),
    ("22423", "CAKE STAND", 10.95),
    ("84879", "BIRD ORNAMENT", 1.69),
]
PRODUCTS += [("20725", "LUNCH BAG", 1.65), ("21730", "GLASS STAR HOLDER", 4.25), ("22720", "CAKE TINS", 4.95)]


def write_rows(folder: Path, name: str, head: list[str], rows: list[list[Any]], separator: str = ",") -> None:
    """Write a table as text."""
    with open(folder / name, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=separator, lineterminator="\n")
        writer.writerows([head, *rows])


def retail(folder: Path, luck: np.random.Generator) -> None:
    """Purchases in the layout of Online Retail: invoices that begin with C take others back."""
    days = sorted(luck.integers(0, 365, 330))
    rows = []
    for number, day in enumerate(days):
        when = FIRST + timedelta(days=int(day))
        time = f"{when.month}/{when.day}/{when.year} {luck.integers(8, 19)}:{luck.integers(0, 60):02}"
        customer = "" if luck.random() < 0.04 else str(12346 + int(luck.pareto(1.1) * 8) % 90)
        for _ in range(1 + int(luck.random() < 0.35)):
            code, what, price = PRODUCTS[luck.integers(len(PRODUCTS))]
            rows.append(
                [
                    str(536365 + number),
                    code,
                    what,
                    int(luck.integers(1, 13)),
                    time,
                    price,
                    customer,
                    "United Kingdom",
                ]
            )
        if customer and luck.random() < 0.05:
            last = rows[-1]
            rows.append([f"C{last[0]}", *last[1:3], -last[3], *last[4:]])
    head = [
        "InvoiceNo",
        "StockCode",
        "Description",
        "Quantity",
        "InvoiceDate",
        "UnitPrice",
        "CustomerID",
        "Country",
    ]
    write_rows(folder, "retail.csv", head, rows)


def telco(folder: Path, luck: np.random.Generator) -> None:
    """Customers in the layout of the Telco table: a tenure and whether each has left, but no dates."""
    rows = []
    for number in range(400):
        contract = luck.choice(["Month-to-month", "One year", "Two year"], p=[0.55, 0.2, 0.25])
        churn = {"Month-to-month": 0.045, "One year": 0.012, "Two year": 0.004}[contract]
        seen, stays = int(luck.integers(0, 73)), int(luck.geometric(churn))
        tenure, left = min(seen, stays), stays <= seen
        charge = round(float(luck.uniform(20, 110)), 2)
        paid = f"{charge * tenure * luck.uniform(0.95, 1.05):.2f}" if tenure else " "
        name = f"{1000 + number}-{''.join(luck.choice(list('ABCDEFGHKLMNPQRSTUVWXYZ'), 5))}"
        gender, is_senior = luck.choice(["Female", "Male"]), int(luck.random() < 0.16)
        pays = luck.choice(["Electronic check", "Mailed check"])
        flag = "Yes" if left else "No"
        rows.append([name, gender, is_senior, tenure, contract, pays, f"{charge:.2f}", paid, flag])
    head = [
        "customerID",
        "gender",
        "SeniorCitizen",
        "tenure",
        "Contract",
        "PaymentMethod",
        "MonthlyCharges",
        "TotalCharges",
        "Churn",
    ]
    write_rows(folder, "telco.csv", head, rows)


def account_holders(folder: Path, luck: np.random.Generator) -> None:
    """Customers of a bank: tenure, rung of the loyalty ladder, and who has closed the account."""
    rows = []
    for number in range(1100):
        months = int(luck.exponential(55))
        commitment = luck.random() * min(1.0, 0.4 + months / 120)
        rung = "client" if commitment < 0.55 else "supporter" if commitment < 0.9 else "advocate"
        rows.append([20_000 + number, min(months, 360), rung, "yes" if luck.random() < 0.04 else "no"])
    write_rows(folder, "account-holders.csv", ["customer", "tenure", "rung", "churned"], rows)


def months(folder: Path, luck: np.random.Generator) -> None:
    """Numbers by month as a German spreadsheet has them; one month does not fit, and a sum stands below."""
    customers, rows, total = 4200, [], np.zeros(5)
    for month in range(36):
        won, lost = int(luck.poisson(120)), int(luck.binomial(customers, 0.021))
        customers += won - lost
        revenue, advertising, care = (
            customers * 39.0 + luck.normal(0, 400),
            luck.uniform(8e3, 12e3),
            luck.uniform(3e3, 4e3),
        )
        shown = lost - 55 if month == 20 else lost
        rows.append(
            [
                f"{1 + month % 12:02}/{2022 + month // 12}",
                customers,
                won,
                shown,
                *map(german, (revenue, advertising, care)),
            ]
        )
        total += [won, shown, revenue, advertising, care]
    rows.append(["Total", "", int(total[0]), int(total[1]), *map(german, total[2:])])
    head = [
        "Month",
        "Customers",
        "New customers",
        "Lost customers",
        "Revenue",
        "Advertising spend",
        "Care spend",
    ]
    write_rows(folder, "months.csv", head, rows, ";")


def german(value: float) -> str:
    """1.234,56."""
    return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))


def survey(folder: Path, luck: np.random.Generator) -> None:
    """Answers to a survey; some answer twice, and some beside the scale."""
    reasons = {
        0: ["waiting time", "billing error", "no answer to my complaint"],
        1: ["price", ""],
        2: ["friendly staff", "", "reliable"],
    }
    rows = []
    for number in range(260):
        answer = int(np.clip(round(luck.normal(7.4, 2.2)), 0, 10))
        satisfaction = int(np.clip(round(answer / 2.2 + luck.normal(0, 0.5)), 1, 5))
        mood = 0 if answer <= 6 else 1 if answer <= 8 else 2
        when = FIRST + timedelta(days=int(luck.integers(0, 366)))
        shown = 99 if number in (40, 170) else answer
        rows.append(
            [
                f"K{int(luck.integers(1, 900)):04}",
                when.strftime("%d.%m.%Y"),
                shown,
                satisfaction,
                luck.choice(reasons[mood]),
            ]
        )
    write_rows(
        folder,
        "survey.csv",
        ["Customer ID", "Answered", "Likelihood to recommend", "Satisfaction", "Reason"],
        rows,
    )


def supermarket(folder: Path, luck: np.random.Generator) -> None:
    """What holders of a supermarket's card bought in a year and a half, all of whom got it in two months.

    Some come more often than others, and each stops at some time, without a word.
    """
    last, rows = FIRST + timedelta(days=546), []
    for number in range(240):
        gap, stops = 30.4 / luck.gamma(2.0, 0.75), 30.4 * luck.exponential(1.0 / luck.gamma(1.8, 0.011))
        usual, day = luck.lognormal(3.0, 0.4), float(luck.integers(0, 60))
        end = day + stops
        while day <= end and FIRST + timedelta(days=int(day)) <= last:
            when = FIRST + timedelta(days=int(day))
            rows.append([when.isoformat(), f"C{1000 + number}", f"{usual * luck.lognormal(0.0, 0.3):.2f}"])
            day += luck.exponential(gap)
    write_rows(folder, "supermarket.csv", ["Date", "Card", "Paid"], sorted(rows))


def generate(folder: Path = HERE) -> None:
    """Write all tables into a folder."""
    for number, make in enumerate((retail, telco, months, survey, account_holders, supermarket)):
        make(folder, np.random.default_rng(number))


if __name__ == "__main__":
    generate()
