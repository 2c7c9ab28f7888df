"""Measure the audit by injection: change one printed figure of a report at a time, and see whether the audit says so.

    python tests/audit/inject.py FOLDER [--changes 20] [--seed 7]

A change is one of: the figure ten times as large; ten thousand times as large; two of its neighbouring digits turned; a growth rate copied
from another row. Only figures that the report itself contradicts after the change count (see links.py); a change is found where a new
finding names the figure or one that it contradicts. Findings on the reports as they are, and new ones that name neither, are false alarms
unless the reports do contradict themselves: they are listed to be judged.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from pipeline.grammar.folding import fold_text
from pipeline.mining import load_words
from pipeline.piles import HeldPiles
from pipeline.schema import Columns, Source
from pipeline.stages.audit import audit_reports
from tests.audit.links import Figure, Link, find_links, find_rates, list_figures, read_figure
from tests.mined import mine_sources, read_folder

KINDS = ("ten", "ten thousand", "digits", "another row")
_TABLES = ("observations", "quantities", "texts")


class Change(NamedTuple):
    """One figure changed: how, what was there, what stands there now, and the links that do not hold since."""

    kind: str
    before: Figure
    printed: str
    broken: tuple[Link, ...]


class Trial(NamedTuple):
    """A change and what the audit said of it."""

    doc_id: str
    change: Change
    found: tuple[dict[str, Any], ...]
    other: tuple[dict[str, Any], ...]


def list_changes(source: str, dice: random.Random) -> Iterator[Change]:
    """Yield every change of a report's figures that its other figures contradict, in an order of chance."""
    links = find_links(source)
    rates = find_rates(source)
    printed = {figure.start: fold_text(source[figure.start : figure.end]) for figure in (*rates, *list_figures(links))}
    for figure in dice.sample(list_figures(links), len(list_figures(links))):
        own = [link for link in links if any(part.start == figure.start for part in link.figures)]
        rate = any(other.start == figure.start for other in rates)
        others = [printed[other.start] for other in rates if other.value != figure.value] if rate else []
        for kind in KINDS:
            text = change_number(printed[figure.start], kind, others, dice)
            if not text:
                continue
            worth = figure.value / float(printed[figure.start].replace(",", ""))
            new = read_figure(text, "", figure.start, figure.end)
            new = replace(new, value=new.value * worth, step=new.step * worth)
            broken = tuple(link for link in own if not link.holds(new))
            if broken:
                yield Change(kind, figure, text, broken)


def change_number(number: str, kind: str, others: Sequence[str], dice: random.Random) -> str:
    """Return a number with one slip in it; empty where it can have none."""
    if kind == "another row":
        return dice.choice(others) if others else ""
    plain = number.replace(",", "")
    places = len(plain.partition(".")[2])
    if kind in ("ten", "ten thousand"):
        return f"{float(plain) * (10 if kind == 'ten' else 10_000):.{max(0, places - (1 if kind == 'ten' else 4))}f}"
    digits = [at for at, sign in enumerate(plain) if sign.isdigit()]
    pairs = [(one, other) for one, other in pairwise(digits) if plain[one] != plain[other] and plain[other] != "0"]
    if not pairs:
        return ""
    one, other = dice.choice(pairs)
    signs = list(plain)
    signs[one], signs[other] = signs[other], signs[one]
    return "".join(signs)


