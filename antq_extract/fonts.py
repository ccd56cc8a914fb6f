"""Text in the old Vietnamese font encodings, TCVN3 (fonts such as .VnTime) and VNI-Windows (fonts such as VNI-Times).

Such text shows as Vietnamese only in its own font; a Unicode reader sees Latin-1 characters ("§¶ng ñy", "Ñaûng uyû").
:func:`convert` finds it and returns it in Unicode. What it is, is judged by one thing only: which reading gives more
words that are Vietnamese syllables (:func:`judge`). Nothing here raises.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

import regex

MIN_SHARE = 0.75
"""Of the words with a letter beyond ASCII, how many must be Vietnamese syllables; abbreviations (HĐND) are none."""

_MIN_WORDS = 3
"""How many different words must become syllables only by conversion before a document counts as font-encoded."""

_MIN_LINE_SHARE = 0.5
"""The same for one line, which may have more abbreviations and foreign names."""

_TCVN3_CODES = (
    "\xa1ĂÂÊÔƠƯĐăâêôơưđ \xb5àảãáạ \xbbằẳẵắ \xc6ặầẩẫấậè \xceẻẽéẹềểễếệìỉ \xdcĩíịò \xe1ỏõóọồổỗốộờởỡớợù \xf1ủũúụừửữứựỳỷỹýỵ"
)
"""TCVN 5712:1993, VN3 (also glibc's charmap TCVN5712-1, of which it is a part): runs of letters, from a first code."""

_VNI_BASES = "aeouyôö"
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_CIRCUMFLEX = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ"}

_LONGEST = len("nghie\u0302\u0301ng")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ONSETS = "qu gi b ch c d đ gh g h kh k l m ngh ng nh n ph p r s th tr t v x"
_RIMES = """
a: - c ch i m n ng nh o p t u y; ă: c m n ng p t; â: c m n ng p t u y; e: - c m n ng o p t; ê: - ch m n nh p t u;
i: - ch m n nh p t u; iê: c m n ng p t u; ia: -; o: - c i m n ng p t; oo: c ng; ô: - c i m n ng p t; ơ: - i m n p t;
u: - c i m n ng p t; uô: c i m n ng t; ua: -; ư: - c i m ng t u; ươ: c i m n ng p t u; ưa: -; y: - ch nh t;
yê: m n ng t u; oa: - c ch i m n ng nh o p t y; oă: c m n ng t; oe: - m n o t; uâ: c n ng t y; uê: - ch n nh u;
uơ: -; uy: - ch n nh p t u; uyê: n t; uya: -
"""
"""The nuclei of Vietnamese, medial glide included, each with the codas that it takes (``-``: none)."""

_WINDOWS_SIGNS = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)}
"""The signs of Windows-1252 (“ ” – …) by the control codes that a Latin-1 reader makes of them."""

_SIGNS = "".join(c for c in map(chr, range(0xA1, 0x100)) if not c.isalpha())
_WORD = regex.compile(r"[\p{L}\p{M}\xa1-\xbf×÷]+")
_FONT_WORD = re.compile(r"[A-Za-z\xa1-\xff]+")
_LINE_END = re.compile(r"([\r\n]+)")
_PHRASE = re.compile(r"[\s\d/–-]*")
_UNICODE_ONLY = re.compile(r"[ăđĩũơưĂĐĨŨƠƯẠ-ỹ]|[A-Za-zâêôÂÊÔ][\u0300-\u0323]")
_SUSPECT = re.compile(
    r"[\xa1-\xaa\xac-\xba\xbc-\xbfÄ-ÇËÎÏÑÖ×ØÛÜÞßä-çëîïñö-øûüþ](?:(?<=[A-Za-z].)|(?=[A-Za-z]))", re.DOTALL
)
"""A character that Vietnamese in Unicode does not have, beside a letter: cheap to look for, in any font-encoded text.

Quotes (« ») are left out, which do stand beside letters."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How far a text reads as Vietnamese, over its words with a letter beyond ASCII.

    ``syllables`` holds the different words that are syllables, in lower case; ``hits`` of the ``total`` words are.
    """

    syllables: frozenset[str]
    hits: int
    total: int

    @property
    def share(self) -> float:
        """The share of such words that are Vietnamese syllables; 0 where there are none."""
        return self.hits / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class _Line:
    """What a line may be in: ``readings`` holds font encodings and ``""`` for none, all that read equally well.

    ``new`` holds the syllables that only the conversion gives, if it is in one font encoding. ``hits`` of the ``total``
    words beyond ASCII then become syllables; of any other line, ``total`` counts the words that are none as they stand.
    """

    readings: frozenset[str]
    new: frozenset[str] = frozenset()
    hits: int = 0
    total: int = 0


