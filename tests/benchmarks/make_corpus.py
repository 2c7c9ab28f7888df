"""A corpus of any size, for measuring how a run grows: ``python -m tests.benchmarks.make_corpus FOLDER N OUT``.

Sentences of a folder of reports are put together anew, by chance but by the same chance each time, into N reports as a town has them: a
title, a part that looks back and a part that plans, about 3,000 characters, in a folder a year. The folder's sentences are held, the
reports that are made never.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tests.mined import mine_sources, read_folder

CHARACTERS = 3_000
YEARS = range(2005, 2025)
_SHORTEST, _LONGEST = 12, 240  # characters of a sentence that is taken
_FIRST = "青云石白龙清竹松柳梅金银玉长太新大小东西南北上下双三九安永福和平兴宁泰"
_SECOND = "溪河湖塘坪岭岗坡桥湾洲沟泉池井亭店铺集堡寨坝洞林田园沙滩港口"
_COUNTIES, _TOWNS = ("县", "市"), ("镇", "乡", "街道")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年|[-—－~～至])")
_PARTS = {
    "review": ("一、{last}年工作回顾", ("（一）经济运行", "（二）城乡建设", "（三）民生事业")),
    "plan": ("二、{year}年工作安排", ("（一）主要目标", "（二）产业发展", "（三）社会治理")),
}
_SHARE = {"review": 0.6, "plan": 0.4}


@dataclass(frozen=True, slots=True)
class Taken:
    """A sentence of a report, with what has to be put anew in it: the report's place and year."""

    text: str
    place: str
    year: int | None

    def retell(self, place: str, year: int) -> str:
        """Return the sentence as a report of another place and year would have it.

        >>> Taken("2020年，青屏镇粮食产量12.5万吨。", "青屏镇", 2021).retell("柳泉乡", 2010)
        '2009年，柳泉乡粮食产量12.5万吨。'
        """
        text = self.text.replace(self.place, place) if self.place else self.text
        if self.year is None:
            return text
        return _YEAR.sub(lambda found: str(int(found[0]) + year - self.year), text)


def take_sentences(folder: Path) -> dict[str, list[Taken]]:
    """Return the sentences of a folder's reports by part, review and plan; where a part has none, it takes the other's."""
    tables = mine_sources(read_folder(folder), "ingest")
    documents = tables["documents"]
    known = dict(zip(documents["doc_id"], zip(documents["place"], documents["year"], strict=True), strict=True))
    taken: dict[str, list[Taken]] = {part: [] for part in _PARTS}
    rows = tables["sentences"]
    for doc_id, part, text in zip(rows["doc_id"], rows["part"], rows["text"], strict=True):
        line = " ".join(text.split())
        if _SHORTEST <= len(line) <= _LONGEST and line.endswith("。"):
            place, year = known[doc_id]
            taken["plan" if part == "plan" else "review"].append(Taken(line, place or "", year))
    every = [sentence for own in taken.values() for sentence in own]
    if not every:
        raise SystemExit(f"{folder}: no sentence to take; name a folder of reports")
    return {part: own or every for part, own in taken.items()}


def name_towns() -> Iterator[tuple[str, str]]:
    """Yield counties and towns with names that no other one of them has, county by county, without end."""
    number = 0
    while True:
        county = _spell(number // 16) + _COUNTIES[number // 16 % 2]
        yield county, _spell(7 * number + 3) + _TOWNS[number % 3]
        number += 1


def _spell(number: int) -> str:
    """Return a number as a name of two characters, and more of them where two do not do."""
    rest, first = divmod(number, len(_FIRST))
    rest, second = divmod(rest, len(_SECOND))
    return (_spell(rest - 1) if rest else "") + _FIRST[first] + _SECOND[second]


def write_reports(taken: dict[str, list[Taken]], reports: int, out: Path, seed: int) -> None:
    """Write so many reports: as many towns as it takes with one report a year, no two alike."""
    years = list(YEARS)
    towns = -(-reports // len(years))
    pairs = ((town, year) for town in islice(name_towns(), towns) for year in years)
    for number, ((county, town), year) in enumerate(islice(pairs, reports)):
        chance = random.Random(f"{seed} {number}")
        file = out / str(year) / f"{county}{town}{year}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(_list_lines(taken, (county, town), year, chance)) + "\n", encoding="utf-8", newline="")


def _list_lines(taken: dict[str, list[Taken]], place: tuple[str, str], year: int, chance: random.Random) -> Iterator[str]:
    yield f"{''.join(place)}{year}年政府工作报告"
    yield ""
    for part, (heading, sections) in _PARTS.items():
        yield heading.format(last=year - 1, year=year)
        size = CHARACTERS * _SHARE[part] * chance.uniform(0.7, 1.2) / len(sections)
        for section in sections:
            yield section
            yield from _fill_section(taken[part], place[1], year, chance, size)


def _fill_section(taken: Sequence[Taken], place: str, year: int, chance: random.Random, size: float) -> Iterator[str]:
    """Yield paragraphs of a few sentences each until there are so many characters."""
    while size > 0:
        paragraph = ""
        for _ in range(chance.randint(2, 5)):
            if len(paragraph) < size:
                paragraph += chance.choice(taken).retell(place, year)
        size -= len(paragraph)
        yield paragraph


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and make the corpus."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.make_corpus", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="reports whose sentences are taken")
    parser.add_argument("reports", type=int, metavar="N", help="how many reports are made")
    parser.add_argument("out", type=Path, metavar="OUT", help="where to")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another one gives other reports (1)")
    options = parser.parse_args(arguments)
    write_reports(take_sentences(options.folder), options.reports, options.out, options.seed)


if __name__ == "__main__":
    main()
