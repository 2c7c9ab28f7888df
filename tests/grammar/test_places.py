from __future__ import annotations

import pytest

from pipeline.grammar.places import lower_level, parse_place
from pipeline.lexicon.reports import load_report_words

PLACES = load_report_words().places


@pytest.mark.parametrize(
    ("text", "name", "parent", "level"),
    [
        ("柳塘镇", "柳塘镇", "", "乡"),
        ("浙江省杭州市萧山区柳塘镇", "柳塘镇", "萧山区", "乡"),
        ("浙江杭州市", "杭州市", "浙江省", "市"),
        ("浙江省杭州市", "杭州市", "浙江省", "市"),
        ("湖南长沙县", "长沙县", "湖南省", "县"),
        ("吉林省吉林市", "吉林市", "吉林省", "市"),
        ("吉林市船营区", "船营区", "吉林市", "县"),
        ("吉林延边朝鲜族自治州", "延边朝鲜族自治州", "吉林省", "市"),
        ("新疆维吾尔自治区和田地区和田市", "和田市", "和田地区", "县"),
        ("金华市义乌市", "义乌市", "金华市", "县"),
        ("重庆市合川市", "合川市", "重庆市", "县"),
        ("四川省重庆市", "重庆市", "四川省", "市"),
        ("海南行政区", "海南行政区", "", "市"),
        ("河南镇平县", "镇平县", "河南省", "县"),
        ("河南蒙古族自治县", "河南蒙古族自治县", "", "县"),
        ("天津市河北区", "河北区", "天津市", "县"),
        ("景德镇市昌江区", "昌江区", "景德镇市", "县"),
        ("南宁市西乡塘区", "西乡塘区", "南宁市", "县"),
        ("忻县地区", "忻县地区", "", "市"),
        ("东乡族自治县", "东乡族自治县", "", "县"),
        ("西盟佤族自治县", "西盟佤族自治县", "", "县"),
        ("龙胜各族自治县", "龙胜各族自治县", "", "县"),
        ("积石山保安族东乡族撒拉族自治县", "积石山保安族东乡族撒拉族自治县", "", "县"),
        ("全州县", "全州县", "", "县"),
        ("呼和浩特市", "呼和浩特市", "", "市"),
        ("明州市和平区安全镇", "安全镇", "和平区", "乡"),
        ("云山县云山新区", "云山新区", "云山县", "县"),
        ("镇江市", "镇江市", "", "市"),
        ("枣庄市市中区", "市中区", "枣庄市", "县"),
        ("津市市", "津市市", "", "市"),
        ("天津市", "天津市", "", "省"),
        ("宁夏回族自治区", "宁夏回族自治区", "", "省"),
        ("西藏自治区", "西藏自治区", "", "省"),
        ("海南藏族自治州", "海南藏族自治州", "", "市"),
        ("重庆万州区", "万州区", "重庆市", "县"),
        ("吉林市", "吉林市", "", "市"),
        ("宁夏", "宁夏回族自治区", "", "省"),
        ("湘西土家族苗族自治州", "湘西土家族苗族自治州", "", "市"),
        ("鄂温克族自治旗", "鄂温克族自治旗", "", "县"),
        ("国务院", "全国", "", "国家"),
        ("xxx镇", "xxx镇", "", "乡"),
    ],
)
def test_a_chain_of_places_is_taken_apart(text: str, name: str, parent: str, level: str) -> None:
    place = parse_place(text, PLACES)
    assert place is not None
    assert (place.name, place.parent, place.level) == (name, parent, level)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "青川市民",
        "镇上",
        "全市",
        "我市",
        "本镇",
        "本街道",
        "全市各县",
        "全省市县",
        "临江县和平江县",
        "各自治县",
        "市",
        "工作报告",
        "柳塘镇工作",
        "national",
        "2021",
    ],
)
def test_what_is_no_place(text: str) -> None:
    assert parse_place(text, PLACES) is None


@pytest.mark.parametrize(
    ("level", "parent", "lowered"),
    [
        ("市", "明州市", "县"),
        ("市", "云山省明州市", "县"),
        ("市", "云岭彝族自治州", "县"),
        ("市", "东部地区", "市"),
        ("市", "云山省", "市"),
        ("市", "", "市"),
        ("市", "旧稿", "市"),
        ("县", "明州市", "县"),
        ("乡", "明州市", "乡"),
        ("", "明州市", ""),
    ],
)
def test_a_city_below_a_city_is_a_county(level: str, parent: str, lowered: str) -> None:
    assert lower_level(level, parent, PLACES) == lowered


def test_each_row_of_places_names_a_place_of_its_level() -> None:
    assert PLACES
    for row in PLACES:
        place = parse_place(row.form if row.kind == "name" else f"青阳{row.form}", PLACES)
        assert place is not None, row
        assert place.level == row.level, row
