"""Dated law. The rules that SQL alone can hold: periods that never overlap, and the version stamp."""

from django.db import migrations, models

from lienthong.kernel.legal.stamped import touch_sql, untouch_sql

# The tables whose changes move the version stamp.
WATCHED = ["legal_legalconstant", "legal_documentkind"]

# Deferrable, so that a pack may move the border between two periods in one transaction.
PERIODS = """
alter table legal_legalconstant add constraint legal_constant_periods
  exclude using gist (key with =, area with =, daterange(valid_from, valid_to, '[]') with &&)
  deferrable initially immediate;
alter table legal_documentkind add constraint legal_kind_periods
  exclude using gist (code with =, daterange(valid_from, valid_to, '[]') with &&)
  deferrable initially immediate;
alter table legal_documentkind add constraint legal_kind_abbreviations
  exclude using gist (abbreviation with =, daterange(valid_from, valid_to, '[]') with &&)
  where (abbreviation <> '') deferrable initially immediate;
"""
NO_PERIODS = """
alter table legal_legalconstant drop constraint legal_constant_periods;
alter table legal_documentkind drop constraint legal_kind_periods;
alter table legal_documentkind drop constraint legal_kind_abbreviations;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DocumentKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.TextField(verbose_name="mã loại")),
                ("name", models.TextField(verbose_name="tên loại")),
                ("type_name", models.TextField(verbose_name="tên loại khi liên thông")),
                ("abbreviation", models.TextField(blank=True, default="", verbose_name="chữ viết tắt")),
                ("order", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                ("is_copy", models.BooleanField(default=False, verbose_name="là bản sao")),
                ("is_named", models.BooleanField(default=True, verbose_name="ghi tên loại trên văn bản")),
                ("copy_mark", models.TextField(blank=True, default="", verbose_name="hình thức sao")),
                ("templates", models.JSONField(blank=True, default=list, verbose_name="mẫu trình bày")),
                ("valid_from", models.DateField(verbose_name="có hiệu lực từ")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="có hiệu lực đến")),
                ("source", models.TextField(verbose_name="nguồn")),
                ("note", models.TextField(blank=True, default="", verbose_name="ghi chú")),
            ],
            options={
                "ordering": ["is_copy", "order"],
            },
        ),
        migrations.CreateModel(
            name="LegalConstant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.TextField(verbose_name="mã hằng số")),
                ("value", models.JSONField(verbose_name="giá trị")),
                ("unit", models.TextField(verbose_name="đơn vị")),
                ("area", models.TextField(blank=True, default="", verbose_name="địa bàn")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="có hiệu lực từ")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="có hiệu lực đến")),
                ("source", models.TextField(verbose_name="nguồn")),
                (
                    "confidence",
                    models.TextField(
                        choices=[
                            ("confirmed", "Đã đối chiếu văn bản gốc"),
                            ("secondary", "Theo nguồn thứ cấp"),
                            ("general", "Theo hiểu biết chung"),
                        ],
                        verbose_name="độ tin cậy",
                    ),
                ),
                ("note", models.TextField(blank=True, default="", verbose_name="ghi chú")),
            ],
            options={
                "ordering": ["key", "area", "valid_from"],
            },
        ),
        migrations.CreateModel(
            name="LegalVersion",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("stamp", models.BigIntegerField()),
            ],
        ),
        migrations.RunSQL(PERIODS, NO_PERIODS),
        migrations.RunSQL(touch_sql("legal", "legalversion", WATCHED), untouch_sql("legal", WATCHED)),
    ]
