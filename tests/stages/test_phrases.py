"""Phrases: which forms are set phrases, where they are used, and in which years."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.frames import build_table, make_columns
from pipeline.lexicon.slogans import SloganWords
from pipeline.schema import PHRASE_FORMS, PHRASE_USES, TABLES, Columns
from pipeline.stages.phrases import tell_phrases

REPORTS = {
    "a/2020": "实施“彩虹计划”，落实“三早”：早防、早治、早报。坚持稳中求进。",
    "a/2021": "彩虹计划见效，做到三早。坚持稳中求进。抓好三农。",
    "b/2021": "“彩虹计划”铺开，“三早”到村，第十三早市开张。“大棚”到户。坚持每月例会。",
    "b/2021副本": "“彩虹计划”铺开，“三早”到村，第十三早市开张。“大棚”到户。坚持每月例会。",
    "无年": "“彩虹计划”收官。",
}
FORMS = {
    "a/2020": [("彩虹计划", "quoted", ""), ("三早", "numbered", ""), ("早防", "member", "三早"), ("早治", "member", "三早"),
               ("早报", "member", "三早"), ("坚持稳中求进", "verbal", "")],
    "a/2021": [("坚持稳中求进", "verbal", "")],
    "b/2021": [("彩虹计划", "quoted", ""), ("三早", "numbered", ""), ("大棚", "quoted", ""), ("坚持每月例会", "verbal", "")],
    "无年": [("彩虹计划", "quoted", "")],
}  # fmt: skip
FORMS["b/2021副本"] = FORMS["b/2021"]


class Words:
    slogans = SloganWords(("三农",), (), (), (), ())


def tell(*parts: list[str]) -> dict[str, Columns]:
    documents = {
        "doc_id": list(REPORTS),
        "year": [2020, 2021, 2021, 2021, None],
        "duplicate_of": [None, None, None, "b/2021", None],
    }
    forms = []
    for part in parts:
        rows = []
        for doc_id in part:
            for phrase, kind, whole in FORMS[doc_id]:
                start = REPORTS[doc_id].index(phrase)
                rows.append((doc_id, phrase, kind, start, start + len(phrase), whole or None))
        forms.append(make_columns(PHRASE_FORMS, rows))
    texts: list[Columns] = [{"doc_id": part, "text": [REPORTS[doc_id] for doc_id in part]} for part in parts]
    made: dict[str, Columns] = {}
    for table, pieces in tell_phrases(forms, texts, documents, Words()).items():  # type: ignore[arg-type]
        whole: Columns = {name: [] for name in TABLES[table].names}
        for piece in pieces:
            for name, cells in piece.items():
                whole[name] += cells
        assert build_table(TABLES[table], whole).num_rows == len(whole["phrase"])
        made[table] = whole
    return made


def list_rows(columns: Columns) -> list[tuple[Any, ...]]:
    return list(zip(*columns.values(), strict=True))


MADE = tell(list(REPORTS)[:2], list(REPORTS)[2:])


def test_phrases_are_counted_with_their_years_and_repeated_texts_once() -> None:
    assert list_rows(MADE["phrases"]) == [
        ("彩虹计划", "quoted", 4, 2020, 2021, 4),
        ("三早", "numbered", 2, 2020, 2021, 2),
        ("坚持稳中求进", "verbal", 2, 2020, 2021, 2),
        ("三农", "numbered", 1, 2021, 2021, 1),
        ("早报", "member", 1, 2020, 2020, 1),
        ("早治", "member", 1, 2020, 2020, 1),
        ("早防", "member", 1, 2020, 2020, 1),
    ]
    assert [row for row in list_rows(MADE["phrase_years"]) if row[0] == "彩虹计划"] == [("彩虹计划", 2020, 1, 1), ("彩虹计划", 2021, 2, 2)]
    assert list_rows(MADE["phrase_members"]) == [("三早", member, 1, 2020, 2020) for member in ("早报", "早治", "早防")]


def test_a_name_counts_without_its_quotes_and_a_short_one_does_not() -> None:
    uses = [(phrase, doc_id) for phrase, doc_id, *_ in list_rows(MADE["phrase_uses"])]
    assert ("彩虹计划", "a/2021") in uses and ("三农", "a/2021") in uses
    assert ("三早", "a/2021") not in uses
    assert ("坚持每月例会", "b/2021") not in uses and ("大棚", "b/2021") not in uses
    assert uses.count(("彩虹计划", "b/2021副本")) == 1
    for phrase, doc_id, start, end in list_rows(MADE["phrase_uses"]):
        assert REPORTS[doc_id][start:end] == phrase


def test_of_one_report_all_is_told() -> None:
    documents = {"doc_id": ["b/2021"], "year": [2021], "duplicate_of": [None]}
    rows = [("b/2021", phrase, kind, at, at + len(phrase), None) for at, (phrase, kind, _) in enumerate(FORMS["b/2021"])]
    made = tell_phrases(
        [make_columns(PHRASE_FORMS, rows)],
        [{"doc_id": ["b/2021"], "text": [REPORTS["b/2021"]]}],
        documents,
        Words(),  # type: ignore[arg-type]
    )
    (uses,) = made["phrase_uses"]
    assert uses["phrase"] == ["彩虹计划", "三早", "大棚", "坚持每月例会"]


@pytest.mark.parametrize("cut", range(1, 5))
def test_the_parts_make_no_difference(cut: int) -> None:
    names = list(REPORTS)
    assert tell(names[:cut], names[cut:]) == MADE


def test_no_reports_no_rows() -> None:
    assert {table: len(columns["phrase"]) for table, columns in tell([]).items()} == dict.fromkeys(MADE, 0)
    assert list(MADE["phrase_uses"]) == list(PHRASE_USES.names)
