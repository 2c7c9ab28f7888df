"""What the first lines of a report and the name of its file say: title, place, level, genre, delivery, year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipeline.grammar.places import Place, parse_place
from pipeline.grammar.report_periods import find_years
from pipeline.grammar.sentences import ENDERS, INVISIBLE, NUMBERED, Span
from pipeline.grammar.years import read_small_number
from pipeline.lexicon.reports import GenreWord, PlaceWord, ReportWords

TITLE_LONGEST: Final = 60
_FRONT_LONGEST = 60  # paragraphs: a salutation below these opens no report
_FOLD = {ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９〇○", "012345678900", strict=True)}
_ZERO = re.compile("(?<=[0-9一二三四五六七八九零])零")  # 二零零八, but not 零陵区
_BLANKS = re.compile(rf"[\s{INVISIBLE}]+")
_SALUTED = re.compile(r"(?:各位|尊敬的各位)(?:代表|委员|同志|领导)|同志们[：:，！]")
_DATE = r"(?P<year>\d{4}|[一二][0一二三四五六七八九]{3})年(?P<month>[\d一二十]{1,2})月(?:(?P<day>[\d一二三四五六七八九十]{1,3})[日号])?"
_DELIVERED = re.compile(_DATE + r".{0,8}?在(?P<meeting>.{3,60}[会會])[议議]?上?")
_ALONE = re.compile(rf"[（(]?{_DATE}[)）]?\Z")
_MEETING = re.compile(r"在(?P<meeting>.{3,60}?[会會][议議]?)上")
_PARTY = re.compile(r"^(?:中国共产党|中共|中国人民政治协商会议|政协)")
_SESSION = re.compile(r"^(.{2,40}?)(?:第?[0-9一二三四五六七八九十]+[届次]|人民代表大会|党代表大会|党员代表大会|代表大会|党代会|委员会)")
_NATIONAL = re.compile(r"(?:^|向大?会?)(?:第.{1,3}届)?全国人民代表大会|受.{0,8}国务院.{0,2}委托")
_COMMITTEE = re.compile(r"第?[0-9一二三四五六七八九十]+届(.{2,30}?)委员会")
_OFFICE = re.compile(
    r"^(.{1,30}?)(?:人民政府|政府|党委|委员会)?(?:代理|代)?(?:省长|市长|区长|县长|旗长|州长|盟长|镇长|乡长|主任|主席|书记|总理|专员)"
)
_OPENING = re.compile(r"代表(?:中共|中国共产党)?(国务院|.{1,30}?(?=人民政府|政府|党委|委员会|人大常委会|向大会))")
_BARE_LEVEL = re.compile(r"代表(?:中共)?(省|自治区|市|州|盟|县|区|旗|镇|乡|街道)(?:人民政府|政府|党委|党工委|委)")
_BARE_LEVELS = {"省": "省", "自治区": "省", "市": "市", "州": "市", "盟": "市", "县": "县", "区": "县", "旗": "县"}
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_TITLE_END = re.compile(r"(?:报告|公报|总结|要点|纲要|计划|讲话|决议|草案)(?:[（(].{1,12}[)）])?\Z")
_SPOKEN = re.compile(r"[会會][议議]?上的(?:报告|讲话)\Z")
_DASH = re.compile(r"[—―─-]")
_HAN_YEAR = "(?:[一二][0一二三四五六七八九]{3})"
_ABOUT = rf"(?:(?:(?:19|20)\d{{2}}|{_HAN_YEAR}(?=年))(?:年度|年)?)?"
_TITLE_START = re.compile(rf"^(?:关于)?{_ABOUT}(?P<place>.*?){_ABOUT}\Z")
_TITLE_BODY = re.compile(r"(?:人民)?政府|人大|人民代表大会|政协|党代会|党代表|党员代表|(?:中级)?人民法院|人民检察院|国民经济|统计公报|工作")
_NOISE = re.compile(rf"(?:\d+|{_HAN_YEAR})年?度?|年度|[（()）【】\[\]_\-—·.、，,：:《》]|定稿|终稿|节选|全文|摘要|最终版")


@dataclass(frozen=True, slots=True)
class Told:
    """A value and where it comes from: text, name or catalogue; both "" where nothing tells it."""

    value: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What is told of a report before its body: values as text, with their sources."""

    title: Told
    place: Told
    parent: str
    level: Told
    genre: str
    delivered: str
    year: Told


def squeeze_line(text: str) -> str:
    """Return a line without blanks and invisible characters, full-width digits and the zeros of Han years folded.

    >>> squeeze_line("政 府 工 作 报 告　２０２１")
    '政府工作报告2021'
    """
    return _ZERO.sub("0", _BLANKS.sub("", text).strip("#*").translate(_FOLD))


def find_body(text: str, paragraphs: list[Span], heading_words: re.Pattern[str]) -> int:
    """Return the index of the paragraph where the body of a report begins, after title, date, author and salutation.

    Without a salutation the body begins at the first numbered heading, the first paragraph of running text, or the heading above it; a
    salutation below a long paragraph (各位代表，过去一年…) opens nothing.
    """
    for index, (start, end) in enumerate(paragraphs[:_FRONT_LONGEST]):
        if _SALUTED.match(text, start, end):
            return index + 1 if end - start <= 12 else index
        if end - start > 2 * TITLE_LONGEST and text[end - 1] in ENDERS:
            break
    for index, (start, end) in enumerate(paragraphs):
        line = text[start:end]
        if NUMBERED.match(line) and not (line.startswith("#") and _TITLE_END.search(squeeze_line(line))):
            return index
        if (end - start > TITLE_LONGEST or line[-1] in ENDERS + "；") and not _DELIVERED.search(squeeze_line(line[:90])):
            above = text[slice(*paragraphs[index - 1])] if index > 1 else ""
            return index - 1 if heading_words.search(above) and not _TITLE_END.search(squeeze_line(above)) else index
    return len(paragraphs)


