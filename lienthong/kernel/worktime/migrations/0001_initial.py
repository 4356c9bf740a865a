"""Calendar days and weekly hours."""

from django.db import migrations, models

from lienthong.kernel.legal.stamped import touch_sql, untouch_sql

# The tables whose changes move the version stamp.
WATCHED = ["worktime_calendarday", "worktime_weeklyhours"]
# An agency's number is positive, so 0 stands for the country.
PERIODS = """
alter table worktime_weeklyhours add constraint worktime_hours_periods
  exclude using gist (
    coalesce(organisation_id, 0) with =, weekday with =, daterange(valid_from, valid_to, '[]') with &&
  ) deferrable initially immediate;
"""
NO_PERIODS = "alter table worktime_weeklyhours drop constraint worktime_hours_periods"


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="WorktimeVersion",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("stamp", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("organisation_id", models.BigIntegerField(blank=True, null=True, verbose_name="cơ quan")),
                ("date", models.DateField(verbose_name="ngày")),
                (
                    "kind",
                    models.TextField(
                        choices=[("off", "Ngày nghỉ"), ("make_up", "Ngày làm bù")], verbose_name="loại"
                    ),
                ),
                ("why", models.TextField(blank=True, default="", verbose_name="lý do")),
                ("name", models.TextField(verbose_name="tên ngày")),
                (
                    "hours_of",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="theo giờ của thứ"),
                ),
                ("provisional", models.BooleanField(default=False, verbose_name="dự kiến")),
                ("source", models.TextField(blank=True, default="", verbose_name="nguồn")),
                ("note", models.TextField(blank=True, default="", verbose_name="ghi chú")),
                ("by_hand", models.BooleanField(default=False, verbose_name="do quản trị đặt")),
            ],
            options={
                "ordering": ["date"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "date"), name="worktime_day_one", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("hours_of", None), ("kind", "off")),
                            models.Q(("hours_of__range", (1, 7)), ("kind", "make_up")),
                            _connector="OR",
                        ),
                        name="worktime_day_hours",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WeeklyHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("organisation_id", models.BigIntegerField(blank=True, null=True, verbose_name="cơ quan")),
                ("weekday", models.PositiveSmallIntegerField(verbose_name="thứ")),
                ("spans", models.JSONField(blank=True, default=list, verbose_name="giờ làm việc")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="áp dụng từ")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="áp dụng đến")),
                ("by_hand", models.BooleanField(default=False, verbose_name="do quản trị đặt")),
            ],
            options={
                "ordering": ["weekday", "valid_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weekday__range", (1, 7))), name="worktime_hours_weekday"
                    )
                ],
            },
        ),
        migrations.RunSQL(PERIODS, NO_PERIODS),
        migrations.RunSQL(
            touch_sql("worktime", "worktimeversion", WATCHED), untouch_sql("worktime", WATCHED)
        ),
    ]
