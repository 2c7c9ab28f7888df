from __future__ import annotations

from pipeline.frames import build_table, empty_columns
from pipeline.schema import DOCUMENTS, INGESTED
from pipeline.stages.documents import complete_documents


def test_counts_are_filled_in_for_tables_that_were_made_and_documents_that_were_read() -> None:
    ingested = {name: [None] * 3 for name in INGESTED.names} | {"doc_id": ["a", "b", "c"], "status": ["ok", "failed", "partial"]}
    counts = {"sentences": {"a": 7}, "quantities": {"a": 2, "c": 1}}
    documents = complete_documents({"ingested": ingested}, counts, [None, None, "a"])["documents"]
    assert documents["sentences"] == [7, None, 0]
    assert documents["tokens"] == [None, None, None]
    assert documents["quantities"] == [2, None, 1]
    assert documents["duplicate_of"] == [None, None, "a"]
    assert build_table(DOCUMENTS, documents).num_rows == 3
    assert ingested["sentences"] == [None] * 3


def test_no_documents_stay_none() -> None:
    assert complete_documents({"ingested": empty_columns(INGESTED)}, {}, [])["documents"] == empty_columns(DOCUMENTS)
