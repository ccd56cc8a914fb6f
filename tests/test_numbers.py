"""Numbers as Vietnamese text writes them."""

import pytest

from antq_extract.numbers import parse_count, parse_decimal, parse_integer, parse_roman


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0), ("7", 7), ("07", 7), ("1797", 1797), ("1.021", 1021), ("12.480.337", 12480337), ("1 021", 1021),
        ("12 480 337", 12480337),
    ],
)  # fmt: skip
def test_whole_numbers(text, number):
    assert parse_integer(text) == number


@pytest.mark.parametrize("text", ["600.00", "1.0211", "1.02", "1..021", "", "mười", "1,021", "1.021,5"])
def test_what_is_no_whole_number(text):
    with pytest.raises(ValueError, match=r"not a|invalid literal|could not convert"):
        parse_integer(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("98,5", 98.5), ("4,15", 4.15), ("100", 100.0), ("0,5", 0.5), ("1.021,25", 1021.25), ("1.021", 1021.0),
        ("92.5", 92.5), ("92.55", 92.55), ("12,", 12.0),
    ],
)  # fmt: skip
def test_decimals(text, number):
    assert parse_decimal(text) == number


@pytest.mark.parametrize("text", ["92.5,5", "", "mười", "1,2,3"])
def test_what_is_no_decimal(text):
    with pytest.raises(ValueError, match=r"not a|invalid literal|could not convert"):
        parse_decimal(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12), ("01", 1), ("1.250", 1250),
        ("một", 1), ("Hai", 2), ("mười", 10), ("mười hai", 12), ("mười lăm", 15), ("hai mươi", 20),
        ("hai mươi mốt", 21), ("hai mươi tư", 24), ("ba mươi lăm", 35), ("một trăm", 100), ("một trăm mười", 110),
        ("hai trăm năm mươi ba", 253), ("một nghìn", 1000), ("hai ngàn ba trăm", 2300),
        ("một nghìn hai trăm ba mươi tư", 1234), ("nghìn", 1000),
    ],
)  # fmt: skip
def test_counts(rulebook, text, number):
    assert parse_count(text, rulebook.maps["fragments.numeral"]) == number


@pytest.mark.parametrize("text", ["vài chục", "hai ba", "một hai", "năm hai mươi", "mười mười", "hai mươi trăm"])
def test_what_is_no_numeral_or_no_one_number_is_refused(rulebook, text):
    with pytest.raises(ValueError, match=f"not a number in words: {text}"):
        parse_count(text, rulebook.maps["fragments.numeral"])


def test_nothing_is_no_count(rulebook):
    with pytest.raises(ValueError, match="not a number: nothing"):
        parse_count("", rulebook.maps["fragments.numeral"])


@pytest.mark.parametrize("parse", [parse_integer, parse_decimal])
def test_a_run_of_digits_that_no_report_gives_is_refused(parse):
    with pytest.raises(ValueError, match=r"not a (whole )?number"):
        parse("9" * 400)


@pytest.mark.parametrize(
    ("text", "number"),
    [("I", 1), ("II", 2), ("III", 3), ("IV", 4), ("iv", 4), ("IX", 9), ("XIV", 14), ("XL", 40), ("3", 3)],
)
def test_roman_numerals(text, number):
    assert parse_roman(text) == number
