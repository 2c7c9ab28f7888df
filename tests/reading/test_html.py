from __future__ import annotations

import pytest

from pipeline.reading.html import read_html

ARTICLE = (
    '<p align="center"><strong>柳塘镇政府工作报告</strong></p><p>各位代表：</p><p>　　全年产值36亿元，<span>增长</span>5%；税收2亿元。</p>'
    "<table border=1><tr><th>指标</th><th>2020年</th></tr><tr><td>粮食产量</td><td><p>32万吨</p></td></tr></table>"
    '<p>营商环境<a href="x">持续</a>改善，群众满意。</p><p>力争增长6%左右。<br>抓好民生，办好实事。</p>'
)
LINES = (
    "柳塘镇政府工作报告\n各位代表：\n　　全年产值36亿元，增长5%；税收2亿元。\n指标\t2020年\n粮食产量\t32万吨\n"
    "营商环境持续改善，群众满意。\n力争增长6%左右。\n抓好民生，办好实事。\n"
)


def page(body: str, head: str = "<title>柳塘镇政府工作报告</title>") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode()


def test_the_report_is_read_without_the_page_around_it() -> None:
    menu = '<div class="top-nav"><ul><li><a>首页</a></li><li><a>要闻，动态，公开。</a></li></ul></div>'
    side = '<div class="side"><ul><li><a>上一篇通知，很长的标题，说了不少。</a></li><li><a>又一篇。</a></li></ul></div>'
    body = f'{menu}<div class="main">{side}<div id="zoom">{ARTICLE}<div class="share">分享到：朋友，家人。</div></div></div>'
    reading = read_html(page(body + "<footer>版权所有，翻印必究。</footer><script>var a = '。';</script>"))
    assert reading.text == LINES
    assert (reading.format, reading.encoding, reading.status, reading.replaced) == ("html", "utf-8", "ok", 0)


def test_a_page_laid_out_by_tables_keeps_its_lines_and_its_table_of_figures() -> None:
    body = f"<table><tr><td><a>首页</a></td></tr></table><table><tr><td class='left-menu'><a>栏目</a></td><td>{ARTICLE}</td></tr></table>"
    assert read_html(page(body)).text == LINES


def test_a_title_that_the_text_has_not_stands_on_the_first_line() -> None:
    article = ARTICLE.replace("柳塘镇政府工作报告", "政府工作报告")
    text = read_html(page(f"<div>{article}</div>", "<title>2021年柳塘镇政府工作报告_柳塘镇人民政府网</title>")).text
    assert text.startswith("2021年柳塘镇政府工作报告\n政府工作报告\n")
    assert read_html(page(f"<h1>二〇二一年报告</h1><div>{article}</div>")).text.startswith("二〇二一年报告\n政府工作报告\n")


def test_text_that_stands_beside_the_body_is_parted_by_breaks() -> None:
    assert read_html(page("各位代表：<br/>全年向好，<b>群众</b>满意。<hr>完", "")).text == "各位代表：\n全年向好，群众满意。\n完\n"


@pytest.mark.parametrize("name", ["gb2312", "GBK", "gb18030"])
def test_the_gb_family_is_read_as_gb18030(name: str) -> None:
    raw = (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={name}"></head><body><p>全年向好，镕。</p></body></html>'
    )
    reading = read_html(raw.encode("gb18030"))
    assert (reading.text, reading.encoding) == ("全年向好，镕。\n", "gb18030")


def test_utf8_wins_over_a_meta_tag_that_says_otherwise_and_big5_is_believed() -> None:
    assert read_html("<html><meta charset=gb2312><body><p>全年向好。</p></body></html>".encode()).text == "全年向好。\n"
    assert (
        read_html("<html><meta charset=big5><body><p>會議開幕，農業發展。</p></body></html>".encode("big5")).text
        == "會議開幕，農業發展。\n"
    )


@pytest.mark.parametrize(
    "raw", [b"<html></html>", b"<html><body><script>a</script><nav>b</nav></body></html>", b"<!-- -->", b"<?xml version='1.0'?>"]
)
def test_a_page_without_text_is_failed(raw: bytes) -> None:
    reading = read_html(raw)
    assert (reading.text, reading.status) == ("", "failed")
    assert "copy the report" in reading.reason
