"""Time words: the years, spans, quarters and comparisons that a sentence names, resolved by the report's own dates."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from pipeline.grammar.years import SMALL_NUMBER, find_plan, plan_years, read_small_number

_Y: Final = r"(?:1[89]|20)\d\d|[一二][零一二三四五六七八九]{3}"
_MONTH: Final = r"1[0-2]|[1-9]"
_HAN_MONTH: Final = r"十[一二]?|[一二两三四五六七八九]"
_TO_MONTH: Final = re.compile(r"^(?:1[—\-至到~]|前)|个?月份?$")  # what stands around the last of several months
_DATED: Final = re.compile(r"年|季度|月|五[”\"时期规计]|本届|以来|世纪")  # a text without one of these has no time word
# What a time word begins with: most places of a sentence are passed over by a look at two signs, before any of the words is tried there.
_NUMERAL: Final = "0-9一二三四五六七八九十两"
STARTS: Final = (
    rf"(?=[{_NUMERAL}今去上下当明前第本全年近过最这头往未“\"经历解建新改])(?=[0-9]\d{{0,3}}+[年月季—–－~\-至到，、和与]"
    r"|[一二三四五六七八九十两][零一二三四五六七八九十]{0,3}+[年季”\"时期规计—–－~\-至到，、和与]"
    rf"|年[内末底初]|全[年国]|今[年后]|[去当明]年|上[年半一个五]|前[年个{_NUMERAL}]|本[年世届]|[第近这头“\"][{_NUMERAL}]|下[半的{_NUMERAL}]"
    r"|过去|最近|往[前后]|未来|经过|历[经时]|解放|建国|新中|改革)"
)
ANCHOR: Final = re.compile(
    rf"{STARTS}(?:"
    rf"(?P<span>(?:{_Y})年?(?:[—–－~\-]{{1,2}}|至|到)(?:(?:{_Y})|[0-9零一二三四五六七八九]{{2}})年?|(?:{_Y})年?[和与、](?:{_Y})年?(?=这?两年|合计|共|累计))"
    rf"|(?P<part>(?:(?P<py>{_Y})年|(?P<pr>今年|去年|上年|明年|当年))?的?(?P<pp>前[一二三两]个?季度|[上下]半年|第?[一二三四1-4]季度|[一二三]季度|1[—\-至到~](?:{_MONTH})月份?|(?<![提目])前(?:{_MONTH}|{_HAN_MONTH})个月))"
    rf"|(?P<month>(?:(?P<my>{_Y})年|(?P<mr>今年|去年))(?P<mm>{_MONTH})月(?!份?[—至到])(?:\d{{1,2}}日|份|底|末|初)?)"
    rf"|(?P<solo>(?<!\d)(?P<sm2>{_MONTH})月份)"
    rf"|(?P<year>(?P<yy>{_Y})(?:年度?|(?=[，、]))(?:底|末|初)?)"
    rf"|(?P<begun>(?:第(?P<hn>{SMALL_NUMBER})个)?五年(?:计划|规划)的?前(?P<hc>[二两三四])年)"
    rf"|(?P<plan>[“\"]?(?P<pn>十?[一二三四五六七八九]|十)五[”\"](?P<pend>末|期末)?(?:时期|期间|计划|规划|以来|发展|目标|前[一二三四]年)?|(?P<pn2>十?[一二三四五六七八九]|十)五(?=时期|期间|规划|计划)(?:时期|期间|规划|计划)(?P<pend2>末)?)"
    rf"|(?P<ordinal>第(?P<on>{SMALL_NUMBER})个五年(?=合计|计划期间|计划时期|计划期内|期间|共|累计)(?:计划)?(?:期间|时期|期内)?)"
    rf"|(?P<unplaced>(?:经过|历经|历时)(?P<un>{SMALL_NUMBER})年|(?<![^，。；：])(?:(?:全国)?解放|建国|新中国成立|改革开放)以来(?![最的新]))"
    rf"|(?P<century>本世纪(?:末|中叶))"
    rf"|(?P<ago>(?<=[比较是于])(?P<gn>{SMALL_NUMBER})年前)"
    rf"|(?P<ahead>(?:今后|未来|往后|下)(?:的)?(?P<an>{SMALL_NUMBER})个?年(?:内|里|间|中)?|(?P<am>{SMALL_NUMBER})年(?:内|之内))"
    rf"|(?P<since>(?:过去的?|近|最近的?|前|这|头|往前)(?P<sn>{SMALL_NUMBER})年(?:来|间|里|中|时间)?|(?P<sm>{SMALL_NUMBER})年(?:多)?(?:以来|来|间|里|时间里|中))"
    rf"|(?P<bare>(?<![零○一二三四五六七八九十\d])(?<!奋斗)(?P<bn>[三四五六七八]|二?十[一二三四五六七八九]?|[3-9]|10|两(?=年(?:增|平均|年均|共|累|合计|造)))年(?=[，共年平增累内全实工农国总基财城进钢粮新完翻接合造]))"
    r"|(?P<rel>今年|本年度?|全年|当年|年内|去年|(?<!基础)上年(?!均)|上一年|前年|明年|年末|年底|年初|本届政府|(?:上|前)一?个?五年))"
)
_BASE_BEFORE: Final = re.compile(r"(?:比|较|同|与|和|跟|相当于|相當於|等于|等於|高于|低于|超过|快于|是|为|達到|达到|相比|保持|维持)$")
_BASE_AFTER: Final = re.compile(
    r"(?:年)?(?:同期|底|末|初|水平|实际|决算|预算|执行)?(?:数)?(?:的)?(?:[^，。；]{0,6}?)(?:增|提|上|扩|多|少|减|下|降|回|翻|相比|高|低|净|实际|[0-9.]+倍|水平|[一两二三四五六七八九十点點]+多?倍|加|缩|递|快|有|基本|持平|相当|相近)"
)
# Straight behind a time word: it is compared with, whatever stands before it.
_COMPARED: Final = re.compile(
    r"(?:年)?(?:同期)?(?:相比较?|比较|作比较)(?!(?:1|2|一|二|去年|上年))|年?为(?:基[数期]|一百|100)|那样|年?的基数上"
)


_RECKONED: Final = re.compile("年?的?(?:同期)?(?:实际|决算|执行|完成)")  # 按上年|实际支出数压缩

_SET_AGAINST: Final = re.compile(rf"[^。；]{{1,24}}，而(?P<y>{_Y})年")  # 前三年增加2亿元，而|1956年
_BEFORE: Final = re.compile("(?:[由从比较于]|超过了?)(?:上述)?$")  # what makes 前三年 the years before those that are told of
_PRICES: Final = re.compile("的?(?:不变|可比|固定)?价格?")  # in the prices of a year nothing is dated
_LAST: Final = ("上年", "上一年")
_WITHIN: Final = ("全年", "年内", "年末", "年底", "当年")


class Anchor(NamedTuple):
    """A time word: where it stands, its first and last year, its text where it is no whole year, and whether it is a base."""

    start: int
    end: int
    first: int
    last: int
    label: str
    base: bool
    wide: bool
    local: bool


class Context(NamedTuple):
    """What a document says of its own time: its year, what it reviews and plans (first and last year, or zeros), and the part."""

    year: int
    review: tuple[int, int]
    plan: tuple[int, int]
    part: str


def find_anchors(sentence: str, context: Context, held: int = 0) -> list[Anchor]:
    """Return the time words of a sentence in order; ``held`` is the year that 全年, 年末 or 一季度 are of, if not the report's own."""
    found: list[Anchor] = []
    if not _DATED.search(sentence):
        return found
    for hit in ANCHOR.finditer(sentence):
        dated = _date(hit, context, _find_held(found, context, held))
        if hit["rel"] in _LAST and found and (year := _find_told(sentence, found[-1], hit.start())):
            dated = year - 1, year - 1, "", False
        if dated is None or (hit.lastgroup in ("since", "bare") and found and found[-1].wide and hit.start() - found[-1].end <= 1):
            continue  # of a span that is told, its length (从1978年到1985年八年间)
        first, last, label, wide = dated
        before = sentence[max(0, hit.start() - 6) : hit.start()]
        upon = before.endswith(("按", "按照"))
        if upon and _PRICES.match(sentence, hit.end()):
            continue
        base = bool(_BASE_BEFORE.search(before)) and (before[-1] in "比较" or bool(_BASE_AFTER.match(sentence, hit.end())))
        base = base or bool(_COMPARED.match(sentence, hit.end())) or (upon and bool(_RECKONED.match(sentence, hit.end())))
        local = before[-1:] in ("由", "从") and (not wide or hit[0][0] == "前")
        found.append(Anchor(hit.start(), hit.end(), first, last, label, base, wide, local))
    return found


