from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from pipeline.__main__ import main
from pipeline.dictionary import check_words
from pipeline.run import open_table, run
from pipeline.store.refusal import Refused

ROWS = "链长制 5 n\n链长 制\n链长制 nz\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "userdict.txt"


def judge(file: Path, text: str) -> list[tuple[str, str, str]]:
    file.write_text(text, encoding="utf-8")
    return [(verdict.word, verdict.state, verdict.why) for verdict in check_words(file)]


def test_of_a_word_that_stands_twice_the_last_row_holds(file: Path) -> None:
    assert judge(file, "链长制 n\n\n链长制 nz") == [("链长制", "overridden", "line 3 has the same word"), ("链长制", "loaded", "")]


@pytest.mark.parametrize(
    ("row", "state", "why"),
    [
        ("链长制 n", "loaded", ""),
        ("链 长制", "no effect", "'长制' is neither a count nor a tag"),
        ("稳 v", "no effect", "it has one character"),
        ("地区生产总值 n", "no effect", "it is among the words of the program already, with this tag"),
        ("地区生产总值", "no effect", "it is among the words of the program already, with this tag"),
        ("地区生产总值 nz", "loaded", "in place of the program's own, whose tag is n; not inside "),
        ("30公里 n", "no effect", "30公里 is found by rule before words are"),
        ("30公里绿道 n", "no effect", "30公里 is found by rule before words are"),
        ("104国道 nz", "no effect", "104国道 is found by rule before words are"),
        ("ABC n", "loaded", ""),
        ("百货 n", "loaded", "it cuts "),
        ("总值 n", "loaded", "not inside "),
    ],
)
def test_a_row_is_judged_by_what_a_run_would_make_of_it(file: Path, row: str, state: str, why: str) -> None:
    ((_, found, said),) = judge(file, row)
    assert found == state
    assert said.startswith(why)
    assert bool(said) == bool(why)


def test_a_longer_word_of_the_same_file_goes_before(file: Path) -> None:
    assert judge(file, "链长制 n\n链长制改革 n") == [
        ("链长制", "loaded", "not inside 链长制改革, which is longer"),
        ("链长制改革", "loaded", ""),
    ]


@pytest.mark.parametrize(
    "content",
    [
        ROWS.encode(),
        codecs.BOM_UTF8 + ROWS.encode(),
        ROWS.encode("gbk"),
        ROWS.encode("gb18030"),
        codecs.BOM_UTF16_LE + ROWS.encode("utf-16-le"),
        ROWS.replace("\n", "\r\n").encode("gbk"),
    ],
)
def test_a_file_is_read_in_the_encodings_that_people_save_it_in(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert [(verdict.line, verdict.word, verdict.state) for verdict in check_words(file)] == [
        (1, "链长制", "overridden"), (2, "链长", "no effect"), (3, "链长制", "loaded"),
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"\xd0\xcf\x11\xe0 old", b"PK\x03\x04 zip", "链长制\n".encode() * 30 + b"\xff\n"])
def test_what_is_no_text_is_refused_in_a_line(file: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(content)
    assert main(["check-words", str(file)]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert said.err.startswith(f"baogao: {file}: ")


def test_the_command_tells_each_row_and_exits_with_3_where_one_is_not_loaded(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("链长制 n\n链长办 n\n", encoding="utf-8")
    assert main(["check-words", str(file)]) == 0
    assert capsys.readouterr().out == "1  链长制  loaded\n2  链长办  loaded\n2 rows: 2 loaded, 0 overridden, 0 no effect\n"
    file.write_text("链长制 n\n\n链长长效机制建设 nn\n", encoding="utf-8")
    assert main(["check-words", str(file)]) == 3
    first, second, last = capsys.readouterr().out.splitlines()
    assert first == "1  链长制            loaded"
    assert second.startswith("3  链长长效机制建设  no effect: 'nn' is neither a count nor a tag; ")
    assert last == "2 rows: 1 loaded, 0 overridden, 1 no effect"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    for name in ("柏溪镇/2021.txt", "橙溪镇/2021.txt"):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text("全面推行链长制。深化链长制改革。", encoding="utf-8")
    return folder


def words(outputs: Path) -> list[str]:
    tokens = open_table("tokens", outputs)
    return tokens.loc[tokens["doc_id"].str.endswith("橙溪镇/2021"), "word"].tolist()


def test_words_beside_a_corpus_stay_whole_and_change_the_parts(corpus: Path, outputs: Path) -> None:
    run(corpus, outputs=outputs, stages=["segment"])
    assert "链长制" not in words(outputs)
    plain = sorted((outputs / "data/tokens").iterdir())
    (corpus / "userdict.txt").write_bytes("链长制 9 nz\n链长制改革 n\n".encode("gbk"))
    outcome = run(corpus, outputs=outputs, stages=["segment"])
    assert (outcome.reports, outcome.nothing) == (2, False)
    assert {"链长制", "链长制改革"} <= set(words(outputs))
    tokens = open_table("tokens", outputs)
    assert set(tokens.loc[tokens["word"] == "链长制", "pos"]) == {"nz"}
    assert not set(plain) & set((outputs / "data/tokens").iterdir())
    assert run(corpus, outputs=outputs, stages=["segment"]).nothing
    (corpus / "userdict.txt").unlink()
    run(corpus, outputs=outputs, stages=["segment"])
    assert sorted((outputs / "data/tokens").iterdir()) == plain


def test_a_row_of_no_use_is_told_and_the_run_goes_on(corpus: Path, outputs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (corpus / "userdict.txt").write_text("链长制 n\n链 长\n稳\n", encoding="utf-8")
    run(corpus, outputs=outputs, stages=["segment"])
    assert "链长制" in words(outputs)
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"{corpus / 'userdict.txt'}: 2 of 3 rows cannot be read (line 2: '长' is neither a count nor a tag")
    assert line.endswith("); baogao check-words says why of each")
    (corpus / "userdict.txt").write_bytes(b"PK\x03\x04")
    with pytest.raises(Refused, match=r"userdict\.txt: file is no text but a zip package"):
        run(corpus, outputs=outputs, stages=["segment"])


def test_a_report_alone_and_several_folders_have_their_words_too(corpus: Path, outputs: Path) -> None:
    (corpus / "橙溪镇/userdict.txt").write_text("链长制 n\n", encoding="utf-8")
    run(corpus / "橙溪镇/2021.txt", outputs=outputs, stages=["segment"])
    assert open_table("tokens", outputs)["word"].tolist().count("链长制") == 2
    other = corpus.with_name("other")
    (other / "榆溪镇").mkdir(parents=True)
    (other / "榆溪镇/2021.txt").write_text("推行路长制。", encoding="utf-8")
    (other / "userdict.txt").write_text("路长制 n\n链长制改革\n", encoding="utf-8")
    (corpus / "userdict.txt").write_text("链长制 n\n", encoding="utf-8")
    outcome = run([corpus / "柏溪镇", other, corpus / "橙溪镇"], outputs=outputs, stages=["segment"])
    assert outcome.reports == 3
    assert {"链长制改革", "路长制"} <= set(open_table("tokens", outputs)["word"])


def test_only_the_file_at_the_top_is_a_dictionary(corpus: Path, outputs: Path) -> None:
    (corpus / "橙溪镇/userdict.txt").write_text("链长制 n\n", encoding="utf-8")
    assert run(corpus, outputs=outputs, stages=["segment"]).reports == 3
    assert "链长制" not in words(outputs)
