"""Claims about answers to surveys: those off the scale are set aside, and what they cannot tell is said."""

import pandas as pd
import pytest

from relsim.evidence.survey import read_survey

HEAD = "Customer;Date;NPS;Satisfaction;Comment"
GOOD = ["a;31.01.2024;9;5;friendly", "b;01.02.2024;3;2;late", "c;02.02.2024;7;4;"]


def read(folder, *lines, head=HEAD):
    path = folder / "survey.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return read_survey(path)


def test_answers_are_read_as_they_are(tmp_path):
    found = read(tmp_path, *GOOD)
    assert found.table["answer"].tolist() == [9, 3, 7]
    assert found.table["date"].iloc[0] == pd.Timestamp("2024-01-31")
    assert found.scale == 5
    assert found.set_aside.empty


SPOILED = {
    "above the scale": ("d;03.02.2024;11;4;", "an answer that is not from 0 to 10"),
    "below the scale": ("d;03.02.2024;-1;4;", "an answer that is not from 0 to 10"),
    "between": ("d;03.02.2024;7,5;4;", "an answer that is no whole number"),
    "words": ("d;03.02.2024;great;4;", "the answer is no number"),
    "none": ("d;03.02.2024;;;", "no answer"),
    "again on that day": ("a;31.01.2024;2;4;", "a further answer of the same customer on that day"),
    "on no day": ("d;31.02.2024;7;4;", "the date is no day of the calendar"),
}


@pytest.mark.parametrize("spoiled", SPOILED)
def test_a_spoiled_answer_is_set_aside_with_its_line_and_the_rest_is_kept(tmp_path, spoiled):
    line, reason = SPOILED[spoiled]
    found = read(tmp_path, *GOOD, line)
    assert found.table["answer"].tolist() == [9, 3, 7]
    assert found.set_aside[["line", "reason"]].to_numpy().tolist() == [[5, reason]]


def test_answers_without_names_or_dates_are_answers(tmp_path):
    found = read(
        tmp_path, *(f"{number % 11}" for number in range(30)), head="How likely are you to recommend us?"
    )
    assert len(found.table) == 30
    assert any("name no customers" in doubt for doubt in found.doubts)


def test_who_did_not_answer_is_a_doubt(tmp_path):
    assert any("did not answer" in doubt for doubt in read(tmp_path, *GOOD).doubts)


def test_a_scale_of_five_points_is_a_doubt(tmp_path):
    found = read(tmp_path, *(f"k{number};{1 + number % 5}" for number in range(30)), head="customer;score")
    assert any("scale of five" in doubt for doubt in found.doubts)
