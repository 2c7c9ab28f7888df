"""The benchmarks run on tiny sets and tell what they should; how fast anything is no test asks."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks import accuracy, growth, keywords, speed
from tests.benchmarks.__main__ import main
from tests.benchmarks.keywords import make_sheet, read_abstracts
from tests.benchmarks.peers import Peer, load_naive
from tests.benchmarks.segmenters import load_segmenters
from tests.benchmarks.sets import CORPUS, TextSet, repeat_corpus, sample_paragraphs

TEXT = "２０２１年全镇有企业３６家，增长20%。\r\n总产值超10亿元，近300余户受益，提高1.5个百分点。"


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "环橙镇2021.txt").write_bytes(TEXT.encode())
    start = TEXT.index("３６家")
    row = {"start": start, "end": start + 3, "text": "３６家", "kind": "count", "value": 36.0, "low": 36.0, "high": 36.0, "unit": "家"}
    row |= {"bound": "eq", "relation": "level", "direction": "none", "about": "企业", "period": "2020", "status": "actual"}
    (folder / "环橙镇2021.jsonl").write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    return folder


def test_the_bench_tells_every_sheet_by_names_alone(
    gold: Path, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(speed, "time_run", lambda folder: 1.0)
    monkeypatch.setattr(speed, "measure_peaks", lambda texts: {"run tables": 200_000_000, "jieba.lcut": None})
    results = tmp_path / "RESULTS.md"
    sets = ["--texts", str(reports), "--gold", str(gold), "--rounds", "1", "--results", str(results), "--sizes"]
    main([*sets, "--write", "Four small reports"])
    told = capsys.readouterr().out
    assert "4 reports, 63 characters" in told
    assert "1 annotated rows in 1 texts" in told
    for name in (
        "jieba.lcut",
        "read",
        "measures",
        "segment",
        "quantities",
        "CSV",
        "run tables",
        "naive regex",
        "Peak memory: run tables 200 MB.",
        "Growth",
    ):
        assert name in told
    written = results.read_text(encoding="utf-8")
    assert "## Four small reports\n" in written
    assert str(tmp_path) not in told + written
    assert told.strip().endswith(written.strip().rpartition("### ")[2])


def test_profile_names_functions_of_the_stages(reports: Path, gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--texts", str(reports), "--profile"])
    rows = re.findall(r"^\| (\w+) \| \d+% \| [\d,]+ \| `?(\S+)", capsys.readouterr().out, re.MULTILINE)
    assert {stage for stage, _ in rows} >= {"ingest", "measures", "quantities"}
    assert any(name.startswith("pipeline/") for _, name in rows)
    assert not any(Path(name).is_absolute() for _, name in rows)


def test_a_peer_that_cannot_be_imported_is_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ImportError("No module named 'quantities'")

    monkeypatch.setattr(accuracy, "PEERS", (Peer("missing", (), fail), Peer("naive regex", (), load_naive)))
    readers, notes = accuracy.load_peers()
    assert [peer.name for peer in readers] == ["naive regex"]
    assert notes == ["missing: cannot be imported (No module named 'quantities'); the extra `bench` has it."]


def test_the_naive_regex_reads_units_magnitudes_and_bounds() -> None:
    rows = [
        (TEXT[row["start"] : row["end"]], row["unit"], row["low"], row["high"]) for row in accuracy.read_by_paragraphs(load_naive(), TEXT)
    ]
    assert rows == [
        ("３６家", "家", 36, 36),
        ("20%", "%", 20, 20),
        ("10亿元", "CNY", 1e9, None),
        ("300余户", "户", 300, None),
        ("1.5个百分点", "pp", 1.5, 1.5),
    ]


def test_a_corpus_is_repeated_without_duplicates(reports: Path, tmp_path: Path) -> None:
    texts = repeat_corpus(reports, 200, tmp_path / "repeated")
    assert 200 <= texts.characters < 400
    assert len(texts.sources) > 4
    assert len(set(texts.texts)) - 3 == len(texts.sources) - 4  # two of the four have one text


def test_a_corpus_that_is_large_enough_is_taken_as_it_is(reports: Path, tmp_path: Path) -> None:
    assert len(repeat_corpus(reports, 10, tmp_path / "repeated").sources) == 4


def test_paragraphs_are_taken_from_all_over() -> None:
    texts = ["".join(f"第{number:02}段\n" for number in range(50)), "末\n"]
    assert sample_paragraphs(texts, 50) == [f"第{number:02}段\n" for number in range(0, 50, 5)] + ["末\n"]
    assert sample_paragraphs(texts, 10_000) == [*texts[0].splitlines(keepends=True), "末\n"]


def test_keywords_are_scored_beside_jieba(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "keywords.tsv"
    file.write_text("x\t营商环境持续优化，营商环境再上台阶。\t营商环境\nx\t教育投入增加，教育均衡推进。\t教育_均衡\n", encoding="utf-8")
    assert read_abstracts(file)[1] == ("教育投入增加，教育均衡推进。", ["教育", "均衡"])
    monkeypatch.setattr(keywords, "rank_yake", lambda texts: [["教育"] for _ in texts])
    sheet = make_sheet(file)
    assert [row[0] for row in sheet.rows] == ["**baogao**", "jieba TF-IDF", "yake"]
    assert float(sheet.rows[0][4]) > 0.5
    assert (sheet.rows[2][2], sheet.notes) == ("0.333", [])


def test_keywords_of_a_peer_that_cannot_be_imported_are_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "keywords.tsv"
    file.write_text("x\t教育投入增加，教育均衡推进。\t教育_均衡\n", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "yake", None)
    sheet = make_sheet(file)
    assert [row[0] for row in sheet.rows] == ["**baogao**", "jieba TF-IDF"]
    assert [note.startswith("yake: cannot be imported (") for note in sheet.notes] == [True]


def test_segmenters_are_the_same_but_for_their_speed() -> None:
    assert {tuple(cut("全镇有企业三十家，增长较快。")) for cut in load_segmenters().values()} == {
        ("全镇", "有", "企业", "三十家", "，", "增长", "较", "快", "。")
    }


def test_a_run_is_timed_from_outside(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands, start = [], subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda command, **more: commands.append(command) or start(command, **more))
    assert speed.time_run(reports) > 0
    assert len(commands) >= 1
    assert all(str(reports) in command for command in commands)


def test_the_peak_of_a_program_is_its_own(tmp_path: Path) -> None:
    ballast = bytearray(200_000_000)
    found = speed.run_peak(["platform"], tmp_path / "peak")
    if sys.platform == "win32":
        assert found is None
    else:
        assert found is not None
        assert 1_000_000 < found < len(ballast)


def test_folders_are_named_by_their_words(reports: Path) -> None:
    assert TextSet(reports, "the folder's reports").describe() == "the folder's reports: 4 reports, 63 characters"


def test_growth_is_told_a_row_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("psutil", reason="it is in the extra bench")
    monkeypatch.setattr(growth, "time_start", lambda: 0.0)
    sheet = growth.make_sheet(TextSet(CORPUS, "the reports"), [3], 1)
    ((reports, characters, clock, seconds, each, peak),) = sheet.rows
    assert reports == "3"
    assert int(characters.replace(",", "")) > 6_000
    assert min(float(clock), float(seconds), float(each)) > 0
    assert 50 < float(peak.removesuffix(" MB").replace(",", "")) < 1000
