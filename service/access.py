"""Who may see what: gives every search its filter."""

from indexer.engine import AccessFilter

PUBLIC = AccessFilter(labels=frozenset({"public"}))


def everyone() -> AccessFilter:
    """The filter of a person who has not signed in: public documents only."""
    return PUBLIC
