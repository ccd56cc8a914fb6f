"""Converters: words to values."""

import pytest

from antq_extract.converters import converter, parse_date
from antq_extract.numbers import parse_quantity

MAPS = {
    "numeral": {"hai": 2, "ba": 3, "mười": 10, "trăm": 100},
    "multiplier": {"nghìn": 1000, "triệu": 1000000, "tỷ": 1000000000},
    "code": {"ubnd": "Ủy ban nhân dân", "hòa": "Hòa"},
    "share": {"nửa": 0.5, "cả": 1},
}


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("5/3/2024", "2024-03-05"), ("05-03-2024", "2024-03-05"), ("5.3.2024", "2024-03-05"),
        ("ngày 05 tháng 3 năm 2024", "2024-03-05"), ("29/2/2024", "2024-02-29"), ("31/12/1000", "1000-12-31"),
        ("3/2024", "2024-03"), ("tháng 12 năm 2024", "2024-12"),
        ("2024", "2024"), ("năm 1000", "1000"), ("9999", "9999"),
        ("5/3", "XXXX-03-05"), ("ngày 5 tháng 3", "XXXX-03-05"), ("29/2", "XXXX-02-29"),
    ],
)  # fmt: skip
def test_dates(text, edtf):
    assert parse_date(text) == edtf


@pytest.mark.parametrize(
    "text", ["", "hôm qua", "5", "999", "5/3/24", "5/3/999", "2024/3/5", "2024-03-05", "1/2/3/2024"]
)
def test_figures_that_are_no_date(text):
    with pytest.raises(ValueError, match=f"^not a date: {text}$"):
        parse_date(text)


@pytest.mark.parametrize(
    "text",
    ["29/2/2023", "30/2", "31/4", "32/1", "0/3/2024", "5/0/2024", "5/13/2024", "13/2024", "00/2024", "31/6/2024"],
)
def test_days_that_the_calendar_does_not_have(text):
    with pytest.raises(ValueError, match=f"^no day of the calendar: {text}$"):
        parse_date(text)


@pytest.mark.parametrize("text", ["12345", "5/3/12345", "3/10000"])
def test_a_year_of_five_digits_is_no_year_of_edtf(text):
    with pytest.raises(ValueError, match=text):
        parse_date(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7), ("07", 7), ("1.021", 1021), ("98,5", 98.5), ("92.5", 92.5), ("1.021,25", 1021.25),
        ("1,2 triệu", 1200000), ("0,07 triệu", 70000), ("4,35 tỷ", 4350000000), ("2,3 nghìn tỷ", 2300000000000),
        ("1.200 tỷ", 1200000000000), ("1,5 TRIỆU", 1500000), ("1,23456789 triệu", 1234567.89),
        ("hai", 2), ("mười hai", 12), ("hai trăm ba", 203),
    ],
)  # fmt: skip
def test_quantities(text, number):
    found = parse_quantity(text, MAPS["numeral"], MAPS["multiplier"])
    assert (found, type(found)) == (number, type(number))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not a number: nothing"),
        ("2 con", "not a number: 2 con"),
        ("2 trăm", "not a number: 2 trăm"),
        ("triệu", "not a number: nothing"),
        ("hai ba", "not a number in words: hai ba"),
        ("1,2,3 triệu", "not a number: 1,2,3 triệu"),
        ("9" * 21, "not a number: 999999999999999999999"),
    ],
)
def test_what_is_no_quantity(text, message):
    with pytest.raises(ValueError, match=message):
        parse_quantity(text, MAPS["numeral"], MAPS["multiplier"])


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("text", "  Tân Hoà", "  Tân Hoà"),
        ("int", "1.021", 1021),
        ("decimal", "98,5", 98.5),
        ("roman", "XIV", 14),
        ("date", "8/2/2023", "2023-02-08"),
        ("count", "mười hai", 12),
        ("number", "1,2 triệu", 1200000),
        ("map:share", "Nửa", 0.5),
        ("map:code", "HOÀ", "Hòa"),
        ("expand:code", "UBND", "Ủy ban nhân dân"),
        ("expand:code", "Sở Y tế", "Sở Y tế"),
    ],
)
@pytest.mark.parametrize("many", [False, True])
def test_a_converter_by_name(name, text, value, many):
    found = converter(f"{name}[]" if many else name, MAPS)
    assert (found.read(text), found.many, found.name) == (value, many, f"{name}[]" if many else name)


NAMES = "text, int, decimal, roman, date, count, number, map:NAME, expand:NAME"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("float", f"unknown converter 'float'; there are {NAMES}"),
        ("", f"unknown converter ''; there are {NAMES}"),
        ("map", f"unknown converter 'map'; there are {NAMES}"),
        ("int:code", f"unknown converter 'int:code'; there are {NAMES}"),
        ("eval:code", f"unknown converter 'eval:code'; there are {NAMES}"),
        ("int[][]", f"unknown converter 'int[]'; there are {NAMES}"),
        ("map:", "unknown map ''; define it in [maps], or name the pack that has it in [pack] uses"),
        ("expand:x", "unknown map 'x'; define it in [maps], or name the pack that has it in [pack] uses"),
    ],
)
def test_a_name_that_no_converter_has(name, message):
    with pytest.raises(KeyError) as caught:
        converter(name, MAPS)
    assert caught.value.args == (message,)


def test_a_word_that_the_map_lacks_is_no_value():
    with pytest.raises(ValueError, match=r"^not in the map: cục$"):
        converter("map:code", MAPS).read("cục")
