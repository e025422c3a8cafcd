"""The cases of what people bring themselves: tables of their own, answers, evidence and ranges."""

import json
import random
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from mutations import VALUES, changed_text, changed_tree
from oracle import verdict
from tampering import with_torn_text

from relsim.errors import Place
from relsim.questions.audit.page import note_of
from relsim.questions.audit.question import audit
from relsim.questions.begin.answers import answers_of_file
from relsim.questions.begin.market import market_in, market_text
from relsim.questions.begin.templates import PLAIN, TEMPLATES
from relsim.questions.fit.request import unknowns_of
from relsim.questions.fit.tables import tables_given
from relsim.questions.fit.target import target_of
from relsim.scenario.load import load

MARKET: dict[str, Any] = {
    "title": "T",
    "customers": 60,
    "periods": 24,
    "firms": {
        "ours": {
            "price": {"value": 12, "range": [10, 20], "source": "a guess"},
            "contact": {"cost": {"value": 0.6, "range": [0.4, 0.8], "distribution": "triangular"}},
        },
        "theirs": {"price": 11},
    },
    "segments": [{"name": "many", "share": "60%"}, {"name": "few", "share": "40%"}],
    "behaviour": {
        "departure": {"neglect": {"value": "1% per month", "range": ["0.5% per month", "4% per month"]}}
    },
    "evidence": [
        {"measure": "lost", "value": 28, "give_or_take": 2, "period": "1 to 12", "source": "our books"},
        {"measure": "yearly_retention", "value": "78%", "give_or_take": "2 points", "firm": "theirs"},
        {"measure": "customers", "segment": "few", "value": 9, "period": 24},
    ],
}
"""A market with ranges, and with evidence of every form."""

ENDS = [
    *VALUES,
    0,
    -1,
    1e308,
    5e-324,
    10**400,
    "9%",
    "0.1 per week",
    "2 points",
    "1 to 3",
    [1, 2],
    None,
    True,
]
"""What may stand as the end of a range, or in a piece of evidence."""

NUMBERS = [0, 1e-9, 0.004, 0.3, 1, 2, 7, 16, 23, 24, 400, 1e6, 1e9, 1e15, 1e300]
"""Numbers that are often good ones, and of every size."""

ANSWERS = """name: Harbour
currency: EUR
contract: yes
customers: 1200
market: 9000
won: 300
lost: 250
price: 40
margin: 60%
rivals: 2
advertising: 2000
cost_to_win: 55
contacts: 6
failures: 5%
"""

ROWS = {
    "transactions": "customer,date,amount\n"
    + "".join(f"k{row % 7},2024-{row % 12 + 1:02}-{row % 28 + 1:02},{row}.50\n" for row in range(40)),
    "customers": "customer,start,end,fee\n"
    + "".join(
        f"k{row},2023-{row % 12 + 1:02}-03,{'2024-05-06' if row % 3 else ''},9.9\n" for row in range(20)
    ),
    "periods": "month,customers,won,lost,revenue\n"
    + "".join(f"2024-{row + 1:02},{100 + row},{row + 3},{row + 2},{1000 + row}\n" for row in range(12)),
    "survey": "customer,date,answer,satisfaction\n"
    + "".join(f"k{row},2024-03-{row + 1:02},{row % 11},{row % 5 + 1}\n" for row in range(20)),
}
"""A table of each kind that data may come in."""

CELLS = [
    *VALUES,
    "2024-02-30",
    "31.12.2024",
    "12/31/24",
    "9.5.",
    "2024",
    "1e5",
    "1.234.567,8",
    "(12)",
    "EUR 5",
]


def evidence(luck: random.Random, folder: Path) -> tuple[bytes, str | None]:
    """A market of which some ranges and some evidence are otherwise, read as `relsim fit` does."""
    tree = json.loads(json.dumps(MARKET))
    for _ in range(luck.choice([1, 1, 2, 3])):
        notes = [*tree["evidence"], *ranged(tree)] if isinstance(tree.get("evidence"), list) else []
        notes = [note for note in notes if isinstance(note, dict) and note]
        if not notes or luck.random() < 0.3:
            tree = changed_tree(tree, luck)
            continue
        note = luck.choice(notes)
        ends = luck.choice([ENDS, NUMBERS])
        if "range" in note and luck.random() < 0.7:
            pair = [luck.choice(ends), luck.choice(ends)]
            note["range"] = luck.choice([pair, sorted(pair, key=str), luck.choice(ENDS)])
        else:
            note[luck.choice([*note, "distribution", "range", "period"])] = luck.choice(ends)
    path = folder / "case.yaml"
    content = json.dumps(tree, indent=1).encode("utf-8", "replace")
    path.write_bytes(content)

    def ask() -> None:
        market = load(path)
        unknowns_of(market)
        target_of(market, {})

    return content, verdict(ask, folder, needs_place=False)


def ranged(tree: Any) -> list[dict[str, Any]]:
    """Every value with a range beside it, anywhere in a tree."""
    inner = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    own = [tree] if isinstance(tree, dict) and "range" in tree else []
    return [*own, *(note for each in inner for note in ranged(each))]


def answers(luck: random.Random, folder: Path) -> tuple[bytes, str | None]:
    """Answers to the interview, of which some are otherwise; the market that they give must be one."""
    text = ANSWERS
    for _ in range(luck.choice([1, 1, 2, 4])):
        if luck.random() < 0.5:
            text = changed_text(text, luck)
        else:
            old = luck.choice(ANSWERS.splitlines())
            text = text.replace(
                old, f"{old.partition(':')[0]}: {luck.choice(luck.choice([NUMBERS, VALUES]))}"
            )
    path, content = folder / "case.yaml", text.encode("utf-8", "replace")
    kind = luck.choice([PLAIN, *TEMPLATES.values()])
    path.write_bytes(content)

    def ask() -> None:
        text = market_text(answers_of_file(path, lambda _: None), kind)
        market_in(text, Place(str(path)))
        path.write_text(text, encoding="utf-8")
        unknowns_of(load(path))

    return content, verdict(ask, folder)


def table(luck: random.Random, folder: Path) -> tuple[bytes, str | None]:
    """A table of one's own that is spoiled, audited, and fitted to."""
    kind = luck.choice(list(ROWS))
    content = spoiled(ROWS[kind], luck)
    path = folder / "table.csv"
    path.write_bytes(content)

    def ask() -> None:
        note_of(audit([str(path)]))
        target_of(fitted_market(), tables_given({kind: path}))

    return content, verdict(ask, folder, needs_place=False)


def spoiled(text: str, luck: random.Random) -> bytes:
    """A table with some cells otherwise, in some dialect, perhaps torn."""
    rows = [line.split(",") for line in text.splitlines()]
    for _ in range(luck.choice([1, 2, 5])):
        row = luck.choice(rows)
        row[luck.randrange(len(row))] = luck.choice(CELLS)
    if luck.random() < 0.2:
        place = luck.randrange(len(rows))
        rows[place] = luck.choice([[], rows[place] * 2, rows[place][:-1], rows[0]])
    lines = map(luck.choice([",", ",", ";", "\t", "|"]).join, rows)
    content = luck.choice(["\n", "\r\n", "\r"]).join(lines)
    coded = content.encode(luck.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252"]), "replace")
    return with_torn_text(coded, luck) if luck.random() < 0.2 else coded


@cache
def fitted_market() -> Any:
    """A market to fit to tables."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "market.yaml")
        path.write_text(json.dumps(MARKET))
        return load(path)


OWN_DATA = {"evidence": evidence, "answers": answers, "table": table}
