from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from pipeline.drawing.sheet import COLOURS
from pipeline.lexicon.terms import load_term_words
from pipeline.schema import Columns
from pipeline.views.clouds import drop_nested, write_clouds

WORDS = ["营商环境", "乡村振兴", "雨污分流", "招商引资", "专精特新"]


def make_keywords(*scopes: tuple[str, str, list[str]]) -> Columns:
    keywords: Columns = {name: [] for name in ("scope", "scope_id", "rank", "term", "score")}
    for scope, scope_id, terms in scopes:
        for rank, term in enumerate(terms, 1):
            for name, cell in zip(keywords, (scope, scope_id, rank, term, round(1 / rank, 6)), strict=True):
                keywords[name].append(cell)
    return keywords


def test_a_cloud_a_scope_the_same_bytes_each_time(tmp_path: Path) -> None:
    keywords = make_keywords(
        ("document", "橙溪镇/2021", WORDS),
        ("section", "橙溪镇/2021 / 一、工业", WORDS),
        ("place", "橙溪镇", WORDS[:1]),
        ("year", "2021", WORDS),
        ("corpus", "corpus", WORDS),
    )
    folders = [tmp_path / name for name in ("first", "second")]
    for folder in folders:
        folder.mkdir()
        write_clouds(keywords, folder)
    files = [{file.name: file.read_bytes() for file in folder.iterdir()} for folder in folders]
    assert files[0] == files[1]
    assert sorted(files[0]) == ["corpus.png", "doc-橙溪镇__2021.png", "place-橙溪镇.png", "year-2021.png"]


def test_words_shrink_with_their_scores_and_none_is_cut(tmp_path: Path) -> None:
    from PIL import Image

    write_clouds(make_keywords(("corpus", "corpus", WORDS)), tmp_path)
    with Image.open(tmp_path / "corpus.png") as picture:
        assert (picture.size, picture.mode) == ((1600, 1000), "RGB")
        colours = picture.getcolors(1 << 20)
        assert colours is not None
        edges = [picture.crop(box) for box in ((0, 0, 1600, 4), (0, 996, 1600, 1000), (0, 0, 4, 1000), (1596, 0, 1600, 1000))]
        assert [edge.getcolors() for edge in edges] == [[(6400, (255, 255, 255))]] * 2 + [[(4000, (255, 255, 255))]] * 2
    counts = {f"#{red:02x}{green:02x}{blue:02x}": count for count, (red, green, blue) in colours}
    inks = [counts[colour] for colour in COLOURS]
    assert all(larger > 1.1 * smaller > 0 for larger, smaller in pairwise(inks))


def test_words_between_the_strokes_of_a_larger_word_are_left_out() -> None:
    from pylopdf_fonts_zh_cn import sans_path

    layout = [
        ((word, 1.0), size, place, None, "#000000")
        for word, size, place in (("国门", 200, (10, 10)), ("村", 20, (150, 300)), ("镇", 20, (150, 500)))
    ]
    assert [place[0][0] for place in drop_nested(layout, str(sans_path()))] == ["国门", "镇"]


def test_the_font_has_every_character_of_the_user_dictionary() -> None:
    from PIL.ImageFont import truetype
    from pylopdf_fonts_zh_cn import sans_path

    font = truetype(str(sans_path()), 40)
    box = bytes(font.getmask("\uffff"))
    characters = {char for word in load_term_words().userdict for char in word}
    assert [char for char in sorted(characters) if bytes(font.getmask(char)) == box] == []


def test_no_keywords_no_pictures(tmp_path: Path) -> None:
    write_clouds(make_keywords(), tmp_path)
    assert list(tmp_path.iterdir()) == []
