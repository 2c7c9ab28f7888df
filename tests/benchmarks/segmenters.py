"""jieba and rjieba, private and ready: what all times are told in.

    python -m tests.benchmarks.segmenters FILE

cuts a text file with jieba and says how many words that gave; its peak memory is measured that way.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def make_jieba() -> Any:
    """Return a tokenizer of jieba with its dictionary loaded; it writes no cache and logs nothing."""
    import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def load_segmenters() -> dict[str, Callable[[str], list[str]]]:
    """Return what cuts a text, by its name; rjieba only where it is installed."""
    found: dict[str, Callable[[str], list[str]]] = {"jieba.lcut": make_jieba().lcut}
    try:
        import rjieba
    except ImportError:
        return found
    return found | {"rjieba.cut": rjieba.Jieba().cut}


if __name__ == "__main__":
    print(len(make_jieba().lcut(Path(sys.argv[1]).read_text(encoding="utf-8"))))
