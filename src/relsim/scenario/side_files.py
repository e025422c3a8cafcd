"""Files that a scenario names: all are opened before anything runs."""

from pathlib import Path

from relsim.errors import DataPath, alternatives, counted, fault
from relsim.scenario.known_customers import customers_in_file
from relsim.scenario.resolve.shipped import find_data
from relsim.scenario.scenario import Scenario
from relsim.scenario.tables.content import content_of
from relsim.scenario.ties import ties_in

PATH_OF_TIES: DataPath = ("network", "file")
PATH_OF_LOGO: DataPath = ("report", "logo")
LARGEST_LOGO = 512 * 1024
PICTURES = {".svg": ("image/svg+xml", b"<"), ".png": ("image/png", b"\x89PNG\r\n\x1a\n")}
"""The kind of each picture by the ending of its file, and how it begins."""


def refuse_wrong_files(scenario: Scenario) -> None:
    """Refuse a scenario that names a file which cannot be used, at the place where it names it."""
    if scenario.network.kind == "edge list":
        ties_in(file_of_ties(scenario), scenario.people, scenario.document.place(PATH_OF_TIES))
    refuse_wrong_customers(scenario)
    if scenario.report.logo:
        picture(scenario, scenario.report.logo)


def file_of_ties(scenario: Scenario) -> Path:
    """The file of an edge list."""
    return folder_of_setting(scenario, PATH_OF_TIES) / (scenario.network.file or "")


def file_of_customers(scenario: Scenario, firm: str) -> Path:
    """The file that lists the customers whom a firm begins with, beside the scenario or shipped."""
    told = scenario.firms[firm].start.customers
    name = "" if told is None or isinstance(told, int) else told.file
    return find_data(name, folder_of_setting(scenario, path_of_customers(firm)))


def path_of_customers(firm: str) -> DataPath:
    """Where a scenario says which file lists the customers of a firm."""
    return ("firms", firm, "start", "customers", "file")


def refuse_wrong_customers(scenario: Scenario) -> None:
    """Refuse tables of customers that are none, or have more of them than there are people left."""
    names, taken = [one.name for one in scenario.segments], 0
    for firm, told in scenario.firms.items():
        if told.start.customers is None or isinstance(told.start.customers, int):
            continue
        path = path_of_customers(firm)
        place = scenario.document.place(path)
        listed = len(customers_in_file(file_of_customers(scenario, firm), names, place, path))
        room = max(0, scenario.room_for_customers(firm) - taken * scenario.has_one_firm_each)
        if listed > room:
            file = told.start.customers.file
            are = counted(listed, "customer is", "customers are")
            message = f"{are} in {file}, and the market has room for {room:,} of them"
            raise fault(place, message, path)
        taken += listed


def folder_of_setting(scenario: Scenario, path: DataPath) -> Path:
    """The folder of the file in which a path is set."""
    return Path(scenario.document.place(path).file).parent


def picture(scenario: Scenario, name: str) -> tuple[str, bytes]:
    """The kind and the content of the logo.

    A scenario may come from anybody, so nothing but a picture in its own folder is read.
    """
    place = scenario.document.place(PATH_OF_LOGO)
    folder = Path(scenario.document.place(()).file).parent
    path = folder / name
    kind, start = PICTURES.get(path.suffix.lower(), ("", b""))
    if not kind:
        raise fault(place, f"expected a picture that ends in {alternatives(PICTURES)}", PATH_OF_LOGO)
    try:
        is_inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError):
        is_inside = False
    if not is_inside:
        raise fault(place, "expected a picture in the folder of the scenario file", PATH_OF_LOGO)
    content = content_of(path, place, LARGEST_LOGO)
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(start):
        raise fault(place, f"{path} is no {path.suffix[1:].upper()} picture", PATH_OF_LOGO)
    return kind, content
