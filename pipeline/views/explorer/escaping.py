"""Text that others wrote, as it goes into pages, scripts and addresses."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029", "\x7f": "\\u007f"}
_TABLE = {ord(character): text for character, text in _SCRIPT.items()}


def write_json(value: Any) -> str:
    r"""Write a value as JSON that is safe as a script and within a page.

    >>> write_json(["</script>", 1, None])
    '["\\u003c/script\\u003e",1,null]'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_TABLE)


def write_script(name: str, value: str) -> str:
    """Return the script file that hands a JSON value over under a name."""
    return f"baogao.receive({write_json(name)},{value});\n"


def quote_path(path: str) -> str:
    """Return a path as a relative address.

    >>> quote_path("texts/环橙镇/50%#1.txt")
    'texts/%E7%8E%AF%E6%A9%99%E9%95%87/50%25%231.txt'
    """
    return quote(path, safe="/")


def escape_text(text: str) -> Markup:
    r"""Escape a text for a page; the character that a page cannot hold becomes U+FFFD.

    >>> escape_text("<b>\x00")
    Markup('&lt;b&gt;�')
    """
    return escape(text.replace("\x00", "\ufffd"))
