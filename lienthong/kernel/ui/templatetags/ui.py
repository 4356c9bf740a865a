"""The components as template tags. ``{% load ui %}``; every component is shown on the page /ui/.

Tags that draw something small return it directly; larger ones are a template under ``ui/components/``. Block tags
(``{% card %}…{% endcard %}``) wrap what stands between them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from lienthong.kernel.ui import formats
from lienthong.kernel.ui.kinds import tone_of

register = template.Library()

register.filter("vn_date", formats.date_text)
register.filter("vn_datetime", formats.datetime_text)
register.filter("vn_time", formats.time_text)
register.filter("vn_moment", formats.moment_text)
register.filter("money", formats.money_text)
register.filter("count", formats.count_text)
register.filter("decimal", formats.decimal_text)
register.filter("file_size", formats.size_text)


@register.simple_tag
def icon(name: str, *, label: str = "", size: str = "") -> SafeString:
    """A Tabler icon from the sprite. It is decoration beside a word, unless ``label`` gives it a name of its own."""
    classes = "icon icon-large" if size == "large" else "icon"
    reference = f"{static('vendor/tabler/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', classes, label, reference
        )
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"/></svg>', classes, reference
    )


@register.simple_tag
def ring() -> SafeString:
    """The bronze-drum ring, in the colour of the text around it. Decoration only."""
    return format_html(
        '<svg class="ring" viewBox="0 0 600 600" aria-hidden="true" focusable="false"><use href="{}#ring"/></svg>',
        static("ui/img/drum-ring.svg"),
    )


@register.simple_tag
def chip(kind: str, text: Any, *, icon: str = "") -> SafeString:
    """A chip; ``kind`` is a tone (brand, lotus, gold, leaf, plain) or a kind of thing (document, dossier, …)."""
    drawn = _icon(icon) if icon else ""
    return format_html('<span class="chip chip-{}">{}{}</span>', tone_of(kind), drawn, text)


_icon = icon


@register.simple_tag
def key(letter: str) -> SafeString:
    """The small picture of a key. Screen readers hear it from ``aria-keyshortcuts`` of the button instead."""
    return format_html('<kbd class="key" aria-hidden="true">{}</kbd>', letter)


@register.simple_tag
def due(instant: dt.datetime | dt.date | None, *, done: bool = False) -> SafeString | str:
    """Time left as ``<time>``: words, colour and the full instant as a title. Nothing for None."""
    if instant is None:
        return ""
    words = formats.due(instant)
    tone = "done" if done else words.tone
    return format_html(
        '<time class="due due-{}" datetime="{}" title="{}">{}</time>',
        tone,
        words.instant.isoformat(),
        formats.datetime_text(words.instant),
        formats.date_text(words.instant) if done else words.text,
    )


@register.simple_tag
def button(
    text: Any,
    url: str = "",
    *,
    kind: str = "",
    key: str = "",
    icon: str = "",
    small: bool = False,
    wide: bool = False,
    disabled: bool = False,
    type: str = "submit",
    **attributes: Any,
) -> SafeString:
    """A link that looks like a button when ``url`` is given, else a real button.

    ``kind``: primary, danger, danger-filled, quiet or nothing. ``key`` is shown and pressed by the keyboard module.
    Other attributes pass through, ``_`` written for ``-`` (``name``, ``value``, ``form``, ``hx_get``, ``aria_label``).
    """
    classes = [
        "button",
        f"button-{kind}" if kind else "",
        "button-small" if small else "",
        "button-wide" if wide else "",
    ]
    values: dict[str, Any] = {"class": " ".join(name for name in classes if name)}
    if url:
        values["href"] = url
    else:
        values["type"] = type
        values["disabled"] = disabled
    if key:
        values["data-key"] = key.lower()
        values["aria-keyshortcuts"] = key
    values.update(
        {name.replace("_", "-"): value for name, value in attributes.items() if value not in (None, "")}
    )
    drawn_icon = _icon(icon) if icon else ""
    drawn_key = _key(key) if key else ""
    tag = "a" if url else "button"
    return format_html(
        "<{}{}>{}<span>{}</span>{}</{}>", tag, flatatt(values), drawn_icon, text, drawn_key, tag
    )


_key = key


# Forms ---------------------------------------------------------------------------------------------------------


@register.simple_tag
def field(
    bound: BoundField, *, label: Any = None, hint: Any = None, optional: bool = True, **attributes: Any
) -> SafeString:
    """A form field: label, hint, errors beside it, all tied together for screen readers.

    ``optional=False`` leaves out the words that mark a field one need not fill.
    """
    widget = bound.field.widget
    identifier = bound.auto_id or bound.html_name
    hint = bound.help_text if hint is None else hint
    described = [f"{identifier}-hint"] if hint else []
    if bound.errors:
        described.append(f"{identifier}-error")
    values: dict[str, Any] = {name.replace("_", "-"): value for name, value in attributes.items()}
    if described:
        values["aria-describedby"] = " ".join(described)
    if bound.errors:
        values["aria-invalid"] = "true"
    grouped = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    context = {
        "bound": bound,
        "identifier": identifier,
        "label": bound.label if label is None else label,
        "hint": hint,
        "show_optional": optional and not bound.field.required and not isinstance(widget, CheckboxInput),
        "described": " ".join(described),
        "grouped": grouped,
        "single_check": isinstance(widget, CheckboxInput) and not grouped,
        "control": bound.as_widget(attrs=values),
    }
    return _draw("field", context)


@register.simple_block_tag
def field_frame(
    content: str, name: str, label: Any, *, hint: Any = "", error: Any = "", optional: bool = False
) -> SafeString:
    """The same frame around a control written by hand.

    The control needs ``id="NAME"`` and, where there is a hint or an error, ``aria-describedby="NAME-hint NAME-error"``.
    """
    context = {
        "content": content,
        "identifier": name,
        "label": label,
        "hint": hint,
        "error": error,
        "show_optional": optional,
    }
    return _draw("field_frame", context)


@register.simple_tag
def error_summary(errors: Any) -> SafeString | str:
    """All errors of a form on top, each a link to its field; takes a Form or ``{field id: [messages]}``."""
    if hasattr(errors, "errors"):
        form = errors
        lines = [("", "", message) for message in form.non_field_errors()]
        for bound in form:
            lines += [(bound.id_for_label or bound.auto_id, bound.label, message) for message in bound.errors]
    else:
        lines = [(name, "", message) for name, messages in (errors or {}).items() for message in messages]
    return _draw("error_summary", {"lines": lines}) if lines else ""


# Larger components ---------------------------------------------------------------------------------------------


@register.simple_block_tag
def card(content: str, title: Any = "", *, level: int = 2) -> SafeString:
    """A white card, with a heading of the given level when there is a title."""
    heading = format_html('<h{} class="card-title">{}</h{}>', level, title, level) if title else ""
    return format_html('<section class="card">{}{}</section>', heading, mark_safe(content))  # noqa: S308 - a template's own text


@register.simple_block_tag
def notice(content: str, kind: str = "brand", *, icon: str = "") -> SafeString:
    """A notice inside a page; kinds are the tones. ``gold`` without an icon is the leader's instruction."""
    drawn = _icon(icon) if icon else ""
    tone = tone_of(kind)
    return format_html('<div class="notice notice-{}">{}<div>{}</div></div>', tone, drawn, mark_safe(content))  # noqa: S308


