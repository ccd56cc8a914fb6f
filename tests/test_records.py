"""The models of the record contract: what they accept, what they refuse, and their JSON Schema."""

import json
import re

import pytest
from pydantic import ValidationError

from antq_extract.records import EDTF_PATTERN, DateFact, Record

PLACE = {"text": "Sáng 8/2", "start": 10, "end": 18, "rule": "dates.x"}
SOURCE = {"path": "a.txt", "index": 0, "media_type": "text/plain", "encoding": "utf-8", "bytes": 5}
DATE = PLACE | {"edtf": "2023-02-08", "granularity": "day", "part_of_day": "morning", "role": "event", "inferred": True}
RATIO = PLACE | {"numerator": 12, "denominator": 13, "value": 0.92308}
AWARD = PLACE | {
    "count": 3,
    "qualifier": "exact",
    "recipient_type": "collective",
    "unit": "tập thể",
    "awards": ["Giấy khen"],
    "issuers": [],
}
OFFICIAL = {
    "name": "Lò Văn Tám",
    "normalized_name": "Lò Văn Tám",
    "posts": [{"label": "Bí thư xã", "normalized_label": "Bí thư xã", "role": "Bí thư"}],
    "mentions": [PLACE],
}
CHECK = {"id": "award-total", "status": "pass", "expected": 3, "actual": 3, "message": "3 = 1 + 2"}
NOWHERE = {"province": None, "district": None, "commune": None}
UNIT = {"name": "Thái Bình", "code": "34", "successors": [{"name": "Hưng Yên", "code": "33"}]}
ROW = {
    "id": "sha256:" + "0" * 64,
    "source": SOURCE,
    "article": {"headline": "Họp xã"},
    "dates": [DATE],
    "ratios": [RATIO],
    "awards": [AWARD],
    "officials": [OFFICIAL],
    "places": [PLACE | UNIT | {"level": "province"}],
    "checks": [CHECK],
}


