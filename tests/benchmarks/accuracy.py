"""How right the quantities are, ours and those of peers, on the same annotated texts; and how fast the peers are on the same paragraphs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.benchmarks.peers import PEERS, Peer, Reader, Row
from tests.benchmarks.sets import TextSet, sample_paragraphs
from tests.benchmarks.sheets import Sheet
from tests.benchmarks.speed import Times, time_call
from tests.mined import mine_sources, read_folder
from tests.scoring import FIELDS, Scores, read_gold, score_columns, score_texts

_PATIENCE = 4.0  # seconds, after which a peer is not timed again
_STAGES = ("measures", "segment", "quantities")


def load_peers() -> tuple[dict[Peer, Reader], list[str]]:
    """Return the peers that can be imported, and a line for each that cannot."""
    readers, notes = {}, []
    for peer in PEERS:
        try:
            readers[peer] = peer.load()
        except ImportError as error:
            notes.append(f"{peer.name}: cannot be imported ({error}); the extra `bench` has it.")
    return readers, notes


def read_by_paragraphs(reader: Reader, text: str) -> list[Row]:
    """Return a peer's rows of a text, which it reads a paragraph at a time."""
    rows: list[Row] = []
    at = 0
    for line in text.splitlines(keepends=True):
        rows += ({**row, "start": row["start"] + at, "end": row["end"] + at} for row in reader(line))
        at += len(line)
    return rows


def score_peer(reader: Reader, gold: Mapping[str, Sequence[Row]], texts: Mapping[str, str], kinds: Sequence[str] = ()) -> Scores:
    """Score a peer on annotated texts, on all rows or on those of some kinds."""

    def keep(rows: Sequence[Row]) -> list[Row]:
        return [row for row in rows if not kinds or row["kind"] in kinds]

    return score_texts((keep(rows), keep(read_by_paragraphs(reader, texts[doc_id]))) for doc_id, rows in gold.items())


def make_sheet(folder: Path, readers: Mapping[Peer, Reader], notes: Sequence[str]) -> Sheet:
    """Score ours and all peers on a folder of annotated texts."""
    sources = read_folder(folder)
    gold = read_gold(folder)
    texts = {source.doc_id: source.reading.text for source in sources}
    rows = [_make_row("**baogao**", score_columns(gold, mine_sources(sources)["quantities"]))]
    for peer, reader in readers.items():
        rows.append(_make_row(peer.name, score_peer(reader, gold, texts)))
        if peer.kinds:
            rows.append(_make_row(f"{peer.name}, {' '.join(peer.kinds)} alone", score_peer(reader, gold, texts, peer.kinds)))
    header = ("", "e2e F1", "exact F1", "P", "R", *FIELDS)
    count = sum(map(len, gold.values()))
    return Sheet(f"Quantities on {count} annotated rows in {len(gold)} texts", header, rows, notes)


def make_speed_sheet(texts: TextSet, readers: Mapping[Peer, Reader], times: Times, characters: int) -> Sheet:
    """Time every peer on paragraphs from all over a set and tell it beside ours on the whole set."""
    paragraphs = sample_paragraphs(texts.texts, characters)
    length = sum(map(len, paragraphs))
    ours = sum(times[name] for name in _STAGES) / texts.characters
    alone = times["measures + quantities"] / texts.characters
    rates = {"**baogao**, measures + quantities": alone, "**baogao**, measures + segment + quantities": ours}
    rates |= {peer.name: _time_peer(reader, paragraphs) / length for peer, reader in readers.items()}
    rates["jieba.lcut"] = times["jieba.lcut"] / texts.characters
    rows = [(name, f"{rate / alone:,.1f}", f"{rate / ours:,.1f}", f"{1 / rate:,.0f}") for name, rate in rates.items()]
    header = ("", "of baogao's two stages", "of its three", "characters a second")
    note = f"Peers on {length:,} characters in paragraphs from all over the set; times as multiples of ours."
    return Sheet(f"Peers' speed on {texts.words}", header, rows, [note])


def _time_peer(reader: Reader, paragraphs: Sequence[str]) -> float:
    reader(paragraphs[0])
    seconds = [time_call(lambda: [reader(paragraph) for paragraph in paragraphs])[0]]
    while len(seconds) < 3 and sum(seconds) < _PATIENCE:
        seconds.append(time_call(lambda: [reader(paragraph) for paragraph in paragraphs])[0])
    return min(seconds)


def _make_row(name: str, scores: Scores) -> tuple[str, ...]:
    spans = (scores.e2e_f1, scores.f1, scores.precision, scores.recall)
    accuracies = scores.accuracies
    return (name, *(f"{share:.3f}" for share in spans), *(f"{accuracies[field]:.3f}" if field in accuracies else "" for field in FIELDS))
