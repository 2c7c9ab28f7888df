from __future__ import annotations

import numpy as np
import pytest

from pipeline.encoded import Coded, code_texts, encode_columns, view_integers
from pipeline.frames import SchemaError, build_table
from pipeline.schema import Column, Table

TABLE = Table("words", (), (Column("word", required=True), Column("start", "integer", required=True)))


def test_texts_are_numbered_in_the_order_in_which_they_come_first() -> None:
    coded = Coded(["企业", "创新", "企业"])
    assert coded == ["企业", "创新", "企业"]
    assert coded.codes.tolist() == [0, 1, 0]
    assert coded.values == ["企业", "创新"]
    assert code_texts(coded) is coded
    assert code_texts(["企业"]).codes.tolist() == [0]


def test_a_coded_column_is_written_as_a_plain_one_is() -> None:
    words = ["企业", "", "创新", "企业"]
    coded, plain = (build_table(TABLE, {"word": column, "start": [0, 2, 2, 4]}) for column in (Coded(words), words))
    assert coded.equals(plain)
    assert build_table(TABLE, {"word": Coded(), "start": []}).num_rows == 0


def test_half_a_character_in_a_coded_column_is_told() -> None:
    with pytest.raises(SchemaError, match="lone surrogate"):
        build_table(TABLE, {"word": Coded(["企业", "\ud800"]), "start": [0, 2]})


def test_integers_are_an_array_be_they_that_or_a_list() -> None:
    numbers = np.array([3, 1])
    assert view_integers(numbers) is numbers
    assert view_integers([3, 1]).tolist() == [3, 1]
    assert view_integers([]).dtype == np.int64


def test_a_dictionary_is_encoded_by_its_own_numbers_and_other_texts_one_by_one() -> None:
    frame = build_table(TABLE, {"word": ["企业", "创新", "企业"], "start": [0, 2, 4]})
    plain = encode_columns(frame)
    assert (plain["word"].numbers.tolist(), plain["word"].values) == ([0, 1, 2], ["企业", "创新", "企业"])
    assert plain["start"].numbers.tolist() == [0, 2, 4]
    shared = encode_columns(frame.set_column(0, "word", frame.column("word").dictionary_encode()))
    assert (shared["word"].numbers.tolist(), shared["word"].values) == ([0, 1, 0], ["企业", "创新"])
