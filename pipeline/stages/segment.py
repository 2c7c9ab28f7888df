"""Tokens: every sentence cut into words with a part of speech, no measure and no name ever cut.

What a token is, in this order: a row of ``measures``; a quoted name; a word of the user dictionary; a run of letters and digits; white
space; a sign; and between all these the words of the tokenizer, which sees nothing but Chinese characters.

Tags are those of jieba's dictionary (n, v, vn, a, ns …) and: ``m`` a measure or a number, ``t`` a date, ``nz`` a name found by rule or in
quotes, ``eng`` letters, ``w`` a sign or white space, ``x`` a word that no dictionary has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from itertools import accumulate, compress, pairwise
from typing import TYPE_CHECKING, Any, Final, Protocol

from pipeline.encoded import Coded, view_integers
from pipeline.frames import find_rows
from pipeline.grammar.folding import fold_letters
from pipeline.grammar.names import SIGNS, compile_names, tag_name
from pipeline.schema import Columns

if TYPE_CHECKING:
    import numpy as np

TOKENIZERS: Final = ("rjieba", "jieba")

_BREAK: Final = "\n"  # stands for what is found by rule, for the engine
_MARK: Final = "\0"  # stands for a measure
_BORDER: Final = "\1"  # stands between two sentences
_STRAIGHT: Final = re.compile(f'"([^"{_BORDER}]*)"')


class Tokenizer:
    """Cuts and tags any text; one private instance a run, made by ``make_tokenizer``."""

    def __init__(self, name: str, note: str, engine: Engine, userdict: Mapping[str, str]) -> None:
        self.name = name
        self.note = note
        self.engine = engine
        self._user = userdict
        self._names = compile_names(userdict, passed=_MARK + _BORDER)
        self._tags = dict.fromkeys((_MARK, _BORDER, *SIGNS), "w") | {_BREAK: ""}
        self._name_tags: dict[str, str] = {}

    def cut(self, text: str) -> list[str]:
        """Cut a text into tokens; joined they are the text."""
        return self.tag(text)[0]

    def tag(self, text: str) -> tuple[list[str], list[str]]:
        """Cut a text into tokens and tag them: two lists of one length."""
        paired = _STRAIGHT.sub(r"“\1”", text) if '"' in text else text
        parts = self._names.split(paired)
        words, names = self.engine.cut(_BREAK.join(parts[::2])), parts[1::2]
        tags = list(map(self._tags.get, words))
        if None in tags:
            self._look_up({word for word, tag in zip(words, tags, strict=True) if tag is None})
            for place in find_places(tags, None):
                tags[place] = self._tags[words[place]]
        for place, name in zip(find_places(words, _BREAK), names, strict=True):
            if name not in self._name_tags:
                self._name_tags[name] = tag_name(name, self._user)
            words[place], tags[place] = name, self._name_tags[name]
        return (words if paired is text else slice_words(text, words)), tags

    def _look_up(self, words: set[str]) -> None:
        """Tag words as the dictionary does; x where the tokenizer would not cut the word by itself."""
        pieces = self.engine.tag(_BREAK.join(words))
        before = _BREAK
        whole = {}
        for (word, tag), (after, _) in pairwise([*pieces, (_BREAK, "")]):
            if before == after == _BREAK:
                whole[word] = tag
            before = word
        self._tags.update((word, whole[word] if word in whole and self.engine.has_word(word) else "x") for word in words)


class Engine(Protocol):
    """What a Tokenizer needs of a segmenter: it cuts and tags Chinese characters with line breaks between."""

    def cut(self, text: str) -> list[str]:
        """Cut into words."""

    def tag(self, text: str) -> list[tuple[str, str]]:
        """Cut into words with tags."""

    def has_word(self, word: str) -> bool:
        """Say whether the dictionary has the word."""


class _Jieba:
    """jieba itself, the reference: a private tokenizer that writes no cache and logs nothing."""

    def __init__(self) -> None:
        import jieba

        self._jieba = jieba.Tokenizer()
        self._jieba.FREQ, self._jieba.total = self._jieba.gen_pfdict(self._jieba.get_dict_file())
        self._jieba.initialized = True
        with self._jieba.get_dict_file() as lines:
            rows = (line.decode("utf-8").split() for line in lines)
            self._tags = {word: tag for word, _, tag in rows}

    def cut(self, text: str) -> list[str]:
        return self._jieba.lcut(text)

    def tag(self, text: str) -> list[tuple[str, str]]:
        return [(word, self._tags.get(word, "x")) for word in self._jieba.cut(text)]

    def has_word(self, word: str) -> bool:
        return word in self._tags


def make_tokenizer(name: str, userdict: Mapping[str, str]) -> Tokenizer:
    """Make the private tokenizer of a run; ``userdict`` is word -> tag.

    ``name`` is rjieba or jieba. Where rjieba is not installed jieba takes its place, and the tokenizer's ``note`` says so in one line.
    Raises ValueError for another name.

    >>> make_tokenizer("rjieba", {"营商环境": "n"}).cut("营商环境好，“彩虹计划”落地。")
    ['营商环境', '好', '，', '“', '彩虹计划', '”', '落地', '。']
    """
    if name not in TOKENIZERS:
        raise ValueError(f"no segmenter {name!r}; take one of {', '.join(TOKENIZERS)}")
    if name == "jieba":
        return Tokenizer(name, "", _Jieba(), userdict)
    try:
        return Tokenizer(name, "", _make_rjieba(), userdict)
    except ImportError as error:
        return Tokenizer("jieba", f"rjieba does not work here ({error}): jieba cuts instead, the same but slower", _Jieba(), userdict)


def _make_rjieba() -> Engine:
    """Make a private rjieba of its extension alone: the package around it reads the dictionary once more, for functions of its own."""
    package = find_spec("rjieba")
    spec = PathFinder.find_spec("rjieba.rjieba", package.submodule_search_locations) if package else None
    if spec is None or spec.loader is None:
        import rjieba

        return rjieba.Jieba()
    extension = module_from_spec(spec)
    spec.loader.exec_module(extension)
    return extension.Jieba()


def cut_tokens(tables: Mapping[str, Columns], tokenizer: Tokenizer) -> dict[str, Columns]:
    """Cut every sentence of a batch into tokens that tile it.

    Takes texts, sentences and measures (rows in the order of the texts, then by start); makes tokens: doc_id, sentence, start, end (offsets
    into the text), word, pos. Each measure is one token. Raises ValueError for a measure that lies in no sentence or overlaps another.
    """
    import numpy as np

    doc_ids: list[str] = []
    words: list[str] = []
    tags: list[str] = []
    places: list[tuple[np.ndarray, ...]] = [(np.zeros(0, dtype=np.int64),) * 3]
    texts, sentences, measures = tables["texts"], tables["sentences"], tables["measures"]
    sentence_rows, measure_rows = find_rows(sentences), find_rows(measures)
    for doc_id, text in zip(texts["doc_id"], texts["text"], strict=True):
        rows, marked = sentence_rows.get(doc_id, slice(0)), measure_rows.get(doc_id, slice(0))
        spans = list(zip(sentences["start"][rows], sentences["end"][rows], strict=True))
        marks = list(zip(measures["start"][marked], measures["end"][marked], strict=True))
        kinds = map(_tag_measure, measures["kind"][marked], measures["rules"][marked])
        try:
            cut, tagged, borders = _cut_text(text, tokenizer, spans, list(zip(marks, kinds, strict=True)))
        except ValueError as error:
            raise ValueError(f"{doc_id}: {error}") from None
        kept = np.ones(len(cut), dtype=bool)
        kept[borders] = False
        places.append(_place_tokens(cut, kept, borders, view_integers(sentences["sentence"][rows])))
        words += compress(cut, kept.tolist())
        tags += compress(tagged, kept.tolist())
        doc_ids += [doc_id] * (len(words) - len(doc_ids))
    numbers = dict(zip(("sentence", "start", "end"), map(np.concatenate, zip(*places, strict=True)), strict=True))
    return {"tokens": {"doc_id": doc_ids, **numbers, "word": Coded(words), "pos": Coded(tags)}}


def _cut_text(
    text: str, tokenizer: Tokenizer, spans: list[tuple[int, int]], marks: list[tuple[tuple[int, int], str]]
) -> tuple[list[str], list[str], list[int]]:
    """Return the words of a text, their tags, and where among them each sentence's border stands, which holds the text before it.

    ``spans`` are the sentences, ``marks`` the measures with their tags.
    """
    folded = fold_letters(text)
    words, tags = tokenizer.tag(_mask_measures(folded, spans, [mark for mark, _ in marks]))
    borders = list(find_places(words, _BORDER))
    for place, ((start, end), tag) in zip(find_places(words, _MARK), marks, strict=True):
        words[place], tags[place] = text[start:end], tag
    for place, (_, left), (right, _) in zip(borders, [(0, 0), *spans], spans, strict=False):
        words[place] = text[left:right]
    rewritten = folded is not text or _MARK in text or _BORDER in text
    return slice_words(text, words) if rewritten else words, tags, borders


def find_places(items: list[Any], item: object) -> Iterator[int]:
    """Say where an item stands in a list, from left to right; the list may change behind the place."""
    place = -1
    with suppress(ValueError):  # index finds no more
        while True:
            place = items.index(item, place + 1)
            yield place


def slice_words(text: str, words: list[str]) -> list[str]:
    """Cut a text at the borders of words of the same lengths."""
    ends = list(accumulate(map(len, words), initial=0))
    return [text[left:right] for left, right in pairwise(ends)]


def _tag_measure(kind: str, rules: str) -> str:
    if kind != "name":
        return "m"
    return "t" if rules.startswith("date") else "nz"


def _mask_measures(text: str, spans: list[tuple[int, int]], marks: list[tuple[int, int]]) -> str:
    """Write the sentences in a row, a border between two, a mark for each measure."""
    plain = text.translate({0: " ", 1: " "}) if _MARK in text or _BORDER in text else text
    pieces = []
    measures = iter([*marks, (len(text) + 1, len(text) + 1)])
    start, end = next(measures)
    for left, right in spans:
        pieces.append(_BORDER)
        while start < right:
            if not left <= start < end <= right:
                raise ValueError(f"the measure at {start}-{end} is not inside one sentence or overlaps another")
            pieces += plain[left:start], _MARK
            left = end
            start, end = next(measures)
        pieces.append(plain[left:right])
    if start <= len(text):
        raise ValueError(f"the measure at {start}-{end} is in no sentence")
    return "".join(pieces)


def _place_tokens(words: list[str], kept: np.ndarray, borders: list[int], numbers: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return sentence, start and end of the tokens of a text, the ``kept`` of its words; ``numbers`` are those of its sentences."""
    import numpy as np

    sizes = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    ends = np.cumsum(sizes)
    counts = np.diff(np.array([*borders, len(words)], dtype=np.int64)) - 1
    return np.repeat(numbers, counts), (ends - sizes)[kept], ends[kept]
