"""Pictures: of each place its indicators, themes and foremost words over the years, of each level its places, network and map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from pipeline.drawing.attention import read_attention
from pipeline.drawing.comparison import Comparison, compare_places
from pipeline.drawing.graph import Tie, draw_network
from pipeline.drawing.names import name_picture
from pipeline.drawing.page import Field, draw_page
from pipeline.drawing.panels import draw_lines, draw_ranking, draw_series, explain_series, measure_ranking
from pipeline.drawing.plane import draw_plane, read_plane
from pipeline.drawing.ranks import draw_ranks, read_ranks
from pipeline.drawing.series import Measured, Series, read_series, tells_change
from pipeline.drawing.sheet import plain_settings
from pipeline.schema import LEVELS, Columns

_NETWORK: Final = "词语网络"
_TIES: Final = "连线的词常在同一句里（多于偶然，NPMI），线越粗越常；字越大，与别的词同句的句数越多；一种颜色是一组词，灰线连着不同的组。"
_THEMES: Final = "各主题在每千词中出现的次数"
_RANKS: Final = "历年最突出的词"
_FOLLOWED: Final = "每列从上到下按关键词名次；连线是同一个词在相邻两份报告中的名次。"
_MAP: Final = "报告的远近"
_ALIKE: Final = "一点是一份报告，说的相近的靠在一起；灰线按年份连着同一地方的报告；四边是把报告引向那里的词。"
_HEADS: Final = ("水平", "增长与增减")
_HEIGHT: Final = 128.0  # of a field over years
_MOST: Final = 12  # fields of a place
_FEW: Final = 6  # fields of a comparison
_LINES: Final = 8  # places that can be told apart as lines


def write_figures(tables: Mapping[str, Columns], columns: Sequence[Measured], target: Path) -> None:
    """Draw the pictures into a folder, each as PNG and SVG, the same bytes for the same tables.

    place-….png has the indicators that are told for at least two years of a place; level-县.png those that two places of a level tell for
    the same year; themes-….png and ranks-….png the themes and the foremost words of each place of which there are reports of two years;
    network.png the network of the corpus; map.png which reports are alike. ``tables`` are panel_long, targets, documents (with places
    called as in the panel), networks, themes and keywords; ``columns`` say in which units and in which order aspects of indicators are
    drawn. A name that a file system could not hold is changed, and told apart by a part of its hash.
    """
    documents = tables["documents"]
    levels: dict[str, str] = {}
    for place, level in zip(documents["place"], documents["level"], strict=True):
        levels.setdefault(place, level or "")
    places = read_series(tables["panel_long"], tables["targets"], columns)
    taken: set[str] = set()
    for place, own in places.items():
        if chosen := _choose_series(own, columns[0].indicator):
            _draw_place(place, chosen, target / name_picture("place", place, taken))
    for level in LEVELS:
        compared = compare_places({place: own for place, own in places.items() if levels.get(place) == level}, columns, _FEW)
        if compared:
            _draw_level(level, compared, target / name_picture("level", level, taken))
    if ties := _read_ties(tables["networks"]):
        with plain_settings():
            draw_network(_NETWORK, _TIES, ties).save(target / "network")
    if plane := read_plane(tables["keywords"], documents):
        with plain_settings():
            draw_plane(_MAP, _ALIKE, plane).save(target / "map")
    for place, themes in read_attention([tables["themes"]], documents).items():
        _draw_themes(place, themes, target / name_picture("themes", place, taken))
    for place, ranks in read_ranks(tables["keywords"], documents).items():
        with plain_settings():
            draw_ranks(f"{place}：{_RANKS}", _FOLLOWED, ranks).save(target / name_picture("ranks", place, taken))


def _draw_themes(place: str, themes: Sequence[Series], stem: Path) -> None:
    years = [year for series in themes for year in series.list_years()]
    fields = [Field(_HEIGHT, partial(draw_series, series=series, years=(min(years), max(years)))) for series in themes]
    with plain_settings():
        draw_page(f"{place}：{_THEMES}", explain_series(themes), [("", fields)]).save(stem)


def _read_ties(networks: Columns) -> list[Tie]:
    rows = zip(*(networks[name] for name in ("scope", "source", "target", "sentences", "npmi", "community")), strict=True)
    return [Tie(*cells) for scope, *cells in rows if scope == "corpus"]


def _choose_series(own: Sequence[Series], first: str) -> list[Series]:
    """Return what is drawn of a place, in its order: the indicator that is first of all, then those of most years, at least two.

    Half of them are levels and half growths, as far as there are so many.
    """
    several = [series for series in own if len(series.points) > 1]
    longest = sorted(several, key=lambda series: (series.measured.indicator != first, -len(series.points)))
    levels, growths = ([series for series in longest if tells_change(series.measured) == moves] for moves in (False, True))
    shown = levels[: _MOST - min(len(growths), _MOST // 2)]
    shown += growths[: _MOST - len(shown)]
    return [series for series in several if series in shown]


def _draw_place(name: str, chosen: Sequence[Series], stem: Path) -> None:
    told = [year for series in chosen for year in series.list_years()]
    fields = []
    for series in chosen:
        years = _choose_years(series.list_years(), told)
        fields.append((tells_change(series.measured), Field(_HEIGHT, partial(draw_series, series=series, years=years))))
    with plain_settings():
        draw_page(name, explain_series(chosen), _part_fields(fields)).save(stem)


def _choose_years(own: Sequence[int], told: Sequence[int]) -> tuple[int, int]:
    """Return the years that a field shows: those of the whole picture, but its own where it would fill less than half of them."""
    shown = min(told), max(told)
    return (min(own), max(own)) if 2 * (max(own) - min(own) + 1) < shown[1] - shown[0] + 1 else shown


def _part_fields(fields: Sequence[tuple[bool, Field]]) -> list[tuple[str, list[Field]]]:
    return [(head, [field for kind, field in fields if kind == moves]) for moves, head in enumerate(_HEADS)]


def _draw_level(level: str, compared: Sequence[Comparison], stem: Path) -> None:
    several = [one for one in compared if len(one.places) <= _LINES and one.has_lines()]
    years = [year for one in several for year in one.years]
    fields = []
    for one in compared:
        if one in several:
            draw = partial(draw_lines, measured=one.measured, places=one.places, years=(min(years), max(years)))
            fields.append((tells_change(one.measured), Field(_HEIGHT, draw)))
        else:
            year, values = one.rank_places()
            draw = partial(draw_ranking, measured=one.measured, values=values, year=year)
            fields.append((tells_change(one.measured), Field(measure_ranking(values), draw)))
    with plain_settings():
        draw_page(f"{level}级：各地比较", [], _part_fields(fields)).save(stem)
