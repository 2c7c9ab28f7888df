"""Where indexed terms stand in all reports: one script file a term, its lines in the order of the reports."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from pipeline.views.explorer.escaping import write_json
from pipeline.views.explorer.register import Register
from pipeline.views.explorer.rendering import append_lines, write_text
from pipeline.views.explorer.report import clip_sentence

MOST: Final = 2_000  # lines of a term
_REACH: Final = 24  # characters on each side


class Concordance:
    """Writes terms/<number>.js; of each report as many lines as leave room for the others, so that no report fills a file alone."""

    def __init__(self, folder: Path, terms: Sequence[str], register: Register) -> None:
        self._folder, self._register = folder, register
        self.terms = list(dict.fromkeys(terms))
        self.counts = [0] * len(self.terms)
        self.lines = [0] * len(self.terms)
        newest = sorted(
            (report for report in register.reports if report.status != "failed" and not report.duplicate_of),
            key=lambda report: (-(report.year or 0), report.doc_id),
        )
        self.each = max(1, MOST // max(len(newest), 1))
        self._chosen = {report.doc_id for report in newest[:MOST]}
        for number, term in enumerate(self.terms, 1):
            head = f'{write_json(f"terms/{number}")},{{"term":{write_json(term)},"lines":[\n'
            write_text(self._name_file(number), f"baogao.receive({head}")

    def add(self, documents: Mapping[str, tuple[str, Sequence[int], Sequence[int]]]) -> None:
        """Go on with a batch of reports."""
        found: dict[int, list[str]] = {}
        for doc_id, (text, starts, ends) in documents.items():
            report = self._register.by_id[doc_id]
            if report.duplicate_of:
                continue
            for number, term in enumerate(self.terms):
                count, at = text.count(term), -1
                self.counts[number] += count
                for _ in range(min(count, self.each) if doc_id in self._chosen else 0):
                    at = text.find(term, at + 1 if at < 0 else at + len(term))
                    clipped = clip_sentence(text, starts, ends, (at, at + len(term)), _REACH)
                    sentence = max(bisect_right(starts, at) - 1, 0)
                    place = [report.number if report.paged else 0, report.short, sentence, *clipped]
                    found.setdefault(number, []).append(f"{write_json(place)},\n")
                    self.lines[number] += 1
        for number in sorted(found):
            append_lines(self._name_file(number + 1), found[number])

    def end(self) -> list[tuple[str, int, int]]:
        """Close every file and return each term with how often it stands in the reports and how many lines it has."""
        for number, count in enumerate(self.counts, 1):
            append_lines(self._name_file(number), [f'],"count":{count},"each":{self.each}}});\n'])
        return list(zip(self.terms, self.counts, self.lines, strict=True))

    def _name_file(self, number: int) -> Path:
        return self._folder / f"{number}.js"
