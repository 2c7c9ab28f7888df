"""What `baogao check` finds: nothing in what a run left, and each thing that was done to it afterwards."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from pipeline.__main__ import main
from pipeline.checking import check_outputs
from pipeline.lexicon.rows import LexiconError
from pipeline.store.refusal import Refused


@pytest.fixture
def finished(mined_corpus: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(mined_corpus, tmp_path / "outputs"))


def only_part(outputs: Path, table: str) -> Path:
    return sorted((outputs / "data" / table).iterdir())[0]


def change_cell(outputs: Path, table: str, column: str, change: Callable[[object], object]) -> None:
    """Change the first cell of a column that is there, in the first part of a table."""
    file = only_part(outputs, table)
    frame = parquet.read_table(file)
    cells = frame.column(column).to_pylist()
    row = next(row for row, cell in enumerate(cells) if cell is not None)
    cells[row] = change(cells[row])
    place = frame.column_names.index(column)
    parquet.write_table(frame.set_column(place, frame.schema.field(place), pa.array(cells, frame.schema.field(place).type)), file)


def cut_file(outputs: Path) -> None:
    file = outputs / "tables/quantities.csv"
    file.write_bytes(file.read_bytes()[:-40])


def edit_sheet(outputs: Path) -> None:
    file = outputs / "tables/quantities.csv"
    file.write_bytes(file.read_bytes().replace(b"actual", b"target", 1))


def edit_text(outputs: Path) -> None:
    file = outputs / "texts/砚塘镇/2021.txt"
    file.write_bytes(file.read_bytes().replace("镇".encode(), "县".encode(), 1))


def damage_part(outputs: Path) -> None:
    only_part(outputs, "keywords").write_bytes(b"PAR1, but no more")


def lose_row(outputs: Path) -> None:
    file = only_part(outputs, "audit")
    parquet.write_table(parquet.read_table(file).slice(1), file)


def repeat_row(outputs: Path) -> None:
    file = only_part(outputs, "panel_long")
    frame = parquet.read_table(file)
    parquet.write_table(pa.concat_tables([frame, frame.slice(0, 1)]), file)


def change_schema(outputs: Path) -> None:
    record = json.loads((outputs / "run.json").read_bytes())
    (outputs / "run.json").write_text(json.dumps(record | {"schema": "0.1"}), encoding="utf-8")


def test_what_a_run_left_is_whole(finished: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_outputs(finished) == []
    assert main(["check", str(finished)]) == 0
    assert "whole" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("harm", "where", "what"),
    [
        (cut_file, "tables/quantities.csv", "bytes, was made with"),
        (edit_sheet, "tables/quantities.csv", "is not what its parts say"),
        (edit_text, "texts", "is not the text that was mined"),
        (damage_part, "data/keywords/", "cannot be read"),
        (lambda outputs: only_part(outputs, "targets").unlink(), "data/targets/", "is not there"),
        (lambda outputs: (outputs / "tables/audit.csv").unlink(), "tables/audit.csv", "is not there"),
        (lose_row, "data/audit", "rows, run.json says"),
        (repeat_row, "data/panel_long/", "1 rows have the key of another row"),
        (change_schema, "run.json", "made with schema 0.1"),
        (lambda outputs: change_cell(outputs, "quantities", "status", lambda _: "hoped"), "data/quantities/", "is none of actual"),
        (lambda outputs: change_cell(outputs, "quantities", "start", lambda start: start + 1), "data/quantities/", "does not stand at"),
        (lambda outputs: change_cell(outputs, "tokens", "word", lambda _: "别的"), "data/tokens/", "does not stand at"),
        (lambda outputs: change_cell(outputs, "sentences", "end", lambda _: 10**7), "data/sentences/", "are no span of"),
        (lambda outputs: change_cell(outputs, "audit", "other_start", lambda _: 10**7), "data/audit/", "are no span of"),
        (lambda outputs: change_cell(outputs, "panel_long", "chosen_end", lambda _: 0), "data/panel_long/", "are no span of"),
        (
            lambda outputs: change_cell(outputs, "observations", "doc_id", lambda _: "无此报告"),
            "data/observations/",
            "no document 无此报告",
        ),
    ],
)
def test_what_was_done_to_it_is_told(
    finished: Path, harm: Callable[[Path], None], where: str, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    harm(finished)
    findings = check_outputs(finished)
    assert any(line.startswith(where) and what in line for line in findings), findings
    assert all("\n" not in line for line in findings)
    assert main(["check", str(finished)]) == 3
    assert findings[0] in capsys.readouterr().out


def test_a_folder_without_finished_outputs_is_refused(tmp_path: Path, finished: Path) -> None:
    with pytest.raises(Refused, match=r"no run\.json in it; run `make pipeline` first"):
        check_outputs(tmp_path / "empty")
    record = json.loads((finished / "run.json").read_bytes())
    (finished / "run.json").write_text(json.dumps(record | {"state": "running"}), encoding="utf-8")
    with pytest.raises(Refused, match="did not come to an end"):
        check_outputs(finished)


def test_a_bad_resource_is_found(finished: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse() -> None:
        raise LexiconError("units.csv:41: unit 'm3' is no area unit (m2)")

    monkeypatch.setattr("pipeline.checking.load_words", refuse)
    assert main(["check", str(finished)]) == 3
    assert capsys.readouterr().out.startswith("units.csv:41: unit 'm3' is no area unit (m2)\n")


def test_many_rows_of_one_kind_are_told_in_few_lines(finished: Path) -> None:
    file = only_part(finished, "tokens")
    frame = parquet.read_table(file)
    place = frame.column_names.index("word")
    parquet.write_table(frame.set_column(place, frame.schema.field(place), pa.array(["别的字"] * frame.num_rows, pa.string())), file)
    findings = [line for line in check_outputs(finished) if line.startswith("data/tokens/")]
    assert len(findings) == 21
    assert "more of this kind" in findings[-1]
