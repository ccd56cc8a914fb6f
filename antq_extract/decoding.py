"""Bytes become text: Unicode, Windows-1258, and the old Vietnamese font encodings.

What is not certain is refused: a wrong reading would give wrong facts without a word.
"""

from __future__ import annotations

import re

from antq_extract.errors import InputError
from antq_extract.fonts import MIN_SHARE, Judgement, convert, is_suspect, judge

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MIN_WORDS = 3
"""How many different syllables make UTF-16 without a mark, or UTF-8 encoded twice, certain: the bytes say much too."""

_MIN_BYTE_WORDS = 5
"""How many different syllables make a single-byte encoding certain, where any bytes at all give some text."""

_BYTE_OF = {ord(bytes([code]).decode("cp1252", "replace")): code for code in range(0x80, 0xA0)}
_TWICE_SECOND = "º»€ƒ‰£\x80\x83\x89"
_TWICE = re.compile(f"[áÌ][{_TWICE_SECOND}]")
"""How the letters of Vietnamese begin when their UTF-8 is read as Windows-1252: precomposed, and combining marks."""


def decode(name: str, data: bytes) -> tuple[str, str]:
    """Return the text of an input, without a byte order mark, and the name of its encoding.

    That is ``utf-8``, ``utf-16`` (without a byte order mark only where it is plainly Vietnamese), ``windows-1258``
    (base letters and combining marks, as they came), or ``tcvn3``, ``vni`` or ``tcvn3+vni``: text in a font encoding,
    in whatever bytes, is returned in Unicode (NFC). Raise :class:`InputError` (``not-text``) for anything else.
    """
    return decode_line(name, data)[:2]


def decode_line(name: str, data: bytes) -> tuple[str, str, bool]:
    """Return what :func:`decode` does, and whether the bytes held anything that might be in a font encoding."""
    if data.startswith(_UTF16_MARKS):
        text, encoding = _utf16(name, data), "utf-16"
    elif b"\0" in data:
        text, encoding = _utf16_without_mark(name, data), "utf-16"
    else:
        try:
            text, encoding = data.decode("utf-8").removeprefix("\ufeff"), "utf-8"
        except UnicodeDecodeError as error:
            return *_single_byte(name, data, error), True
        if _is_encoded_twice(text):
            raise InputError(name, "not-text", "double-encoded UTF-8 (read as Windows-1252 and saved again)")
    if not is_suspect(text):
        return text, encoding, False
    return *(convert(text) or (text, encoding)), True


def _utf16(name: str, data: bytes) -> str:
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError as error:
        reason = f"not UTF-16 text ({error.reason} at offset {error.start})"
        raise InputError(name, "not-text", reason) from None
    if "\0" in text:
        raise _binary(name)
    return text


def _utf16_without_mark(name: str, data: bytes) -> str:
    """Decode bytes that have a NUL and no mark: nearly all on the side where ASCII characters have theirs."""
    codec = "utf-16-be" if data[0::2].count(0) > data[1::2].count(0) else "utf-16-le"
    text = _try(data, codec)
    if "\0" in text:
        raise _binary(name)
    read, _ = convert(text) or (text, "")
    if not _is_vietnamese(judge(read), _MIN_WORDS):
        raise _binary(name)
    return text


def _binary(name: str) -> InputError:
    return InputError(name, "not-text", "binary data")


def _single_byte(name: str, data: bytes, error: UnicodeDecodeError) -> tuple[str, str]:
    """Decode bytes that are no UTF-8, if exactly one encoding makes Vietnamese of them."""
    western = _try(data, "cp1252")
    plain = judge(western).syllables
    readings = [(_try(data, "cp1258"), "windows-1258"), convert(western) or ("", "")]
    judged = sorted(((judge(text), text, encoding) for text, encoding in readings), key=lambda item: item[0].hits)
    (other, _, _), (best, text, encoding) = judged
    if best.hits < 2 * other.hits or not _is_vietnamese(best, _MIN_BYTE_WORDS, plain):
        reason = f"not UTF-8 text (byte 0x{data[error.start]:02x} at offset {error.start})"
        raise InputError(name, "not-text", reason)
    return text, encoding


def _try(data: bytes, encoding: str) -> str:
    """Decode, or return no text where a byte means nothing in the encoding."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _is_vietnamese(judged: Judgement, words: int, known: frozenset[str] = frozenset()) -> bool:
    """Return whether a reading is Vietnamese: enough different syllables beside the known ones, and little else."""
    return len(judged.syllables - known) >= words and judged.share >= MIN_SHARE


def _is_encoded_twice(text: str) -> bool:
    """Return whether a text is mostly UTF-8 that was read as Windows-1252 or Latin-1 ("Ä‘áº¡i há»™i")."""
    if not any(second in text for second in _TWICE_SECOND) or not _TWICE.search(text):
        return False
    data = text.translate(_BYTE_OF).encode("latin-1", "replace")
    once = judge(data.decode("utf-8", "replace"))
    return once.hits > judge(text).hits and _is_vietnamese(once, _MIN_WORDS)
