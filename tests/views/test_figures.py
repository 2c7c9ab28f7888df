from __future__ import annotations

import random
import warnings
from itertools import combinations
from pathlib import Path
from typing import Any

import matplotlib
import pytest

from pipeline.drawing.sheet import COLOURS, Sheet
from pipeline.frames import empty_columns
from pipeline.lexicon.panels import list_panel_columns
from pipeline.schema import KEYWORDS, NETWORKS, PANEL_LONG, TARGETS, THEMES, Columns
from pipeline.views.figures import write_figures
from tests.panels import LEXICON

MEASURED = list_panel_columns(LEXICON.indicators, LEXICON.figures.units)
_VALUE: dict[str, Any] = {
    "place": "环橙镇", "indicator": "gdp", "aspect": "level", "unit": "CNY", "bound": "eq", "status": "actual", "differing": 0,
}  # fmt: skip
_TARGET: dict[str, Any] = {"place": "环橙镇", "indicator": "gdp", "aspect": "level", "unit": "CNY", "bound": "eq", "doc_id": "环橙镇"}


def make_panel(*rows: dict[str, Any]) -> Columns:
    whole = [_VALUE | {"low": row.get("value"), "high": row.get("value")} | row for row in rows]
    return {name: [row.get(name) for row in whole] for name in PANEL_LONG.names}


def make_targets(*rows: dict[str, Any]) -> Columns:
    return {name: [(_TARGET | row).get(name) for row in rows] for name in TARGETS.names}


def make_documents(**levels: str) -> Columns:
    return {
        "place": list(levels),
        "level": list(levels.values()),
    }


def grow(place: str, first: int, *values: float, **more: Any) -> list[dict[str, Any]]:
    """The rows of a level in 亿元, year by year."""
    return [{"place": place, "period": str(first + at), "value": value * 1e8, **more} for at, value in enumerate(values)]


PANEL = make_panel(*grow("环橙镇", 2018, 80, 88, 95.25), *grow("清溪镇", 2018, 60, 70, 71), *grow("临榆县", 2020, 300))
PROMISES = make_targets({"year": 2021, "plan_period": "2021", "low": 1e10, "bound": "ge"})
NO_TIES = empty_columns(NETWORKS)
DOCUMENTS = make_documents(环橙镇="乡", 清溪镇="乡", 临榆县="县")


def draw(panel: Columns, promises: Columns, documents: Columns, ties: Columns, measured: Any, folder: Path, **more: Columns) -> None:
    """Draw the pictures of tables; documents have their places and levels, ``more`` stands in place of tables without rows."""
    told = {name: [None] * len(documents["place"]) for name in ("doc_id", "year", "duplicate_of")} | documents
    tables = {"panel_long": panel, "targets": promises, "documents": told, "networks": ties}
    write_figures(tables | {"themes": empty_columns(THEMES), "keywords": empty_columns(KEYWORDS)} | more, measured, folder)


@pytest.fixture
def sheets(monkeypatch: pytest.MonkeyPatch) -> dict[str, Sheet]:
    """The sheets that are drawn, by the names of their files; none is saved."""
    found: dict[str, Sheet] = {}
    monkeypatch.setattr(Sheet, "save", lambda sheet, stem: found.update({stem.name: sheet}))
    return found


def read_words(sheet: Sheet) -> list[str]:
    return [text for _, text in sheet.words]


def test_a_picture_a_place_and_level_the_same_bytes_each_time(tmp_path: Path) -> None:
    settings = dict(matplotlib.rcParams)
    folders = [tmp_path / name for name in ("first", "second")]
    for number, folder in enumerate(folders):
        folder.mkdir()
        own = {"font.size": 40, "savefig.transparent": True, "svg.fonttype": "none", "lines.linewidth": 9} if number else {}
        with matplotlib.rc_context(own):
            draw(PANEL, PROMISES, DOCUMENTS, NO_TIES, MEASURED, folder)
    files = [{file.name: file.read_bytes() for file in folder.iterdir()} for folder in folders]
    assert sorted(files[0]) == [
        *(f"{name}.{kind}" for name in ("level-乡", "place-清溪镇", "place-环橙镇") for kind in ("png", "svg")),
    ]
    assert files[0] == files[1], "whatever a user's own settings are"
    assert dict(matplotlib.rcParams) == settings


