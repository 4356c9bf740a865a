"""How a refusal becomes errors of a form."""

from __future__ import annotations

from django import forms

from lienthong.kernel.errors import DomainError, Invalid


def put_errors(form: forms.Form, error: DomainError) -> None:
    """Show a domain error at the fields it names, or on top of the form."""
    named = error.errors if isinstance(error, Invalid) else {}
    if not named:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
    for field, found in named.items():
        for message in found:
            form.add_error(field if field in form.fields else None, str(message))
