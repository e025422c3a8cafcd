"""Claims about the course as a site: a page of every lesson, and an index that leads to each."""

import re
from pathlib import Path

import pytest

import relsim
from relsim.errors import InputError
from relsim.questions.explore import site
from relsim.questions.explore.site import LARGEST_PAGE, write_site
from relsim.scenario.resolve.course import course_lessons
from relsim.scenario.schema.file import BY_TENURE

pytestmark = pytest.mark.usefixtures("sketched")

LESSONS = [one.name for one in course_lessons()]
LINK = re.compile(r'<a href="([\w-]+\.html)">')


@pytest.fixture
def in_small(monkeypatch):
    """Lessons with few customers and periods, one of which no page can work out."""

    def loaded(name):
        tenure = {"residual_value": BY_TENURE} if name == "leaky-bucket" else {}
        return relsim.load(name).changed({"periods": 6, **tenure}).scaled_to(100)

    monkeypatch.setattr(site, "load", loaded)


def test_a_site_has_a_page_of_each_lesson_or_the_command_to_run_instead(in_small, tmp_path):
    index = write_site(tmp_path, ["who-stays", "leaky-bucket"]).read_text(encoding="utf-8")
    assert LINK.findall(index) == ["who-stays.html"]
    assert index.index("leaky-bucket") < index.index("who-stays")
    assert "a page cannot work out `residual_value: retention by tenure`" in index
    assert index.count("relsim</span> ") == index.count("lesson</span> ") == 1
    page = (tmp_path / "who-stays.html").read_text(encoding="utf-8")
    assert f"{relsim.load('who-stays').title}, " in index and "who-stays, " not in index
    assert page.count('<a href="index.html">') == 2 and not (tmp_path / "leaky-bucket.html").exists()


def test_a_page_that_would_come_out_the_same_is_left_as_it_is(in_small, tmp_path, monkeypatch):
    told: list[str] = []
    write_site(tmp_path, ["who-stays"], told.append)
    page = tmp_path / "who-stays.html"
    page.write_text("what stands there", encoding="utf-8")
    write_site(tmp_path, ["who-stays"], told.append)
    assert [", which stands already" in line for line in told] == [False, True]
    page.unlink()
    write_site(tmp_path, ["who-stays"])
    assert page.exists()
    monkeypatch.setattr(site, "load", lambda name: relsim.load(name).changed({"periods": 5}).scaled_to(100))
    before = page.read_bytes()
    write_site(tmp_path, ["who-stays"])
    assert page.read_bytes() != before


def test_a_page_that_would_be_large_repeats_its_policies_less_often(in_small, tmp_path, monkeypatch):
    write_site(tmp_path / "free", ["who-stays"])
    free = (tmp_path / "free" / "who-stays.html").stat().st_size
    monkeypatch.setattr(site, "LARGEST_PAGE", free - 2_000)
    write_site(tmp_path, ["who-stays"])
    assert 0 < (tmp_path / "who-stays.html").stat().st_size <= free - 2_000


@pytest.mark.slow
def test_the_end_of_a_lesson_leads_to_the_next_one_that_has_a_page(in_small, tmp_path):
    write_site(tmp_path, ["two-strategies", "leaky-bucket", "who-stays"])
    first, last = (
        (tmp_path / f"{name}.html").read_text(encoding="utf-8") for name in ("two-strategies", "who-stays")
    )
    assert f'<a href="who-stays.html">Next lesson: {relsim.load("who-stays").title}</a>' in first
    assert "Next lesson" not in last


def test_a_lesson_that_is_none_is_refused_by_the_nearest(tmp_path):
    with pytest.raises(InputError, match='no lesson is called "who-stay"; did you mean "who-stays"'):
        write_site(tmp_path, ["who-stay"])


@pytest.mark.exhaustive
@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_every_lesson_of_the_course_has_a_page_that_is_not_too_large(tmp_path: Path):
    index = write_site(tmp_path).read_text(encoding="utf-8")
    pages = LINK.findall(index)
    assert pages == [f"{name}.html" for name in LESSONS]
    assert all((tmp_path / page).stat().st_size <= LARGEST_PAGE for page in pages)
