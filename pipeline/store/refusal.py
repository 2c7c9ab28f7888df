"""What the store says when it cannot go on."""

from __future__ import annotations


class Refused(Exception):
    """Something outside the program is not as it must be: where, what is wrong and what to do, in one sentence."""
