"""The three zones of a passage become the term strings an engine stores.

The body field holds the title TITLE_TIMES and the heading HEADING_TIMES beside the body's own terms: an
engine that can only add up the scores of fields then ranks as BM25F does (Robertson, Zaragoza and Taylor
2004), where the zones share one saturation and one document frequency. Adding up the fields instead costs
.04 nDCG@10 on statutes (docs/decisions/0002-terms.md).
"""

from collections.abc import Mapping

from indexer.text.analysis import field_terms

TITLE_TIMES = 6
HEADING_TIMES = 2
FOLDED = "_folded"


def passage_terms(title: str, heading: str, body: str) -> Mapping[str, str]:
    """Blank-joined terms of the fields title, heading and body, and of their folded twins (`…_folded`)."""
    zones = [field_terms(text) for text in (title, heading, body)]
    fields: dict[str, str] = {}
    for which, suffix in ((0, ""), (1, FOLDED)):
        names, headings, bodies = (zone[which] for zone in zones)
        fields["title" + suffix] = names
        fields["heading" + suffix] = headings
        repeated = [names] * TITLE_TIMES + [headings] * HEADING_TIMES + [bodies]
        fields["body" + suffix] = " ".join(filter(None, repeated))
    return fields
