from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from pipeline.drawing.sheet import COLOURS
from pipeline.drawing.words import drop_nested
from pipeline.lexicon.terms import load_term_words
from pipeline.schema import Columns
from pipeline.views.clouds import write_clouds

WORDS = ["营商环境", "乡村振兴", "雨污分流", "招商引资", "专精特新"]


def make_keywords(*scopes: tuple[str, str, list[str]]) -> Columns:
    keywords: Columns = {name: [] for name in ("scope", "scope_id", "rank", "term", "score")}
    for scope, scope_id, terms in scopes:
        for rank, term in enumerate(terms, 1):
            for name, cell in zip(keywords, (scope, scope_id, rank, term, round(1 / rank, 6)), strict=True):
                keywords[name].append(cell)
    return keywords


def draw(keywords: Columns, folder: Path, **more: Columns) -> None:
    """Draw the clouds of keywords; ``more`` stands in place of tables without rows."""
    documents: Columns = {"doc_id": [], "place": [], "year": []}
    terms: Columns = {"theme": [], "term": [], "count": []}
    write_clouds({"keywords": keywords, "documents": documents, "terms": terms} | more, folder)


def count_inks(file: Path) -> dict[str, int]:
    """How many dots of a picture have each colour."""
    from PIL import Image

    with Image.open(file) as picture:
        colours = picture.getcolors(1 << 20)
    assert colours is not None
    return {f"#{red:02x}{green:02x}{blue:02x}": count for count, (red, green, blue) in colours}


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
        draw(keywords, folder)
    files = [{file.name: file.read_bytes() for file in folder.iterdir()} for folder in folders]
    assert files[0] == files[1]
    assert sorted(files[0]) == ["corpus.png", "doc-橙溪镇__2021.png", "place-橙溪镇.png", "year-2021.png"]


def test_words_shrink_with_their_scores_and_none_is_cut(tmp_path: Path) -> None:
    from PIL import Image

    draw(make_keywords(("corpus", "corpus", WORDS)), tmp_path)
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
    draw(make_keywords(), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_theme_has_a_cloud_and_its_colour_in_that_of_the_corpus(tmp_path: Path) -> None:
    terms = {"theme": ["三农", "三农", "开放"], "term": ["乡村振兴", "粮食", "招商"], "count": [30, 4, 9]}
    draw(make_keywords(("corpus", "corpus", ["乡村振兴", "招商引资", "座谈"])), tmp_path, terms=terms)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["corpus.png", "theme-三农.png", "theme-开放.png", "themes.png"]
    inks = count_inks(tmp_path / "themes.png")
    assert [inks.get(colour, 0) > 0 for colour in (*COLOURS[:3], "#8c8c8c")] == [True, True, False, True]
    assert count_inks(tmp_path / "theme-三农.png").keys() >= set(COLOURS[:2])


def test_the_legend_says_what_the_colours_of_the_words_mean(tmp_path: Path) -> None:
    from PIL import Image

    terms = {"theme": ["三农"], "term": ["乡村振兴"], "count": [1]}
    draw(make_keywords(("corpus", "corpus", ["乡村振兴"])), tmp_path, terms=terms)
    with Image.open(tmp_path / "themes.png") as picture:
        assert picture.width == 1600
        strip = picture.crop((0, 1000, 1600, picture.height))
        colours = {f"#{red:02x}{green:02x}{blue:02x}" for _, (red, green, blue) in strip.getcolors(1 << 20) or []}
    assert COLOURS[0] in colours
    assert "#8c8c8c" not in colours


def test_the_last_two_years_of_a_place_are_set_beside_each_other(tmp_path: Path) -> None:
    documents = {
        "doc_id": ["a/2019", "a/2020", "a/2021", "b/2021", "c"],
        "place": ["橙溪镇"] * 3 + ["环橙镇", None], "year": [2019, 2020] + [2021] * 3,
    }  # fmt: skip
    words = {"a/2019": WORDS, "a/2020": WORDS[:2], "a/2021": [WORDS[1], WORDS[2]], "b/2021": WORDS, "c": WORDS}
    draw(make_keywords(*(("document", doc_id, terms) for doc_id, terms in words.items())), tmp_path, documents=documents)
    assert [file.name for file in tmp_path.glob("compare-*")] == ["compare-橙溪镇-2020-2021.png"]
    inks = count_inks(tmp_path / "compare-橙溪镇-2020-2021.png")
    assert [inks.get(colour, 0) > 0 for colour in COLOURS[:3]] == [True, True, False]


def test_two_years_of_the_same_words_are_not_compared(tmp_path: Path) -> None:
    documents = {"doc_id": ["a/2020", "a/2021"], "place": ["橙溪镇"] * 2, "year": [2020, 2021]}
    draw(make_keywords(("document", "a/2020", WORDS), ("document", "a/2021", WORDS)), tmp_path, documents=documents)
    assert list(tmp_path.glob("compare-*")) == []
