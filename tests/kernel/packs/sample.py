"""A small pack that checks clean, to be changed by tests."""

from __future__ import annotations

from pathlib import Path

Files = dict[str, str | bytes]

PACK = """key: mau
name: Gói mẫu
version: 1.0.0
licence: CC0-1.0
"""
ORGANISATIONS = """key,name,tier,kind,parent,area_code,valid_from,valid_to
T,UBND tỉnh Mẫu,province,committee,,,,
S1,Sở Thử nghiệm,province,department,T,,,
S2,Sở Ví dụ,province,department,T,,2020-01-01,
CU,Sở Cũ,province,department,T,,,2019-12-31
"""
UNITS = """- organisation: S1
  key: VP
  name: Văn phòng
- every: {kind: department}
  key: NV
  name: Phòng Nghiệp vụ
"""
POSTS = """- {every: {kind: department}, key: GD, title: Giám đốc, rank: 1, leader: true, single: true}
- {every: {kind: department}, each_unit: Phòng, key: CV, title: Chuyên viên, rank: 6, signs_as: ["PHÒNG {unit}"]}
"""
OFFICERS = """- key: mot
  username: s1_mot
  name: Lê Sông Chu
  post: S1-GD
  roles: [lanh_dao]
  simulated: true
- key: hai
  username: s1_hai
  name: Trịnh Thị Thử
  post: S1-NV-CV
  roles: [chuyen_vien]
  simulated: true
"""


def files(**changes: str | bytes) -> Files:
    """All files of the sample; keywords replace one by its short name (``units=…``)."""
    names = {
        "pack": "pack.yaml",
        "organisations": "organisations/organisations.csv",
        "units": "units/units.yaml",
        "posts": "posts/posts.yaml",
        "officers": "officers/officers.yaml",
    }
    result: Files = {
        "pack.yaml": PACK,
        "organisations/organisations.csv": ORGANISATIONS,
        "units/units.yaml": UNITS,
        "posts/posts.yaml": POSTS,
        "officers/officers.yaml": OFFICERS,
    }
    for name, content in changes.items():
        result[names[name]] = content
    return result


def write(folder: Path, content: Files) -> Path:
    """Write the files afresh and give the folder back."""
    for path in sorted(folder.rglob("*"), reverse=True) if folder.exists() else []:
        path.rmdir() if path.is_dir() else path.unlink()
    for name, text in content.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder
