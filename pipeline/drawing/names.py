"""What pictures are called, on any file system."""

from __future__ import annotations

import hashlib
import re
from typing import Final

_LONGEST: Final = 150  # bytes
_UNSAFE: Final = re.compile(r'[\\:*?"<>|\x00-\x1f\ud800-\udfff]')


def name_picture(scope: str, scope_id: str, taken: set[str]) -> str:
    """Return the file name of a scope's picture, without suffix, and add it to those that are taken.

    ``/`` is written ``__``; a name that a file system could not hold is changed, and told apart by a part of its hash.

    >>> name_picture("document", "橙溪镇/2021", set())
    'doc-橙溪镇__2021'
    """
    start = {"document": "doc-", "corpus": ""}.get(scope, f"{scope}-")
    name = start + _UNSAFE.sub("_", scope_id.replace("/", "__"))
    if name.casefold() in taken or len(name.encode("utf-8")) > _LONGEST:
        digest = hashlib.sha256(scope_id.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        name = name.encode("utf-8")[:_LONGEST].decode("utf-8", "ignore") + f"-{digest}"
    taken.add(name.casefold())
    return name
