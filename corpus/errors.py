"""Errors that users see: each says what was wrong (`code`) and with what (`facts`).

Nobody but the command line and the web error handlers turns them into sentences; the Vietnamese
wording of every code stands in `service.messages`.
"""


class VankienError(Exception):
    """Root of every error the project raises on purpose.

    `code` is a stable snake_case key; `facts` are the values that the sentence names.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __reduce__(self) -> tuple[object, ...]:
        # An error travels between worker processes; the default would lose the facts.
        return _rebuild, (type(self), self.code, self.facts)

    def __str__(self) -> str:
        named = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({named})"


def _rebuild(kind: type[VankienError], code: str, facts: dict[str, object]) -> VankienError:
    return kind(code, **facts)


class BadDocument(VankienError):
    """A file that cannot become a Document: the other files go on.

    Codes: `empty_file`, `no_text`, `encrypted`, `broken`, `wrong_format`, `no_permission`, `too_large`,
    `unsupported`, `unknown_encoding`, `secret` (a secrecy mark: refused, nothing of it is kept),
    `bad_record` (a line of a collection), `missing`.
    """


class BadQuestion(VankienError):
    """A question that cannot be searched. Codes: `empty_question`, `long_question`, `binary_question`."""
