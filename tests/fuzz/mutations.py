"""Mutations: what people, editors and adversaries do to scenario files, settings and files beside them."""

import json
import random
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from tampering import paths_in

ROOT = Path(__file__).parents[2]
BASES = sorted([*(ROOT / "scenarios").glob("*.yaml"), *(ROOT / "experiments" / "classics").glob("*.yaml")])

VALUES = [
    *("0", "-1", "1e308", "-1e308", "1e-308", "1e400", "-0.0", "9" * 40, "9" * 5000, "0x7fffffffffffffff"),
    *("nan", ".nan", ".inf", "-.inf", "1_000", "1,000", "1.000,50", "10%", "-5%", "200%", "4 per month"),
    *(
        "4% per month",
        "1e9 per week",
        "-3 per year",
        "6 months",
        "0 days",
        "1e308 years",
        "yes",
        "on",
        "~",
        "null",
    ),
    *("true", "''", '""', "[]", "{}", "[[]]", "{a: b}", "2025-01-31", "12:30:45", "010", "0o17", "=1+1"),
    *("é", "\N{RIGHT-TO-LEFT OVERRIDE}abc", "\N{ZERO WIDTH SPACE}", "\N{PILE OF POO}", "٣", "\\ud800"),
    *("<script>alert(1)</script>", "x" * 3000, "!!python/object/apply:os.system ['touch PWNED']"),
    *(
        "!!binary aGVsbG8=",
        "!unknown 3",
        "&a 3",
        "*a",
        "*nobody",
        "<<",
        "|",
        ">",
        "? a",
        "- 1",
        "%",
        "@x",
        "`x`",
    ),
    *("{value: 3}", "{value: 3, source: x}", "{value: 3, range: [1]}", "{value: {value: 3}}", "{value: }"),
    *(
        "normal(1, 2)",
        "uniform 1 to 2",
        "{mean: 3, spread: 1}",
        "{mean: 0, spread: 1e300}",
        "../../etc/passwd",
    ),
]
LINES = [
    *("%YAML 1.1", "---", "...", "- a", "\t- a", "? [a]: b", "<<: *a", "key: &x [*x]", "title: again", ": 3"),
    *("'open", '"open', "{open: [", "}", "firms: {}", "extends: leaky-bucket", "extends: /dev/zero", "#\x00"),
    *(
        "extends: .",
        "extends: ''",
        "report: {logo: /dev/zero}",
        "network: {kind: edge list, file: /dev/zero}",
    ),
    *("__class__: x", "policies: {a: {set: {firms: 3}}}", "timeline: [{at: 3 months, set: {customers: 1}}]"),
    *("!!python/name:os.system x: y", "a: !!python/module:antigravity", "customers: 1e9", "periods: 0"),
]
SIGNS = [
    *":-?[]{},&*!|>'\"%@`#\t \n\r=~\\",
    "\x00",
    "\x07",
    "\u2028",
    "\ufeff",
    "\x85",
    "é",
    "\U0001f600",
    "\xff",
]


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(text_of(path))


def scenario(luck: random.Random) -> bytes:
    """A shipped scenario with one to three mutations, as text or as a tree."""
    base = luck.choice(BASES)
    if luck.random() < 0.5:
        tree = json.loads(json.dumps(tree_of(base), default=str))
        for _ in range(luck.choice([1, 1, 2, 3])):
            tree = changed_tree(tree, luck)
        return json.dumps(tree, ensure_ascii=luck.random() < 0.5, indent=1).encode("utf-8", "replace")
    text = text_of(base)
    for _ in range(luck.choice([1, 1, 2, 3])):
        text = changed_text(text, luck)
    return luck.choice(["", "\ufeff"] if luck.random() < 0.1 else [""]).encode() + text.encode(
        "utf-8", "replace"
    )


def changed_text(text: str, luck: random.Random) -> str:
    """A text with one line or sign otherwise."""
    lines = text.split("\n")
    place = luck.randrange(len(lines))
    line = lines[place]
    match luck.choice(
        ["delete", "twice", "indent", "dedent", "value", "line", "sign", "cut", "swap", "deep", "key"]
    ):
        case "delete":
            del lines[place]
        case "twice":
            lines.insert(place, line)
        case "indent":
            lines[place] = luck.choice([" ", "  ", "\t", "   "]) + line
        case "dedent":
            lines[place] = line[luck.choice([1, 2, 4]) :]
        case "value" if ":" in line:
            lines[place] = f"{line[: line.index(':')]}: {luck.choice(VALUES)}"
        case "line":
            lines.insert(place, " " * luck.choice([0, 0, 2, 4]) + luck.choice(LINES))
        case "sign":
            at = luck.randrange(len(line) + 1)
            lines[place] = line[:at] + luck.choice(SIGNS) + line[at + luck.choice([0, 1]) :]
        case "cut":
            return text[: luck.randrange(len(text))]
        case "swap":
            other = luck.randrange(len(lines))
            lines[place], lines[other] = lines[other], lines[place]
        case "deep":
            lines[place] = line + luck.choice(["[" * 200, "{a: " * 60, "- " * 100, "[" * 30 + "]" * 30])
        case _:
            words = line.split(":")
            lines[place] = ":".join([words[0] + luck.choice(["x", "s", " ", ".", "_"]), *words[1:]])
    return "\n".join(lines)


