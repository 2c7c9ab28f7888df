"""What the explorer's files hold, without a browser."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import html

from pipeline.run import open_table
from pipeline.schema import Columns
from pipeline.store.parts import PartSeries
from pipeline.store.record import read_record
from pipeline.views.explorer.facts import Facts
from pipeline.views.explorer.register import CELLS, Register
from pipeline.views.explorer.site import write_explorer
from tests.views.explorer.conftest import EVIL, REPORTS

LISTS = ("index.html", "indicators.html", "targets.html", "audit.html", "words.html", "rules.html")
NUMBERS = {"环橙镇/2020": 4, "环橙镇/2021": 5, "环橙镇/2022": 6, "清溪镇/2021": 3, f"{EVIL}镇": 1}


def parse(path: Path) -> html.HtmlElement:
    return html.document_fromstring(path.read_text(encoding="utf-8"))


def read_script(path: Path) -> Any:
    """The value that a script file of data hands over."""
    match = re.fullmatch(r"baogao\.receive\((\"[^\"]*\"),(.*)\);\n", path.read_text(encoding="utf-8"), re.DOTALL)
    assert match
    return json.loads(re.sub(r",\n\]", "\n]", match[2]))


@pytest.mark.parametrize("doc_id", NUMBERS)
def test_a_page_has_the_whole_text_and_each_row_at_its_characters(explored: Path, doc_id: str) -> None:
    page = parse(explored / f"explorer/r/{NUMBERS[doc_id]}.html")
    text = (explored / f"texts/{doc_id}.txt").read_bytes().decode()
    (article,) = page.xpath("//article[@id='text']")
    lines = [line for line in re.split(r"[\r\n]+", text) if line.strip()]
    assert [part.text_content() for part in article] == lines
    quantities = open_table("quantities", explored)
    own = quantities[quantities["doc_id"] == doc_id]
    marks = {mark.get("id"): mark.text_content() for mark in page.xpath("//a[starts-with(@id, 'q')]")}
    assert marks == {f"q{row.start}-{row.end}": row.text for row in own.itertuples()}
    rows = {row.get("id"): row.xpath("string(td[5])") for row in page.xpath("//table[@id='rows']/tbody/tr")}
    assert rows == {f"r{row.start}-{row.end}": row.text for row in own.itertuples()}
    assert all(text[row.start : row.end] == row.text for row in own.itertuples())


def test_every_address_leads_to_a_file_and_a_place_in_it(explorer: Path) -> None:
    pages = {path: parse(path) for path in explorer.rglob("*.html")}
    ids = {path.resolve(): set(page.xpath("//@id")) for path, page in pages.items()}
    seen = 0
    for path, page in pages.items():
        for address in page.xpath("//@href | //@src"):
            name, _, anchor = address.partition("#")
            assert "//" not in name
            target = (path.parent / unquote(name)).resolve() if name else path.resolve()
            assert target.is_file(), address
            if anchor and "=" not in anchor:
                assert unquote(anchor) in ids[target], address
            seen += 1
    assert seen > 200


def test_headings_are_the_outline_and_stand_in_the_text_as_such(explorer: Path) -> None:
    page = parse(explorer / "r/4.html")
    assert page.xpath("//nav[@class='outline']//a/text()") == ["一、2019年工作回顾", "（一）经济稳中有进", "二、2020年工作安排"]
    headings = [(part.tag, part.text_content()) for part in page.xpath("//article//*[self::h2 or self::h3]")]
    assert headings == [("h2", "一、2019年工作回顾"), ("h3", "（一）经济稳中有进"), ("h2", "二、2020年工作安排")]


def test_figures_are_never_more_certain_than_the_report(explorer: Path) -> None:
    page = parse(explorer / "r/4.html")
    shown = {row.xpath("string(td[5])"): " ".join(row.xpath("string(td[1])").split()) for row in page.xpath("//tbody/tr")}
    assert shown["300余家"] == "≥ 300 家"
    assert shown["95亿元"] == "≈ 95 亿元"
    assert shown["4.5%"] == "≤ 4.5 %"
    assert shown["7.5%"] == "▲ 7.5 %"
    assert "6—6.5" in parse(explorer / "r/5.html").xpath("string(//table[@id='rows'])")


def test_what_is_missing_is_told_with_its_reason(explorer: Path) -> None:
    assert "没有读到带单位的数" in parse(explorer / "r/3.html").xpath("string(//aside)")
    failed = parse(explorer / "index.html").xpath("string(//details[@class='failed'])")
    assert "旧稿.doc" in failed
    assert "save it as .docx" in failed
    assert not (explorer / "r/2.html").exists()


def test_text_of_others_is_text(explorer: Path) -> None:
    for path in explorer.rglob("*.html"):
        page = parse(path)
        assert page.xpath("//script[not(@src)] | //img[@src='x'] | //*[@onerror] | //style") == []
        assert page.xpath("//b[text()='镇']") == []
    for path in explorer.rglob("*.js"):
        if path.parent != explorer or path.name == "reports.js":
            assert not re.search("[<\u2028\u2029]", path.read_text(encoding="utf-8")), path
    (row,) = [row for row in read_script(explorer / "reports.js") if row[10] == f"{EVIL}镇"]
    assert row[1:3] == ["</title><script>alert(2)</script>报告", '"><b>镇']


def test_a_series_has_values_targets_and_what_every_report_says(explorer: Path) -> None:
    series = read_script(explorer / "series/gdp.js")
    values = {(row[1], row[4]): (row[5], row[11]) for row in series["values"]}
    assert values["level", "2020"][1] == 1  # one report tells another value
    assert values["growth", "2021"][0] == "6.3"
    said = {row[10] for row in series["said"] if row[1] == "level" and row[4] == "2020" and row[5] == "a"}
    assert said <= {row[10] for row in series["said"]}
    assert sorted("".join(row[12:15]) for row in series["said"] if (row[1], row[4], row[5]) == ("level", "2020", "a")) == [
        "2020年，全镇地区生产总值为97亿元。",
        "全镇地区生产总值达到94亿元，增长7.9%，城镇登记失业率3.8%。",
    ]
    assert {(row[1], row[4], row[5]) for row in series["targets"]} >= {("growth", "2020", "≈ 8"), ("growth", "2021", "6—6.5")}


def test_beyond_the_most_pages_the_newest_have_one() -> None:
    rows = [("甲", 2019), ("乙", 2021), ("丙", None), ("丁", 2020)]
    documents: Columns = {name: [None] * len(rows) for name in CELLS}
    documents |= {"doc_id": [name for name, _ in rows], "year": [year for _, year in rows], "status": ["ok"] * len(rows)}
    register = Register([documents], most=2)
    assert [(report.doc_id, report.page) for report in register.reports] == [("甲", ""), ("乙", "r/2.html"), ("丙", ""), ("丁", "r/4.html")]
    assert (register.paged, register.readable) == (2, 4)
    assert register.link_span("甲", 1, 2) == ""
    assert register.link_span("乙", 1, 2) == "r/2.html#q1-2"


START = REPORTS["环橙镇/2021.txt"].index("产业园")
GIVEN: dict[str, Columns] = {
    "themes": {
        "doc_id": ["环橙镇/2020", "环橙镇/2021"], "theme": ["产业"] * 2, "hit_characters": [4, 6], "han_characters": [100, 100],
    },
    "theme_hits": {"doc_id": ["环橙镇/2021"], "theme": ["产业"], "start": [START], "end": [START + 3]},
    "terms": {
        "term": ["产业园<b>"], "count": [2], "documents": [1], "cohesion": [8.5], "left_entropy": [1.0], "right_entropy": [None],
        "example_doc_id": ["环橙镇/2021"], "example_start": [START], "example_end": [START + 3],
    },
    "phrases": {
        "phrase": ["我们认真履行职责"], "kind": ["verbal"], "count": [1], "documents": [1], "first_year": [2021], "last_year": [2021],
    },
    "phrase_uses": {"phrase": ["各位代表"], "doc_id": ["环橙镇/2020"], "start": [16], "end": [20]},
    "similarity": {
        "doc_id": ["环橙镇/2021", "环橙镇/2021"], "other": ["环橙镇/2020", "清溪镇/2021"], "relation": ["last_year", "same_year"],
        "containment": [0.1234, 0.5],
    },
    "passages": {
        "doc_id": ["环橙镇/2021"] * 2, "start": [START, 0], "end": [START + 3, 3], "other": ["环橙镇/2020", "清溪镇/2021"],
        "other_start": [16, 0], "characters": [3, 3],
    },
    "keyness": {
        "scope": ["document", "document", "year"], "scope_id": ["环橙镇/2021"] * 2 + ["2021"], "term": ["绿道", "产业园<b>", "企业"],
        "count": [1, 2, 3], "rest_count": [1, 0, 0], "log_likelihood": [15.5, 19.0, 40.0],
    },
    "phrase_years": {"phrase": ["我们认真履行职责"], "year": [2021], "count": [1], "documents": [1]},
}  # fmt: skip


def test_themes_terms_and_phrases_stand_in_the_pages(explored: Path, tmp_path: Path) -> None:
    record = read_record(explored)
    assert record
    tables = {name: PartSeries(explored, entry["parts"]) for name, entry in record.tables.items()}
    made = {name: [columns] for name, columns in GIVEN.items()}
    batched = {name: tables[name] for name in ("documents", "texts", "sentences", "quantities", "observations")}
    given = {name: tables[name] for name in ("keywords", "panel_long", "targets", "audit", "networks")}
    facts = Facts({}, (), {}, str, frozenset({"clouds/corpus.png", "figures/network.svg"}))
    write_explorer({**batched, "themes": made.pop("themes"), "theme_hits": made.pop("theme_hits")}, given | made, facts, tmp_path)
    index, words = parse(tmp_path / "index.html"), parse(tmp_path / "words.html")
    assert index.xpath("//section[h2='各主题所占的字数']//tbody/tr/*/text()") == ["产业", "5.00"]
    assert [bar.text_content() for bar in index.xpath("//table[@class='themes']//rect/title")] == ["2020：4", "2021：6"]
    assert "../clouds/corpus.png" in index.xpath("//img/@src")
    assert "../figures/network.svg" in words.xpath("//img/@src")
    assert words.xpath("string(//section[h2='提法']//tbody/tr/td[1]/a)") == "我们认真履行职责"
    assert words.xpath("string(//section[h2='新词']//tbody/tr/td[1])") == "产业园<b>"
    (tinted,) = parse(tmp_path / "r/4.html").xpath("//article//span[@class='phrase']")
    assert (tinted.text_content(), tinted.get("title")) == ("各位代表", "各位代表")
    page = parse(tmp_path / "r/5.html")
    assert page.xpath("//span[@class='reused theme' or @class='theme reused']//text()") == ["产业园"]
    assert page.xpath("//section[@class='keywords']/h3/following-sibling::p/a/text()") == ["产业园<b>", "绿道"]
    assert "有 12.3% 的文字" in page.xpath("string(//section[@class='reuse']/p)")
    assert page.xpath("//section[@class='reuse']//li//@href") == [f"#c{START}", "../r/4.html#c16"]
    for number, point, following in ((5, START, "产业园"), (4, 16, "各位代表")):
        (anchor,) = parse(tmp_path / f"r/{number}.html").xpath(f"//article//span[@id='c{point}']")
        assert (anchor.tail or anchor.xpath("string(following::text()[1])")).startswith(following)
    assert "没有可比的上一份报告" in parse(tmp_path / "r/3.html").xpath("string(//section[@class='reuse'])")
