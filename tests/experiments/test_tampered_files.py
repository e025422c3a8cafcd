"""Claims about files that came from anybody: a changed one is refused in one clear sentence, or harmless."""

import json
import os
import re

import pytest
from command_line import called
from tampering import seeded, with_one_change, with_torn_text
from worlds import world

import relsim
from relsim.errors import ScenarioError
from relsim.questions.compare.manifest import checked_manifest
from relsim.questions.compare.page import write_page
from relsim.questions.compare.results import open_results, save
from relsim.questions.compare.subject import Subject
from relsim.questions.launch.form import HASH, content_hash
from relsim.questions.launch.package import freeze, open_package

pytestmark = pytest.mark.usefixtures("undrawn")

CLASS_NAMES = re.compile(
    r"\b(?:[A-Z][a-z]+)*(?:Error|Exception|Warning)\b|Traceback|pydantic|\bNone\b|<class"
)
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def results():
    scenario = world(customers=60, periods=5, policies={"as-is": {}, "same": {}})
    return relsim.compare(scenario, replications=40, driver="agents")


@pytest.fixture
def frozen(results, tmp_path):
    freeze(results, "same").save(tmp_path / "launch.json")
    return tmp_path / "launch.json"


def sealed(content):
    """A tampered package whose hash was made to fit."""
    rest = {name: value for name, value in content.items() if name != HASH}
    return rest | {HASH: content_hash(rest)}


def is_clear(told, file):
    """Whether a message is one line that names the file and speaks of no Python."""
    assert "\n" not in told
    assert str(file) in told
    assert len(told) < 500 + len(str(file)), told
    assert not CLASS_NAMES.search(told.replace(str(file), "")), told
    return True


def refused(path):
    """The message with which a package is refused, or None."""
    try:
        open_package(path)
    except ScenarioError as error:
        return str(error)
    return None


# Packages


@pytest.mark.parametrize("part", ["manifest", "bands", "excursions", "policy", "firm", "kind", HASH])
def test_a_package_is_refused_as_soon_as_anything_in_it_is_changed(part, frozen):
    content = json.loads(frozen.read_text())
    for seed in range(12):
        changed = with_one_change({part: content[part]}, seeded(seed))
        if changed == {part: content[part]}:
            continue
        frozen.write_text(json.dumps({**{k: v for k, v in content.items() if k != part}, **changed}))
        assert is_clear(refused(frozen), frozen)


def test_how_a_package_is_laid_out_is_no_change(frozen):
    content = json.loads(frozen.read_text())
    frozen.write_text(json.dumps(dict(reversed(content.items()))))
    assert refused(frozen) is None


@pytest.mark.parametrize("seed", range(25))
def test_a_torn_package_is_refused_in_one_sentence(seed, frozen):
    before = frozen.read_bytes()
    for number in range(4):
        frozen.write_bytes(with_torn_text(before, seeded(100 * seed + number)))
        told = refused(frozen)
        assert told is None or is_clear(told, frozen)
        assert told is not None or json.loads(frozen.read_bytes()) == json.loads(before)


@pytest.mark.parametrize("seed", range(60))
def test_a_package_whose_hash_was_made_to_fit_is_refused_or_tracks(seed, frozen):
    content = json.loads(frozen.read_text())
    for number in range(5):
        luck = seeded(100 * seed + number)
        part = luck.choice(list(content))
        frozen.write_text(json.dumps(sealed(content | with_one_change({part: content[part]}, luck))))
        told = refused(frozen)
        assert told is None or is_clear(told, frozen)
        if told is None:
            package = open_package(frozen)
            assert package.policy in package.scenario.policies
            assert package.periods == package.scenario.periods


