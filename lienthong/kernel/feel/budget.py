"""How much work and room one run of one expression may take."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from lienthong.kernel.feel.errors import FeelLimitExceeded
from lienthong.kernel.feel.limits import MAX_LIST, MAX_SPENT, MAX_STEPS, MAX_STRING


class Budget:
    """Counts steps and made values; raises FeelLimitExceeded when one run asks for more than its share."""

    def __init__(self) -> None:
        self.steps = 0
        self.made = 0

    def tick(self) -> None:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise FeelLimitExceeded(
                gettext("Biểu thức tính quá lâu; hãy thu nhỏ danh sách hoặc tách thành nhiều bước")
            )

    def spend(self, steps: int) -> None:
        """For work that one node does in bulk: regular expressions, powers, long strings."""
        self.steps += steps
        self.tick()

    def sized(self, value: Any) -> Any:
        """A freshly made value: refuses strings and lists beyond the limits, one by one and all together."""
        if isinstance(value, str | list):
            self.made += len(value)
            if self.made > MAX_SPENT:
                raise FeelLimitExceeded(
                    gettext("Biểu thức tạo ra quá nhiều dữ liệu; hãy tách thành nhiều bước")
                )
        if isinstance(value, str) and len(value) > MAX_STRING:
            raise FeelLimitExceeded(gettext("Kết quả là chuỗi dài quá %(most)s ký tự") % {"most": MAX_STRING})
        if isinstance(value, list) and len(value) > MAX_LIST:
            raise FeelLimitExceeded(
                gettext("Kết quả là danh sách có quá %(most)s phần tử") % {"most": MAX_LIST}
            )
        return value
