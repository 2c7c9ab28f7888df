from __future__ import annotations

import pytest

from pipeline.lexicon.rows import LexiconError
from pipeline.lexicon.themes import load_codebooks


def test_a_users_theme_stands_in_place_of_that_of_its_name() -> None:
    (alone,) = load_codebooks()
    own, added = load_codebooks(added=("我的/themes.csv", "# 说明\ntheme,term\n三农,麦田\n河,水网\n湖,水网\n-,水网络\n!,告别\n"))
    assert "三农" in alone.themes and "三农" not in own.themes
    assert own.terms["粮食"] == () and own.terms["公路"] == alone.terms["公路"] == ("交通",)
    assert added.themes == ("三农", "河", "湖")
    assert added.terms == {"麦田": ("三农",), "水网": ("河", "湖"), "水网络": ()}
    assert added.denials == alone.denials | {"告别"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "my.csv:1: no header; write theme,term"),
        ("theme,word\n水,水网\n", "my.csv:1: header is theme,word; write theme,term"),
        ("theme,term\n", "my.csv: no theme in it; write rows of theme,term"),
        ("theme,term\n水,水网\n\n水,水网\n", "my.csv:4: 水网 stands above already for 水; leave one of the two out"),
        ("theme,term\n水,湖\n", "my.csv:2: term '湖' stands in too many words; write two characters or more"),
        ("theme,term\n,湖泊\n", "my.csv:2: term '湖泊' has no theme; write its name, or - for a word of no theme"),
        ("theme,term\n水,大 湖\n", "my.csv:2: term '大 湖' holds a blank; write it without"),
        ("theme,term\n!,\n", "my.csv:2: term '' stands in too many words; write two characters or more"),
    ],
)
def test_a_bad_row_refuses_itself(text: str, message: str) -> None:
    with pytest.raises(LexiconError) as error:
        load_codebooks(added=("my.csv", text))
    assert str(error.value) == message
