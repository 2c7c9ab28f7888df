from __future__ import annotations

import numpy as np
import pytest

from pipeline.counting.weights import compare_counts, weigh_counts, weigh_forms, weigh_rarity, weigh_standing
from pipeline.grammar.words import CLASSES


def form(size: int, words: int, first: str, last: str, *, empty: bool = False) -> float:
    kinds = (np.array([CLASSES.index(first)]), np.array([CLASSES.index(last)]))
    return float(weigh_forms(np.array([size]), np.array([words]), kinds, np.array([empty]))[0])


def test_a_noun_of_four_characters_is_the_best_form() -> None:
    assert form(4, 1, "N", "N") == form(4, 2, "N", "N") == 1
    assert form(2, 1, "N", "N") < 1
    assert form(12, 4, "N", "N") < form(8, 3, "N", "N") < form(6, 3, "N", "N") < 1


def test_verbs_and_unknown_words_weigh_less() -> None:
    assert max(form(4, 1, kind, kind) for kind in "VWX") < 1
    assert form(4, 2, "V", "N") < form(4, 2, "N", "V") < form(4, 2, "N", "W") < 1
    assert form(4, 2, "N", "N", empty=True) < 1


def test_rare_terms_weigh_more_and_none_less_than_nothing() -> None:
    weights = weigh_rarity(np.array([1, 1, 50, 100]), 100, np.array([12.0, 5.0, 5.0, 0.0]))
    assert list(weights) == sorted(weights, reverse=True)
    assert weights[-1] == 0


def test_counts_are_logarithmic_in_each_document() -> None:
    assert weigh_counts(np.array([1, 2, 8]), np.array([1, 2, 1])).tolist() == pytest.approx([1, 2, 1 + np.log(8)])


def test_ends_and_headings_weigh() -> None:
    standing = weigh_standing(np.array([1, 0, 1, 1]), np.array([1, 1, 0, 1]), np.array([0, 0, 0, 1.0]))
    assert standing[0] == 1
    assert standing[1] < standing[2] < 1 < standing[3]


@pytest.mark.parametrize(
    ("count", "rest", "likelihood", "ratio"), [(30, 10, 29.04, 2.58), (10, 20, 0, 0), (5, 0, 10.99, 4.32), (0, 30, 24.33, -4.91)]
)
def test_counts_are_held_against_the_rest(count: int, rest: int, likelihood: float, ratio: float) -> None:
    found = compare_counts(np.array([count]), np.array([rest]), 1000, 2000)
    assert [round(float(cells[0]), 2) for cells in found] == [likelihood, ratio]
