from __future__ import annotations

import pytest

from pipeline.grammar.place_names import PlaceNames

Told = tuple[str, str, str, str, int | None]  # place, parent, code, id, year


def name(*told: Told) -> PlaceNames:
    cells = [[str(number), *(cell or None for cell in row)] for number, row in enumerate(told)]
    columns = zip(*cells, strict=True)
    return PlaceNames(dict(zip(("doc_id", "place", "parent", "place_code", "place_id", "year"), map(list, columns), strict=True)))


def list_names(names: PlaceNames, count: int) -> list[str]:
    return [names.find_own(str(number)) for number in range(count)]


@pytest.mark.parametrize(
    ("told", "called"),
    [
        # a new code, or none in some years, is no new place
        ([("海棠市", "", "339005", "", 1996), ("海棠市", "", "330181", "", 2000), ("海棠市", "", "", "", 1979)], ["海棠市"] * 3),
        ([("海棠区", "", "150702", "", 2012), ("海棠区", "青川市", "150702", "", 2019)], ["海棠区"] * 2),
        # an id holds over new names and provinces; a report without one follows its name
        ([("旧城市", "", "510200", "7", 1990), ("新城市", "", "500000", "7", 2020), ("旧城市", "", "", "", 1970)], ["新城市"] * 3),
        # the place above tells places of one name apart, with codes or without
        ([("鼓楼区", "甲市", "320106", "", 2020), ("鼓楼区", "乙市", "320302", "", 2020)], ["甲市鼓楼区", "乙市鼓楼区"]),
        ([("城关镇", "甲县", "", "", 2020), ("城关镇", "乙县", "", "", 2020), ("城关镇", "", "", "", 2020)],
         ["甲县城关镇", "乙县城关镇", "城关镇"]),
        # else codes do: of two provinces, or of one year
        ([("朝阳区", "", "110105", "", 2019), ("朝阳区", "", "220104", "", 2020)], ["朝阳区 110105", "朝阳区 220104"]),
        ([("鼓楼区", "", "320106", "", 2020), ("鼓楼区", "", "320302", "", 2020)], ["鼓楼区 320106", "鼓楼区 320302"]),
        ([("", "", "", "", 2020)], [""]),
    ],
)  # fmt: skip
def test_a_place_is_called_by_one_name_and_no_two_by_the_same(told: list[Told], called: list[str]) -> None:
    assert list_names(name(*told), len(told)) == called


def test_the_code_is_that_of_the_last_report_with_one() -> None:
    names = name(
        ("海棠市", "", "339005", "", 1996), ("海棠市", "", "330181", "", 2000), ("海棠市", "", "", "", 2025), ("梨园镇", "", "", "", 2020)
    )
    assert (names.find_code("海棠市"), names.find_code("梨园镇"), names.find_code("全国")) == ("330181", None, None)


def test_another_place_that_a_report_tells_of_is_called_as_its_own_reports_are() -> None:
    names = name(("旧城市", "", "420600", "7", 2009), ("新城市", "", "420600", "7", 2012), ("海棠县", "旧城市", "", "", 2009))
    assert (names.find_place("2", "旧城市"), names.find_place("2", "海棠县"), names.find_place("2", "全国")) == ("新城市", "海棠县", "全国")
    assert names.find_place("2", None) == ""
