"""How often keywords are those that authors gave, ours beside those of jieba's TF-IDF and of yake.

A file of texts with keywords: a line a text, in columns parted by tabs, the last two the text and its keywords joined by ``_``. The first
five of each text are compared, by precision, recall and F as means over the texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.schema import Reading, Source
from tests.benchmarks.segmenters import make_jieba
from tests.benchmarks.sheets import Sheet
from tests.benchmarks.speed import time_call
from tests.mined import mine_sources

_FIRST = 5


def read_abstracts(file: Path) -> list[tuple[str, list[str]]]:
    """Return each text with its keywords."""
    lines = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
    return [(cells[-2], cells[-1].split("_")) for cells in lines]


def score_keywords(wanted: Sequence[Sequence[str]], found: Sequence[Sequence[str]]) -> tuple[float, float, float]:
    """Return precision, recall and F, each the mean over the texts.

    >>> score_keywords([["营商环境", "投资"], ["就业"]], [["投资", "企业"], []])
    (0.25, 0.25, 0.25)
    """
    precisions, recalls, means = [], [], []
    for right, given in zip(wanted, found, strict=True):
        both = len(set(right) & set(given))
        precisions.append(both / len(given) if given else 0.0)
        recalls.append(both / len(right))
        means.append(2 * both / (len(given) + len(right)))
    return sum(precisions) / len(wanted), sum(recalls) / len(wanted), sum(means) / len(wanted)


def rank_ours(texts: Sequence[str]) -> list[list[str]]:
    """Return our first keywords of each text, the texts taken as one corpus."""
    names = [f"{number:06}" for number in range(len(texts))]
    sources = [Source(name, f"{name}.txt", name, Reading(text, "txt"), {}) for name, text in zip(names, texts, strict=True)]
    keywords = mine_sources(sources, "keywords")["keywords"]
    found: dict[str, list[str]] = {name: [] for name in names}
    for scope, name, rank, term in zip(*(keywords[column] for column in ("scope", "scope_id", "rank", "term")), strict=True):
        if scope == "document" and rank <= _FIRST:
            found[name].append(term)
    return list(found.values())


def rank_jieba(texts: Sequence[str]) -> list[list[str]]:
    """Return the first keywords of each text by jieba's TF-IDF."""
    from jieba.analyse import TFIDF

    ranker = TFIDF()
    ranker.tokenizer = make_jieba()
    return [ranker.extract_tags(text, topK=_FIRST) for text in texts]


def rank_yake(texts: Sequence[str]) -> list[list[str]]:
    """Return yake's first keywords of each text, single words as jieba cuts them; raises ImportError where it is not installed."""
    from yake import KeywordExtractor

    cut = make_jieba().lcut
    ranker = KeywordExtractor(lan="zh", n=1, top=_FIRST)
    return [[word for word, _ in ranker.extract_keywords(" ".join(cut(text)))] for text in texts]


def make_sheet(file: Path) -> Sheet:
    """Score ours, jieba's and yake's on a file of texts with keywords."""
    abstracts = read_abstracts(file)
    texts = [text for text, _ in abstracts]
    scores, notes = {}, []
    for name, rank in (("**baogao**", rank_ours), ("jieba TF-IDF", rank_jieba), ("yake", rank_yake)):
        try:
            seconds, found = time_call(rank, texts)
        except ImportError as error:
            notes.append(f"{name}: cannot be imported ({error}); the extra `bench` has it.")
            continue
        scores[name] = (score_keywords([words for _, words in abstracts], found), seconds)
    base = scores["jieba TF-IDF"][0][2]
    rows = [
        (name, f"{mean / base:.2f}" if base else "", *(f"{share:.3f}" for share in (mean, precision, recall)), f"{seconds:.2f}")
        for name, ((precision, recall, mean), seconds) in scores.items()
    ]
    return Sheet(
        f"Keywords on {len(texts)} texts, first {_FIRST}", ("", "of jieba's F", "F", "P", "R", "seconds, loading included"), rows, notes
    )
