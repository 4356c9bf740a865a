"""``lienthong settings``: the table of settings."""

from __future__ import annotations

import click
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.config.options import OPTIONS, text


@click.command("settings", help=_("In bảng thiết đặt."))
@click.option("--markdown", is_flag=True, help=_("In thành trang tài liệu docs/settings.md."))
def settings_table(markdown: bool) -> None:
    if markdown:
        click.echo(
            gettext(
                "# Thiết đặt\n\nTừ biến môi trường, hoặc dòng TÊN=GIÁ_TRỊ trong `var/settings.env`. Trang này do `lienthong settings --markdown` in ra.\n"
            )
        )
        click.echo(gettext("| Tên | Mặc định | Ý nghĩa |\n|---|---|---|"))
        for option in OPTIONS:
            default = gettext("(ngẫu nhiên theo bản cài)") if option.secret else option.default
            shown = "var/" if option.name == "LIENTHONG_VAR" else default
            click.echo(
                f"| `{option.name}` | {f'`{shown}`' if shown else gettext('(trống)')} | {str(option.help).replace('|', chr(92) + '|')} |"
            )
        return
    for option in OPTIONS:
        value = "***" if option.secret and text(option.name) else text(option.name)
        click.echo(f"{option.name}={value}\n    {option.help}")
