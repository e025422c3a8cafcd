"""Claims about markets that are begun with a list of customers: their number, and since when it tells."""

import numpy as np
import pandas as pd
import pytest
from command_line import called

from relsim.questions.begin import steady
from relsim.questions.begin.ease import Turnover
from relsim.scenario.load import load

pytestmark = pytest.mark.usefixtures("undrawn")

OPENED, LAST = pd.Timestamp("2021-04-12"), pd.Timestamp("2025-10-31")
ANSWERS = "name: Iron Works\ncontract: yes\nmarket: 6000\nprice: 39\nrivals: 1\n"


def members(folder, opened=OPENED, kept_since=None, at_once=0):
    """A list of a gym's members since it opened; of those who left none before the list was kept."""
    luck, rows, day = np.random.default_rng(5), [], 0.0
    starts = [0.0] * at_once
    while day < (LAST - opened).days:
        starts.append(day)
        day += luck.exponential(365 / 300)
    for number, start in enumerate(starts):
        begin = opened + pd.Timedelta(days=int(start))
        end = begin + pd.Timedelta(days=int(luck.exponential(900) + 25))
        if kept_since is not None and end < pd.Timestamp(kept_since):
            continue
        rows.append(f"M{number},{begin.date()},{end.date() if end <= LAST else ''}")
    path = folder / "members.csv"
    path.write_text("\n".join(["member,joined,cancelled", *rows]) + "\n", encoding="utf-8")
    return path


def begun(folder, path, answers=ANSWERS):
    """The market that is begun with a list, the first start that is tried taken for a steady one."""
    given, out = folder / "answers.yaml", folder / "market.yaml"
    given.write_text(answers, encoding="utf-8")
    words = ["begin", "--template", "gym", "--answers", str(given), "--customers", str(path)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steady, "first_year", lambda *_: Turnover(0.2, 0.2))
        patch.setattr(Turnover, "off", lambda *_: 0.0)
        assert called(*words, "--out", str(out)) == 0
    return load(out)


def test_a_list_that_goes_back_to_the_opening_begins_the_market_there(tmp_path, capsys):
    path = members(tmp_path)
    market = begun(tmp_path, path)
    firm = market.firms["iron-works"]
    assert (firm.start.share, firm.start.customers, market.periods) == (0.0, None, 55 + 24)
    said = capsys.readouterr().out
    assert "members.csv goes back to the firm's first day, 2021-04-12 as it seems" in said
    assert "periods: 55 of the list and 24 to come" in said
    assert f"--customers {path} narrows" in said


def test_what_is_not_answered_is_counted_in_the_list_and_is_no_evidence_beside_it(tmp_path, capsys):
    path = members(tmp_path)
    table = pd.read_csv(path, parse_dates=["joined", "cancelled"])
    last = table[["joined", "cancelled"]].max().max()
    since = last - pd.DateOffset(years=1)
    today, won, lost = (
        int(one.sum())
        for one in (table["cancelled"].isna(), table["joined"] > since, table["cancelled"] > since)
    )
    market = begun(tmp_path, path, ANSWERS + "lost: 200\n")
    assert f"customers {today:,} and won {won:,}" in capsys.readouterr().out
    assert [(one.measure, one.value) for one in market.evidence] == [("lost", 200)]
    assert lost != 200


def test_a_policy_begins_when_the_list_ends(tmp_path):
    market = begun(tmp_path, members(tmp_path))
    policies = market.policies
    assert all(
        one.set["timeline"][0]["at"] == "55 months" for name, one in policies.items() if name != "as-is"
    )


def test_a_list_of_those_who_were_still_there_begins_with_them(tmp_path, capsys):
    market = begun(tmp_path, members(tmp_path, pd.Timestamp("2012-01-09"), kept_since="2022-01-01"))
    assert 400 < market.firms["iron-works"].start.customers < 900
    assert market.periods == 46 + 24
    assert "tells of all customers from 2022-01 on" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "at_once", "why"),
    [("customers: 2000\n", 0, "2,000 were answered"), ("", 900, "brought in from elsewhere")],
)
def test_a_list_that_lacks_customers_or_was_brought_in_at_once_is_no_beginning(
    more, at_once, why, tmp_path, capsys
):
    market = begun(tmp_path, members(tmp_path, at_once=at_once), ANSWERS + more)
    assert market.periods == 36
    assert market.firms["iron-works"].start.customers > 400
    assert "timeline" not in market.policies["keep-in-touch"].set
    said = capsys.readouterr().out
    assert "the market begins as the firm is today, since" in said and why in said
