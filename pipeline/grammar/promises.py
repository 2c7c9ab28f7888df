"""Promises told of in a review: a number that something came below, above or short of, which is no result."""

from __future__ import annotations

import re
from typing import Final

from pipeline.schema import Measure

_REACH: Final = 40  # characters before a number in which a promise is said not to be kept
_COMPARED: Final = re.compile(r"(?:低于|高于|超过|好于|超出|突破)\Z")
_LAST: Final = frozenset("于过出破")  # characters that it ends in
_PROMISED: Final = re.compile(r"(?:左右|以上|以内)?的[^，。；]{0,4}(?:目标|计划|预期值)")
_UNMET: Final = re.compile(r"(?:没有|未能?)(?:完全|全部)?(?:实现|达到|完成)[^。；]*\Z")
_AIM: Final = re.compile("[^。；]{0,40}?的[^，。；]{0,6}(?:目标|任务|指标)")


def is_compared(sentence: str, measure: Measure) -> bool:
    """Tell whether a number is a promise that is compared with what came of it (略低于|8%|的预期目标)."""
    if sentence[measure.start - 1 : measure.start] not in _LAST or not _PROMISED.match(sentence, measure.end):
        return False
    return bool(_COMPARED.search(sentence, max(0, measure.start - 4), measure.start))


def is_unmet(sentence: str, measure: Measure) -> bool:
    """Tell whether a number is a promise that was not kept (没有实现能耗降低|4%|的目标)."""
    first = max(0, measure.start - _REACH)
    if sentence.find("没", first, measure.start) < 0 and sentence.find("未", first, measure.start) < 0:
        return False
    return bool(_UNMET.search(sentence, first, measure.start) and _AIM.match(sentence, measure.end))
