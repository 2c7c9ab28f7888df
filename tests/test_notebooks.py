"""The notebooks run on the outputs of two small reports, and are kept without outputs of their own."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from pipeline.run import run

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
REPORTS = {
    "青禾镇/2020.txt": "2019年，全镇地区生产总值完成9.5亿元，增长6.2%；新增企业30余家。实施“清水润田”。2020年，地区生产总值增长6%以上。\n",
    "青禾镇/2021.txt": "2020年，全镇地区生产总值完成10亿元，增长5.3%。“清水润田”完工。到2025年，地区生产总值达到13亿元。\n",
}
SHOWN = {
    "1-first-look": ["地区生产总值"],
    "2-indicators": ["地区生产总值（亿元）", "地区生产总值增长（%）", "6%以上", "-0.7", "unknown"],
    "3-words": ["三农", "企业", "清水润田", "2020"],
    "4-your-own-reports": ["青禾镇/2020", "2019年，全镇地区生产总值完成9.5亿元", "6%以上", "-0.7", "地区生产总值（亿元）", "新增"],
}

pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def mined(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notebooks")
    for name, text in REPORTS.items():
        (folder / "reports" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "reports" / name).write_text(f"{name[:3]}{name[4:8]}年政府工作报告\n\n{text}", encoding="utf-8")
    run(folder / "reports", outputs=folder / "outputs", pictures="few")
    return folder / "outputs"


@pytest.fixture(autouse=True)
def kernel_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the kernel find the package, and write nothing outside the test's folder."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))


def execute(notebook: nbformat.NotebookNode, outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a notebook in place."""
    monkeypatch.setenv("BAOGAO_OUTPUTS", str(outputs))
    monkeypatch.setenv("BAOGAO_REPORTS", str(outputs.with_name("reports")))
    NotebookClient(notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(ROOT / "notebooks")}}).execute()


def list_outputs(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def test_it_is_kept_without_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert list_outputs(notebook) == []
    assert [cell.execution_count for cell in notebook.cells if cell.cell_type == "code" and cell.execution_count] == []
    assert notebook.cells[0].source.startswith("# ")


def test_it_runs_and_shows_tables_and_pictures_without_warning(path: Path, mined: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = nbformat.read(path, as_version=4)
    execute(notebook, mined, monkeypatch)
    shown = list_outputs(notebook)
    assert {output.output_type for output in shown} <= {"execute_result", "display_data", "stream"}
    assert [
        output.text for output in shown if output.output_type == "stream" and output.name == "stderr"
    ] == []  # a missing sign is told there
    kinds = [kind for output in shown for kind in output.get("data", {})]
    assert kinds.count("image/png") >= 2
    tables = " ".join(output.data["text/plain"] for output in shown if "text/html" in output.get("data", {}))
    assert [words for words in SHOWN[path.stem] if words not in tables] == []


def test_missing_outputs_or_reports_are_one_line(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = nbformat.read(path, as_version=4)
    with pytest.raises(CellExecutionError):
        execute(notebook, tmp_path / "gone", monkeypatch)
    (error,) = list_outputs(notebook)
    assert error.output_type == "error"
    gone = f"{tmp_path / 'gone'}: no run.json in it; run `make pipeline` first", f"{tmp_path / 'reports'}: no such file or folder"
    assert error.evalue.startswith(gone["your-own" in path.stem])
    assert len("\n".join(error.traceback).strip().splitlines()) == 1
