"""Make the demonstration officers of packs/thanh-hoa: ``python scripts/make_demo_officers.py``.

Deterministic: the same pack and the same names give the same files. Names are drawn from ``scripts/data/demo_names.yaml``;
heads of agencies bear two-word names of nature, and a name whose digest is on the refused list (people met in the
sources) is drawn again. Nobody here exists.
"""

from __future__ import annotations

import csv
import hashlib
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ruamel.yaml import YAML  # noqa: E402

from lienthong.kernel.text import fold, nfc  # noqa: E402

PACK = ROOT / "packs/thanh-hoa"
HEAD = """# Cán bộ trình diễn, do scripts/make_demo_officers.py tạo ra. Không ai có thật; mọi người mang simulated: true.
"""


@dataclass
class Maker:
    names: dict[str, Any]
    random: random.Random = field(default_factory=lambda: random.Random(20251124))  # noqa: S311 - no secret
    used_names: set[str] = field(default_factory=set)
    used_usernames: set[str] = field(default_factory=set)
    count: int = 0

    def draw(self, weights: dict[str, float]) -> str:
        return self.random.choices(list(weights), list(weights.values()))[0]

    def name(self, sex: str, head: bool, older: bool) -> str:
        """A full name not used before and not refused."""
        while True:
            family = self.draw(self.names["family_names"])
            if head:
                full = f"{family} {self.random.choice(self.names['leaders'][sex])}"
            else:
                given = self.random.choice(
                    self.names["given_names"][f"{sex}_{'older' if older else 'younger'}"]
                )
                full = f"{family} {self.draw(self.names['middle_names'][sex])} {given}"
            words = nfc(full).casefold().split()
            refused = (
                hashlib.sha256(" ".join(words).encode()).hexdigest()[:16] in self.names["refused_sha256_16"]
            )
            if not refused and fold(full) not in self.used_names and len(set(words)) == len(words):
                self.used_names.add(fold(full))
                return full

    def username(self, short: str, full: str) -> str:
        """Agency, given name, initials of the words before it: ``skhcn_halt``."""
        *before, given = fold(full).split()
        stem = f"{short}_{given}{''.join(word[0] for word in before)}"
        result, number = stem, 1
        while result in self.used_usernames:
            number += 1
            result = f"{stem}{number}"
        self.used_usernames.add(result)
        return result

    def officer(self, short: str, post: str, roles: list[str], *, head: bool = False, since: str) -> str:
        """One entry of the file, as YAML text."""
        self.count += 1
        sex = self.random.choice(["male", "female"])
        older = head or self.random.random() < 0.5
        year = self.random.randint(1966, 1984) if older else self.random.randint(1985, 2000)
        full = self.name(sex, head, older)
        username = self.username(short, full)
        century = ("2" if sex == "male" else "3") if year >= 2000 else ("0" if sex == "male" else "1")
        born_on = self.random.choice(["01-01", "09-02"])
        lines = [
            f"- key: {username.replace('_', '-')}",
            f"  username: {username}",
            f"  name: {full}",
            f"  sex: {sex}",
            f"  born_on: {year}-{born_on}",
            f"  personal_id: '099{century}{year % 100:02}{self.count:06}'",
            f"  phone: '0190{self.count:06}'",
            f"  email: {username}@thanhhoa.example",
            f"  post: {post}",
            f"  roles: [{', '.join(roles)}]",
            "  simulated: true",
            f"  valid_from: {since}",
        ]
        return "\n".join(lines) + "\n"


