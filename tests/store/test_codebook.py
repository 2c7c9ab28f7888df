from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.run import open_table, run
from pipeline.store.codebook import NO_CODEBOOK, find_codebook
from pipeline.store.refusal import Refused
from pipeline.store.scan import scan_corpus

OWN = "theme,term\n河湖,水网\n"


def make_corpus(folder: Path, codebook: bytes | None) -> Path:
    folder.mkdir()
    (folder / "青禾镇2021年政府工作报告.txt").write_text("建成水网三处，粮食丰收。\n", encoding="utf-8")
    if codebook is not None:
        (folder / "themes.csv").write_bytes(codebook)
    return folder


def find(*folders: Path) -> tuple[str, str]:
    return find_codebook(scan_corpus(folders, folders[0].parent / "out").reports)


def test_the_codebook_at_the_top_is_read_as_spreadsheets_write_it(tmp_path: Path) -> None:
    assert find(make_corpus(tmp_path / "none", None)) == NO_CODEBOOK
    folders = [make_corpus(tmp_path / name, OWN.encode(name)) for name in ("utf-8-sig", "gb18030")]
    assert [find(folder) for folder in folders] == [(str(folder / "themes.csv"), OWN) for folder in folders]
    assert find(*folders)[1] == OWN
    assert scan_corpus([folders[0]], tmp_path / "out").skipped == {}


def test_two_codebooks_that_differ_are_refused(tmp_path: Path) -> None:
    folders = [make_corpus(tmp_path / name, f"theme,term\n河湖,{name}\n".encode()) for name in ("水系", "水网")]
    with pytest.raises(Refused, match=r"水网/themes.csv: another codebook than .*水系/themes.csv; keep one"):
        find(*folders)


def test_a_run_goes_by_the_codebook_and_anew_when_it_changes(tmp_path: Path) -> None:
    corpus, outputs = make_corpus(tmp_path / "corpus", OWN.encode()), tmp_path / "out"
    seen = []
    for text in (OWN, OWN, OWN + "河湖,三处\n"):
        (corpus / "themes.csv").write_text(text, encoding="utf-8")
        nothing = run(corpus, outputs=outputs, stages=["themes"]).nothing
        hits = open_table("theme_hits", outputs)
        seen.append((nothing, sorted(zip(hits["theme"], hits["term"], strict=True))))
    one = [("三农", "粮食"), ("河湖", "水网")]
    assert seen == [(False, one), (True, one), (False, [("三农", "粮食"), ("河湖", "三处"), ("河湖", "水网")])]