def test_pictures_have_their_inks_and_letters_that_need_no_font(tmp_path: Path) -> None:
    from PIL import Image

    draw(PANEL, PROMISES, DOCUMENTS, NO_TIES, MEASURED, tmp_path)
    with Image.open(tmp_path / "place-环橙镇.png") as picture:
        assert picture.width == 1600
        colours = picture.convert("RGB").getcolors(1 << 20)
    assert colours is not None
    inks = {f"#{red:02x}{green:02x}{blue:02x}" for _, (red, green, blue) in colours}
    assert {COLOURS[0], COLOURS[1], "#ffffff"} <= inks
    for file in tmp_path.glob("*.svg"):
        drawing = file.read_text(encoding="utf-8")
        assert "<text" not in drawing
        assert "date" not in drawing
        assert drawing.count("<path") > 20


def test_every_sign_is_drawn(tmp_path: Path) -> None:
    names = ["𠮷$x_1$野镇", "a\nb\udc80镇", "\U0001f600镇"]
    rows = [row for name in names for row in grow(name, 2018, -5, 7)]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        draw(make_panel(*rows), make_targets(), make_documents(**dict.fromkeys(names, "乡")), NO_TIES, MEASURED, tmp_path)
    assert len(list(tmp_path.iterdir())) == 8


def test_a_field_has_title_years_last_value_and_target(sheets: dict[str, Sheet], tmp_path: Path) -> None:
    draw(PANEL, PROMISES, DOCUMENTS, NO_TIES, MEASURED, tmp_path)
    words = read_words(sheets["place-环橙镇"])
    assert words[0] == "环橙镇"
    assert {"水平", "地区生产总值（亿元）", "2018", "2021", "0", "50", "95.25", "80", "≥100", "当年目标", "目标范围"} <= set(words)
    assert not {"增长与增减", "预计", "只说了下限", "各报告说法不一", "其间年份未见", "年均目标"} & set(words)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"status": "estimate"}, {"预计"}),
        ({"differing": 1}, {"各报告说法不一"}),
        ({"period": "2021"}, {"其间年份未见"}),
        ({"value": None, "low": 9e9, "bound": "gt"}, {"只说了下限", "≥90"}),
        ({"value": None, "high": 9e9, "bound": "lt"}, {"只说了上限", "<90"}),
        ({"value": None, "low": 8.5e9, "high": 9e9, "bound": "range"}, {"85—90"}),
        ({"bound": "approx"}, {"≈88"}),
    ],
)
def test_what_is_said_of_a_value_is_shown(sheets: dict[str, Sheet], tmp_path: Path, change: dict[str, Any], words: set[str]) -> None:
    said = make_panel(*grow("环橙镇", 2018, 80), {"period": "2019", "value": 8.8e9} | change)
    draw(said, make_targets(), DOCUMENTS, NO_TIES, MEASURED, tmp_path)
    assert words <= set(read_words(sheets["place-环橙镇"]))


def test_levels_and_growths_have_fields_of_their_own(sheets: dict[str, Sheet], tmp_path: Path) -> None:
    growth = [{"period": str(year), "aspect": "growth", "basis": "yoy", "unit": "%", "value": 7.5 - year % 2} for year in (2019, 2020)]
    promised = {"aspect": "growth", "unit": "%", "basis": "annual_average", "plan_period": "2021-2025", "low": 6.5, "high": 7.0}
    draw(make_panel(*grow("环橙镇", 2018, 80, 88), *growth), make_targets(promised), DOCUMENTS, NO_TIES, MEASURED, tmp_path)
    words = read_words(sheets["place-环橙镇"])
    assert [word for word in words if word in ("水平", "增长与增减", "地区生产总值（亿元）", "地区生产总值增长（%）")] == [
        "水平", "地区生产总值（亿元）", "增长与增减", "地区生产总值增长（%）",
    ]  # fmt: skip
    assert {"年均目标", "6.5—7"} <= set(words)


