"""The wide panel as a whole run leaves it: CSV, Stata file and data package of one mind."""

from __future__ import annotations

import json
from pathlib import Path

import pyreadstat
import pytest

from pipeline.run import open_joined, open_table, run
from tests.mined import write_reports

REPORTS = {
    "环橙镇/2020.txt": "环橙镇2020年政府工作报告\n\n一、2019年工作回顾\n\n全镇地区生产总值达到88亿元，增长7.5%。\n\n"
    "二、2020年工作安排\n\n今年主要预期目标是：地区生产总值增长8%左右，城镇登记失业率控制在4.5%以内。\n",
    "环橙镇/2021.txt": "环橙镇2021年政府工作报告\n\n一、2020年工作回顾\n\n全镇地区生产总值达到95亿元，增长7.9%，城镇登记失业率3.8%。\n\n"
    "二、2021年工作安排\n\n今年主要预期目标是：地区生产总值增长8%以上。\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("panel")
    write_reports(folder / "corpus", REPORTS)
    run(folder / "corpus", outputs=folder / "outputs", stages=["panel", "targets"])
    return folder / "outputs"


def test_the_wide_panel_is_the_same_in_each_form(outputs: Path) -> None:
    wide = open_table("panel_wide", outputs)
    assert list(wide.columns) == ["place", "place_code", "year", "gdp", "gdp_growth", "registered_unemployment"]
    assert wide["gdp"].tolist() == [88.0, 95.0]
    assert wide["gdp_growth"].tolist() == [7.5, 7.9]
    assert wide["registered_unemployment"].isna().tolist() == [True, False]
    assert open_table(str(outputs / "tables/panel_wide.csv")).equals(wide)
    stata, told = pyreadstat.read_dta(outputs / "tables/panel_wide.dta")
    assert stata["gdp"].tolist() == [88.0, 95.0]
    labels = dict(zip(told.column_names, told.column_labels, strict=True))
    assert (labels["place"], labels["year"], labels["gdp_growth"]) == ("地方", "年份", "地区生产总值增长（%）")


def test_the_package_tells_each_column_of_an_indicator(outputs: Path) -> None:
    package = json.loads((outputs / "datapackage.json").read_text(encoding="utf-8"))
    (wide,) = [resource for resource in package["resources"] if resource["name"] == "panel_wide"]
    fields = {field["name"]: field for field in wide["schema"]["fields"]}
    assert fields["gdp"]["title"] == "地区生产总值（亿元）"
    assert fields["gdp"]["unit"] == "亿元"
    assert fields["gdp"]["description"] == "地区生产总值（亿元） / gross domestic product (1e8 CNY)"
    assert fields["year"]["title"] == "年份"


def test_targets_stand_beside_what_came_out(outputs: Path) -> None:
    targets = open_table("targets", outputs)
    told = targets[["year", "indicator", "wording", "actual", "gap", "met"]].astype(object).where(lambda frame: frame.notna(), None)
    assert told.to_numpy().tolist() == [
        [2020, "gdp", "8%左右", 7.9, -0.1, "yes"],
        [2020, "registered_unemployment", "控制在4.5%以内", 3.8, -0.7, "yes"],
        [2021, "gdp", "8%以上", None, None, "unknown"],
    ]


def test_a_joined_panel_can_be_opened(outputs: Path) -> None:
    joined = open_joined(outputs)
    assert joined[joined["aspect"] == "level"]["family"].tolist() == ["national_product"] * 2
    assert joined["broken_from"].isna().all()


def test_figures_are_drawn_once_and_again_when_the_panel_has_changed(tmp_path: Path) -> None:
    reports = {name: f"{text}\n推进工业园区建设。\n" for name, text in REPORTS.items()}
    name, text = list(reports.items())[-1]
    path = write_reports(tmp_path / "corpus", reports) / name
    assert not run(tmp_path / "corpus", outputs=tmp_path / "outputs", stages=["figures"]).nothing
    drawn = {path.name: path.read_bytes() for path in (tmp_path / "outputs/figures").iterdir()}
    assert sorted(drawn) == [f"{name}-环橙镇.{kind}" for name in ("place", "ranks", "themes") for kind in ("png", "svg")]
    assert run(tmp_path / "corpus", outputs=tmp_path / "outputs", stages=["figures"]).nothing
    path.write_text(text.replace("95亿元", "96亿元"), encoding="utf-8")
    run(tmp_path / "corpus", outputs=tmp_path / "outputs", stages=["figures"])
    assert (tmp_path / "outputs/figures/place-环橙镇.png").read_bytes() != drawn["place-环橙镇.png"]
    path.write_text(text, encoding="utf-8")
    run(tmp_path / "corpus", outputs=tmp_path / "outputs", pictures="none")
    assert not (tmp_path / "outputs/figures").exists()
