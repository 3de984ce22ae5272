"""How a citation and a date are written for a person, in Vietnamese."""

from datetime import date

from service.answer import Citation


def citation_line(cited: Citation) -> str:
    """A citation as a person would paste it into a document: quote, number, date, issuer, place in it."""
    named = [cited.title]
    if cited.number and cited.number not in cited.title:
        named.append(f"số {cited.number}")
    if cited.date:
        named.append(f"ngày {vietnamese_date(cited.date)}")
    if cited.issuer and cited.issuer not in cited.title:
        named.append(cited.issuer)
    if cited.section:
        named.append(section_name(cited.section))
    if cited.page:
        named.append(f"trang {cited.page}")
    return f"“{cited.quote}” ({', '.join(named)})"


def section_name(path: str) -> str:
    """How a place in a document is called: "mục II.3.a", but "Điều 5.2" and "PHỤ LỤC" as they are."""
    first = path.split(".", maxsplit=1)[0]
    marker = first.isdigit() or (first.isalpha() and set(first) <= set("IVXLC")) or len(first) == 1
    return f"mục {path}" if marker else path


def vietnamese_date(value: str | date | None) -> str:
    """20/10/2022 from an ISO 8601 string or a date; what is not a date stays as it is."""
    if not value:
        return ""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return str(value)
    return f"{value:%d/%m/%Y}"