@register.simple_block_tag
def page_head(content: str, title: Any, *, lead: Any = "") -> SafeString:
    """The title of a page; what stands inside the tag are its acts."""
    return _draw("page_head", {"content": content, "title": title, "lead": lead})


@register.simple_block_tag
def document_page(content: str, *, label: Any = "", short: bool = False) -> SafeString:
    """An official document as a page of paper, in the prescribed typeface."""
    return _draw("document_page", {"content": content, "label": label, "short": short})


@register.simple_tag
def facts(pairs: Any) -> SafeString | str:
    """Name and value pairs; pairs without a value are left out, dates and times read as everywhere."""
    shown = [(name, _said(value)) for name, value in _pairs(pairs) if value not in (None, "")]
    return _draw("facts", {"pairs": shown}) if shown else ""


@register.simple_tag
def timeline(events: Any) -> SafeString | str:
    """What happened; each event has ``what``, ``who``, ``at``, ``state`` (done, now, next, bad), ``note``."""
    return _draw("timeline", {"events": events}) if events else ""


@register.simple_tag
def steps(items: Any) -> SafeString | str:
    """The path of a matter; each step has ``what``, ``who``, ``state`` (done, now, next, bad) and maybe ``at``."""
    return _draw("steps", {"items": items}) if items else ""


