"""Documents as people read them: with what later stages counted, and which text an earlier document has already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.schema import DOCUMENTS, Columns


def complete_documents(
    tables: Mapping[str, Columns], counts: Mapping[str, Mapping[str, int]], duplicates: Sequence[str | None]
) -> dict[str, Columns]:
    """Fill the documents of one batch with counts and duplicates.

    ``counts`` is, for each table that was made (sentences, tokens, quantities), its rows by doc_id; a count of a table that was not
    made, and of a failed document, stays empty. ``duplicates`` is for each row the doc_id of the first document with the same text,
    or None.
    """
    ingested = tables["ingested"]
    documents = {name: ingested[name] for name in DOCUMENTS.names}
    for column in ("sentences", "tokens", "quantities"):
        found = counts.get(column)
        documents[column] = [
            None if found is None or status == "failed" else found.get(doc_id, 0)
            for doc_id, status in zip(documents["doc_id"], documents["status"], strict=True)
        ]
    documents["duplicate_of"] = list(duplicates)
    return {"documents": documents}
