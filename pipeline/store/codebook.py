"""themes.csv: the themes that a user adds for a corpus, at its top beside catalogue.csv."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from pipeline.store.catalogue import decode_file
from pipeline.store.refusal import Refused
from pipeline.store.scan import CODEBOOK, Found


class Codebook(NamedTuple):
    """A user's codebook as it was written: what it is called where it is complained of, and its text; both empty where there is none."""

    name: str
    text: str


NO_CODEBOOK: Final = Codebook("", "")


def find_codebook(reports: Sequence[Found]) -> Codebook:
    """Return the codebook that lies at the top of the corpus; raises Refused for two that differ, and for one that is no text."""
    files = [file for file in dict.fromkeys(report.catalogue.with_name(CODEBOOK) for report in reports) if file.is_file()]
    found = [Codebook(str(file), decode_file(file)) for file in files]
    if other := [codebook for codebook in found if codebook.text != found[0].text]:
        raise Refused(f"{other[0].name}: another codebook than {found[0].name}; keep one")
    return found[0] if found else NO_CODEBOOK
