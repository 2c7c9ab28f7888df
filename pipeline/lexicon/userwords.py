"""A user's own dictionary, row by row: the word, its tag, and why a row can have no effect.

A row is what jieba's user dictionaries have, ``word [count] [tag]``. The count is read over, since a user word is found by rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from pipeline.lexicon.rows import LexiconError

TAGS: Final = frozenset(
    (
        "a", "ad", "ag", "an", "b", "c", "d", "df", "dg", "e", "eng", "f", "g", "h", "i", "j", "k", "l", "m", "mg", "mq", "n", "ng", "nr",
        "nrfg", "nrt", "ns", "nt", "nz", "o", "p", "q", "r", "rg", "rr", "rz", "s", "t", "tg", "u", "ud", "ug", "uj", "ul", "uv", "uz",
        "v", "vd", "vg", "vi", "vn", "vq", "x", "y", "z", "zg",
    )
)  # fmt: skip
_COUNT: Final = re.compile("[0-9]+")
_CLAUSE: Final = re.compile(r"[,，;；:：。！？!?、\t]")
_WORD: Final = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class UserRow:
    """A row of a user dictionary: its line, the word, the tag ("" where none is told), and what is wrong with it ("" if nothing is)."""

    line: int
    word: str
    tag: str
    fault: str = ""


def parse_rows(text: str) -> list[UserRow]:
    r"""Return the rows of a user dictionary; blank lines and those that begin with ``#`` are none.

    >>> [(row.word, row.tag, row.fault) for row in parse_rows("链长制 5 n\n# 说明\n营商 环境 n")]
    [('链长制', 'n', ''), ('营商', '', "'环境' is neither a count nor a tag: a word has no blank in it; write: word [count] [tag]")]
    """
    lines = ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1))
    return [_parse_row(number, line) for number, line in lines if line and not line.startswith("#")]


def choose_words(rows: Iterable[UserRow]) -> dict[str, str]:
    """Return the words of the rows that can be used, with their tags; of rows with the same word the last holds, as with jieba."""
    return {row.word: row.tag for row in rows if not row.fault}


def list_parts(word: str) -> Iterator[str]:
    """Yield the parts of a word that are shorter than it, of two characters at the least.

    >>> list(list_parts("企业家"))
    ['企业', '业家']
    """
    for start in range(len(word) - 1):
        for end in range(start + 2, len(word) + 1):
            if end - start < len(word):
                yield word[start:end]


def find_cut(words: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    """Return the words of general Chinese that a user word is cut out of: for each user word the commonest, and how many there are.

    Words have two characters at the least; one that is a user word itself is not cut. Read from the dictionary that comes with jieba.
    Raises LexiconError where it is not.
    """
    if not words:
        return {}
    found: dict[str, tuple[int, str, int]] = {}
    begins = (f"[{''.join(re.escape(sign) for sign in sorted({word[place] for word in words}))}]" for place in (0, 1))
    for line in filter(re.compile("".join(begins)).search, _read_general()):
        word, count, _ = line.split(" ")
        for part in words.keys() & list_parts(word) if word not in words else ():
            most, _, total = found.get(part, (-1, "", 0))
            found[part] = (int(count), word, total + 1) if int(count) > most else (*found[part][:2], total + 1)
    return {part: (word, total) for part, (_, word, total) in found.items()}


def _read_general() -> list[str]:
    spec = find_spec("jieba")
    path = Path(((spec and spec.submodule_search_locations) or ["jieba"])[0], "dict.txt")
    if not path.is_file():
        raise LexiconError(f"{path} is missing: the words of general Chinese are read from it; install jieba again")
    return path.read_text(encoding="utf-8").splitlines()


def _parse_row(number: int, line: str) -> UserRow:
    word, *more = line.split()
    if sign := _CLAUSE.search(word):
        return UserRow(number, word, "", f"{sign[0]!r} ends a clause and is part of no word; write: word [count] [tag]")
    if not _WORD.search(word):
        return UserRow(number, word, "", "no letter is in it")
    counts = [piece for piece in more if _COUNT.fullmatch(piece)]
    tags = [piece for piece in more if piece in TAGS]
    if strange := [piece for piece in more if piece not in counts and piece not in tags]:
        return UserRow(number, word, "", f"{strange[0]!r} is neither a count nor a tag{_advise(strange[0])}")
    if more != [*counts, *tags] or len(counts) > 1 or len(tags) > 1:
        return UserRow(number, word, "", "more stands there than one count and one tag; write: word [count] [tag]")
    if len(word) < 2:
        return UserRow(number, word, tags[0] if tags else "", "it has one character, and is a word by itself or part of a longer one")
    return UserRow(number, word, tags[0] if tags else "")


def _advise(piece: str) -> str:
    if re.search("[\u4e00-\u9fff]", piece):
        return ": a word has no blank in it; write: word [count] [tag]"
    if re.match(r"[-+.0-9]", piece):
        return "; a count is a whole number, or left out"
    return f"; tags are n v vn a l nz ns nt t …, as in jieba's dictionary{_lower(piece)}"


def _lower(piece: str) -> str:
    return f": {piece.lower()}" if piece.lower() in TAGS else ""
