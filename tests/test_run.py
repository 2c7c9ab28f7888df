from __future__ import annotations

import json
import os
import random
import shutil
from pathlib import Path

import pytest

from pipeline import run as flow_of
from pipeline.run import open_table, run
from pipeline.schema import TABLES
from pipeline.store.refusal import Refused
from pipeline.views.tables import read_table

SHEETS = (
    *("audit", "documents", "keyness", "keywords", "networks", "observations", "panel_long", "panel_wide", "passages", "phrase_members"),
    *("phrase_uses", "phrase_years", "phrases", "quantities", "sentences", "similarity", "targets", "terms", "theme_hits", "themes"),
)
CORPUS_STAGES = ["terms", "keywords", "panel", "audit", "similarity", "phrases", "targets", "networks"]
VIEWS = ("clouds", "figures", "explorer", "workbook")


def contents(outputs: Path) -> dict[str, bytes]:
    """All files of an outputs folder but those that carry times, and the lock."""
    files = {path.relative_to(outputs).as_posix(): path.read_bytes() for path in sorted(outputs.rglob("*")) if path.is_file()}
    return {name: content for name, content in files.items() if name not in ("run.json", "log.jsonl", ".lock")}


def first_run(corpus: Path, folder: Path, *stages: str) -> dict[str, bytes]:
    shutil.rmtree(folder, ignore_errors=True)
    run([corpus], outputs=folder, stages=stages)
    return contents(folder)


def test_the_flow_needs_only_what_stands_above() -> None:
    made: set[str] = set()
    for stage in flow_of.STAGES:
        assert set(stage.takes) <= made, stage.name
        made |= set(stage.makes)
    assert made == {table for table in TABLES if table != "ingested"}


def test_a_run_leaves_texts_tables_and_pictures(small_flow: list[str], reports: Path, outputs: Path) -> None:
    outcome = run([reports], outputs=outputs)
    assert small_flow == ["ingest", "measures", "segment", "quantities", "indicators", "counts", "themes", "forms", *CORPUS_STAGES, *VIEWS]
    assert (outcome.reports, outcome.failed, outcome.problems, outcome.nothing) == (4, 0, (), False)
    assert outcome.rows["quantities"] == 7
    names = [name for name in contents(outputs) if not name.startswith("data/")]
    assert names == [
        "clouds/corpus.png",
        "datapackage.json",
        "explorer/index.html",
        "figures/level-乡.png",
        "reports.xlsx",
        *sorted(["tables/panel_wide.dta", "tables/terms.txt", *(f"tables/{name}.csv" for name in SHEETS)]),
        *(f"texts/{name}.txt" for name in ("临榆县/2021", "临榆县/2021年抄本", "环橙镇/2020", "环橙镇/2021")),
    ]
    assert (outputs / "texts/环橙镇/2021.txt").read_bytes() == (reports / "环橙镇/2021.txt").read_bytes()


def test_every_row_points_back_into_the_text(small_flow: list[str], reports: Path, outputs: Path) -> None:
    run([reports], outputs=outputs, stages=["quantities"])
    rows = read_table(TABLES["quantities"], outputs / "tables/quantities.csv")
    assert rows["text"] == ["300家", "300家", "30家", "9.5亿元", "36家", "20%", "10亿元"]
    assert rows["sentence_text"][4:6] == ["全镇有企业36家，增长20%。"] * 2
    for doc_id, start, end, text in zip(rows["doc_id"], rows["start"], rows["end"], rows["text"], strict=True):
        assert (outputs / f"texts/{doc_id}.txt").read_bytes().decode()[start:end] == text


def test_documents_are_counted_and_the_second_of_one_text_is_told(small_flow: list[str], reports: Path, outputs: Path) -> None:
    run([reports], outputs=outputs, stages=["ingest"])
    documents = read_table(TABLES["documents"], outputs / "tables/documents.csv")
    assert documents["duplicate_of"] == [None, "临榆县/2021", None, None]
    assert (documents["sentences"], documents["quantities"]) == ([1, 1, 2, 2], [None] * 4)
    run([reports], outputs=outputs, stages=["quantities"])
    documents = read_table(TABLES["documents"], outputs / "tables/documents.csv")
    assert documents["quantities"] == [1, 1, 2, 3]


