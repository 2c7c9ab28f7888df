from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.views.workbook.cells import CUT, LONGEST, Pen, WorkbookError, fit_text, measure_text


def count_units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=50), st.integers(0, 3))
def test_any_text_fits_and_holds_nothing_that_a_cell_cannot(text: str, longer: int) -> None:
    long = text + "环😀"[longer % 2] * (longer * 9_000)
    fitting, cut = fit_text(long)
    assert count_units(fitting) <= LONGEST
    assert not any((letter < " " and letter not in "\t\n") or letter in "\x7f\ufffe\uffff" for letter in fitting)
    assert fitting == fit_text(fitting)[0]
    kept = fitting.removesuffix(CUT) if cut else fitting
    assert fit_text(long[: len(text)])[0].startswith(kept) if not longer else kept
    if not cut:
        assert len(fitting) == len(long.replace("\r\n", "\n"))


@pytest.mark.parametrize(
    ("text", "units", "cut"),
    [
        ("环" * LONGEST, LONGEST, False),
        ("环" * (LONGEST + 1), LONGEST, True),
        ("😀" * 16_383, 32_766, False),
        ("😀" * 16_384, LONGEST, True),
    ],
    ids=["just fits", "one too long", "pairs fit", "pairs too long"],
)
def test_a_text_is_cut_at_the_limit_of_a_cell_and_says_so(text: str, units: int, cut: bool) -> None:
    fitting, was_cut = fit_text(text)
    assert was_cut == cut == fitting.endswith(CUT)
    assert units - 1 <= count_units(fitting) <= units  # half a pair is left out
    assert text.startswith(fitting.removesuffix(CUT))


@pytest.mark.parametrize(
    ("text", "shown"),
    [("\0", "␀"), ("甲\x01\x1f乙", "甲␁␟乙"), ("甲\r\n乙\r丙\n丁", "甲\n乙\n丙\n丁"), ("\t甲\x7f", "\t甲␡"), ("\ufffe\uffff", "��")],
)
def test_what_no_cell_can_hold_is_shown_by_a_sign(text: str, shown: str) -> None:
    assert fit_text(text) == (shown, False)


def test_the_longest_line_is_measured() -> None:
    assert [measure_text(text) for text in ("", "甲a", "甲\n乙丙丁", "ＡＢ")] == [0, 3, 6, 4]


class Refusing:
    """A worksheet that writes nothing and says so."""

    name = "核对"

    def __getattr__(self, name: str) -> object:
        return lambda *cells: -2


class AnyLook:
    def find(self, *look: object, **style: object) -> None:
        return None


@pytest.mark.parametrize(
    "write",
    [
        lambda pen: pen.write_text(4, 2, "甲", None),
        lambda pen: pen.write_number(4, 2, 1.5, None),
        lambda pen: pen.write_link(4, 2, "external:r/1.html", "甲"),
        lambda pen: pen.write_comment(4, 2, "甲"),
        lambda pen: pen.set_height(4, 2),
        lambda pen: pen.set_width(2, 8),
    ],
    ids=["text", "number", "link", "comment", "height", "width"],
)
def test_a_write_that_is_refused_is_an_error(write: object) -> None:
    with pytest.raises(WorkbookError, match=r"^sheet 核对, row [15], column [13]: not written \(-2\)$"):
        write(Pen(Refusing(), AnyLook()))
