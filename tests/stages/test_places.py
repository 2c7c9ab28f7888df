from __future__ import annotations

from collections.abc import Collection
from types import SimpleNamespace

import pytest

from pipeline.lexicon.reports import load_report_words
from pipeline.schema import DOCUMENTS, Columns
from pipeline.stages.places import code_places
from pipeline.store.divisions import Divisions
from tests.case_files import read_cases
from tests.divisions import need_divisions

LEXICON = SimpleNamespace(reports=load_report_words())
CASES = read_cases("place_codes.csv")
NAMES = ("province_name", "city_name", "city_short", "county_name")
NUMBERS = ("year", "province_adcode", "city_adcode", "county_adcode", "province_id", "city_id")


class Invented:
    """A table of one city and one county of it, and what was asked of it."""

    last_year = 2020

    def __init__(self) -> None:
        self.asked: list[set[str]] = []

    def find_rows(self, names: Collection[str]) -> Columns:
        self.asked.append(set(names))
        rows = [
            ("云山省", "明州市", "明州", "临江县", 2020, 990000, 990100, 990122, 990000, 990100),
            ("云山省", "明州市", "明州", None, 2020, 990000, 990100, None, 990000, 990100),
        ]
        return {name: list(cells) for name, cells in zip((*NAMES, *NUMBERS), zip(*rows, strict=True), strict=True)}


def documents(*rows: dict[str, object]) -> Columns:
    return {name: [row.get(name) for row in rows] for name in DOCUMENTS.names}


def codes(columns: Columns) -> list[tuple[str | None, int | None]]:
    return list(zip(columns["place_code"], columns["place_code_year"], strict=True))


COUNTY_CITY = ("云山省", "明州市", "明州", "柳塘市", 2020, 990000, 990100, 990181, 990000, 990100)
COUNTY = {"place": "临江县", "parent": "明州市", "level": "县", "year": 2021}


def test_a_place_gets_the_code_of_its_year_and_the_argument_stays() -> None:
    before = documents(COUNTY, COUNTY | {"parent": "明州"}, COUNTY | {"parent": None}, COUNTY | {"parent": "平江市"})
    assert codes(code_places(before, LEXICON, Invented())) == [("990122", 2020)] * 3 + [(None, None)]
    assert codes(before) == [(None, None)] * 4


def test_a_city_that_is_coded_as_a_county_is_one_unless_the_catalogue_says_otherwise() -> None:
    class Counties(Invented):
        def find_rows(self, names: Collection[str]) -> Columns:
            return {name: [cell] for name, cell in zip((*NAMES, *NUMBERS), COUNTY_CITY, strict=True)}

    city = {"place": "柳塘市", "level": "市", "level_from": "text", "year": 2021}
    coded = code_places(documents(city, city | {"level_from": "catalogue"}), LEXICON, Counties())
    assert coded["level"] == ["县", "市"]


@pytest.mark.parametrize(
    "cell", [{"year": None}, {"level": "乡"}, {"level": "国家"}, {"level": None}, {"place": None}, {"place_code": "1"}]
)
def test_of_what_can_have_no_code_nothing_is_asked(cell: dict[str, object]) -> None:
    divisions = Invented()
    before = documents(COUNTY | cell)
    assert code_places(before, LEXICON, divisions) == before
    assert divisions.asked == []


def test_all_places_of_a_batch_are_asked_at_once() -> None:
    divisions = Invented()
    code_places(documents(COUNTY, {"place": "云山省明州市", "level": "市", "year": 2021}), LEXICON, divisions)
    assert divisions.asked == [{"临江县", "明州市"}]


def test_a_city_has_an_id_that_a_county_has_not() -> None:
    told = documents(COUNTY, {"place": "明州市", "level": "市", "year": 2020})
    assert code_places(told, LEXICON, Invented())["place_id"] == [None, "990100"]


def test_without_the_extra_the_cells_stay_empty() -> None:
    assert codes(code_places(documents(COUNTY), LEXICON, None)) == [(None, None)]


@pytest.fixture(scope="module")
def divisions() -> Divisions:
    return need_divisions()


def test_real_places_have_their_codes_and_others_have_none(divisions: Divisions) -> None:
    told = [{name: case[name] or None for name in ("place", "parent", "level")} | {"year": int(case["year"])} for case in CASES]
    found = codes(code_places(documents(*told), LEXICON, divisions))
    wanted = [(case["code"] or None, int(case["code_year"]) if case["code_year"] else None) for case in CASES]
    wrong = [(case["place"], case["parent"], case["year"], case["why"], *code) for case, code in zip(CASES, found, strict=True)]
    assert [row for row, code, right in zip(wrong, found, wanted, strict=True) if code != right] == []
