"""Articles for the tests of reports, with invented villages and people, and what a page holds of them."""

import base64
import gzip
import json
import re

HOSTILE = "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"

ARTICLES = {
    # One ceremony in two papers, with figures that differ; the second copied word by word by a third.
    "bao-a/le-trao-thuong.txt": """Lạng Sơn: Khen thưởng 33 tập thể, cá nhân trong phong trào bảo vệ an ninh

Thứ Tư, 08/02/2023 | 16:05

Sáng 8/2/2023, tại xã Nà Lươm, tỉnh Lạng Sơn, Đại tá Lò Văn Tám, Giám đốc Công an tỉnh Lạng Sơn trao Giấy khen cho 11 tập thể và 22 cá nhân. Đến nay, 181/200 xã đạt tiêu chuẩn “An toàn về an ninh trật tự”.
""",
    "bao-b/tong-ket.txt": """Hội nghị tổng kết phong trào bảo vệ an ninh tại Lạng Sơn

08/02/2023 18:30

Sáng 8/2/2023, tại xã Nà Lươm, tỉnh Lạng Sơn, Đại tá Lò Văn Tám, Giám đốc Công an tỉnh Lạng Sơn trao Giấy khen cho 12 tập thể và 22 cá nhân. Đến nay, 181/200 xã đạt tiêu chuẩn “An toàn về an ninh trật tự”.
""",
    "bao-c/tong-ket.txt": None,  # as bao-b/tong-ket.txt
    # Later: the officer has another post; a percentage that is wrong, and a province that merged.
    "bao-a/thai-binh.txt": """Thái Bình: 90 % hộ tham gia mô hình tự quản

Thứ Sáu, 10/05/2024 | 09:00

Sáng 10/5/2024, Công an tỉnh Thái Bình tổ chức hội nghị. Cả tỉnh có 450/500 hộ, đạt 95%. Giám đốc Công an tỉnh Thái Bình tặng Bằng khen cho 40 cá nhân.
""",
    "bao-a/hung-yen.txt": """Hưng Yên: Biểu dương 10 tập thể

Thứ Hai, 06/10/2025 | 09:00

Sáng 6/10/2025, Công an tỉnh Hưng Yên tổ chức hội nghị. Giám đốc Công an tỉnh Hưng Yên tặng Giấy khen cho 10 tập thể.
""",
    "bao-a/khong-ngay.txt": "Đến nay, 11/13 bản không còn trộm cắp.\n",
    f"bao-x/{HOSTILE.replace('/', '∕')[:60]}.txt": f"""{HOSTILE} 5 tập thể

Thứ Tư, 15/03/2023 | 08:00

Sáng 15/3/2023, ông {HOSTILE} Trần Văn Mẫu, Chủ tịch UBND xã Nà Lươm 😀 tặng Giấy khen cho 5 tập thể {HOSTILE}.
""",
}
ARTICLES["bao-c/tong-ket.txt"] = ARTICLES["bao-b/tong-ket.txt"]


def write(folder, articles=None):
    """Write the articles below a folder."""
    for name, text in (ARTICLES if articles is None else articles).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="")


def part(page, name):
    """Return the content of one of a page's elements of data, as text."""
    return re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)[1]


def unpacked(page, name):
    """Return what a page holds packed, as text."""
    return gzip.decompress(base64.b64decode(part(page, name))).decode()


def data(page):
    """Return the data of a page."""
    return json.loads(unpacked(page, "data"))


def passages(page):
    """Return the passages of a page by article."""
    found = {}
    for line in unpacked(page, "passages").splitlines():
        number, some = json.loads(line)
        found.setdefault(number, []).extend(some)
    return found
