"""The words of pages: whatever a record can hold has a word in both languages."""

import json
from typing import Literal, get_args, get_origin

import pytest

from antq_extract import emit, records
from antq_extract.labels import Labels
from antq_extract.pages import asset
from antq_extract.records import Anchored

VI, EN = Labels("vi"), Labels("en")
MODELS = [
    model
    for model in vars(records).values()
    if isinstance(model, type) and issubclass(model, Anchored) and model is not Anchored
]


def shape(texts):
    return {key: shape(value) for key, value in texts.items()} if isinstance(texts, dict) else None


def literals(annotation):
    """Return the words that an annotation allows, if it is of words."""
    if get_origin(annotation) is Literal:
        return [word for word in get_args(annotation) if isinstance(word, str)]
    return [word for part in get_args(annotation) for word in literals(part)]


def test_both_languages_have_the_same_texts():
    assert shape(json.loads(asset("vi.json"))) == shape(json.loads(asset("en.json")))


@pytest.mark.parametrize("labels", [VI, EN], ids=["vi", "en"])
def test_kinds_have_a_name_and_a_letter_of_their_own(labels, rulebook):
    kinds = [*emit.KINDS, *(kind.name for kind in rulebook.kinds), "places"]
    assert all(labels.kind(kind) for kind in kinds)
    signs = {kind: labels.sign(kind) for kind in kinds}
    assert all(sign and sign.isalpha() for sign in signs.values())
    assert len(set(signs.values())) == len(signs)


def test_a_kind_of_the_user_has_no_name_and_no_letter():
    assert (VI.kind("sums"), VI.sign("sums")) == (None, None)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_fields_and_their_words_have_names(language, rulebook):
    texts = json.loads(asset(f"{language}.json"))
    assert len(MODELS) >= 3
    for model in [*MODELS, records.Official, *(kind.model for kind in rulebook.kinds)]:
        for name, field in model.model_fields.items():
            if name in Anchored.model_fields or name == "mentions":
                continue
            assert name in texts["fields"], (model, name)
            if name == "type":
                continue  # of a document: Vietnamese as it is
            assert set(literals(field.annotation)) <= set(texts["words"].get(name, {})), (model, name)


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [(7, "7", "7"), (1686, "1.686", "1,686"), (97.5, "97,5", "97.5"), (1200000.0, "1.200.000", "1,200,000")],
)
def test_numbers(value, vi, en):
    assert (VI.number(value), EN.number(value)) == (vi, en)


@pytest.mark.parametrize(
    ("edtf", "vi", "en"),
    [
        ("2023-02-09T16:29:00+07:00", "09/02/2023 16:29", "2023-02-09 16:29"),
        ("2023-02-09", "09/02/2023", "2023-02-09"),
        ("2023-02", "2023-02", "2023-02"),
        ("XXXX-02-09", "XXXX-02-09", "XXXX-02-09"),
    ],
)
def test_moments(edtf, vi, en):
    assert (VI.moment(edtf), EN.moment(edtf)) == (vi, en)


def test_the_values_of_a_ratio():
    ratio = {"text": "1.686/1.727 thôn", "start": 0, "end": 16, "rule": "r.r", "low": None, "numerator": 1686}
    ratio |= {"denominator": 1727, "value": 0.97626, "unit": "thôn", "direction": "increase"}
    assert list(VI.values("ratios", ratio)) == [
        ("Tử số", "1.686"),
        ("Mẫu số", "1.727"),
        ("Giá trị", "97,626 %"),
        ("Đơn vị", "thôn"),
        ("Tăng, giảm", "tăng"),
    ]
    assert list(EN.values("ratios", ratio))[2:] == [("Value", "97.626 %"), ("Unit", "thôn"), ("Change", "increase")]


def test_a_quantity_is_no_share():
    assert list(VI.values("quantities", {"value": 2430, "qualifier": "over"})) == [
        ("Giá trị", "2.430"),
        ("Độ chính xác", "hơn"),
    ]


def test_the_values_of_an_official():
    province = {"name": "Thái Bình", "code": "34", "successors": [{"name": "Hưng Yên", "code": "33"}]}
    posts = [
        {"label": "PGĐ CATP", "normalized_label": "Phó Giám đốc Công an thành phố", "province": None},
        {"label": "Giám đốc", "normalized_label": "Giám đốc", "province": province | {"inferred_from": "issuer"}},
    ]
    person = {"name": "Lò Văn Tám", "normalized_name": "Lò Văn Tám", "rank": "Đại Tá", "normalized_rank": "Đại tá"}
    assert list(VI.values("officials", person | {"posts": posts, "mentions": []})) == [
        ("Tên", "Lò Văn Tám"),
        ("Cấp bậc", "Đại Tá"),
        ("Cấp bậc chuẩn hóa", "Đại tá"),
        (
            "Chức vụ",
            "PGĐ CATP = Phó Giám đốc Công an thành phố; Giám đốc [Thái Bình (nay là Hưng Yên) – theo nơi khen thưởng]",
        ),
    ]


def test_a_unit_that_kept_its_name():
    unit = {"name": "Hà Nội", "code": "01", "successors": [{"name": "Hà Nội", "code": "01"}], "inferred_from": "text"}
    assert (VI.unit(unit), EN.unit(unit)) == ("Hà Nội – theo nội dung bài", "Hà Nội – by the text")
    assert VI.unit({}) == ""


def test_words_that_are_not_known_stay():
    assert list(VI.values("sums", {"colour": "red", "yes": True})) == [("colour", "red"), ("yes", "có")]


@pytest.mark.parametrize(
    ("check", "vi", "en"),
    [
        (
            {"id": "weekday", "status": "fail", "expected": "Saturday", "actual": "Monday"},
            "ngày ấy là thứ Bảy, bài ghi thứ Hai",
            "the day is a Saturday, printed Monday",
        ),
        (
            {"id": "ratio-bounds", "status": "fail", "expected": 1000, "actual": 1250},
            "1.250 lớn hơn 1.000",
            "1,250 is above 1,000",
        ),
        (
            {"id": "percent-of-fraction", "status": "pass", "expected": 91.67, "actual": 91.7},
            "tính ra 91,67 %, bài ghi 91,7 %",
            "91.67 % by its figures, printed 91.7 %",
        ),
        (
            {
                "id": "event-before-publication",
                "status": "pass",
                "expected": "2023-12-09T10:20",
                "actual": "2023-12-08",
            },
            "sự kiện 08/12/2023, đăng bài 09/12/2023 10:20",
            "event on 2023-12-08, published 2023-12-09 10:20",
        ),
        (
            {"id": "award-total", "status": "fail", "expected": 48, "actual": 47},
            "tổng nêu 48, các phần cộng lại là 47",
            "the total is 48, its parts add up to 47",
        ),
        ({"id": "new-one", "status": "pass", "expected": 1, "actual": 1}, "as it says", "as it says"),
    ],
)
def test_checks(check, vi, en):
    check = check | {"message": "as it says"}
    assert (VI.outcome(check), EN.outcome(check)) == (vi, en)
