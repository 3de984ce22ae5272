import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.reading.secrecy import has_secrecy_mark
from tests.needs import shared_material

HEAD = "TỈNH ỦY LAM HÀ\n*\nSố 05-BC/TU\n{}\nLam Hà, ngày 02 tháng 3 năm 2021\n\nBÁO CÁO\nNội dung"


@pytest.mark.parametrize(
    "line",
    [
        "MẬT",
        "TỐI MẬT",
        "TUYỆT MẬT",
        "  TUYỆT  MẬT ",
        "[MẬT]",
        "M Ậ T",
        "Độ mật: Tối mật",
        "ĐỘ MẬT: MẬT",
        "ĐẢNG CỘNG SẢN VIỆT NAM | MẬT",
        "TỐI MẬT      ĐẢNG CỘNG SẢN VIỆT NAM",
    ],
)
def test_a_stamp_in_the_header_is_a_mark(line: str) -> None:
    assert has_secrecy_mark(HEAD.format(line))
    assert has_secrecy_mark("Nội dung", margins=f"{line}\n2")
    assert has_secrecy_mark("Trang 1\n" * 60 + f"\f{line}\nTrang 2")


@pytest.mark.parametrize(
    "line",
    [
        "về bảo vệ bí mật nhà nước",
        "BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "Hồ sơ đảng viên là tài liệu mật của Đảng.",
        "Ban hành danh mục bí mật nhà nước độ Tuyệt mật của Đảng",
        "Độ mật của văn bản do người ký quyết định.",
        "Mật độ dân số: 2.300 người/km²",
        "MẬT ONG LAM HÀ",
        "Mặt",
    ],
)
def test_prose_about_secrets_is_no_mark(line: str) -> None:
    assert not has_secrecy_mark(HEAD.format(line))


def test_a_stamp_named_in_the_body_is_no_mark() -> None:
    assert not has_secrecy_mark("QUY ĐỊNH\nĐiều 1. Các dấu độ mật gồm:\nTUYỆT MẬT\nTỐI MẬT\nMẬT\n")


@pytest.mark.parametrize(
    ("name", "marked"),
    [
        ("kho/BC 05 (MẬT).docx", True),
        ("kho/MẬT-bao-cao.pdf", True),
        ("kho/Báo cáo [mật].docx", True),
        ("kho/Toi mat - ke hoach.docx", True),
        ("kho/ke_hoach_TUYỆT_MẬT.pdf", True),
        ("kho/Luật Bảo vệ bí mật nhà nước.docx", False),
        ("kho/LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC.docx", False),
        ("kho/danh-muc-bi-mat-nha-nuoc-do-tuyet-mat.html", False),
        ("kho/TỐI MẬT/báo cáo.docx", True),
        ("kho/KH 05 MẬT.docx", True),
        ("kho/MẬT ONG LAM HÀ.docx", False),
        ("kho/mat-do-dan-so.txt", False),
        ("kho/bề mặt.txt", False),
    ],
)
def test_file_names(name: str, marked: bool) -> None:
    assert has_secrecy_mark("Nội dung", name) is marked


@pytest.mark.shared
def test_real_open_documents_bear_no_mark() -> None:
    for path in (shared_material() / "real").rglob("*.txt"):
        assert not has_secrecy_mark(path.read_text(encoding="utf-8"), path.name)


@given(st.text(alphabet="MẬTỐI UYỆđộmật:|\n\f ", max_size=200))
def test_any_text_has_an_answer(text: str) -> None:
    assert has_secrecy_mark(text, text, text) in (True, False)