def organisations() -> list[dict[str, str]]:
    with (PACK / "organisations/organisations_2025.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def units_of(organisation: str) -> list[str]:
    """Suffixes of the unit keys of a provincial agency."""
    units = YAML(typ="safe").load((PACK / "units/province.yaml").read_text("utf-8"))
    return [
        str(u["key"])
        for u in units
        if u["organisation"] == organisation and str(u["name"]).startswith("Phòng")
    ]


def short_of(organisation: dict[str, str], taken: set[str]) -> str:
    """The part of the user name before the underscore: the agency's code, or a commune's name."""
    if organisation["tier"] == "commune":
        name = fold(organisation["place"]).replace(" ", "").replace("'", "")
        short = name if name not in taken else f"{name}{organisation['area_code']}"
    else:
        short = (
            fold(organisation["key"].removeprefix("TH-")).replace("-", "")
            if organisation["key"] != "TH"
            else "ubnd"
        )
    taken.add(short)
    return short


def department(maker: Maker, key: str, short: str, since: str, deputies: int) -> list[str]:
    def add(post: str, *roles: str, head: bool = False) -> None:
        entries.append(maker.officer(short, f"{key}-{post}", list(roles), head=head, since=since))

    entries: list[str] = []
    add("GD", "lanh_dao", head=True)
    for _ in range(deputies):
        add("PGD", "lanh_dao")
    add("VP-CVP", "lanh_dao_phong")
    add("VP-PCVP", "lanh_dao_phong")
    add("VP-VT", "van_thu")
    add("VP-VT", "van_thu", "chuyen_vien")
    add("VP-KTV", "chuyen_vien")
    add("VP-QT", "quan_tri_co_quan", "chuyen_vien")
    add("VP-TN", "mot_cua", "chuyen_vien")
    for unit in units_of(key):
        add(f"{unit}-TP", "lanh_dao_phong")
        add(f"{unit}-PTP", "lanh_dao_phong")
        add(f"{unit}-CVC", "chuyen_vien")
        add(f"{unit}-CV", "chuyen_vien")
        add(f"{unit}-CV", "chuyen_vien")
    return entries


def provincial_office(maker: Maker, since: str) -> list[str]:
    def add(short: str, post: str, *roles: str, head: bool = False) -> None:
        entries.append(maker.officer(short, post, list(roles), head=head, since=since))

    entries: list[str] = []
    add("ubnd", "TH-CT", "lanh_dao", head=True)
    for _ in range(3):
        add("ubnd", "TH-PCT", "lanh_dao", head=True)
    add("ubnd", "TH-VT", "van_thu")
    add("vp", "TH-VP-CVP", "lanh_dao", head=True)
    for _ in range(3):
        add("vp", "TH-VP-PCVP", "lanh_dao")
    add("vp", "TH-VP-HCTC-VT", "van_thu")
    add("vp", "TH-VP-HCTC-VT", "van_thu", "chuyen_vien")
    add("vp", "TH-VP-TTCNTT-QT", "quan_tri_co_quan", "chuyen_vien")
    for unit in units_of("TH-VP"):
        add("vp", f"TH-VP-{unit}-TP", "lanh_dao_phong")
        add("vp", f"TH-VP-{unit}-CV", "chuyen_vien")
        add("vp", f"TH-VP-{unit}-CV", "chuyen_vien")
    add("hcc", "TH-TTPVHCC-GD", "lanh_dao", head=True)
    add("hcc", "TH-TTPVHCC-PGD", "lanh_dao")
    for _ in range(4):
        add("hcc", "TH-TTPVHCC-TNTKQ-TN", "mot_cua")
    add("hcc", "TH-TTPVHCC-HCTH-TP", "lanh_dao_phong")
    add("hcc", "TH-TTPVHCC-HCTH-VT", "van_thu")
    add("hcc", "TH-TTPVHCC-HCTH-QT", "quan_tri_co_quan")
    return entries


def commune(maker: Maker, key: str, short: str, economy: str) -> list[str]:
    def add(post: str, *roles: str, head: bool = False) -> None:
        entries.append(maker.officer(short, f"{key}-{post}", list(roles), head=head, since="2025-07-01"))

    entries: list[str] = []
    add("CT", "lanh_dao", head=True)
    add("PCT", "lanh_dao", head=True)
    add("PCT", "lanh_dao", head=True)
    add("VP-CVP", "lanh_dao_phong")
    add("VP-PCVP", "lanh_dao_phong", "quan_tri_co_quan")
    add("VP-TPHT", "chuyen_vien")
    add("VP-TPHT", "chuyen_vien")
    add("VP-VT", "van_thu")
    add(f"{economy}-TP", "lanh_dao_phong")
    add(f"{economy}-PTP", "lanh_dao_phong")
    add(f"{economy}-DCXD", "chuyen_vien")
    add(f"{economy}-TCKT", "chuyen_vien")
    add("VHXH-TP", "lanh_dao_phong")
    add("VHXH-PTP", "lanh_dao_phong")
    add("VHXH-VHXH", "chuyen_vien")
    add("TTPVHCC-GD", "lanh_dao_phong", "mot_cua")
    add("TTPVHCC-PGD", "lanh_dao_phong", "mot_cua")
    add("TTPVHCC-TN", "mot_cua")
    add("TTPVHCC-TN", "mot_cua")
    add("CA-TCA", "lanh_dao_phong")
    return entries


def elsewhere(maker: Maker, organisation: dict[str, str], short: str) -> list[str]:
    """One or two accounts in an agency that is not shown in depth."""
    key = organisation["key"]
    since = "2025-07-01" if organisation["tier"] == "commune" else "2025-03-01"

    def one(post: str, *roles: str, head: bool = False) -> str:
        return maker.officer(short, f"{key}-{post}", list(roles), head=head, since=since)

    if organisation["tier"] == "commune":
        return [one("VP-VT", "van_thu", "chuyen_vien")]
    if organisation["kind"] == "department":
        return [one("VP-VT", "van_thu"), one("VP-CV", "chuyen_vien"), one("GD", "lanh_dao", head=True)]
    special = {
        "TH-HDND": [("VT", ["van_thu"])],
        "TH-VPDBHD": [("HCTCQT-VT", ["van_thu", "chuyen_vien"])],
        "TH-TTR": [("VP-VT", ["van_thu"]), ("VP-CV", ["chuyen_vien"])],
        "TH-BQLKKT": [("VP-VT", ["van_thu"]), ("VP-CV", ["chuyen_vien"])],
        "TH-CA": [
            ("PTM-VT", ["van_thu"]),
            ("QLXNC-TP", ["lanh_dao_phong"]),
            ("QLXNC-CB", ["chuyen_vien"]),
            ("HSNV-CB", ["chuyen_vien"]),
            ("PGD", ["lanh_dao"]),
        ],
    }
    return [one(post, *roles) for post, roles in special[key]]


def write(name: str, entries: list[str]) -> None:
    (PACK / "officers").mkdir(exist_ok=True)
    (PACK / f"officers/{name}.yaml").write_text(HEAD + "".join(entries), "utf-8")


def main() -> None:
    maker = Maker(YAML(typ="safe").load((ROOT / "scripts/data/demo_names.yaml").read_text("utf-8")))
    taken: set[str] = {"ubnd", "vp", "hcc"}
    write("provincial_office", provincial_office(maker, "2025-07-01"))
    write("skhcn", [
        *department(maker, "TH-SKHCN", "skhcn", "2025-03-01", 2),
        maker.officer("skhcn", "TH-SKHCN-TTCNTTVTT-GD", ["lanh_dao_phong"], since="2025-03-01"),
        maker.officer("skhcn", "TH-SKHCN-TTCNTTVTT-VC", ["quan_tri_nen_tang"], since="2025-03-01"),
    ])  # fmt: skip
    write("snv", department(maker, "TH-SNV", "snv", "2025-03-01", 3))
    write("hac_thanh", commune(maker, "TH-14797", "hacthanh", "KTHTDT"))
    write("hoang_hoa", commune(maker, "TH-15865", "hoanghoa", "KT"))
    deep = {"TH", "TH-VP", "TH-TTPVHCC", "TH-SKHCN", "TH-SNV", "TH-14797", "TH-15865"}
    province: list[str] = []
    communes: list[str] = []
    for organisation in organisations():
        short = short_of(organisation, taken)
        if organisation["key"] in deep:
            continue
        target = communes if organisation["tier"] == "commune" else province
        target.extend(elsewhere(maker, organisation, short))
    write("province", province)
    write("communes", communes)
    print(f"{maker.count} officers")


if __name__ == "__main__":
    main()
