"""What a FEEL source can be refused for. Everything else that goes wrong is ``null``, as DMN wants it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lienthong.kernel.errors import Invalid


class FeelSyntaxError(Invalid):
    """The source is not FEEL. ``line`` and ``column`` count from 1; ``reason`` is the Vietnamese text alone."""

    default_code = "feel_syntax"

    def __init__(self, reason: str, *, line: int = 1, column: int = 1) -> None:
        super().__init__(
            _("Dòng %(line)s, cột %(column)s: %(reason)s")
            % {"line": line, "column": column, "reason": reason}
        )
        self.reason = reason
        self.line = line
        self.column = column


class FeelLimitExceeded(FeelSyntaxError):
    """The expression is well formed but asks for more work or room than one expression may have.

    It is an error and not ``null``: a rule that silently gives nothing would decide wrongly.
    """

    default_code = "feel_limit"
