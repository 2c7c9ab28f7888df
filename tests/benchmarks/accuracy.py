"""How right the quantities are, ours and those of peers, on the same annotated texts; and how fast the peers are on the same paragraphs."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pipeline.schema import Reading, Source
from tests.benchmarks.peers import PEERS, Peer, Reader, Row, load_every_recognizer
from tests.benchmarks.segmenters import make_jieba
from tests.benchmarks.sets import TextSet, sample_paragraphs
from tests.benchmarks.sheets import Sheet
from tests.benchmarks.speed import take_least, time_call, time_stages
from tests.mined import mine_sources, read_folder
from tests.scoring import FIELDS, Scores, read_gold, score_columns, score_texts

_PATIENCE = 4.0  # seconds, after which a peer is not timed again
_ROUNDS = 5


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


def make_speed_sheet(texts: TextSet, readers: Mapping[Peer, Reader], characters: int) -> Sheet:
    """Time ours, all peers and jieba on the same paragraphs from all over a set."""
    paragraphs = sample_paragraphs(texts.texts, characters)
    length = sum(map(len, paragraphs))
    source = Source("sample", "sample.txt", "", Reading("".join(paragraphs), "txt"), {})
    least = take_least([time_stages([source])[0] for _ in range(_ROUNDS)])
    alone = sum(least[name] for name in ("measures", "quantities"))
    seconds = {"**baogao**, measures + quantities": alone, "**baogao**, measures + segment + quantities": alone + least["segment"]}
    readers = {**{peer.name: reader for peer, reader in readers.items()}, "jieba.lcut": make_jieba().lcut}
    with contextlib.suppress(ImportError):
        readers["recognizers-text, all seven models"] = load_every_recognizer()
    seconds |= {name: _time_reader(reader, paragraphs) for name, reader in readers.items()}
    rows = [
        (name, f"{spent / alone:,.1f}", f"{spent / (alone + least['segment']):,.1f}", f"{length / spent:,.0f}")
        for name, spent in seconds.items()
    ]
    header = ("", "of baogao's two stages", "of its three", "characters a second")
    return Sheet(f"Peers' speed on the same {length:,} characters, paragraphs from all over {texts.words}", header, rows)


def _time_reader(reader: Callable[[str], object], paragraphs: Sequence[str]) -> float:
    reader(paragraphs[0])
    seconds: list[float] = []
    while len(seconds) < _ROUNDS and sum(seconds) < _PATIENCE:
        seconds.append(time_call(lambda: [reader(paragraph) for paragraph in paragraphs])[0])
    return min(seconds)


def _make_row(name: str, scores: Scores) -> tuple[str, ...]:
    spans = (scores.e2e_f1, scores.f1, scores.precision, scores.recall)
    accuracies = scores.accuracies
    return (name, *(f"{share:.3f}" for share in spans), *(f"{accuracies[field]:.3f}" if field in accuracies else "" for field in FIELDS))