def test_a_record_of_the_contract_is_accepted_and_comes_back_whole():
    record = Record.model_validate(ROW)
    row = record.model_dump(mode="json")
    assert row["schema_version"] == "1.0"
    assert row["article"] == {
        "headline": "Họp xã",
        "date_published": None,
        "authors": [],
        "publisher": None,
        "url": None,
        **NOWHERE,
    }
    assert row["dates"] == [DATE | {"calendar": "gregorian"}]
    nothing = {"low": None, "unit": None, "criterion": None, "period": None, "direction": None}
    assert row["ratios"] == [RATIO | nothing | NOWHERE]
    assert row["awards"] == [AWARD | NOWHERE]
    assert row["officials"] == [
        {
            "name": "Lò Văn Tám",
            "normalized_name": "Lò Văn Tám",
            "honorific_prefix": None,
            "rank": None,
            "normalized_rank": None,
            "posts": [OFFICIAL["posts"][0] | {"organization": None} | NOWHERE],
            "mentions": [PLACE],
        }
    ]
    assert row["places"] == [ROW["places"][0] | {"province": None, "province_code": None}]
    assert row["checks"] == [CHECK]
    assert Record.model_validate_json(record.model_dump_json()) == record


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"id": "sha256:0"}, ("id",)),
        ({"schema_version": "2.0"}, ("schema_version",)),
        ({"extra": 1}, ("extra",)),
        ({"source": SOURCE | {"bytes": -1}}, ("source", "bytes")),
        ({"source": {"path": "a.txt"}}, ("source", "index")),
        ({"article": {"title": "x"}}, ("article", "title")),
        ({"article": {"date_published": "8/2/2023"}}, ("article", "date_published")),
        ({"dates": [DATE | {"edtf": "2023-13-08"}]}, ("dates", 0, "edtf")),
        ({"dates": [DATE | {"role": "birthday"}]}, ("dates", 0, "role")),
        ({"dates": [DATE | {"granularity": "hour"}]}, ("dates", 0, "granularity")),
        ({"dates": [DATE | {"part_of_day": "dawn"}]}, ("dates", 0, "part_of_day")),
        ({"dates": [DATE | {"end": 17}]}, ("dates", 0)),
        ({"dates": [DATE | {"text": "", "end": 10}]}, ("dates", 0, "text")),
        ({"dates": [DATE | {"rule": ""}]}, ("dates", 0, "rule")),
        ({"dates": [DATE | {"start": -1, "end": 7}]}, ("dates", 0, "start")),
        ({"ratios": [RATIO | {"denominator": 0}]}, ("ratios", 0, "denominator")),
        ({"ratios": [RATIO | {"value": float("inf")}]}, ("ratios", 0, "value")),
        ({"ratios": [RATIO | {"value": -0.1}]}, ("ratios", 0, "value")),
        ({"ratios": [RATIO | {"direction": "up"}]}, ("ratios", 0, "direction")),
        ({"awards": [AWARD | {"count": 0}]}, ("awards", 0, "count")),
        ({"awards": [AWARD | {"recipient_type": "village"}]}, ("awards", 0, "recipient_type")),
        ({"awards": [AWARD | {"qualifier": "many"}]}, ("awards", 0, "qualifier")),
        ({"officials": [OFFICIAL | {"mentions": []}]}, ("officials", 0, "mentions")),
        ({"officials": [OFFICIAL | {"name": ""}]}, ("officials", 0, "name")),
        ({"article": {"province": UNIT}}, ("article", "province", "inferred_from")),
        ({"article": {"province": UNIT | {"inferred_from": "hearsay"}}}, ("article", "province", "inferred_from")),
        ({"places": [PLACE | UNIT | {"level": "village"}]}, ("places", 0, "level")),
        ({"checks": [CHECK | {"status": "maybe"}]}, ("checks", 0, "status")),
    ],
)
def test_what_breaks_the_contract_is_refused(change, where):
    with pytest.raises(ValidationError) as caught:
        Record.model_validate(ROW | change)
    assert where in [error["loc"] for error in caught.value.errors()]


def test_a_record_does_not_change():
    record = Record.model_validate(ROW)
    with pytest.raises(ValidationError):
        record.id = "sha256:" + "1" * 64


@pytest.mark.parametrize(
    "edtf",
    [
        "2023", "199X", "XXXX", "2023-02", "XXXX-08", "2023-02-08", "XXXX-08-17", "2023-10-18T17:52:20+07:00",
        "2023-10-18T17:52", "2023-10-18T17:52:20Z", "2019/2024", "2019/..", "../2019", "2023-01/2023-06",
        "1945-08-19/2022-08-19", "2021-03-05T07:30/2021-03-05T11:00",
    ],
)  # fmt: skip
def test_edtf(edtf):
    assert DateFact.model_validate(DATE | {"edtf": edtf}).edtf == edtf


@pytest.mark.parametrize(
    "edtf",
    [
        "", "23", "2023-2", "2023-00", "2023-13", "2023-02-00", "2023-02-32", "2023-02-08T24:00", "2023-02-08T17:60",
        "2023-02-08 17:52", "8/2/2023", "2019/2024/2025", "2019/", "/2019", "../..", "2023-02-08\n",
    ],
)  # fmt: skip
def test_what_is_no_edtf(edtf):
    with pytest.raises(ValidationError):
        DateFact.model_validate(DATE | {"edtf": edtf})


def test_the_schema_is_json_and_says_what_a_record_must_have():
    schema = json.loads(json.dumps(Record.model_json_schema()))
    assert schema["required"] == ["id", "source", "article"]
    assert set(schema["properties"]) == {"schema_version", "facts", "text", *ROW}
    assert schema["additionalProperties"] is False
    assert schema["$defs"]["DateFact"]["properties"]["edtf"]["pattern"] == EDTF_PATTERN
    assert re.compile(EDTF_PATTERN)