@pytest.mark.parametrize(
    ("path", "value", "hint"),
    [
        (("policy",), "sane", "policy: "),
        (("firm",), 3, "firm: expected text, found the number 3"),
        (("bands", "profit", "median"), [1.0], "bands.profit: columns are not of one length"),
        (("bands", "profit", "median", 0), "much", "expected a number"),
        (("excursions", "profit", "period"), [-1], "expected at least 0"),
        (("manifest", "replications"), 12, "at least 40"),
        (("manifest", "scenario", "firms"), {}, "manifest.scenario"),
        (("manifest", "scenario", "periods"), 6, "5 periods are forecast"),
        (("manifest", "versions"), ["relsim"], "manifest.versions: expected a mapping"),
        (("manifest", "seed"), "1", "manifest.seed: expected a whole number"),
    ],
)
def test_what_is_wrong_in_a_package_is_named(path, value, hint, frozen):
    content = json.loads(frozen.read_text())
    place = content
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    frozen.write_text(json.dumps(sealed(content)))
    assert hint in refused(frozen)


def test_the_command_says_what_is_wrong_and_ends_with_2(frozen, tmp_path, capsys):
    frozen.write_text(frozen.read_text().replace('"same"', '"other"'))
    assert called("track", str(frozen), str(tmp_path / "actuals.csv")) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert is_clear(told.strip(), frozen)


def test_a_package_of_other_versions_is_told(results, tmp_path, capsys):
    package = freeze(results, "same")
    assert package.other_versions == {}
    package.manifest["versions"] |= {"relsim": "0.0.9", "numpy": "1.0"}
    package.save(tmp_path / "launch.json")
    (tmp_path / "actuals.csv").write_text("period,customers\n0,20\n")
    assert called("track", tmp_path / "launch.json", tmp_path / "actuals.csv") == 0
    told = capsys.readouterr().err
    assert "relsim 0.0.9 (here " in told
    assert "numpy 1.0 (here " in told


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_pipes_devices_and_folders_are_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, tmp_path / "none"):
        assert is_clear(refused(path), path)
    assert is_clear(refused("/dev/zero"), "/dev/zero") if os.path.exists("/dev/zero") else True


# Manifests


@pytest.fixture(scope="module")
def stored(results, tmp_path_factory):
    folder = tmp_path_factory.mktemp("stored")
    save(results, folder)
    return folder


@pytest.mark.parametrize("seed", range(60))
def test_a_manifest_with_one_change_is_refused_or_read(seed, stored):
    content = json.loads((stored / "manifest.json").read_text())
    for number in range(5):
        changed = with_one_change(content, seeded(100 * seed + number))
        try:
            told = checked_manifest(changed, "m.json")
        except ScenarioError as error:
            assert is_clear(str(error), "m.json")
        else:
            assert told["replications"] >= 1


@pytest.mark.parametrize("seed", range(15))
def test_a_torn_manifest_is_refused_or_read(seed, results, tmp_path):
    save(results, tmp_path)
    path = tmp_path / "manifest.json"
    path.write_bytes(with_torn_text(path.read_bytes(), seeded(seed)))
    try:
        open_results(tmp_path)
    except ScenarioError as error:
        assert is_clear(str(error), tmp_path)


def test_a_manifest_cannot_name_a_picture_outside_of_its_folder(results, tmp_path):
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "secret.png").write_bytes(PNG + b"secret")
    folder = tmp_path / "results"
    save(results, folder)
    told = json.loads((folder / "manifest.json").read_text())
    told["scenario_file"] = str(tmp_path / "private" / "scenario.yaml")
    for name in ("secret.png", "../private/secret.png", str(tmp_path / "private" / "secret.png")):
        told["scenario"]["report"] = {"logo": name}
        (folder / "manifest.json").write_text(json.dumps(told))
        page = write_page(Subject(open_results(folder)), [], folder).read_text(encoding="utf-8")
        assert "data:image" not in page


def test_a_page_that_is_made_again_still_has_its_logo_and_names_the_scenario(tmp_path, results):
    source = tmp_path / "here" / "mine.yaml"
    source.parent.mkdir()
    (source.parent / "logo.png").write_bytes(PNG + b"picture")
    source.write_text(
        "title: Mine\ncustomers: 30\nperiods: 2\nreport: {logo: logo.png}\nfirms: {a: {price: 1}}\n"
    )
    folder = tmp_path / "results"
    fresh = relsim.run(relsim.load(str(source)), driver="agents")
    save(fresh, folder)
    write_page(Subject(fresh), [], folder)
    page = write_page(Subject(open_results(folder)), [], folder).read_text(encoding="utf-8")
    assert "data:image/png" in page
    assert str(source) in page