def _find_told(sentence: str, anchor: Anchor, start: int) -> int:
    """The year of a time word that 上年 behind it is the one before (1965年|都比上年增长); 0 where there is none."""
    plain = anchor.first and not (anchor.wide or anchor.local or anchor.base or anchor.label)
    return anchor.last if plain and "；" not in sentence[anchor.end : start] else 0


def _find_held(found: list[Anchor], context: Context, held: int) -> int:
    """The year that a quarter or month without one is of: that of the time word before it (与去年同期相比，第一季度 is of this year)."""
    if found and found[-1].first and not found[-1].wide and not found[-1].local:
        last = found[-1]
        if not last.base:
            held = last.last
        elif last.last + 1 == context.year:
            held = context.year
    return 0 if context.part == "plan" and held < context.plan[0] else held


def _date(hit: re.Match[str], context: Context, held: int) -> tuple[int, int, str, bool] | None:
    """First year, last year, label and width of a time word; None when the document gives no year for it."""
    if hit["span"]:
        years = re.findall(r"[0-9零一二三四五六七八九]{2,4}", hit["span"])
        first = read_small_number(years[0])
        last = read_small_number(years[1]) if len(years[1]) == 4 else first // 100 * 100 + read_small_number(years[1])
        return first, last, "", True
    if hit["part"]:
        year = read_small_number(hit["py"]) if hit["py"] else (not hit["pr"] and held) or _relative(hit["pr"] or "全年", context)
        return (year, year, _part_label(year, hit["pp"]), False) if year else None
    if hit["month"]:
        year = read_small_number(hit["my"]) if hit["my"] else _relative(hit["mr"], context)
        return (year, year, f"{year}-{int(hit['mm']):02d}", False) if year else None
    if hit["solo"]:
        year = held or _relative("全年", context)
        return (year, year, f"{year}-{int(hit['sm2']):02d}", False) if year else None
    if hit["century"]:
        year = (context.year - 1) // 100 * 100 + (100 if hit[0].endswith("末") else 50)
        return (year, year, "", False) if context.year else None
    if hit["ago"]:
        year = context.review[1] - read_small_number(hit["gn"])
        return (year, year, "", False) if context.review[1] else None
    if hit["year"]:
        year = read_small_number(hit["yy"])
        return year, year, "", False
    if hit["plan"]:
        first, last = plan_years(read_small_number(hit["pn"] or hit["pn2"]))
        return (last, last, "", False) if hit["pend"] or hit["pend2"] else (first, last, "", True)
    if hit["begun"]:
        first, _ = plan_years(read_small_number(hit["hn"])) if hit["hn"] else find_plan(context.review[1])
        return (first, first + read_small_number(hit["hc"]) - 1, "", True) if first else None
    if hit["ordinal"]:
        return (*plan_years(read_small_number(hit["on"])), "", True)
    if hit["unplaced"]:
        return 0, 0, "", True
    if hit["ahead"]:
        count = read_small_number(hit["an"] or hit["am"])
        start = context.plan[0] or context.year
        return (start, start + count - 1, "", True) if start else None
    if hit["since"] or hit["bare"]:
        return _date_count(hit, context, held)
    return _relative_span(hit["rel"], context, held)