def convert(text: str) -> tuple[str, str] | None:
    """Return a font-encoded text in Unicode (NFC) and what it was in; None where nothing in it is font-encoded.

    What it was in is ``tcvn3``, ``vni`` or ``tcvn3+vni``. A document may be mixed: each line is judged for itself, and
    one that reads either way goes with the line before it. A line with a letter that only Unicode has stays as it is.
    """
    if not is_suspect(text):
        return None
    pieces = _LINE_END.split(text)
    lines = [_judge_line(piece) for piece in pieces]
    fonts = {font for font in _TRANSLATE if _is_certain([line for line in lines if line.readings == {font}], lines)}
    if not fonts:
        return None
    decided = _decide(lines, fonts)
    converted = [_CONVERT[font](piece) if font else piece for piece, font in zip(pieces, decided, strict=True)]
    return unicodedata.normalize("NFC", "".join(converted).translate(_WINDOWS_SIGNS)), "+".join(sorted(fonts))


def is_suspect(text: str) -> bool:
    """Return whether anything in a text may be font-encoded, which a look at single characters tells."""
    return _SUSPECT.search(text) is not None


def judge(text: str) -> Judgement:
    """Judge a text, in NFC or not, as Vietnamese in Unicode."""
    words = list(_words(text))
    syllables = [word for word in words if len(word) <= _LONGEST and is_syllable(word)]
    return Judgement(frozenset(syllables), len(syllables), len(words))


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Return whether a word in lower case is a possible Vietnamese syllable, its tone over the nucleus.

    A syllable that ends in a stop (c, ch, p, t) has one of the tones sắc and nặng.
    """
    spread = unicodedata.normalize("NFD", word)
    tones = [position for position, char in enumerate(spread) if char in _TONES]
    if len(tones) > 1:
        return False
    bare = unicodedata.normalize("NFC", "".join(char for char in spread if char not in _TONES))
    match = _syllable().fullmatch(bare)
    if not match:
        return False
    stopped = match["coda"] in {"c", "ch", "p", "t"}
    if not tones:
        return not stopped
    start, end = match.span("nucleus")
    toned = len(unicodedata.normalize("NFC", spread[: tones[0]])) - 1
    return start <= toned < end and (not stopped or spread[tones[0]] in "\u0301\u0323")


@cache
def _syllable() -> regex.Pattern[str]:
    """The pattern of all syllables, which an article in plain Unicode does not want."""
    rimes = []
    for rime in _RIMES.split(";"):
        nucleus, codas = rime.split(":")
        endings = "|".join(coda.strip("-") for coda in codas.split())
        rimes.append(f"(?P<nucleus>{nucleus.strip()})(?P<coda>{endings})")
    return regex.compile(f"(?:{'|'.join(_ONSETS.split())})?(?:{'|'.join(rimes)})")


def _words(text: str) -> Iterator[str]:
    """Yield the words with a letter beyond ASCII, in lower case, without the signs around them."""
    for word in _WORD.findall(text):
        if not word.isascii() and not (bare := word.strip(_SIGNS)).isascii():
            yield bare.lower()


def _judge_line(line: str) -> _Line:
    if line.isascii():
        return _Line(_ANY)
    if _UNICODE_ONLY.search(line):
        return _Line(_NONE)
    judged = {font: judge(translate(line)) for font, translate in _TRANSLATE.items()}
    plain = judged[""] = judge(line)
    hits = max(found.hits for found in judged.values())
    if not hits:
        return _Line(_ANY if _SUSPECT.search(line) else _NONE, total=plain.total)
    readings = frozenset(font for font, found in judged.items() if found.hits == hits)
    found = judged[min(readings)]
    if "" in readings or len(readings) > 1:
        return _Line(readings, total=plain.total - plain.hits)
    if found.share < _MIN_LINE_SHARE:
        return _Line(_NONE, total=plain.total - plain.hits)
    return _Line(readings, frozenset(w for w in found.syllables - plain.syllables if len(w) > 1), hits, found.total)


def _is_certain(chosen: Sequence[_Line], lines: Sequence[_Line]) -> bool:
    """Return whether the lines that look to be in one font encoding are enough to believe it.

    What no encoding explains speaks against all of them: it may be a third one, such as VISCII or VPS.
    """
    words = frozenset[str]().union(*(line.new for line in chosen))
    return len(words) >= _MIN_WORDS and _is_mostly_read(chosen) and _is_mostly_read(lines)


def _is_mostly_read(lines: Sequence[_Line]) -> bool:
    return sum(line.hits for line in lines) >= MIN_SHARE * sum(line.total for line in lines)


def _decide(lines: Sequence[_Line], fonts: set[str]) -> list[str]:
    """Return for each line its font encoding, ``""`` for none; where it may be either, it is in what the last was."""
    open_to = [line.readings & (fonts | _NONE) or _NONE for line in lines]
    (last,) = next(readings for readings in open_to if len(readings) == 1)
    decided = []
    for readings in open_to:
        decided.append(last if last in readings else min(readings))
        if len(readings) == 1:
            last = decided[-1]
    return decided


def _from_tcvn3(line: str) -> str:
    """Convert a line from TCVN3.

    TCVN3 has no capitals with a tone: fonts such as .VnTimeH show its small letters as capitals. What they showed is
    guessed from the ASCII letters of the word and of its neighbours.
    """
    read = _read_tcvn3(line)
    words = [match.span() for match in _FONT_WORD.finditer(line)]
    cases = [_case(line[start:end]) for start, end in words]
    votes = [
        case if is_syllable(read[start:end].lower()) else None for case, (start, end) in zip(cases, words, strict=True)
    ]
    joined = [bool(_PHRASE.fullmatch(line, a[1], b[0])) for a, b in pairwise(words)]
    before = _nearest(votes, joined)
    after = _nearest(votes[::-1], joined[::-1])[::-1]
    chars = list(read)
    for (start, end), case, *sides in zip(words, cases, before, after, strict=True):
        has_capital = line[start] <= "Z" or "\xa1" <= line[start] <= "\xa7"
        if case or (case is None and True in sides and (has_capital or False not in sides)):
            chars[start:end] = read[start:end].upper()
    return "".join(chars)


def _case(word: str) -> bool | None:
    """Return whether a TCVN3 word is in capitals; None where its ASCII letters do not say."""
    if re.search("[a-z]", word):
        return False
    return True if re.search("[A-Z]", word[1:]) else None


def _nearest(votes: Sequence[bool | None], joined: Sequence[bool]) -> list[bool | None]:
    """Return for each word the last vote before it in its phrase."""
    found: list[bool | None] = []
    last: bool | None = None
    for position, vote in enumerate(votes):
        if position and not joined[position - 1]:
            last = None
        found.append(last)
        last = last if vote is None else vote
    return found


def _tcvn3_table() -> dict[int, str]:
    runs = [(ord(run[0]), run[1:]) for run in _TCVN3_CODES.split(" ")]
    return {first + i: letter for first, letters in runs for i, letter in enumerate(letters)}


def _vni_table() -> dict[str, str]:
    small = dict(_VNI_LETTERS)
    for base in _VNI_BASES:
        small |= {base + mark: _VNI_LETTERS.get(base, base) + tone for mark, tone in _VNI_TONES.items()}
    small |= {base + mark: f"{base}\u0302{tone}" for base in "aeo" for mark, tone in _VNI_CIRCUMFLEX.items()}
    small |= {f"a{mark}": f"a\u0306{tone}" for mark, tone in _VNI_BREVE.items()}
    table = small | {code[0].upper() + code[1:]: letter.upper() for code, letter in small.items()}
    table |= {code.upper(): letter.upper() for code, letter in small.items()}
    return {code: unicodedata.normalize("NFC", letter) for code, letter in table.items()}


_TCVN3 = _tcvn3_table()
_VNI = _vni_table()
"""VNI-Windows as the VNI company's fonts have it: a vowel and a mark, or a letter of its own; capitals likewise."""
_VNI_CODE = re.compile("[aeouyôöAEOUYÔÖ][ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË]|[ôöæóòîñÔÖÆÓÒÎÑ]")


def _read_tcvn3(line: str) -> str:
    return line.translate(_TCVN3)


def _from_vni(line: str) -> str:
    return _VNI_CODE.sub(_vni_letter, line)


def _vni_letter(match: re.Match[str]) -> str:
    code = match[0]
    return _VNI.get(code) or _VNI.get(code[0], code[0]) + _VNI.get(code[1], code[1])


_NONE = frozenset({""})
_TRANSLATE = {"tcvn3": _read_tcvn3, "vni": _from_vni}
_CONVERT = {"tcvn3": _from_tcvn3, "vni": _from_vni}
_ANY = _NONE | set(_TRANSLATE)
