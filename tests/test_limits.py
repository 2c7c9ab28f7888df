"""How much of a file is read, and what is said of the rest."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import limits as limits_module
from pipeline.__main__ import main
from pipeline.limits import Allowance, Limits
from pipeline.readers import read_content, read_file
from pipeline.run import open_table, run
from pipeline.schema import Reading
from tests.hostile import PARAGRAPH, SENTENCE, write_docx
from tests.tiny_pdf import write_pdf

EMPTY = Reading("", "txt")


def close(limits: Limits, *pieces: str, reading: Reading = EMPTY) -> Reading:
    allowance = Allowance(limits)
    for piece in pieces:
        allowance.take(piece)
    return allowance.close(reading)


def test_what_lies_within_the_limits_is_read_whole() -> None:
    reading = close(Limits(text=10, paragraph=5), "一二三四五", "\n六七八九")
    assert (reading.text, reading.status, reading.reason) == ("一二三四五\n六七八九", "ok", "")


def test_a_text_is_cut_at_its_last_stop_and_the_reason_says_how_much_was_left() -> None:
    reading = close(Limits(text=12), "产值9亿元。税收", "2亿元，增长6.5%。\n完")
    assert reading.text == "产值9亿元。"
    assert reading.status == "partial"
    assert reading.reason == ("15 of 21 characters are left out, those after the first 6; divide the file, or raise the limit text")
    assert close(Limits(text=4), "产值九亿元", "整").text == "产值九亿"


def test_a_paragraph_is_cut_and_those_after_it_are_read() -> None:
    reading = close(Limits(paragraph=3), "一二三四\n五六", "七八九\n十\n")
    assert reading.text == "一二三\n五六七\n十\n"
    assert reading.reason.startswith("2 paragraphs have more than 3 characters, 3 characters of them are left out; ")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet="文。\n", max_size=40), st.lists(st.integers(0, 40), max_size=5), st.integers(1, 20), st.integers(1, 20))
def test_pieces_give_what_the_whole_gives(text: str, places: list[int], most: int, longest: int) -> None:
    limits = Limits(text=most, paragraph=longest)
    edges = [0, *sorted(min(place, len(text)) for place in places), len(text)]
    whole = close(limits, text)
    assert close(limits, *(text[start:end] for start, end in pairwise(edges))) == whole
    assert len(whole.text) <= most
    assert all(len(line) <= longest for line in whole.text.split("\n"))
    assert (whole.status == "ok") == (whole.text == text)


def test_reasons_of_a_reader_stand_before_those_of_the_limits() -> None:
    reading = close(Limits(text=1), "一二", reading=Reading("", "pdf", status="partial", reason="1 of 2 pages have no text layer"))
    assert reading.reason.startswith("1 of 2 pages have no text layer; 1 of 2 characters are left out")


@pytest.mark.parametrize("setting", ["texts=5", "text", "text=", "text=0", "text=-1", "text=1.5", "=5"])
def test_a_limit_that_is_none_is_refused_with_their_names(setting: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match=r"is no limit; write NAME=N, a name of file text paragraph pages seconds"):
        Limits.parse([setting])
    assert main(["run", "--limit", setting]) == 2
    assert f"'{setting}' is no limit; write NAME=N" in capsys.readouterr().err


def test_the_first_pages_and_the_first_bytes_are_read(tmp_path: Path) -> None:
    pdf = write_pdf([[(72, 700, 12, SENTENCE)]] * 5)
    reading = read_content(pdf, ".pdf", Limits(pages=2))
    assert (reading.text.count("粮食"), reading.pages, reading.status) == (2, 5, "partial")
    assert reading.reason == "3 of 5 pages are left out, those after the first 2; divide the file"
    assert read_content(pdf, ".pdf", Limits(text=20)).reason.startswith("3 of 5 pages are left out, those after the first 2; ")
    file = tmp_path / "长.txt"
    file.write_text(SENTENCE * 10, encoding="utf-8")
    reading = read_file(file, Limits(file=len(SENTENCE.encode()) * 4))
    assert reading.text == SENTENCE * 4
    assert reading.reason == "186 of 310 bytes are left out; divide the file, or raise the limit file"
    (tmp_path / "长.docx").write_bytes(write_docx([PARAGRAPH]))
    assert read_file(tmp_path / "长.docx", Limits(file=500)).reason == (
        "file has 532 bytes, 500 are read; take the pictures out of it, or raise the limit file"
    )


@pytest.mark.parametrize(
    ("suffix", "raw", "text", "said"),
    [
        (".docx", write_docx([PARAGRAPH] * 9), SENTENCE + "\n", "the time of 60 s is up, "),
        (
            ".html",
            f"<meta charset=utf-8><body>{f'<p>{SENTENCE}</p>' * 2_000}".encode(),
            None,
            "the time of 60 s is up, the rest of the page",
        ),
        (".pdf", write_pdf([[(72, 700, 12, SENTENCE)]] * 5), None, "4 of 5 pages are left out"),
    ],
)
def test_a_reader_stops_when_the_time_is_up_and_what_was_read_is_kept(
    suffix: str, raw: bytes, text: str | None, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock stands still for its first looks, then an hour has gone."""
    looks = {".docx": 1, ".html": 3, ".pdf": 3}[suffix]
    clock = iter([0.0] * looks)
    monkeypatch.setattr(limits_module, "monotonic", lambda: next(clock, 3_600.0))
    reading = read_content(raw, suffix)
    assert reading.status == "partial"
    assert said in reading.reason
    assert SENTENCE[:10] in reading.text
    assert text is None or reading.text == text


def test_other_limits_are_another_run(tmp_path: Path, outputs: Path, small_flow: list[str]) -> None:
    (tmp_path / "a.txt").write_text("全镇有企业30家。总产值9.5亿元。", encoding="utf-8")
    corpus = [tmp_path / "a.txt"]
    run(corpus, outputs=outputs, stages=["ingest"])
    assert run(corpus, outputs=outputs, stages=["ingest"]).nothing
    outcome = run(corpus, outputs=outputs, stages=["ingest"], limits=Limits(text=10))
    assert not outcome.nothing
    assert [status for _, status, _ in outcome.problems] == ["partial"]
    assert open_table("sentences", outputs)["text"].tolist() == ["全镇有企业30家。"]
    assert run(corpus, outputs=outputs, stages=["ingest"], limits=Limits(text=10)).nothing