@register.simple_tag
def files(items: Any) -> SafeString | str:
    """Files; each has ``name``, ``url``, ``size``, ``media_type``, ``state`` (clean, quarantine, refused) and ``note``."""
    return _draw("files", {"items": items}) if items else ""


@register.simple_tag
def tabs(items: Any, *, label: Any = "") -> SafeString:
    """Tabs that are links; each has ``text``, ``url``, ``count``, ``current``."""
    return _draw("tabs", {"items": items, "label": label})


@register.simple_tag
def progress(value: Any, maximum: Any = 100, *, tone: str = "", label: Any = "") -> SafeString:
    """A bar; ``label`` is what a screen reader says."""
    classes = f"bar bar-{tone}" if tone else "bar"
    return format_html(
        '<progress class="{}" value="{}" max="{}" aria-label="{}"></progress>',
        classes,
        _plain(value),
        _plain(maximum),
        label,
    )


@register.simple_tag
def skeleton(rows: int = 3) -> SafeString:
    """Grey lines while something loads; they only appear after 300 ms."""
    return _draw("skeleton", {"rows": range(rows)})


@register.simple_tag(takes_context=True)
def pager(context: template.Context, page: Any, *, parameter: str = "trang") -> SafeString | str:
    """Under a list: how many are shown and the way to the rest; takes a Django ``Page``."""
    request = context.get("request")

    def address(number: int) -> str:
        query = request.GET.copy() if request is not None else None
        if query is None:
            return f"?{parameter}={number}"
        query[parameter] = str(number)
        return f"?{query.urlencode()}"

    return _draw(
        "pager",
        {
            "page": page,
            "total": page.paginator.count,
            "before": address(page.previous_page_number()) if page.has_previous() else "",
            "after": address(page.next_page_number()) if page.has_next() else "",
        },
    )


@register.simple_tag
def empty(title: Any, text: Any = "", *, url: str = "", act: Any = "", ring: bool = True) -> SafeString:
    """Nothing here yet: what will be here, and the first act."""
    return SafeString(
        render_to_string(
            "ui/empty.html", {"title": title, "text": text, "url": url, "act": act, "ring": ring}
        )
    )


@register.simple_tag
def item_row(item: Any, *, selected: bool = False) -> SafeString:
    """A row of the inbox.

    ``item``: ``url``, ``kind``, ``kind_label``, ``number``, ``title``, ``source``, ``role``, ``due``, ``urgency_label``, ``unread``.
    """
    return _draw("item_row", {"item": item, "selected": selected})


def _draw(name: str, context: dict[str, Any]) -> SafeString:
    return SafeString(render_to_string(f"ui/components/{name}.html", context))


def _pairs(pairs: Any) -> list[tuple[Any, Any]]:
    return list(pairs.items()) if hasattr(pairs, "items") else list(pairs or ())


def _said(value: Any) -> Any:
    # A bare date would come out in the long form of the language, not in that of the screens.
    if isinstance(value, dt.datetime):
        return formats.datetime_text(value)
    return formats.date_text(value) if isinstance(value, dt.date) else value


def _plain(value: Any) -> str:
    """A number for an attribute: never with the thousands mark of a language."""
    return f"{float(value):g}"