@pytest.mark.parametrize(
    ("stages", "tables"),
    [
        (["ingest"], ["documents", "sentences"]),
        (["measures"], ["documents"]),
        (["quantities"], ["documents", "quantities"]),
        (["keywords", "segment"], ["documents", "keyness", "keywords"]),
        (["panel"], ["documents", "panel_long", "panel_wide"]),
        (["targets"], ["documents", "targets"]),
        (["audit"], ["audit", "documents"]),
        (["themes"], ["documents", "theme_hits", "themes"]),
        (["phrases"], ["documents", "phrase_members", "phrase_uses", "phrase_years", "phrases"]),
        (["tables"], list(SHEETS)),
    ],
)
def test_a_stage_leaves_its_own_tables_and_documents(
    small_flow: list[str], reports: Path, outputs: Path, stages: list[str], tables: list[str]
) -> None:
    run([reports], outputs=outputs, stages=stages)
    assert [path.stem for path in sorted((outputs / "tables").glob("*.csv"))] == tables
    assert not (outputs / "clouds").exists()
    assert not (outputs / "figures").exists()
    assert not (outputs / "explorer").exists()
    assert not (outputs / "reports.xlsx").exists()
    package = json.loads((outputs / "datapackage.json").read_text(encoding="utf-8"))
    assert sorted(resource["name"] for resource in package["resources"]) == tables


def test_a_second_run_does_nothing_and_says_so(small_flow: list[str], reports: Path, outputs: Path) -> None:
    run([reports], outputs=outputs)
    small_flow.clear()
    before = {path: path.stat().st_mtime_ns for path in outputs.rglob("*") if path.is_file() and path.name != ".lock"}
    outcome = run([reports], outputs=outputs)
    assert outcome.nothing
    assert outcome.list_lines()[0].startswith("nothing to do, all is up to date: 4 of 4 reports read; ")
    assert small_flow == []
    assert {path: path.stat().st_mtime_ns for path in outputs.rglob("*") if path.is_file() and path.name != ".lock"} == before
    assert run([reports], outputs=outputs, stages=["quantities"]).nothing
    assert run([reports], outputs=outputs, pictures="none").nothing


def test_later_stages_go_on_from_the_parts_that_are_there(small_flow: list[str], reports: Path, outputs: Path) -> None:
    run([reports], outputs=outputs, stages=["measures"])
    small_flow.clear()
    run([reports], outputs=outputs, stages=["quantities"])
    assert small_flow == ["segment", "quantities"]
    run([reports], outputs=outputs, stages=["ingest"])
    run([reports], outputs=outputs, stages=["tables"])
    assert contents(outputs) == first_run(reports, outputs.with_name("first"), "tables")


def test_a_file_of_the_outputs_that_is_gone_or_changed_is_made_again(small_flow: list[str], reports: Path, outputs: Path) -> None:
    run([reports], outputs=outputs)
    before = contents(outputs)
    (outputs / "tables/quantities.csv").write_text("by hand")
    (outputs / "texts/环橙镇/2020.txt").unlink()
    next((outputs / "data/tokens").iterdir()).unlink()
    assert not run([reports], outputs=outputs).nothing
    assert contents(outputs) == before


