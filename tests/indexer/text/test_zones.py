"""A passage's fields: title and heading as they are, the body with both repeated in it."""

from indexer.engine import FIELDS
from indexer.text.zones import HEADING_TIMES, TITLE_TIMES, passage_terms


def test_every_field_of_the_engine_is_filled() -> None:
    fields = passage_terms("Hoà giải", "Mục 1", "Đất đai")
    assert set(fields) == set(FIELDS)
    assert fields["title"] == "hòa giải hòa_giải"
    assert fields["heading_folded"] == "muc 1 muc_1"
    body = fields["body_folded"].split()
    assert body.count("hoa_giai") == TITLE_TIMES
    assert body.count("muc_1") == HEADING_TIMES
    assert body.count("dat_dai") == 1
    assert "1_dat" not in body


def test_empty_zones_leave_no_blanks() -> None:
    assert passage_terms("", "", "Đất")["body"] == "đất"
    assert passage_terms("", "", "")["body"] == ""