def test_of_many_indicators_those_of_most_years_are_drawn(sheets: dict[str, Sheet], tmp_path: Path) -> None:
    own = [measured for measured in MEASURED if measured.base == "CNY" and measured.aspect == "level"][:20]
    rows = [row for number, measured in enumerate(own) for row in grow("环橙镇", 2000, *range(1, 3 + number), indicator=measured.indicator)]
    draw(make_panel(*rows), make_targets(), DOCUMENTS, NO_TIES, MEASURED, tmp_path)
    titles = [word for word in read_words(sheets["place-环橙镇"]) if word.endswith("元）")]
    assert titles == [own[0].title, *(measured.title for measured in own[-11:])]


def test_no_word_lies_on_another_or_beside_the_sheet(sheets: dict[str, Sheet], tmp_path: Path) -> None:
    chance = random.Random(4)
    series = chance.sample([(measured.indicator, measured.aspect, measured.base) for measured in MEASURED], 20)
    rows, promises = [], []
    for number in range(8):
        place = "很长的名字" * chance.randint(1, 4) + f"{number}镇"
        for indicator, aspect, unit in chance.sample(series, 15):
            size = 10.0 ** chance.randint(-1, 13)
            for year in chance.sample(range(chance.choice((1950, 2000, 2015, 2015)), 2024), chance.randint(2, 9)):
                value = chance.uniform(-0.2 if aspect in ("growth", "change") else 0.01, 1) * size
                told = chance.choice(({"value": value}, {"value": value, "status": "estimate"}, {"low": value, "bound": "gt"}))
                row = {"place": place, "indicator": indicator, "aspect": aspect, "unit": unit}
                rows.append(row | {"period": str(year), "differing": chance.choice((0, 0, 1))} | told)
                bounds = chance.choice(({"low": value}, {"high": value, "bound": "le"}, {"low": value, "high": 1.1 * abs(value)}))
                promises.append(row | {"doc_id": place, "year": year + 1, "plan_period": str(year + 1)} | bounds)
    documents = make_documents(**{row["place"]: "乡" for row in rows})
    draw(make_panel(*rows), make_targets(*promises), documents, NO_TIES, MEASURED, tmp_path)
    assert len(sheets) == 9
    for sheet in sheets.values():
        assert len(sheet.words) > 20
        assert [(one[1], other[1]) for one, other in combinations(sheet.words, 2) if one[0].overlaps(other[0])] == []
        assert [text for box, text in sheet.words if box.left < 0 or box.right > 720 or box.top < 0 or box.bottom > sheet.height] == []


def test_places_of_a_level_are_lines_where_they_share_years_and_else_an_order(sheets: dict[str, Sheet], tmp_path: Path) -> None:
    draw(PANEL, PROMISES, DOCUMENTS, NO_TIES, MEASURED, tmp_path)
    words = read_words(sheets["level-乡"])
    assert words[:2] == ["乡级：各地比较", "水平"]
    assert {"地区生产总值（亿元）", "2018", "2019", "2020", "环橙镇", "清溪镇"} <= set(words)
    draw(
        make_panel(*grow("环橙镇", 2020, 95), *grow("清溪镇", 2019, 71, 99.5, bound="approx")),
        make_targets(),
        DOCUMENTS,
        NO_TIES,
        MEASURED,
        tmp_path,
    )
    assert read_words(sheets["level-乡"])[2:] == ["地区生产总值（亿元），2020年", "清溪镇", "≈99.5", "环橙镇", "95"]


def test_of_many_places_the_highest_are_told(sheets: dict[str, Sheet], tmp_path: Path) -> None:
    rows = [row for number in range(33) for row in grow(f"镇{number}", 2020, 10.0 + number)]
    draw(make_panel(*rows), make_targets(), make_documents(**{row["place"]: "乡" for row in rows}), NO_TIES, MEASURED, tmp_path)
    title, *told = read_words(sheets["level-乡"])[2:]
    assert title == "地区生产总值（亿元），2020年，33个中最高的30个"
    assert told[::2] == [f"镇{number}" for number in range(32, 2, -1)]


