"""Places of one name told apart: a corpus may have many towns that are called 城关镇."""

from __future__ import annotations

from pipeline.schema import Columns


def name_places(documents: Columns) -> dict[str, str]:
    """Return for each document what its place is called in tables over all documents ("" where it is not known).

    That is its name, with the place above it in front where documents have places of that name below several, and no code says which.
    Where nothing is told of the place above it, the name stands alone.

    >>> rows = {"doc_id": ["a", "b", "c"], "place": ["城关镇"] * 3, "place_code": [None] * 3, "parent": ["槐川县", "临榆县", None]}
    >>> name_places(rows)
    {'a': '槐川县城关镇', 'b': '临榆县城关镇', 'c': '城关镇'}
    """
    rows = list(zip(*(documents[name] for name in ("doc_id", "place", "place_code", "parent")), strict=True))
    above: dict[str, set[str]] = {}
    for _, place, code, parent in rows:
        if place and parent and not code:
            above.setdefault(place, set()).add(parent)
    return {
        doc_id: f"{parent}{place}" if place and parent and not code and len(above[place]) > 1 else place or ""
        for doc_id, place, code, parent in rows
    }
