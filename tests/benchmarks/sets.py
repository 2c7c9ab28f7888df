"""The sets that are measured on: folders of reports and of annotated texts, named in words."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.schema import Source
from tests.mined import read_folder

PROJECT = Path(__file__).parents[2]
CORPUS = PROJECT / "corpus"
GOLD = PROJECT / "tests" / "gold"


@dataclass(frozen=True)
class TextSet:
    """A folder of reports, and what it is in words."""

    folder: Path
    words: str

    @cached_property
    def sources(self) -> list[Source]:
        """The reports that could be read."""
        return [source for source in read_folder(self.folder) if source.reading.status != "failed"]

    @cached_property
    def texts(self) -> list[str]:
        """The text of each report."""
        return [source.reading.text for source in self.sources]

    @property
    def characters(self) -> int:
        """The length of all texts."""
        return sum(map(len, self.texts))

    def describe(self) -> str:
        """Return the set in words, with its size."""
        return f"{self.words}: {len(self.texts)} reports, {self.characters:,} characters"


def repeat_corpus(corpus: Path, characters: int, folder: Path) -> TextSet:
    """Fill a folder with the reports of a corpus as they are, and with their texts again until there are so many characters.

    Each repeated text says at its end which repetition it is, so that none is taken for a duplicate.
    """
    shutil.copytree(corpus, folder, dirs_exist_ok=True)
    texts = [(source.doc_id, source.reading.text) for source in read_folder(corpus) if source.reading.text]
    held = once = sum(len(text) for _, text in texts)
    for number in range(2, characters // max(once, 1) + 2):
        for doc_id, text in texts:
            if held >= characters:
                break
            copy = folder / f"copy-{number}" / f"{doc_id}.txt"
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(f"{text}\n（{doc_id}，第{number}份）", encoding="utf-8", newline="")
            held += len(text)
    return TextSet(folder, f"the reports of {corpus.name}/ with their texts repeated")


def sample_paragraphs(texts: Sequence[str], characters: int) -> list[str]:
    """Return paragraphs from all over the texts, at equal distances, with about so many characters together."""
    paragraphs = [line for text in texts for line in text.splitlines(keepends=True) if line.strip()]
    whole = sum(map(len, paragraphs))
    return paragraphs[:: max(1, whole // max(characters, 1))]
