"""``lienthong settings``: the table of settings."""

from __future__ import annotations

import click

from lienthong.config.options import OPTIONS, text


@click.command("settings", help="In bảng thiết đặt.")
@click.option("--markdown", is_flag=True, help="In thành trang tài liệu docs/settings.md.")
def settings_table(markdown: bool) -> None:
    if markdown:
        click.echo(
            "# Thiết đặt\n\nTừ biến môi trường, hoặc dòng TÊN=GIÁ_TRỊ trong `var/settings.env`. Trang này do `lienthong settings --markdown` in ra.\n"
        )
        click.echo("| Tên | Mặc định | Ý nghĩa |\n|---|---|---|")
        for option in OPTIONS:
            default = "(ngẫu nhiên theo bản cài)" if option.secret else option.default
            shown = "var/" if option.name == "LIENTHONG_VAR" else default
            click.echo(
                f"| `{option.name}` | {f'`{shown}`' if shown else '(trống)'} | {option.help.replace('|', chr(92) + '|')} |"
            )
        return
    for option in OPTIONS:
        value = "***" if option.secret and text(option.name) else text(option.name)
        click.echo(f"{option.name}={value}\n    {option.help}")
