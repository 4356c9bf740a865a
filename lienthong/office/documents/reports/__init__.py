"""Registers and reports of an agency: the forms of NĐ 30/2020 Phụ lục IV and VI, and what they count."""