def changed_tree(tree: Any, luck: random.Random) -> Any:
    """A tree with one value gone, another, moved or renamed."""
    *around, last = luck.choice([path for path in paths_in(tree) if path])
    place = tree
    for step in around:
        place = place[step]
    match luck.choice(["gone", "value", "wrapped", "renamed", "swapped", "new", "number", "list"]):
        case "gone":
            del place[last]
        case "wrapped":
            place[last] = luck.choice(
                [[place[last]], {"value": place[last]}, {"a": place[last]}, str(place[last])]
            )
        case "renamed" if isinstance(place, dict):
            place[luck.choice([f"{last}s", "", " ", "a.b", "x" * 300, "\U0001f600", "value"])] = place.pop(
                last
            )
        case "swapped":
            *path, other = luck.choice([path for path in paths_in(tree) if path])
            there = tree
            for step in path:
                there = there[step]
            place[last] = json.loads(json.dumps(there[other]))
        case "new" if isinstance(place, dict):
            place[luck.choice(["novelty", "price", "kind", "set", "name"])] = luck.choice(VALUES)
        case "number":
            place[last] = luck.choice([0, -1, 1e308, 5e-324, 2**63, 10**400, 1e17, 0.1, True, None])
        case "list" if isinstance(place, list):
            place.extend(place * luck.choice([1, 3]))
        case _:
            place[last] = luck.choice(VALUES)
    return tree


def setting(luck: random.Random) -> str:
    """What somebody writes after --set: a path that may be right, and a value that may be anything."""
    base = tree_of(ROOT / "scenarios" / "leaky-bucket.yaml")
    steps = [str(step) for step in luck.choice([path for path in paths_in(base) if path])]
    match luck.choice(["right", "right", "right", "longer", "misspelt", "cut", "odd"]):
        case "longer":
            steps.append(luck.choice(["x", "price", "0", "", "-1", "value", "set"]))
        case "misspelt":
            steps[-1] = steps[-1][:-1] + luck.choice("xyz.")
        case "cut":
            steps = steps[:-1]
        case "odd":
            steps = [luck.choice(["", ".", "..", "__class__", "a b", "é", "=", "x" * 500, "firms.*.price"])]
    return ".".join(steps) + luck.choice(["=", "=", "=", "=", "", "==", " = "]) + luck.choice(VALUES)


def ties(luck: random.Random) -> bytes:
    """An edge list that may be one."""
    rows = [
        f"{luck.randrange(60)}{luck.choice([' ', ',', chr(9), ';', ' - '])}{luck.randrange(60)}"
        for _ in range(9)
    ]
    rows[luck.randrange(9)] = luck.choice(
        [*VALUES, "1 2 3", "a b", "1.0 2.0", "-1 2", "1 99999999999", "² 1", "٣ 1"]
    )
    return (
        luck.choice(["\n", "\r\n", "\r", "\x0c"])
        .join(rows)
        .encode(luck.choice(["utf-8", "utf-16"]), "replace")
    )


def actuals(luck: random.Random) -> bytes:
    """Actual values that may be some."""
    cells = [["period", "customers", "profit"], *([str(row), "20", "-3.5"] for row in range(4))]
    for _ in range(luck.choice([1, 2])):
        row = cells[luck.randrange(5)]
        row[luck.randrange(3)] = luck.choice([*VALUES, "١", "1e5", "20 ", '"20', "customers", "NaN"])
    sign = luck.choice([",", ",", ";", "\t"])
    return (
        luck.choice(["\n", "\r\n", "\r"])
        .join(map(sign.join, cells))
        .encode(luck.choice(["utf-8", "utf-16"]), "replace")
    )


def picture(luck: random.Random) -> bytes:
    """A logo that may be one."""
    start = luck.choice(
        [b"\x89PNG\r\n\x1a\n", b"<svg/>", b"<svg onload='alert(1)'/>", b"", b"\xff\xd8", b"<?xml?>"]
    )
    return start + luck.randbytes(luck.choice([0, 10, 3000]))
