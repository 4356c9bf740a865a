"""The codec of QCVN 102:2016/BTTTT (edXML): a strict writer, a tolerant reader. No database, no network."""

from lienthong.office.exchange.edxml.checking import problems_of
from lienthong.office.exchange.edxml.limits import DEFAULT, Limits
from lienthong.office.exchange.edxml.problems import BadPackage, Problem
from lienthong.office.exchange.edxml.reading import Reading, read
from lienthong.office.exchange.edxml.writing import to_bytes, write

__all__ = [
    "DEFAULT",
    "BadPackage",
    "Limits",
    "Problem",
    "Reading",
    "problems_of",
    "read",
    "to_bytes",
    "write",
]