def _date_count(hit: re.Match[str], context: Context, held: int) -> tuple[int, int, str, bool] | None:
    """A number of years up to the last one told of, or of those to come (近三年, 五年来, 这五年)."""
    count = read_small_number(hit["sn"] or hit["sm"] or hit["bn"])
    if hit["since"] and hit["since"].startswith("这一年") and held:  # 1952年，即…的这一年
        return held, held, "", False
    ahead = context.part == "plan" and (hit["bare"] or hit["since"].startswith("这"))
    if ahead and context.plan[0] == context.plan[1]:
        return (context.plan[0], context.plan[0] + count - 1, "", True) if context.plan[0] else None
    end = context.plan[1] if ahead else (hit["bare"] and held) or context.review[1]
    if hit["since"] and hit["since"][0] == "前" and _BEFORE.search(hit.string, 0, hit.start()):
        end = (held or context.review[0]) - 1
    if hit["since"] and hit["since"][0] == "前" and (after := _SET_AGAINST.match(hit.string, hit.end())):
        end = read_small_number(after["y"]) - 1
    return (end - count + 1, end, "", True) if end else None


def _relative_span(word: str, context: Context, held: int) -> tuple[int, int, str, bool] | None:
    if word == "本届政府":
        return (*context.review, "", True) if context.review[1] and context.part != "plan" else None  # a term goes on: its end is not told
    if word.endswith("五年"):
        first = context.review[0]
        return (first - 5, first - 1, "", True) if first else None
    year = (word in _WITHIN and held) or _relative(word, context)
    return (year, year, "", False) if year else None


def _relative(word: str, context: Context) -> int:
    """The year of 今年, 去年, 全年 …; 0 where the document does not tell."""
    year = context.year or context.plan[0] or (context.review[1] and context.review[1] + 1)
    if word in _WITHIN:
        return context.plan[0] if context.part == "plan" and context.plan[0] else context.review[1]
    if word in ("上年", "上一年"):
        return context.review[1] - 1 if context.part != "plan" and context.review[1] else max(year - 1, 0)
    if word == "年初":
        return 0
    return year + {"去年": -1, "前年": -2, "明年": 1}.get(word, 0) if year else 0


def _part_label(year: int, part: str) -> str:
    if "半年" in part:
        return f"{year}-H{1 if part[0] == '上' else 2}"
    if part.endswith("季度"):
        count = read_small_number(part.strip("前第个季度"))
        return f"{year}-Q1-Q{count}" if part[0] == "前" and count > 1 else f"{year}-Q{count}"
    last = read_small_number(_TO_MONTH.sub("", part))
    return f"{year}-01" if last == 1 else f"{year}-01-{year}-{last:02d}"
