"""Both maps of provinces, and what took the place of what on 1 July 2025."""

import pytest

from antq_extract import gazetteer

# Nghị quyết 202/2025/QH15: the provinces since 1 July 2025 that were merged, with the others that they took in.
MERGED = {
    "Tuyên Quang": ["Hà Giang"],
    "Lào Cai": ["Yên Bái"],
    "Thái Nguyên": ["Bắc Kạn"],
    "Phú Thọ": ["Vĩnh Phúc", "Hòa Bình"],
    "Bắc Ninh": ["Bắc Giang"],
    "Hưng Yên": ["Thái Bình"],
    "Hải Phòng": ["Hải Dương"],
    "Ninh Bình": ["Hà Nam", "Nam Định"],
    "Quảng Trị": ["Quảng Bình"],
    "Đà Nẵng": ["Quảng Nam"],
    "Quảng Ngãi": ["Kon Tum"],
    "Gia Lai": ["Bình Định"],
    "Khánh Hòa": ["Ninh Thuận"],
    "Lâm Đồng": ["Đắk Nông", "Bình Thuận"],
    "Đắk Lắk": ["Phú Yên"],
    "Hồ Chí Minh": ["Bà Rịa - Vũng Tàu", "Bình Dương"],
    "Đồng Nai": ["Bình Phước"],
    "Tây Ninh": ["Long An"],
    "Cần Thơ": ["Sóc Trăng", "Hậu Giang"],
    "Vĩnh Long": ["Bến Tre", "Trà Vinh"],
    "Đồng Tháp": ["Tiền Giang"],
    "Cà Mau": ["Bạc Liêu"],
    "An Giang": ["Kiên Giang"],
}
KEPT = [
    *("Hà Nội", "Huế", "Lai Châu", "Điện Biên", "Sơn La", "Lạng Sơn", "Quảng Ninh", "Thanh Hóa", "Nghệ An", "Hà Tĩnh"),
    "Cao Bằng",
]
SUCCESSORS = {old: new for new, others in MERGED.items() for old in (new, *others)} | {name: name for name in KEPT}

UNITS = gazetteer.load()


def key(name):
    return name.casefold()


def test_there_are_63_provinces_and_then_34():
    names = {time: sorted(p.name for p in UNITS.provinces.values() if p.time == time) for time in ("old", "new")}
    assert names == {"old": sorted(SUCCESSORS), "new": sorted({*MERGED, *KEPT})}
    assert [len(names["old"]), len(names["new"])] == [63, 34]


@pytest.mark.parametrize(("old", "new"), SUCCESSORS.items())
def test_what_took_the_place_of_a_province(old, new):
    (place,) = UNITS.find("old", "province", key(old))
    ((name, code),) = place.successors
    assert name == new
    assert UNITS.provinces["new", code].name == new
    assert UNITS.province(place, "new").name == new
    assert UNITS.province(place, "old") == place


@pytest.mark.parametrize(
    ("time", "level", "name", "code", "province", "successors"),
    [
        ("old", "district", "huyện vũ thư", "344", "34", []),
        ("old", "district", "thành phố quy nhơn", "540", "52", []),
        ("old", "commune", "xã canh thuận", "22009", "52", ["Xã Vân Canh"]),
        ("new", "commune", "đặc khu phú quốc", "31078", "91", []),
        ("new", "commune", "phường trà lý", "12817", "33", []),
    ],
)
def test_units(time, level, name, code, province, successors):
    (place,) = UNITS.find(time, level, name)
    assert (place.code, place.province, [name for name, _ in place.successors]) == (code, province, successors)


def test_a_name_may_be_that_of_many_units_and_of_none():
    assert len({place.province for place in UNITS.find("old", "district", "huyện châu thành")}) > 5
    assert UNITS.find("new", "district", "huyện vũ thư") == ()
    assert UNITS.find("old", "commune", "xã không đâu") == ()


def test_each_commune_of_before_has_successors_that_there_are_now():
    lines = gazetteer.load().text.splitlines()
    units = [(line.split("\t")[0].split(" ")[:2], unit.split("|")) for line in lines for unit in line.split("\t")[1:]]
    now = {(unit[0], unit[1]) for (time, level), unit in units if (time, level) == ("new", "commune")}
    before = [unit for (time, level), unit in units if (time, level) == ("old", "commune")]
    assert [len(now), len(before)] == [3321, 10035]
    heirs = {heir for unit in before for heir in zip(unit[4::2], unit[5::2], strict=True)}
    assert all(unit[4:] for unit in before)
    assert heirs <= now


def test_huế_had_another_name_until_2025():
    (hue,) = UNITS.find("old", "province", "huế")
    assert [UNITS.name(hue, day) for day in ("2024-12-31", "2025-01-01", None)] == ["Thừa Thiên Huế", "Huế", "Huế"]


def test_a_gazetteer_is_its_text():
    again = gazetteer.Gazetteer(UNITS.text)
    assert again.provinces == UNITS.provinces
    assert again.find("old", "commune", "phường 1") == UNITS.find("old", "commune", "phường 1")
