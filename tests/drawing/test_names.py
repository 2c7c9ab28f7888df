from __future__ import annotations

import pytest

from pipeline.drawing.names import name_picture


@pytest.mark.parametrize(
    ("scope", "scope_id", "name"),
    [
        ("corpus", "corpus", "corpus"),
        ("year", "2021", "year-2021"),
        ("place", "橙溪镇", "place-橙溪镇"),
        ("document", "市/县/2021", "doc-市__县__2021"),
        ("place", 'a\\b:c*d?"<>|\n', "place-a_b_c_d______"),
    ],
)
def test_names_of_pictures(scope: str, scope_id: str, name: str) -> None:
    assert name_picture(scope, scope_id, set()) == name


def test_names_that_would_be_equal_or_too_long_are_told_apart() -> None:
    taken: set[str] = set()
    names = [name_picture("document", doc_id, taken) for doc_id in ("a/b", "a__b", "A__B", "镇" * 200, "镇" * 201, "\udcff")]
    assert len({name.casefold() for name in names}) == 6
    assert all(len(name.encode("utf-8")) < 200 for name in names)
