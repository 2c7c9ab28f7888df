"""What holds for every row of finished outputs: of the reports in corpus/, and of a text full of traps."""

from __future__ import annotations

import csv
import re
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from pipeline.grammar.parts import compile_rules
from pipeline.lexicon.reports import load_report_words
from pipeline.run import open_table, run
from pipeline.schema import TABLES, Column
from pipeline.views.tables import JOINED, csv_columns
from tests.packages import list_faults

SHEETS = [name for name, table in TABLES.items() if table.public and table.csv]
TRAPS = (
    "青屏镇2021年政府工作报告\r\n=1+1的算式，全镇粮食产量12.5万吨。\r\n+86开头的电话3部。\r\n-5.5%是降幅。\r\n@全体村民，垃圾清运36车。\r\n"
    "＝全角等号，投资1,200万元。\r\n\t=缩进的公式\t2.4亿元\t-3.5%\r\n－减少300余吨。\r\n'引号开头，新增5家。\r\n'=引号与等号，新增6家。\r\n"
    '"双引号"里,有逗号；增长6.2%。\r各位代表：\u2028产值4\u200b8.\u200b6亿元，同比增长９．５％，\n占1/3。\n\n'
    "𠮷祥村😀人口1588人。\n| =甲 | 7个 |\n"
)


@pytest.fixture(scope="session")
def mined_traps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Finished outputs of three texts of traps, without pictures: to be read only."""
    folder = tmp_path_factory.mktemp("traps")
    (folder / "corpus/=镇").mkdir(parents=True)
    for name, text in {"=镇/2021.txt": TRAPS, "@镇.md": TRAPS.replace("\r\n", "\n"), "-10.txt": "".join(reversed(TRAPS))}.items():
        (folder / "corpus" / name).write_bytes(text.encode())
    run(folder / "corpus", outputs=folder / "outputs", stages=["tables"])
    return folder / "outputs"


@pytest.fixture(params=["mined_corpus", "mined_traps"])
def outputs(request: pytest.FixtureRequest) -> Path:
    return request.getfixturevalue(request.param)


@pytest.fixture
def texts(outputs: Path) -> dict[str, str]:
    folder = outputs / "texts"
    return {path.relative_to(folder).as_posix().removesuffix(".txt"): path.read_bytes().decode("utf-8") for path in folder.rglob("*.txt")}


def rows(outputs: Path, table: str, *columns: str) -> list[tuple]:
    frame = open_table(table, outputs)
    assert len(frame)
    return list(frame[list(columns)].itertuples(index=False, name=None))


def list_columns(outputs: Path, table: str) -> tuple[Column, ...]:
    """The columns of a table's CSV: those declared, and in an open table those found too."""
    return csv_columns(TABLES[table].widen(open_table(table, outputs)))


def test_every_document_that_was_read_has_its_text(outputs: Path, texts: dict[str, str]) -> None:
    documents = {
        doc_id: (characters, status) for doc_id, characters, status in rows(outputs, "documents", "doc_id", "characters", "status")
    }
    assert {doc_id: (len(text), "ok") for doc_id, text in texts.items()} == documents
    assert dict(rows(outputs, "texts", "doc_id", "text")) == texts


@pytest.mark.parametrize(("table", "column"), [("sentences", "text"), ("tokens", "word"), ("quantities", "text")])
def test_every_row_is_what_stands_at_its_place_in_the_text(outputs: Path, texts: dict[str, str], table: str, column: str) -> None:
    for doc_id, start, end, said in rows(outputs, table, "doc_id", "start", "end", column):
        assert said
        assert texts[doc_id][start:end] == said


def test_sentences_are_numbered_and_leave_out_only_what_cannot_be_seen_and_residue(outputs: Path, texts: dict[str, str]) -> None:
    residue = compile_rules(load_report_words()).words
    spans: dict[str, list[tuple[int, int]]] = {}
    for doc_id, number, start, end in rows(outputs, "sentences", "doc_id", "sentence", "start", "end"):
        assert number == len(spans.setdefault(doc_id, []))
        spans[doc_id].append((start, end))
    for doc_id, text in texts.items():
        edges = [0, *(edge for span in spans[doc_id] for edge in span), len(text)]
        assert edges == sorted(edges)
        between = [text[end:start] for end, start in zip(edges[::2], edges[1::2], strict=True)]
        left = [line for gap in between for line in gap.splitlines() if re.sub(r"[\s\u200b-\u200d\u2060\ufeff\u00ad]", "", line)]
        assert [line for line in left if not residue.match(line.strip())] == []


def test_tokens_tile_their_sentences_and_no_measure_is_cut(outputs: Path) -> None:
    sentences = {row[:2]: row[2:] for row in rows(outputs, "sentences", "doc_id", "sentence", "start", "end")}
    tokens: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for doc_id, sentence, start, end in rows(outputs, "tokens", "doc_id", "sentence", "start", "end"):
        tokens.setdefault((doc_id, sentence), []).append((start, end))
    assert tokens.keys() == sentences.keys()
    for key, spans in tokens.items():
        assert (spans[0][0], spans[-1][1]) == sentences[key]
        assert all(left[1] == right[0] for left, right in pairwise(spans))
    for doc_id, sentence, start, end in rows(outputs, "measures", "doc_id", "sentence", "start", "end"):
        assert (start, end) in tokens[doc_id, sentence]


