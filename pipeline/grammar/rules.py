"""Rules: the ids among those behind a figure by which others know how it was read."""

from __future__ import annotations

from typing import Final

DOUBLED: Final = "unit:番"  # told by 番
BARE: Final = "bare"  # without a unit, straight before its noun
CELL: Final = "cell"  # in a table
LIST: Final = "list"  # goes on with the list of the figure before it
ORIGIN: Final = "origin"  # what a change starts from


def has_rule(rules: str, rule: str) -> bool:
    """Tell whether a rule is one of several joined by ``;``.

    >>> has_rule("unit:元;list;period:origin", LIST), has_rule("unit:元;list;period:origin", ORIGIN)
    (True, False)
    """
    return rule in rules and rule in rules.split(";")
