"""The years that a section of the plan names hold for what it promises."""

from __future__ import annotations

import pytest

from tests.figures import list_rows, read_tables

PLAN = "二、“十五五”时期主要目标任务"
TEXT = "全镇生产总值年均增长6%，常住人口城镇化率达到69%，城镇新增就业5000人以上。"


@pytest.mark.parametrize(
    ("section", "periods"),
    [
        (PLAN, ["2026-2030", "2030", "2026-2030"]),
        (f"{PLAN} / （一）人民生活品质不断提高", ["2026-2030", "2030", "2026-2030"]),
        ("三、2026年工作安排", ["2026", "2026", "2026"]),
        (f"{PLAN} / （二）2026年重点工作", ["2026", "2026", "2026"]),
        ("二、“十四五”时期发展成就和“十五五”时期主要目标", ["2026-2030", "2030", "2026-2030"]),
        ("二、“十五五”时期目标任务和2026年工作安排", ["2026-2030", "2030", "2026-2030"]),
        ("二、2026年工作安排和“十五五”时期目标任务", ["2026", "2026", "2026"]),
        ("二、到2035年的远景目标", ["2026", "2026", "2026"]),
        ("二、主要目标任务", ["2026", "2026", "2026"]),
        ("", ["2026", "2026", "2026"]),
    ],
)
def test_a_promise_is_for_the_years_that_its_section_names(section: str, periods: list[str]) -> None:
    rows = list_rows(read_tables(TEXT, year="2026", review="2025", plan="2026", part="plan", section=section)["quantities"])
    assert [row["period"] for row in rows] == periods


def test_only_a_section_of_the_plan_tells_what_is_planned() -> None:
    rows = read_tables("全镇企业达到36家。", year="2026", review="2025", plan="2026", part="review", section=PLAN)["quantities"]
    assert rows["period"] == ["2025"]
