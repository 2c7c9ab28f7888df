from __future__ import annotations

import pytest

from pipeline.grammar.place_codes import Division, find_code
from pipeline.grammar.places import Place

# 明州市 was 明州地区 until 2001, with the same id; its 临江县 is a district since 2011, as 平江市 has one; 柳塘市 became a city in 2011.
DIVISIONS = {
    "云山省": [Division("云山省", "省", year, 990000, 990000, 0) for year in range(2000, 2021)],
    "明州地区": [Division("明州地区", "市", year, 992100, 990000, 990100) for year in (2000, 2001)],
    "明州市": [Division("明州市", "市", year, 990100, 990000, 990100) for year in range(2002, 2021)],
    "平江市": [Division("平江市", "市", year, 990200, 990000, 990200) for year in range(2000, 2021)],
    "临江县": [Division("临江县", "县", year, 990122, 990000, 990100) for year in range(2000, 2011)],
    "临江区": [
        *(Division("临江区", "县", year, 990202, 990000, 990200) for year in range(2000, 2021)),
        *(Division("临江区", "县", year, 990102, 990000, 990100) for year in range(2011, 2021)),
    ],
    "柳塘市": [
        *(Division("柳塘市", "县", year, 990181, 990000, 990100) for year in range(2000, 2011)),
        *(Division("柳塘市", "市", year, 990300, 990000, 990300) for year in range(2011, 2021)),
    ],
}
DIVISIONS["明州"] = DIVISIONS["明州市"]


def code(place: Place, year: int) -> tuple[str, int] | None:
    found = find_code(place, year, 2020, DIVISIONS)
    return found and (found.code, found.year)


@pytest.mark.parametrize(
    ("name", "parent", "level", "year", "wanted"),
    [
        ("云山省", "", "省", 2005, ("990000", 2005)),
        ("云山省", "全国", "省", 2005, ("990000", 2005)),
        ("明州市", "", "市", 2026, ("990100", 2020)),
        ("明州地区", "云山省", "市", 2001, ("992100", 2001)),
        ("明州地区", "云山省", "市", 2002, ("992100", 2001)),
        ("明州地区", "云山省", "市", 2003, None),
        ("明州市", "临江省", "市", 2005, None),
        ("临江县", "明州市", "县", 2000, ("990122", 2000)),
        ("临江县", "明州地区", "县", 2010, ("990122", 2010)),
        ("临江县", "明州", "县", 2011, ("990122", 2010)),
        ("临江县", "平江市", "县", 2010, None),
        ("临江区", "", "县", 2010, ("990202", 2010)),
        ("临江区", "", "县", 2011, None),
        ("临江区", "云山省", "县", 2011, None),
        ("临江区", "明州市", "县", 2011, ("990102", 2011)),
        ("柳塘市", "", "市", 2010, ("990181", 2010)),
        ("柳塘市", "", "市", 2011, ("990300", 2011)),
        ("柳塘市", "明州市", "县", 2011, ("990181", 2010)),
        ("柳塘镇", "临江区", "乡", 2011, None),
        ("明州", "", "市", 2011, None),
        ("云山省", "", "省", 1999, None),
    ],
)
def test_a_place_is_the_one_division_that_it_can_be(name: str, parent: str, level: str, year: int, wanted: tuple[str, int] | None) -> None:
    assert code(Place(name, parent, level), year) == wanted


def test_a_province_or_city_has_an_id_that_outlasts_its_names_and_a_county_has_none() -> None:
    asked = (("明州地区", "市", 2001), ("明州市", "市", 2005), ("云山省", "省", 2005), ("临江县", "县", 2005))
    found = [find_code(Place(name, "", level), year, 2020, DIVISIONS) for name, level, year in asked]
    assert [code and code.place_id for code in found] == ["990100", "990100", "990000", ""]