class Folder:
    """The reports of a folder, mined once; a changed report is mined alone."""

    def __init__(self, path: Path, *, alone: bool = False) -> None:
        """Mine the folder; ``alone`` audits a changed report without the others."""
        self.alone = alone
        self.sources = {source.doc_id: source for source in read_folder(path) if source.reading.text}
        self._mined = {doc_id: self._mine(source) for doc_id, source in self.sources.items()}
        self.known = self.audit(self._mined)

    @staticmethod
    def _mine(source: Source) -> dict[str, Columns]:
        return mine_sources([source], "indicators")

    @staticmethod
    def audit(mined: dict[str, dict[str, Columns]]) -> list[dict[str, Any]]:
        """Return the findings on all reports, a dict a row."""
        parts = {name: [tables[name] for tables in mined.values()] for name in _TABLES}
        documents: Columns = {}
        for tables in mined.values():
            for name, cells in tables["documents"].items():
                documents.setdefault(name, []).extend(cells)
        found = audit_reports(*parts.values(), documents, load_words(), HeldPiles())["audit"]
        return [dict(zip(found, cells, strict=True)) for cells in zip(*found.values(), strict=True)]

    def try_change(self, doc_id: str, change: Change) -> Trial:
        """Audit the folder with one report changed."""
        source = self.sources[doc_id]
        text = source.reading.text
        start, end = change.before.start, change.before.end
        changed = replace(source, reading=replace(source.reading, text=text[:start] + change.printed + text[end:]))
        shift = len(change.printed) - (end - start)
        named = {figure.start + (shift if figure.start > start else 0) for link in change.broken for figure in link.figures}
        before = self.audit({doc_id: self._mined[doc_id]}) if self.alone else self.known
        known = {(row["check"], row["doc_id"], row["note"]) for row in before}
        mined = {} if self.alone else self._mined
        new = [row for row in self.audit(mined | {doc_id: self._mine(changed)}) if (row["check"], row["doc_id"], row["note"]) not in known]
        found = tuple(row for row in new if _names(row, doc_id, named))
        return Trial(doc_id, change, found, tuple(row for row in new if row not in found))


def _names(row: dict[str, Any], doc_id: str, starts: set[int]) -> bool:
    """Whether one of the two places of a finding is one of these figures."""
    places = ((row["doc_id"], row["start"], row["end"]), (row["other_doc_id"], row["other_start"], row["other_end"]))
    return any(place == doc_id and any(start <= at < end for at in starts) for place, start, end in places if place)


def run_trials(folder: Folder, changes: int, seed: int) -> list[Trial]:
    """Try up to so many changes of each kind in the whole folder, of as many reports as there are."""
    dice = random.Random(seed)
    waiting = [(doc_id, change) for doc_id, source in folder.sources.items() for change in list_changes(source.reading.text, dice)]
    dice.shuffle(waiting)
    trials = []
    for kind in KINDS:
        trials += [folder.try_change(*one) for one in [one for one in waiting if one[1].kind == kind][:changes]]
    return trials


def format_trials(trials: Sequence[Trial]) -> str:
    """Return the table of a measurement: a row a kind of change, and of each kind of link."""
    lines = ["| change | tried | found | recall |", "| --- | --- | --- | --- |"]
    groups = [(kind, [trial for trial in trials if trial.change.kind == kind]) for kind in KINDS]
    for kind in sorted({link.kind for trial in trials for link in trial.change.broken}):
        groups.append((f"against: {kind}", [trial for trial in trials if any(link.kind == kind for link in trial.change.broken)]))
    for name, own in [*groups, ("all", list(trials))]:
        found = sum(bool(trial.found) for trial in own)
        lines.append(f"| {name} | {len(own)} | {found} | {found / len(own) if own else 0:.2f} |")
    return "\n".join(lines)


def main() -> None:
    """Read the command line, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--changes", type=int, default=20, help="of each kind (20)")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--alone", action="store_true", help="audit the changed report without the others of the folder")
    parser.add_argument("--missed", action="store_true", help="list the changes that were not found")
    wish = parser.parse_args()
    folder = Folder(wish.folder, alone=wish.alone)
    trials = run_trials(folder, wish.changes, wish.seed)
    print(format_trials(trials))
    print(f"\nnew findings that name neither: {sum(len(trial.other) for trial in trials) / max(1, len(trials)):.2f} a change")
    print(f"findings on the {len(folder.sources)} reports as they are: {len(folder.known)}")
    for row in folder.known:
        print(f"  {row['check']} {row['doc_id']} {row['start']} {row['note']}")
    for trial in trials if wish.missed else ():
        if not trial.found:
            text, before = folder.sources[trial.doc_id].reading.text, trial.change.before
            context = text[max(0, before.start - 40) : before.end + 10].replace("\n", " ")
            kinds = ",".join(link.kind for link in trial.change.broken)
            print(f"missed: {trial.doc_id} {trial.change.kind} ({kinds}): {context} -> {trial.change.printed}")


if __name__ == "__main__":
    main()
