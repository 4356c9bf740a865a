"""The standard functions of FEEL, by name. Importing the modules registers them."""

from lienthong.kernel.feel.builtins import conversions, lists, moments, numbers, ranges, strings
from lienthong.kernel.feel.builtins.registry import BUILTINS

__all__ = ["BUILTINS", "conversions", "lists", "moments", "numbers", "ranges", "strings"]