def test_a_quantity_is_a_measure_inside_its_sentence_with_its_bounds_in_order(outputs: Path) -> None:
    sentences = {row[:2]: row[2:] for row in rows(outputs, "sentences", "doc_id", "sentence", "start", "end")}
    measures = set(rows(outputs, "measures", "doc_id", "sentence", "start", "end"))
    names = ("doc_id", "sentence", "start", "end", "value", "low", "high", "bound")
    found = rows(outputs, "quantities", *names)
    assert len({row[:4] for row in found}) == len(found)
    for doc_id, sentence, start, end, value, low, high, bound in found:
        assert sentences[doc_id, sentence][0] <= start < end <= sentences[doc_id, sentence][1]
        assert (doc_id, sentence, start, end) in measures
        known = [number for number in (low, value, high) if number == number]
        assert known == sorted(known)
        assert len(known) == {"eq": 3, "approx": 3, "range": 2}.get(bound, 1)


def test_an_observation_is_a_quantity_with_its_figures(outputs: Path) -> None:
    names = ("doc_id", "start", "end", "value", "low", "high", "unit", "bound", "status")
    quantities = open_table("quantities", outputs)[list(names)]
    observations = open_table("observations", outputs)
    assert len(observations)
    pd.testing.assert_frame_equal(observations[list(names[:3])].merge(quantities), observations[list(names)], check_exact=True)
    pairs = observations.dropna(subset="pair_start")
    there = {row[:4]: row[4:] for row in rows(outputs, "observations", "doc_id", "indicator", "start", "end", "pair_start", "pair_end")}
    assert all(there[row.doc_id, row.indicator, row.pair_start, row.pair_end] == (row.start, row.end) for row in pairs.itertuples())


def test_the_panel_and_the_targets_hold_what_observations_tell(outputs: Path) -> None:
    told = {
        row[:5] for row in rows(outputs, "observations", "doc_id", "start", "end", "indicator", "aspect", "status") if row[5] != "target"
    }
    promised = {row[:5] for row in rows(outputs, "observations", "doc_id", "start", "end", "indicator", "aspect")} - told
    chosen = open_table("panel_long", outputs)[["chosen_doc_id", "chosen_start", "chosen_end", "indicator", "aspect"]]
    assert set(chosen.itertuples(index=False, name=None)) <= told
    targets = open_table("targets", outputs)
    assert set(targets[["doc_id", "start", "end", "indicator", "aspect"]].itertuples(index=False, name=None)) <= promised
    actual = targets.dropna(subset="actual")[["actual_doc_id", "actual_start", "actual_end", "indicator", "aspect"]]
    assert set(actual.itertuples(index=False, name=None)) <= told


def test_documents_count_what_the_other_tables_hold(outputs: Path) -> None:
    documents = open_table("documents", outputs).set_index("doc_id")
    for table in ("sentences", "tokens", "quantities"):
        assert documents[table].to_dict() == open_table(table, outputs)["doc_id"].value_counts().to_dict()


@pytest.mark.parametrize("table", SHEETS)
def test_a_csv_reads_back_as_its_parquet(outputs: Path, table: str) -> None:
    exact = open_table(table, outputs)
    opened = open_table(str(outputs / f"tables/{table}.csv"))
    assert list(opened.columns) == [column.name for column in list_columns(outputs, table)]
    if table in JOINED:
        sentences = rows(outputs, "sentences", "doc_id", "start", "end", "text")
        around = {(doc_id, place): text for doc_id, start, end, text in sentences for place in range(start, end)}
        places = exact[["doc_id", "start"]].itertuples(index=False, name=None)
        assert opened.pop("sentence_text").tolist() == [around[place] for place in places]
    pd.testing.assert_frame_equal(opened, exact, check_exact=True)


def test_the_data_package_is_valid(outputs: Path) -> None:
    assert list_faults(outputs) == []


@pytest.mark.parametrize("table", SHEETS)
def test_no_cell_of_a_csv_is_a_formula(outputs: Path, table: str) -> None:
    content = (outputs / f"tables/{table}.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(content.decode("utf-8-sig").splitlines(keepends=True), strict=True))
    assert {len(cells) for cells in lines} == {len(list_columns(outputs, table))}
    for cell in (cell for cells in lines for cell in cells if cell[:1] in tuple("=+-@＝＋－＠\t\r")):
        assert re.fullmatch(r"|[+\-－][0-9０-９][0-9０-９,]*([.．][0-9０-９]+)?[%％]?", cell), cell


def test_the_traps_were_sprung(mined_traps: Path) -> None:
    with (mined_traps / "tables/sentences.csv").open(encoding="utf-8-sig", newline="") as lines:
        cells = [cell for row in csv.reader(lines) for cell in (row[0], row[-1])]
    for start in ("'=1+1", "'+86", "'@全体", "'＝全角", "'－减少", "'引号", "''=引号", "'=镇/2021", "'@镇", "-10"):
        assert any(cell.startswith(start) for cell in cells), start
    assert len(open_table("quantities", mined_traps)) > 25