def test_a_target_is_drawn_at_its_own_place_alone(sheets: dict[str, Sheet], tmp_path: Path) -> None:
    places = ("城关镇 110101", "城关镇 330109")
    rows = [row for place in places for row in grow(place, 2018, 80, 88)]
    promised = {"place": places[1], "year": 2021, "low": 1e10, "bound": "ge"}
    draw(make_panel(*rows), make_targets(promised), make_documents(**dict.fromkeys(places, "县")), NO_TIES, MEASURED, tmp_path)
    assert sorted(sheets) == ["level-县", *(f"place-{place}" for place in places)]
    assert ["≥100" in read_words(sheets[f"place-{place}"]) for place in places] == [False, True]


def test_nothing_to_draw_is_no_picture(tmp_path: Path) -> None:
    draw(make_panel(*grow("环橙镇", 2018, 80)), PROMISES, DOCUMENTS, NO_TIES, MEASURED, tmp_path)
    draw(make_panel(), make_targets(), make_documents(), NO_TIES, MEASURED, tmp_path)
    assert list(tmp_path.iterdir()) == []


YEARS = {
    "doc_id": ["环橙镇/2020", "环橙镇/2021", "环橙镇/2021副本", "清溪镇/2021"], "place": ["环橙镇"] * 3 + ["清溪镇"], "level": ["乡"] * 4,
    "year": [2020, 2021, 2021, 2021], "duplicate_of": [None, None, "环橙镇/2021", None],
}  # fmt: skip


def test_themes_are_drawn_where_there_are_reports_of_two_years(sheets: dict[str, Sheet], tmp_path: Path) -> None:
    rows = [(doc_id, theme, hits, 500) for doc_id, hits in zip(YEARS["doc_id"], (2, 7, 7, 9), strict=True) for theme in ("三农", "交通")]
    themes = dict(zip(("doc_id", "theme", "hits", "tokens"), map(list, zip(*rows, strict=True)), strict=True))
    themes["hits"][1::2] = [0] * 4
    draw(make_panel(), make_targets(), YEARS, NO_TIES, MEASURED, tmp_path, themes=themes)
    assert list(sheets) == ["themes-环橙镇"]
    words = read_words(sheets["themes-环橙镇"])
    assert words[0] == "环橙镇：各主题在每千词中出现的次数"
    assert {"三农", "4", "14", "2020", "2021"} <= set(words)
    assert "交通" not in words


def test_a_word_is_followed_from_year_to_year(sheets: dict[str, Sheet], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[Any] = []
    monkeypatch.setattr(Sheet, "line", lambda sheet, points, colour, **more: lines.append((points, colour)))
    ranked = {
        "环橙镇/2020": ["脱贫", "水利", "一二三四五六七八九十一二三四五六七八九十"],
        "环橙镇/2021": ["水利", "旅游"],
        "清溪镇/2021": ["水利"],
    }
    rows = [("document", doc_id, term, 1.0) for doc_id, terms in ranked.items() for term in terms]
    keywords = dict(zip(("scope", "scope_id", "term", "score"), map(list, zip(*rows, strict=True)), strict=True))
    draw(make_panel(), make_targets(), YEARS, NO_TIES, MEASURED, tmp_path, keywords=keywords)
    assert list(sheets) == ["ranks-环橙镇"]
    (points, colour) = lines[0]
    assert len(lines) == 1 and colour == COLOURS[0]
    assert points[0][0] < points[1][0] < points[2][0]
    assert points[0][1] == points[1][1] > points[2][1]
    words = read_words(sheets["ranks-环橙镇"])
    assert words[2:6] == ["2020", "脱贫", "水利", "一二三四五六七八九十一二…"]
    assert words[6:] == ["2021", "水利", "旅游"]
