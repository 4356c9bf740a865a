"""Counters and code shapes."""

from django.db import migrations, models

from lienthong.kernel.legal.stamped import touch_sql, untouch_sql

# The tables whose changes move the version stamp.
WATCHED = ["numbering_codeshape"]
PERIODS = """
alter table numbering_codeshape add constraint numbering_shape_periods
  exclude using gist (key with =, daterange(valid_from, valid_to, '[]') with &&)
  deferrable initially immediate;
"""
NO_PERIODS = "alter table numbering_codeshape drop constraint numbering_shape_periods"


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CodeShape",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.TextField(verbose_name="mã")),
                ("pattern", models.TextField(verbose_name="mẫu")),
                ("profile", models.TextField(verbose_name="bộ quy định")),
                (
                    "agency",
                    models.TextField(
                        choices=[("lowest_first", "cấp thấp trước"), ("level_1_first", "cấp một trước")],
                        verbose_name="thứ tự nhóm",
                    ),
                ),
                ("groups_min", models.PositiveSmallIntegerField(verbose_name="số nhóm ít nhất")),
                ("groups_max", models.PositiveSmallIntegerField(verbose_name="số nhóm nhiều nhất")),
                (
                    "owner_digits",
                    models.PositiveSmallIntegerField(default=0, verbose_name="số chữ số của chủ quản"),
                ),
                (
                    "counter_width",
                    models.PositiveSmallIntegerField(default=4, verbose_name="số chữ số ít nhất"),
                ),
                (
                    "overflow",
                    models.TextField(
                        choices=[("grow", "thêm chữ số"), ("alert", "cảnh báo")], verbose_name="khi hết số"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="có hiệu lực từ")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="có hiệu lực đến")),
                ("source", models.TextField(verbose_name="nguồn")),
                ("confidence", models.TextField(verbose_name="độ tin cậy")),
                ("note", models.TextField(blank=True, default="", verbose_name="ghi chú")),
            ],
            options={
                "ordering": ["valid_from", "key"],
            },
        ),
        migrations.CreateModel(
            name="NumberingVersion",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("stamp", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Counter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("series", models.TextField(verbose_name="dãy số")),
                ("organisation_id", models.BigIntegerField(null=True, verbose_name="cơ quan")),
                ("period", models.TextField(blank=True, verbose_name="kỳ")),
                ("last", models.BigIntegerField(verbose_name="số cuối")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("series", "organisation_id", "period"),
                        name="numbering_counter_one",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.RunSQL(PERIODS, NO_PERIODS),
        migrations.RunSQL(
            touch_sql("numbering", "numberingversion", WATCHED), untouch_sql("numbering", WATCHED)
        ),
    ]
