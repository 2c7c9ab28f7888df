"""The pages in a real browser, from file://: what a reader does, with the mouse and with the keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import Watch, await_fonts, start_browser
from tests.views.explorer.conftest import EVIL

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

Open = Callable[..., "Page"]
ROW, MARK = "#rows tbody tr:not(.more)", "#text a.q"
OPTIONS = {"preload": False}  # of axe, which would ask for the style sheet once more
PAGES = ("index.html", "r/5.html", "indicators.html#i=gdp", "targets.html", "audit.html", "words.html#t=1", "rules.html")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with start_browser() as browser:
        yield browser


@pytest.fixture
def visit(browser: Browser, explorer: Path) -> Iterator[Open]:
    """Opens pages; at the end none has complained, and none has asked for anything but its own files."""
    contexts: dict[str, BrowserContext] = {}
    watches = []

    def open_page(address: str, **settings: object) -> Page:
        if str(settings) not in contexts:
            contexts[str(settings)] = browser.new_context(**{"viewport": {"width": 1440, "height": 900}} | settings)
        page = contexts[str(settings)].new_page()
        page.set_default_timeout(5000)
        watches.append(Watch(page))
        page.goto(f"{explorer.as_uri()}/{address}")
        await_fonts(page)
        return page

    yield open_page
    for context in contexts.values():
        for page in context.pages:
            await_fonts(page)
        context.close()
    assert watches
    assert [complaint for watch in watches for complaint in watch.complaints] == []
    asked = [address for watch in watches for address in watch.addresses if not address.startswith(("data:", "blob:file:"))]
    assert [address for address in asked if not address.startswith(explorer.parent.as_uri())] == []


def test_without_a_browser_tests_are_skipped_but_not_where_ci_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    for setting, outcome in (("", pytest.skip.Exception), ("true", pytest.fail.Exception)):
        monkeypatch.setenv("CI", setting)
        with pytest.raises(outcome, match="no Chromium here"), start_browser():
            pass


def test_a_machine_without_a_chinese_font_shows_no_boxes(visit: Open) -> None:
    page = visit("index.html")
    loaded = page.evaluate("document.fonts.load('16px \"Beside Sans\"', '报').then(faces => faces.map(face => face.status))")
    assert loaded == ["loaded"]
    for name in ("--serif", "--sans"):
        assert '"Beside Sans"' in page.evaluate(f"getComputedStyle(document.documentElement).getPropertyValue('{name}')")


def hash_of(page: Page) -> str:
    return page.evaluate("decodeURIComponent(location.hash)")


def test_a_passage_of_the_report_before_leads_to_both_texts(visit: Open) -> None:
    page = visit("r/5.html")
    shown = "() => getComputedStyle(document.querySelector('#text .reused')).backgroundColor"
    assert page.evaluate(shown) == "rgba(0, 0, 0, 0)"
    page.check("input[value=reused]")
    assert page.evaluate(shown) != "rgba(0, 0, 0, 0)"
    here, there = page.locator(".reuse li a").all()
    here.click()
    assert re.fullmatch(r"#c\d+&layer=.*reused", hash_of(page))
    anchor = page.locator(f"#{hash_of(page)[1:].partition('&')[0]}")
    assert 0 < anchor.bounding_box()["y"] < 900  # type: ignore[index]
    there.click()
    page.wait_for_url("**/r/4.html#c*")
    assert 0 < page.locator(hash_of(page)).bounding_box()["y"] < 900  # type: ignore[index]


def find_row(page: Page, text: str) -> str:
    """The span of the first row whose characters are these."""
    return page.evaluate(
        "(text) => [...document.querySelectorAll('#text a.q')].find((mark) => mark.textContent === text).id.slice(1)", text
    )


def test_a_row_leads_to_its_characters_and_a_mark_to_its_row(visit: Open) -> None:
    page = visit("r/5.html")
    span = find_row(page, "20公里")
    page.hover(f"#r{span}")
    assert page.locator(f"#q{span}.lift").count() == 1
    page.click(f"#r{span} td:nth-child(2)")
    assert hash_of(page) == f"#q{span}"
    assert page.locator(f"#q{span}.on").count() == page.locator(f"#r{span}.on").count() == 1
    told = page.inner_text(f"#r{span} + tr.more")
    assert re.sub(r"\s+", " ", told).startswith("原文 20公里 基本单位 20,000 m 类别 长度 关系 水平 界限 等于")
    other = find_row(page, "94亿元")
    before = page.evaluate("scrollY")
    page.click(f"#q{other}")
    assert (hash_of(page), page.evaluate("scrollY")) == (f"#q{other}", before)
    assert page.locator("tr.on").get_attribute("id") == f"r{other}"
    assert page.locator("tr.more a", has_text="地区生产总值·水平").get_attribute("href").endswith("#i=gdp&p=%E7%8E%AF%E6%A9%99%E9%95%87")
    page.go_back()
    assert page.locator("tr.on").get_attribute("id") == f"r{span}"


def test_what_is_chosen_scrolls_to_the_middle(visit: Open) -> None:
    page = visit("r/4.html", viewport={"width": 1300, "height": 260})
    span = find_row(page, "4.5%")
    page.evaluate(f"document.querySelector('#r{span} a').click()")
    box = page.locator(f"#q{span}").bounding_box()
    assert box
    assert 60 < box["y"] < 200


def test_arrows_walk_the_rows_that_are_shown_and_escape_closes(visit: Open) -> None:
    page = visit("r/4.html")
    spans = [row.get_attribute("id") for row in page.locator(ROW).all()]
    page.click(f"#{spans[0]} td:nth-child(2)")
    page.keyboard.press("ArrowDown")
    assert page.locator("tr.on").get_attribute("id") == spans[1]
    page.uncheck("input[value=p]")
    page.focus(f"#{spans[0]} a")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("tr.on")
    assert "p" not in (chosen.get_attribute("class") or "").split()
    page.keyboard.press("Escape")
    assert page.locator(".on, tr.more").count() == 0
    assert hash_of(page).startswith("#kind=")


def test_toggles_hide_rows_and_marks_and_stay_in_the_address(visit: Open) -> None:
    page = visit("r/5.html")
    every = page.locator(ROW).count()
    page.uncheck("input[value=m]")
    shown = page.locator(f"{ROW}:visible")
    assert 0 < shown.count() < every
    assert page.locator(f"{ROW}.m:visible").count() == 0
    assert page.inner_text("#count") == f"{shown.count()} 个，共 {every} 个"
    assert page.evaluate("getComputedStyle(document.querySelector('#text .q.m')).textDecorationColor") == "rgba(0, 0, 0, 0)"
    page.check("input[value=i]")
    kept = hash_of(page)
    page.reload()
    assert hash_of(page) == kept
    assert not page.is_checked("input[value=m]")
    assert page.locator(f"{ROW}:not(.i):visible").count() == 0


def test_a_deep_link_opens_its_row_with_the_filters_behind_it(visit: Open) -> None:
    page = visit("r/5.html")
    span = find_row(page, "3.8%")
    page.goto("about:blank")
    page.go_back()
    await_fonts(page)
    page.goto(page.url.partition("#")[0] + f"#q{span}&kind=p")
    page.reload()
    assert page.locator("tr.on").get_attribute("id") == f"r{span}"
    assert page.locator(f"{ROW}:visible").count() == page.locator(f"{ROW}.p").count()


def test_search_shows_lines_with_the_term_in_the_middle_and_leads_there(visit: Open) -> None:
    page = visit("r/5.html")
    page.keyboard.press("/")
    page.keyboard.type("产业园")
    lines = page.locator("#found .kwic a")
    assert lines.count() == 2
    assert lines.nth(1).locator("mark").inner_text() == "产业园"
    assert lines.nth(1).locator(".left").inner_text().endswith("加快建设产业园，")
    assert hash_of(page) == "#find=产业园"
    lines.nth(1).click()
    assert page.evaluate("[...CSS.highlights.get('found')][0].toString()") == "产业园"
    page.fill("#find", "没有的词")
    assert page.inner_text("#found") == "这份报告里没有“没有的词”"
    page.keyboard.press("Escape")
    assert page.locator("#found").is_hidden()


def test_a_citation_names_report_section_sentence_and_characters(visit: Open) -> None:
    page = visit("r/4.html")
    span = find_row(page, "18公里")
    page.click(f"#q{span}")
    start, end = span.split("-")
    citation = page.inner_text(".cite")
    assert citation.startswith("《环橙镇2020年政府工作报告》，一、2019年工作回顾 / （一）经济稳中有进，第 ")
    assert f"第 {start}—{end} 字（均从 0 数）：“全镇地区生产总值达到88亿元" in citation
    assert citation.endswith("（环橙镇/2020）")
    page.click(".more button")
    page.wait_for_function("document.querySelector('.more button').textContent === '已复制'")


def test_without_script_a_report_is_whole(visit: Open) -> None:
    page = visit("r/5.html", java_script_enabled=False)
    assert page.locator(".only-script:visible").count() == 0
    first = page.locator(f"{ROW} td").nth(13)
    assert first.is_visible()
    row = page.locator(ROW).nth(1)
    target = row.locator("a").first.get_attribute("href")
    assert target
    row.locator("a").first.click()
    assert page.locator(f"{target}:target").count() == 1


def test_reports_are_sorted_and_filtered_and_the_address_keeps_it(visit: Open) -> None:
    page = visit("index.html")
    page.wait_for_function("document.getElementById('count').textContent !== ''")
    page.click("th[data-name=quantities] button")
    page.click("th[data-name=quantities] button")
    counts = [int(cell) for cell in page.locator("#reports td:nth-child(8)").all_inner_texts()]
    assert counts == sorted(counts, reverse=True)
    page.select_option("select[name=place]", "环橙镇")
    page.fill("input[name=from]", "2021")
    assert page.locator("#reports td:nth-child(3)").all_inner_texts() == ["2021", "2022"]
    assert hash_of(page) == "#place=环橙镇&from=2021&sort=-quantities"
    page.reload()
    page.wait_for_function("document.getElementById('count').textContent === '2 份，共 6 份'")
    page.keyboard.press("/")
    page.keyboard.type("没有的")
    assert "没有这样的报告" in page.inner_text("#reports tbody")
    page.keyboard.press("Escape")
    assert page.locator("#reports tbody tr").count() == 6


def test_a_point_opens_every_sentence_and_the_series_is_downloaded(visit: Open) -> None:
    page = visit("indicators.html")
    page.click("#names label:has-text('地区生产总值')")
    disputed = page.locator(".plot circle.split")
    disputed.first.wait_for()
    assert disputed.count() == 1
    page.locator(".plot a", has=page.locator("circle.split")).click()
    said = page.inner_text("#said")
    assert "2 处说到" in said
    assert "94亿元" in said
    assert "97亿元" in said
    assert "at=gdp|level||环橙镇|2020" in hash_of(page)
    assert page.locator(".plot .band").count() == 1
    assert page.locator(".plot .target").count() >= 2
    with page.expect_download() as download:
        page.locator("button", has_text="下载 CSV").first.click()
    lines = Path(download.value.path()).read_bytes().decode("utf-8-sig").split("\r\n")
    assert lines[:2] == ["指标,地方,时期,口径,数值,下限,上限,性质,报告数,不一致", "地区生产总值（亿元）,环橙镇,2019,,88,88,88,实际,1,0"]
    page.click("#said a >> nth=0")
    page.wait_for_url(re.compile(r"/r/\d\.html#q"))
    assert page.locator("tr.on").count() == 1


def test_targets_are_filtered_and_lead_into_both_reports(visit: Open) -> None:
    page = visit("targets.html")
    every = page.locator(".pair").count()
    page.uncheck("input[value=unknown]")
    shown = page.locator(".pair:visible")
    assert 0 < shown.count() < every
    page.fill("input[name=find]", "失业率")
    assert hash_of(page) == "#met=yes,no&find=失业率"
    pair = page.locator(".pair:visible", has=page.locator("h3", has_text="失业率"))
    assert re.sub(r"\s+", " ", pair.locator(".verdict").inner_text()).startswith("≤ 4.5 % → 3.8 %")
    assert pair.locator(".quote mark").all_inner_texts() == ["4.5%", "3.8%"]
    page.fill("input[name=find]", "2020 失业率  环橙镇")  # each of the words, wherever it stands
    assert pair.count() == 1
    page.fill("input[name=find]", "没有的词")
    assert "没有这样的条目" in page.inner_text("#count")
    page.fill("input[name=find]", "失业率")
    pair.locator(".quote a").nth(1).click()
    assert page.locator(".q.on").inner_text() == "3.8%"


def test_a_finding_has_both_sentences(visit: Open) -> None:
    page = visit("audit.html")
    assert page.locator(".pair").count() >= 1
    assert page.locator(".pair").first.locator(".quote mark").count() == 2


def test_a_term_opens_its_lines_which_lead_to_their_sentence(visit: Open) -> None:
    page = visit("words.html")
    first = page.locator("#corpus ~ .terms a").first
    term = first.inner_text()
    first.click()
    lines = page.locator("#lines .kwic a")
    lines.first.wait_for()
    assert set(lines.locator("mark").all_inner_texts()) == {term}
    lines.first.click()
    page.wait_for_url(re.compile(r"/r/\d\.html#s\d+&find="))
    page.locator("#found .kwic a").first.wait_for()


def test_hostile_text_is_shown_and_does_nothing(visit: Open) -> None:
    for address in ("index.html", "r/1.html", "targets.html", "words.html"):
        page = visit(address)
        dialogs: list[str] = []
        page.on("dialog", lambda dialog, dialogs=dialogs: dialogs.append(dialog.message))
        page.wait_for_timeout(50)
        assert dialogs == []
        assert page.locator("img[src=x], script:not([src])").count() == 0
    page = visit("r/1.html")
    assert EVIL in page.inner_text("#text")
    page.locator(MARK).first.click()
    assert EVIL in page.inner_text(".cite")


@pytest.mark.parametrize(("scheme", "more"), [("light", {}), ("dark", {"runOnly": ["color-contrast"]})], ids=["light", "dark"])
def test_axe_finds_nothing(visit: Open, scheme: str, more: dict[str, list[str]]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for address in PAGES if scheme == "light" else PAGES[:4]:
        page = visit(address, color_scheme=scheme)
        if address.startswith("r/"):
            page.locator(MARK).first.click()
        found = [
            f"{entry['id']}: {entry['nodes'][0]['html'][:200]}" for entry in Axe().run(page, options=OPTIONS | more).response["violations"]
        ]
        assert found == [], address


def test_a_narrow_screen_has_one_column_and_a_drawer(visit: Open) -> None:
    for address in PAGES:
        page = visit(address, viewport={"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    page = visit("r/5.html", viewport={"width": 390, "height": 844})
    assert not page.is_visible("#rows")
    page.locator(MARK).first.click()
    assert page.is_visible("tr.more")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.locator("#rows").wait_for(state="hidden")


def test_print_has_the_marks_and_all_columns(visit: Open) -> None:
    page = visit("r/5.html")
    page.emulate_media(media="print")
    assert page.locator("#rows td:nth-child(14):visible").count() == page.locator(ROW).count()
    assert page.locator("header.top:visible, .outline:visible, .bar:visible").count() == 0
