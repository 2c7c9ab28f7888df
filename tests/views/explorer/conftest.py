from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.run import run
from tests.mined import write_reports

EVIL = "<img src=x onerror=alert(1)>"
CATALOGUE = f'path,title,place,year\n"{EVIL}镇.txt","</title><script>alert(2)</script>报告","""><b>镇",2021\n'
REPORTS = {
    "环橙镇/2020.txt": "环橙镇2020年政府工作报告\n\n各位代表：\n\n一、2019年工作回顾\n\n（一）经济稳中有进\n\n"
    "　　全镇地区生产总值达到88亿元，增长7.5%；企业300余家，绿道18公里，城镇登记失业率4.1%。\n\n"
    "二、2020年工作安排\n\n　　今年主要预期目标是：地区生产总值达到95亿元左右，增长8%左右，城镇登记失业率控制在4.5%以内。\n",
    "环橙镇/2021.txt": "环橙镇2021年政府工作报告\n\n一、2020年工作回顾\n\n"
    "　　全镇地区生产总值达到94亿元，增长7.9%，城镇登记失业率3.8%。企业由320家增加到350家，𠮷祥村绿道20公里。\n\n"
    "二、2021年工作安排\n\n　　今年主要预期目标是：地区生产总值增长6%—6.5%。加快建设产业园，产业园投资3亿元以上。\n",
    "环橙镇/2022.txt": "环橙镇2022年政府工作报告\n\n一、2021年工作回顾\n\n"
    "　　2020年，全镇地区生产总值为97亿元。2021年，全镇地区生产总值达到102亿元，增长6.3%。\n\n"
    "二、2022年工作安排\n\n　　今年地区生产总值增长6%左右。\n",
    f"{EVIL}镇.txt": f"</title><script>alert(3)</script>{EVIL}\u2028&amp;\n\n全镇企业25家</script>，投资1.5亿元。\n",
    "清溪镇/2021.txt": "清溪镇2021年政府工作报告\n\n一年来，我们认真履行职责，各项工作有序推进。\n",
}


@pytest.fixture(scope="session")
def explored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Finished outputs of small reports with pages and without pictures, one of them hostile and one unread: to be read only."""
    folder = tmp_path_factory.mktemp("explored")
    write_reports(folder / "corpus", REPORTS)
    (folder / "corpus/旧稿.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (folder / "corpus/catalogue.csv").write_text(CATALOGUE, encoding="utf-8")
    run(folder / "corpus", outputs=folder / "outputs", stages=["explorer"])
    return folder / "outputs"


@pytest.fixture(scope="session")
def explorer(explored: Path) -> Path:
    return explored / "explorer"
