"""User dictionaries: what a run takes of them, and what becomes of each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.lexicon.userwords import UserRow, choose_words, find_cut, list_parts, parse_rows
from pipeline.mining import find_function, load_words
from pipeline.schema import Columns
from pipeline.store.scan import Found
from pipeline.store.userdict import find_dictionaries, read_dictionary

Words = tuple[tuple[str, str], ...]  # word and tag

LOADED: Final = "loaded"
OVERRIDDEN: Final = "overridden"
NO_EFFECT: Final = "no effect"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a row: loaded, overridden by another one, or no effect; and why, or what to know of a row that is loaded."""

    line: int
    word: str
    state: str
    why: str


def gather_words(reports: Sequence[Found]) -> tuple[Words, list[str]]:
    """Return the words of the user dictionaries beside a corpus, in order of the words, and a line for each file with rows of no use.

    Of files with the same word the last holds. Raises Refused for a file that is no text.
    """
    words: dict[str, str] = {}
    notes = []
    for file in find_dictionaries(reports):
        rows = parse_rows(read_dictionary(file))
        words |= choose_words(rows)
        if wrong := [row for row in rows if row.fault]:
            first = f"line {wrong[0].line}: {wrong[0].fault}"
            notes.append(f"{file}: {len(wrong):,} of {len(rows):,} rows cannot be read ({first}); baogao check-words says why of each")
    return tuple(sorted(words.items())), notes


def check_words(file: Path) -> list[Verdict]:
    """Say of each row of a user dictionary whether it is loaded, overridden, or can have no effect, and why.

    Each word is cut as a run would cut it, alone in a sentence, with all words of the file loaded beside those of the program. Raises
    Refused for a file that is no text.
    """
    rows = parse_rows(read_dictionary(file))
    last = {row.word: row.line for row in rows if not row.fault}
    own, built_in = choose_words(rows), load_words().terms.userdict
    faults = _cut_words(list(own), built_in | own)
    notes = _note_neighbours(own, built_in)
    return [_judge_row(row, last, built_in, faults.get(row.word), notes.get(row.word, [])) for row in rows]


def _judge_row(row: UserRow, last: Mapping[str, int], built_in: Mapping[str, str], why: str | None, notes: list[str]) -> Verdict:
    if row.fault:
        return Verdict(row.line, row.word, NO_EFFECT, row.fault)
    if last[row.word] != row.line:
        return Verdict(row.line, row.word, OVERRIDDEN, f"line {last[row.word]} has the same word")
    if why:
        return Verdict(row.line, row.word, NO_EFFECT, why)
    if row.word in built_in:
        if (built_in[row.word] or "n") == (row.tag or "n"):
            return Verdict(row.line, row.word, NO_EFFECT, "it is among the words of the program already, with this tag")
        notes = [f"in place of the program's own, whose tag is {built_in[row.word] or 'n'}", *notes]
    return Verdict(row.line, row.word, LOADED, "; ".join(notes))


def _cut_words(words: Sequence[str], userdict: Mapping[str, str]) -> dict[str, str]:
    """Return for each word why it would not come out whole and with its tag, "" where it would."""
    text = "\n".join(words)
    tables = {"texts": {"doc_id": ["words"], "text": [text]}, "sentences": _lay_out(words)}
    tables |= find_function("pipeline.stages.measures:find_measures")(tables, load_words())
    tokenizer = find_function("pipeline.stages.segment:make_tokenizer")("rjieba", userdict)
    tokens = find_function("pipeline.stages.segment:cut_tokens")(tables, tokenizer)["tokens"]
    measures, pieces = (_group_rows(columns, len(words)) for columns in (tables["measures"], tokens))
    return {
        word: _explain_cut(word, [text[start:end] for start, end in measured], [text[start:end] for start, end in cut])
        for word, measured, cut in zip(words, measures, pieces, strict=True)
    }


def _lay_out(words: Sequence[str]) -> Columns:
    sentences: Columns = {name: [] for name in ("doc_id", "sentence", "start", "end", "section", "part", "text")}
    start = 0
    for number, word in enumerate(words):
        for name, cell in zip(sentences, ("words", number, start, start + len(word), None, "other", word), strict=True):
            sentences[name].append(cell)
        start += len(word) + 1
    return sentences


def _group_rows(rows: Columns, sentences: int) -> list[list[tuple[int, int]]]:
    """Return the spans of a table's rows by sentence."""
    spans: list[list[tuple[int, int]]] = [[] for _ in range(sentences)]
    for sentence, start, end in zip(rows["sentence"], rows["start"], rows["end"], strict=True):
        spans[sentence].append((start, end))
    return spans


def _explain_cut(word: str, measured: Sequence[str], pieces: Sequence[str]) -> str:
    if measured:
        return f"{measured[0]} is found by rule before words are (a number with its unit, a date, or a name with a number)"
    if list(pieces) != [word]:
        return f"it is cut {' | '.join(pieces)}: letters, digits, blanks and signs are cut by rule"
    return ""


def _note_neighbours(own: Mapping[str, str], built_in: Mapping[str, str]) -> dict[str, list[str]]:
    """Return for each word what to know of longer words that hold it: user words go before it, others are cut by it."""
    longer: dict[str, str] = {}
    for word in sorted({*own, *built_in}):
        for part in list_parts(word):
            if part in own:
                longer.setdefault(part, word)
    notes = {word: [f"not inside {other}, which is longer"] for word, other in longer.items()}
    for word, (other, total) in find_cut(built_in | own).items():
        if word in own and word not in built_in:
            more = f" and {total - 1:,} more words" if total > 1 else ""
            notes.setdefault(word, []).append(f"it cuts {other}{more} of general Chinese")
    return notes


def list_lines(verdicts: Sequence[Verdict]) -> list[str]:
    """Return a line for each row, one under the other (a Han character takes two columns), and a line that counts them."""
    from rich.cells import cell_len, set_cell_size

    widest = max((cell_len(verdict.word) for verdict in verdicts), default=0)
    digits = max((len(str(verdict.line)) for verdict in verdicts), default=0)
    lines = []
    for verdict in verdicts:
        said = f"{verdict.state}: {verdict.why}" if verdict.why else verdict.state
        lines.append(f"{verdict.line:>{digits}}  {set_cell_size(verdict.word, widest)}  {said}")
    states = [verdict.state for verdict in verdicts]
    counted = ", ".join(f"{states.count(state):,} {state}" for state in (LOADED, OVERRIDDEN, NO_EFFECT))
    return [*lines, f"{len(verdicts):,} rows: {counted}"]
