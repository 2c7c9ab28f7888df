from __future__ import annotations

from pipeline.reading.pages import Block, Glyph, Line, build_pieces, drop_edges, join_lines, order_lines


def glyphs(text: str, left: float, bottom: float, size: float = 10) -> list[Glyph]:
    return [Glyph(sign, left + size * place, bottom, left + size * (place + 1), bottom + size) for place, sign in enumerate(text)]


def line(text: str, left: float, middle: float, *, size: float = 10, width: float | None = None) -> Line:
    return Line(text, left, middle - size / 2, left + (size * len(text) if width is None else width), middle + size / 2)


def block(*lines: Line, left: float = 0, right: float = 100) -> Block:
    return Block(lines, left, right)


def test_glyphs_make_pieces_that_end_at_wide_gaps_other_heights_and_steps_back() -> None:
    made = build_pieces(glyphs("产值", 0, 100) + glyphs("36", 60, 100) + glyphs("税收", 0, 80) + glyphs("一", 0, 80.5))
    assert [piece.text for piece in made] == ["产值", "36", "税收", "一"]
    assert (made[0].left, made[0].right, made[0].middle) == (0, 20, 105)


def test_letters_set_apart_are_one_piece_and_blanks_make_no_piece() -> None:
    apart = [Glyph(sign, 16 * place, 0, 16 * place + 10, 10) for place, sign in enumerate("报告")]
    assert [piece.text for piece in build_pieces(apart)] == ["报告"]
    assert build_pieces([Glyph(" ", 0, 0, 5, 10)]) == []


def test_pieces_at_one_height_are_one_line_in_the_order_of_the_page() -> None:
    (made,) = order_lines([line("二", 0, 50), line("右", 14, 100), line("左", 0, 101)])
    assert [row.text for row in made.lines] == ["左右", "二"]


def test_cells_are_parted_by_tabs_also_where_a_neighbour_shows_that_it_is_a_table() -> None:
    table = [line("指标", 0, 100), line("单位", 60, 100), line("地区总产值", 0, 80), line("亿元", 60, 80)]
    (made,) = order_lines(table)
    assert [row.text for row in made.lines] == ["指标\t单位", "地区总产值\t亿元"]
    (plain,) = order_lines([line("区长", 0, 100), line("张三", 40, 100)])
    assert [row.text for row in plain.lines] == ["区长 张三"]


def test_two_columns_are_read_one_after_the_other_below_a_line_that_crosses_both() -> None:
    rows = [line(f"左{row}", 0, 100 - 10 * row, width=90) for row in range(6)] + [
        line(f"右{row}", 110, 100 - 10 * row, width=90) for row in range(6)
    ]
    blocks = order_lines([*reversed(rows), line("两栏的题目", 0, 120, width=200)])
    assert [[row.text for row in made.lines] for made in blocks] == [
        ["两栏的题目"],
        [f"左{row}" for row in range(6)],
        [f"右{row}" for row in range(6)],
    ]


def test_heads_that_repeat_near_the_edge_and_page_numbers_are_dropped() -> None:
    pages = [(800.0, [line("会议文件", 0, 790), line(f"第{page}段", 0, 400), line(f"— {page} —", 0, 20)]) for page in (1, 2, 3)]
    assert [[piece.text for piece in kept] for kept in drop_edges(pages)] == [["第1段"], ["第2段"], ["第3段"]]


def test_a_line_near_the_edge_that_stands_on_one_page_only_is_kept() -> None:
    pages = [(800.0, [line("政府工作报告", 0, 790)]), (800.0, [line("2021年1月", 0, 20), line("36亿元", 0, 30)])]
    assert [[piece.text for piece in kept] for kept in drop_edges(pages)] == [["政府工作报告"], ["2021年1月", "36亿元"]]


def test_full_lines_are_joined_without_a_blank_between_han_characters_and_with_one_between_words() -> None:
    assert join_lines([block(line("全年产值达到三十六亿", 0, 100), line("元。", 0, 88))]) == "全年产值达到三十六亿元。\n"
    assert join_lines([block(line("link of Word", 0, 100, width=100), line("and PDF", 0, 88, width=60))]) == "link of Word and PDF\n"


def test_a_paragraph_ends_at_a_short_line_an_indent_a_leap_another_size_or_a_row() -> None:
    full = "全年产值达到三十六亿"
    assert join_lines([block(line("短。", 0, 100), line(full, 0, 88))]) == f"短。\n{full}\n"
    assert join_lines([block(line(full, 0, 100), line("缩进", 20, 88))]) == f"{full}\n缩进\n"
    assert join_lines([block(line(full, 0, 100), line(full, 0, 88), line("远处", 0, 60))]) == f"{full}{full}\n远处\n"
    assert join_lines([block(line(full, 0, 100), line("大字", 0, 86, size=14))]) == f"{full}\n大字\n"
    assert join_lines([block(line(full, 0, 100), line("甲\t乙", 0, 88))]) == f"{full}\n甲\t乙\n"


def test_a_heading_below_a_full_line_that_ends_with_a_stop_stands_alone() -> None:
    full = "全年产值三十六亿元。"
    assert join_lines([block(line(full, 0, 100), line("二、安排", 0, 88), line(full, 0, 76))]) == f"{full}\n二、安排\n{full}\n"
    assert join_lines([block(line(full, 0, 100), line("工作安排", 0, 88))]) == f"{full}\n工作安排\n"


def test_a_sentence_goes_on_over_the_page_and_a_last_page_of_few_lines_is_held_to_the_margin_before() -> None:
    full = "全年产值达到三十六亿"
    assert join_lines(
        [block(*(line(full, 0, 100 - 10 * row) for row in range(7))), block(line("元。", 0, 100), line("完。", 0, 88), right=20)]
    ) == (f"{full * 7}元。\n完。\n")


def test_no_lines_make_no_text() -> None:
    assert join_lines([]) == ""
    assert order_lines([]) == []
