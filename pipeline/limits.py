"""How much of one file is read: what lies beyond is left out, and how much that was is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from time import monotonic
from typing import Final

from pipeline.schema import Reading

_STOPS: Final = ("\n", "。", "！", "？")
_BACK = 1_000  # characters before a limit: a text is cut at the last stop among them, so that no sentence, and no figure, is cut


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is read of one file: its bytes, the characters of its text and of a paragraph, pages of a PDF, seconds.

    ``file`` holds too for what a package (.docx, .xlsx) unpacks to. The seconds are those of the reader, not of the mining.
    """

    file: int = 64_000_000
    text: int = 700_000
    paragraph: int = 200_000
    pages: int = 5_000
    seconds: int = 60

    @classmethod
    def parse(cls, settings: Iterable[str]) -> Limits:
        """Return the limits with some of them set, each as ``name=number``; raises ValueError for any other setting.

        >>> Limits.parse(["pages=20"]).pages
        20
        """
        limits, names = cls(), [member.name for member in fields(cls)]
        for setting in settings:
            name, _, number = setting.partition("=")
            if name not in names or not number.isdecimal() or not int(number):
                raise ValueError(f"{setting!r} is no limit; write NAME=N, a name of {' '.join(names)} and a whole number above 0")
            limits = replace(limits, **{name: int(number)})
        return limits

    def __str__(self) -> str:
        return " ".join(f"{member.name}={getattr(self, member.name)}" for member in fields(self))


DEFAULT: Final = Limits()


class Allowance:
    """What one file may still cost: a reader gives its text piece by piece, asks for the time, and says what it leaves out.

    The clock runs from here on. It is asked between pages, paragraphs and elements: a library's own call is not interrupted.
    """

    def __init__(self, limits: Limits = DEFAULT) -> None:
        self.limits = limits
        self._until = monotonic() + self.limits.seconds
        self._pieces: list[str] = []
        self._kept = self._seen = self._paragraph = self._cut = self._lost = 0
        self._reasons: list[str] = []

    @property
    def is_spent(self) -> bool:
        """Whether the time is up."""
        return monotonic() > self._until

    def leave_out(self, what: str) -> None:
        """Say what of the file is left out, for whatever reason: the reading is partial."""
        self._reasons.append(what)

    def take(self, piece: str) -> None:
        """Add a piece of text; what is beyond the limits is only counted."""
        if self._seen + len(piece) <= min(self.limits.paragraph, self.limits.text):
            self._paragraph = len(piece) - piece.rindex("\n") - 1 if "\n" in piece else self._paragraph + len(piece)
            self._keep(piece)
        else:
            for number, line in enumerate(piece.split("\n")):
                if number:
                    self._keep("\n")
                    self._paragraph = 0
                self._take_line(line)
        self._seen += len(piece)

    def _take_line(self, line: str) -> None:
        room = max(0, self.limits.paragraph - self._paragraph)
        if len(line) > room:
            self._cut += self._paragraph <= self.limits.paragraph
            self._lost += len(line) - room
        self._paragraph += len(line)
        self._keep(line[:room])

    def _keep(self, piece: str) -> None:
        room = self.limits.text - self._kept
        if room > 0 and piece:
            self._pieces.append(piece[:room])
            self._kept += min(len(piece), room)

    def close(self, reading: Reading) -> Reading:
        """Return a reading with the text that was given; partial, with the reasons, where part of the file was left out."""
        text = "".join(self._pieces)
        if self._seen - self._lost > self.limits.text:
            back = max(0, len(text) - _BACK)
            text = text[: max(text.rfind(stop, back) + 1 for stop in _STOPS) or len(text)]
            left = f"{self._seen - len(text):,} of {self._seen:,} characters are left out, those after the first {len(text):,}"
            self.leave_out(f"{left}; divide the file, or raise the limit text")
        elif self._lost:
            self.leave_out(
                f"{self._cut} paragraphs have more than {self.limits.paragraph:,} characters, {self._lost:,} characters of them are left"
                " out; divide the paragraphs, or raise the limit paragraph"
            )
        reasons = [*([reading.reason] if reading.reason else []), *self._reasons]
        status = "partial" if reasons and reading.status == "ok" else reading.status
        return replace(reading, text=text, status=status, reason="; ".join(reasons))
