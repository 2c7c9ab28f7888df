"""Where words are known by rule: quoted names, words of the user dictionary, runs of letters; what lies between is for a tokenizer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

HAN: Final = "\u4e00-\u9fd5"  # what jieba 0.42.1 takes for Chinese characters
SIGNS: Final = "，。、；：！？“”‘’「」『』（）《》〈〉【】〔〕…—·"  # that every tokenizer takes for a token each

_QUOTES: Final = (("“", "”"), ("‘", "’"), ("「", "」"), ("『", "』"))
_QUOTED: Final = r"[^“”‘’「」『』\"，。；：！？、…,;!?\s\0-\1]{1,8}"
_LETTER: Final = rf"[^\W_{HAN}]"
_LETTERS: Final = rf"{_LETTER}+(?:[-_.]{_LETTER}+)*"
_GROUP: Final = 32  # first characters that one branch of the expression for user words looks at

_Trie = dict[str, Any]


def compile_names(userdict: Iterable[str], passed: str = "") -> re.Pattern[str]:
    """Compile the expression of all that a tokenizer must not see, as one group to split a text at.

    That is a name of at most 8 characters in quotes (without them), a word of the user dictionary, a run of letters and digits, white
    space, and a sign that tokenizers differ on; but none of the ``passed`` characters. At one place a quoted name comes before a user word,
    and a longer user word before a shorter.

    >>> compile_names(["营商环境", "环境整治"]).split("优化营商环境整治，5G到村")
    ['优化', '营商环境', '整治，', '5G', '到村']
    """
    openings = "".join(opening for opening, _ in _QUOTES)
    quoted = "|".join(f"(?<={opening}){_QUOTED}(?={closing})" for opening, closing in _QUOTES)
    seen = HAN + SIGNS + re.escape(passed)
    options = [f"(?<=[{openings}])(?:{quoted})", *_write_words(userdict), rf"(?![{seen}])(?:{_LETTERS}|\s+|[^{seen}])"]
    return re.compile(f"({'|'.join(options)})")


def tag_name(name: str, userdict: Mapping[str, str]) -> str:
    """Return the tag of what ``compile_names`` found: its own for a user word, or m, eng, x, nz, w.

    >>> [tag_name(name, {"营商环境": "n"}) for name in ("营商环境", "2.0", "5G", "彩虹计划", "+")]
    ['n', 'm', 'eng', 'nz', 'w']
    """
    if name in userdict:
        return userdict[name] or "n"
    if re.fullmatch(_LETTERS, name):
        latin = re.search("[A-Za-zＡ-Ｚａ-ｚ]", name)
        return "eng" if latin else "x" if re.search(r"[^\W\d_]", name) else "m"
    return "nz" if re.search(r"\w", name) else "w"


def _write_words(words: Iterable[str]) -> list[str]:
    """Write the expression of user words, if there are any.

    Their first two characters are looked at before, and the branches stand in groups: so most places of a text are passed fast.
    """
    trie: _Trie = {}
    for word in words:
        branch = trie
        for char in word:
            branch = branch.setdefault(char, {})
        branch[""] = {}
    if not trie:
        return []
    firsts = sorted(trie)
    groups = [firsts[place : place + _GROUP] for place in range(0, len(firsts), _GROUP)]
    branches = "|".join(f"(?={_write_set(group)}){_write_trie({char: trie[char] for char in group})}" for group in groups)
    seconds = sorted({char for branch in trie.values() for char in branch})
    return [f"(?={_write_set(firsts)}{_write_set(seconds)})(?:{branches})"]


def _write_trie(trie: _Trie, last: str = "") -> str:
    """Write a trie as an expression that takes the longest word; a word that ends in a letter ends where the run of letters does."""
    branches = [re.escape(char) + _write_trie(branch, char) for char, branch in sorted(trie.items()) if char]
    if "" in trie:
        branches.append(f"(?![-_.]?{_LETTER})" if re.fullmatch(_LETTER, last) else "")
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def _write_set(chars: Iterable[str]) -> str:
    return f"[{''.join(map(re.escape, chars))}]"
