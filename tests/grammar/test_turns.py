from __future__ import annotations

import pytest

from pipeline.grammar.turns import Paragraph, find_turns

R, P = "review", "plan"


def parts_of(*paragraphs: Paragraph) -> list[str]:
    found = find_turns(paragraphs)
    assert [len(marks) for marks in found] == [len(paragraph.moods) for paragraph in paragraphs]
    return ["".join(dict.fromkeys(marks)) if len(set(marks)) == 1 else "+".join(marks) for marks in found]


def test_no_paragraph_has_no_part() -> None:
    assert find_turns([]) == []


@pytest.mark.parametrize(
    ("moods", "parts"),
    [
        ([[-3.0, -1.0], [2.0, 2.0]], [R, P]),
        ([[4.0], [5.0]], [P, P]),
        ([[-4.0], [-5.0]], [R, R]),
        ([[5.0], [-3.0], [6.0]], [P, P, P]),
        ([[9.0], [-9.0], [9.0]], [P, R, P]),
        ([[-4.0], [0.0], [5.0]], [R, P, P]),
        ([[-6.0, -6.0, 7.0, 7.0]], ["review+review+plan+plan"]),
        ([[-6.0, 2.0, -6.0]], [R]),
    ],
)
def test_the_cheapest_way(moods: list[list[float]], parts: list[str]) -> None:
    assert parts_of(*map(Paragraph, moods)) == parts


def test_a_heading_beyond_doubt_decides_and_what_follows_it_goes_on() -> None:
    assert parts_of(Paragraph([-9.0], known=P), Paragraph([-3.0])) == [P, P]
    assert parts_of(Paragraph([9.0], known=R), Paragraph([0.2])) == [R, R]
    assert parts_of(Paragraph([9.0], known=R), Paragraph([3.0])) == [R, P]


def test_a_heading_that_may_be_of_a_plan_must_be_outweighed() -> None:
    assert parts_of(Paragraph([-9.0]), Paragraph([-5.0], leaning=True)) == [R, P]
    assert parts_of(Paragraph([-9.0]), Paragraph([-4.0], leaning=True), Paragraph([-9.0], leaning=True)) == [R, R, R]