def test_a_failed_file_is_a_line_and_a_row_and_the_run_goes_on(
    small_flow: list[str], reports: Path, outputs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (reports / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    outcome = run([reports], outputs=outputs)
    (problem,) = outcome.problems
    assert problem[:2] == ("旧.doc", "failed")
    assert (outcome.reports, outcome.failed) == (5, 1)
    line = capsys.readouterr().err
    assert line == f"旧.doc: failed: {problem[2]}\n"
    documents = read_table(TABLES["documents"], outputs / "tables/documents.csv")
    assert (documents["status"][2], documents["reason"][2]) == ("failed", problem[2])
    assert not (outputs / "texts/旧.txt").exists()
    run([reports], outputs=outputs)
    assert capsys.readouterr().err == line, "the second run tells it again"


def test_the_catalogue_reaches_the_stages_and_its_faults_are_told(
    small_flow: list[str], reports: Path, outputs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (reports / "catalogue.csv").write_text("path,place,note\n环橙镇/2021.txt,环橙镇,x\ngone.txt,,\n", encoding="utf-8")
    run([reports], outputs=outputs, stages=["ingest"])
    assert read_table(TABLES["documents"], outputs / "tables/documents.csv")["place"] == [None, None, None, "环橙镇"]
    first, second = capsys.readouterr().err.splitlines()
    assert "unknown column 'note'" in first
    assert "no report 'gone.txt'" in second


def change(corpus: Path, number: int, chance: random.Random) -> None:
    """Add, change, rename or remove a report, or change the catalogue."""
    files = sorted(corpus.rglob("*.txt"))
    one = chance.choice(files)
    what = chance.choice(["add", "change", "rename", "catalogue", "remove"])
    if what == "add" or len(files) < 3:
        (corpus / f"新{number}.txt").write_text(f"全镇有企业{number}家。", encoding="utf-8")
    elif what == "change":
        one.write_text(one.read_text(encoding="utf-8").translate(str.maketrans("0123456789", "1234567890")), encoding="utf-8")
    elif what == "rename":
        one.rename(one.with_name(f"改{number}.txt"))
    elif what == "remove":
        one.unlink()
    else:
        row = f"path,place\n{one.relative_to(corpus).as_posix()},地方{number}\n"
        (corpus / "catalogue.csv").write_text(row, encoding="utf-8")


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of a report or two."""
    monkeypatch.setattr("pipeline.store.batches._MEGABYTE", 40)
    monkeypatch.setattr("pipeline.store.batches._LARGEST", 40)


def test_a_changed_report_costs_its_batch_alone(small_flow: list[str], small_batches: None, reports: Path, outputs: Path) -> None:
    run(reports, outputs=outputs, stages=["tables"])
    assert small_flow.count("ingest") > 2
    (reports / "环橙镇/2021.txt").write_text("全镇有企业40家。", encoding="utf-8")
    small_flow.clear()
    before = {path: path.stat().st_mtime_ns for path in (outputs / "texts").rglob("*.txt")}
    run(reports, outputs=outputs, stages=["tables"])
    assert small_flow == ["ingest", "measures", "segment", "quantities", "indicators", "counts", "themes", "forms", *CORPUS_STAGES]
    changed = [path.name for path, time in before.items() if path.stat().st_mtime_ns != time]
    assert changed == ["2021.txt"]


def test_the_second_of_one_text_is_told_across_batches(small_flow: list[str], small_batches: None, reports: Path, outputs: Path) -> None:
    (reports / "镇的抄本.txt").write_bytes((reports / "环橙镇/2020.txt").read_bytes())
    run(reports, outputs=outputs, stages=["ingest"])
    assert small_flow.count("ingest") > 2
    assert open_table("documents", outputs)["duplicate_of"].tolist() == [None, "临榆县/2021", None, None, "环橙镇/2020"]
    (reports / "环橙镇/2020.txt").unlink()
    run(reports, outputs=outputs, stages=["ingest"])
    assert open_table("documents", outputs)["duplicate_of"].tolist() == [None, "临榆县/2021", None, None]


@pytest.mark.parametrize("seed", range(3))
def test_after_any_changes_the_outputs_are_those_of_a_first_run(
    small_flow: list[str], small_batches: None, reports: Path, outputs: Path, seed: int
) -> None:
    chance = random.Random(seed)
    for number in range(8):
        change(reports, number, chance)
        stages = chance.choice([[], ["tables"], ["quantities"]])
        run([reports], outputs=outputs, stages=stages)
        if number % 3 == 2:
            change(reports, number + 100, chance)
            run([reports], outputs=outputs, stages=["tables"])
            assert contents(outputs) == first_run(reports, outputs.with_name("first"), "tables")


class Killed(BaseException):
    """Stands for a process that ends there and then."""


def test_a_run_that_is_killed_anywhere_is_made_good_by_the_next(
    small_flow: list[str], reports: Path, outputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run([reports], outputs=outputs)
    older = outputs.with_name("older")
    shutil.copytree(outputs, older)
    changed = reports / "环橙镇/2021.txt"
    changed.write_bytes(changed.read_bytes().replace(b"36", b"38"))
    (reports / "临榆县/2021.txt").rename(reports / "临榆县/2022.txt")
    expected = first_run(reports, outputs.with_name("first"))
    original, writes = os.replace, 0

    def replace_until(last: int) -> None:
        nonlocal writes
        writes = 0

        def replace(source: Path, target: Path) -> None:
            nonlocal writes
            writes += 1
            if writes > last:
                raise Killed
            original(source, target)

        monkeypatch.setattr(os, "replace", replace)

    last = 0
    while True:
        shutil.rmtree(outputs)
        shutil.copytree(older, outputs)
        replace_until(last)
        try:
            run([reports], outputs=outputs)
        except Killed:
            monkeypatch.setattr(os, "replace", original)
            run([reports], outputs=outputs)
            assert contents(outputs) == expected, f"killed after {last} files"
            last += 1
            continue
        break
    assert last > 15
    assert contents(outputs) == expected


def test_only_what_the_record_names_is_removed(small_flow: list[str], reports: Path, outputs: Path) -> None:
    run([reports], outputs=outputs)
    own = [outputs / name for name in ("texts/环橙镇/自己的.txt", "data/tokens/own.parquet", "笔记.txt")]
    for path in own:
        path.write_text("x")
    shutil.rmtree(reports / "环橙镇")
    run([reports], outputs=outputs)
    assert all(path.exists() for path in own)
    assert not (outputs / "texts/环橙镇/2020.txt").exists()


def test_code_settings_and_catalogue_make_a_run_anew(
    small_flow: list[str], reports: Path, outputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run([reports], outputs=outputs, stages=["ingest"])
    assert not run([reports], outputs=outputs, stages=["ingest"], segmenter="jieba").nothing
    (reports / "catalogue.csv").write_text("path,place\n环橙镇/2021.txt,环橙镇\n", encoding="utf-8")
    assert not run([reports], outputs=outputs, stages=["ingest"], segmenter="jieba").nothing
    assert run([reports], outputs=outputs, stages=["ingest"], segmenter="jieba").nothing
    monkeypatch.setattr("pipeline.plan.hash_code", lambda package: "changed")
    assert not run([reports], outputs=outputs, stages=["ingest"], segmenter="jieba").nothing


def test_only_the_record_and_the_log_carry_times(small_flow: list[str], reports: Path, outputs: Path) -> None:
    run([reports], outputs=outputs)
    record = json.loads((outputs / "run.json").read_text(encoding="utf-8"))
    assert record["started"].endswith("Z")
    events = [json.loads(line) for line in (outputs / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [event["event"] for event in events] == ["begin", "end"]
    named = {*record["files"], *(part for table in record["tables"].values() for part in table["parts"])}
    assert named == set(contents(outputs))


def test_opened_tables_are_typed(small_flow: list[str], reports: Path, outputs: Path) -> None:
    run(str(reports), outputs=outputs, stages=["quantities"])
    documents = open_table("documents", outputs)
    assert documents["sentences"].dtype == "Int64"
    assert documents["year"].isna().all()
    quantities = open_table("quantities", outputs)
    assert quantities["value"].sum() == 300 + 300 + 30 + 9.5 + 36 + 20 + 10
    (reports / "环橙镇/2021.txt").write_text("=环橙镇有企业36家。", encoding="utf-8")
    run(reports, outputs=outputs, stages=["quantities"])
    assert b",'=" in (outputs / "tables/quantities.csv").read_bytes()
    opened = open_table(str(outputs / "tables/quantities.csv"))
    assert opened["sentence_text"].iloc[-1] == "=环橙镇有企业36家。"
    assert opened.drop(columns="sentence_text").equals(open_table("quantities", outputs))
    with pytest.raises(Refused, match="no table 'nosuch'; name one of documents "):
        open_table("nosuch", outputs)
    with pytest.raises(Refused, match="no table 'keywords'; there are "):
        open_table("keywords", outputs)
    with pytest.raises(Refused, match=r"no run\.json in it"):
        open_table("quantities", reports)


def test_nothing_is_written_where_nothing_can_be_done(small_flow: list[str], tmp_path: Path, outputs: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(Refused, match="no report in it"):
        run([tmp_path / "empty"], outputs=outputs)
    assert not outputs.exists()