def read_head(front: list[str], opening: str, doc_id: str, words: ReportWords) -> Head:
    """Say what the first lines, the opening sentences and the name of a report tell of it.

    ``front`` holds the lines above the body, ``opening`` the first paragraphs of the body, ``doc_id`` folders and name joined by ``/``.
    """
    raw = [_BLANKS.sub("", line).strip("#*") for line in front]
    lines = [squeeze_line(line) for line in front]
    opening = squeeze_line(opening)
    name = squeeze_line(doc_id.rsplit("/", 1)[-1])
    title = _find_title(lines, words.genres)
    told_title = Told(raw[lines.index(title)], "text") if title else Told(name, "name")
    meeting = next((match["meeting"] for line in lines if (match := _MEETING.search(line))), "")
    place = _place_of_text(title, meeting, lines, opening, words.places)
    named = _places_of_name(doc_id, words)
    place_told = Told(place.name, "text") if place else Told(named[-1].name, "name") if named else Told()
    best = place or (named[-1] if named else None)
    level = Told(best.level, place_told.source) if best else _bare_level(opening)
    delivered = _find_delivered(lines)
    return Head(
        title=told_title,
        place=place_told,
        parent=_find_parent(best, named),
        level=level,
        genre=_find_genre(title, meeting, opening, name, words.genres),
        delivered=delivered,
        year=_find_year(told_title.value if title else "", delivered, doc_id),
    )


def _find_title(lines: list[str], genres: tuple[GenreWord, ...]) -> str:
    titled = [line for line in lines if 3 < len(line) <= TITLE_LONGEST and _TITLE_END.search(line) and not _DASH.match(line)]
    told = (line for line in titled if any(genre.word in line for genre in genres) and not _MEETING.search(line))
    return next(told, "") or next((line for line in titled if _SPOKEN.search(line)), "")


def _find_genre(title: str, meeting: str, opening: str, name: str, genres: tuple[GenreWord, ...]) -> str:
    told = next((genre.genre for genre in genres if genre.word in title), "")
    if told and told != "工作报告":
        return told
    if "人民代表大会" in meeting and re.search(r"代表.{0,24}(?:政府|国务院)", opening):
        return "政府工作报告"
    if re.search(r"(?:党|共产党.*)(?:员?代表大会|代会)", meeting):
        return "党代会报告"
    return next((genre.genre for genre in genres if genre.word in name), told)


def _place_of_text(title: str, meeting: str, lines: list[str], opening: str, places: tuple[PlaceWord, ...]) -> Place | None:
    told: list[Place] = []
    for said in _place_candidates(title, meeting, lines, opening):
        place = parse_place(_PARTY.sub("", said), places)
        if place and place.parent:
            return place
        if place:
            told.append(place)
    return told[0] if told else None


def _place_candidates(title: str, meeting: str, lines: list[str], opening: str) -> list[str]:
    held = _PARTY.sub("", meeting)
    said = ["全国"] if _NATIONAL.search(held) or _NATIONAL.search(opening[:200]) else []
    for pattern, text in ((_SESSION, held), (_COMMITTEE, held), (_COMMITTEE, title)):
        if match := pattern.search(text):
            said.append(match.group(1))
    stem = _TITLE_BODY.split(title)[0]
    if match := _TITLE_START.match(_PARTY.sub("", stem)):
        said.append(match["place"])
    said += [match.group(1) for line in lines if len(line) <= 40 and (match := _OFFICE.match(line))]
    if match := _OPENING.search(opening):
        said.append(match.group(1))
    return [text for text in said if text]


def _places_of_name(doc_id: str, words: ReportWords) -> list[Place]:
    """Return the places that folders and name of a document tell, the widest first."""
    places = []
    for piece in doc_id.split("/"):
        bare = squeeze_line(piece)
        for genre in words.genres:
            bare = bare.replace("人民" + genre.word, "").replace(genre.word, "")
        if place := parse_place(_PARTY.sub("", _NOISE.sub("", bare)), words.places):
            places.append(place)
    return places


def _find_parent(place: Place | None, named: list[Place]) -> str:
    if not place or place.parent:
        return place.parent if place else ""
    above = ""
    for folder in named:
        if folder.name == place.name:
            return folder.parent or above
        above = folder.name
    return above if place.level != "国家" else ""


def _bare_level(opening: str) -> Told:
    match = _BARE_LEVEL.search(opening)
    return Told(_BARE_LEVELS.get(match.group(1), "乡"), "text") if match else Told()


def _find_delivered(lines: list[str]) -> str:
    for pattern in (_DELIVERED, _ALONE):
        for line in lines:
            if match := pattern.search(line):
                parts = [read_small_number(match["year"]), read_small_number(match["month"]), read_small_number(match["day"] or "")]
                return "-".join([f"{parts[0]:04d}", *(f"{part:02d}" for part in parts[1:] if part)])
    return ""


def _find_year(title: str, delivered: str, doc_id: str) -> Told:
    if years := [last for first, last in find_years(title) if last - first != 4]:
        return Told(str(years[-1]), "text")
    if delivered:
        return Told(delivered[:4], "text")
    for piece in reversed(doc_id.split("/")):
        if named := _YEAR.findall(squeeze_line(piece)) or [str(last) for _, last in find_years(piece)]:
            return Told(named[-1], "name")
    return Told()
