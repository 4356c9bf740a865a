"""The same made-up document as DOCX, PDF and scan."""

from __future__ import annotations

import io

import docx
import pypdfium2
import typst

EXPECTED = {
    "issuer": "Sở Nông nghiệp và Môi trường",
    "parent_agency": "UBND tỉnh Thanh Hóa",
    "number": "1357",
    "notation": "SNNMT-QLĐĐ",
    "kind": "Công văn",
    "place": "Thanh Hóa",
    "date": "2025-10-07",
    "subject": "rà soát quỹ đất công ích trên địa bàn các xã, phường",
    "addressees": ["Ủy ban nhân dân các xã, phường"],
    "signer_name": "Nguyễn Thị Thanh Tâm",
    "signer_competence": "KT. GIÁM ĐỐC",
    "signer_position": "Phó Giám đốc",
    "recipients": ["Như trên", "Giám đốc Sở (để báo cáo)", "Lưu: VT, QLĐĐ"],
    "bases": [
        ("Công văn", "8899/UBND-NN", "2025-10-01", "Ủy ban nhân dân tỉnh", "tăng cường quản lý đất đai")
    ],
    "secrecy": None,
    "attached": [],
}
BODY = (
    "Thực hiện Công văn số 8899/UBND-NN ngày 01 tháng 10 năm 2025 của Ủy ban nhân dân tỉnh về việc tăng cường quản lý đất đai; "
    "Sở Nông nghiệp và Môi trường đề nghị Ủy ban nhân dân các xã, phường rà soát, lập danh sách và gửi về Sở trước ngày 20 tháng 10 năm 2025."
)


def as_docx() -> bytes:
    """Head and closing block in borderless two-column tables, as offices write them."""
    document = docx.Document()
    head = document.add_table(rows=2, cols=2)
    fill(head.cell(0, 0), "UBND TỈNH THANH HÓA", "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "-------")
    fill(
        head.cell(0, 1),
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "---------------",
    )
    fill(
        head.cell(1, 0), "Số: 1357/SNNMT-QLĐĐ", "V/v rà soát quỹ đất công ích", "trên địa bàn các xã, phường"
    )
    fill(head.cell(1, 1), "Thanh Hóa, ngày 07 tháng 10 năm 2025")
    document.add_paragraph("")
    document.add_paragraph("Kính gửi: Ủy ban nhân dân các xã, phường.")
    document.add_paragraph(BODY)
    document.add_paragraph("Trân trọng cảm ơn./.")
    closing = document.add_table(rows=1, cols=2)
    fill(closing.cell(0, 0), "Nơi nhận:", "- Như trên;", "- Giám đốc Sở (để báo cáo);", "- Lưu: VT, QLĐĐ.")
    fill(closing.cell(0, 1), "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "", "", "", "Nguyễn Thị Thanh Tâm")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def fill(cell, first, *others):
    cell.paragraphs[0].text = first
    for text in others:
        cell.add_paragraph(text)


TYPST = """
#set page(paper: "a4", margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 15mm))
#set text(size: 13pt, lang: "vi")
#grid(columns: (42%, 58%), align: center,
  [UBND TỈNH THANH HÓA \\ *SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG* \\ #line(length: 30%, stroke: 0.5pt)],
  [*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM* \\ *Độc lập - Tự do - Hạnh phúc* \\ #line(length: 60%, stroke: 0.5pt)])
#v(4pt)
#grid(columns: (42%, 58%), align: center,
  [Số: 1357/SNNMT-QLĐĐ \\ #text(size: 12pt)[V/v rà soát quỹ đất công ích \\ trên địa bàn các xã, phường]],
  [_Thanh Hóa, ngày 07 tháng 10 năm 2025_])
#v(12pt)
#align(center)[Kính gửi: Ủy ban nhân dân các xã, phường.]
#v(8pt)
#par(justify: true, first-line-indent: 1cm)[BODY]
#par(first-line-indent: 1cm)[Trân trọng cảm ơn./.]
#v(10pt)
#grid(columns: (50%, 50%), align: (left, center),
  [#text(size: 12pt)[*_Nơi nhận:_*] \\ #text(size: 11pt)[\\- Như trên; \\ \\- Giám đốc Sở (để báo cáo); \\ \\- Lưu: VT, QLĐĐ.]],
  [*KT. GIÁM ĐỐC* \\ *PHÓ GIÁM ĐỐC* #v(20mm) *Nguyễn Thị Thanh Tâm*])
"""


def as_pdf() -> bytes:
    return typst.compile(TYPST.replace("BODY", BODY).encode("utf-8"))


def as_picture(dpi: int = 250) -> bytes:
    """The PDF printed and scanned: a grey picture without any text."""
    document = pypdfium2.PdfDocument(as_pdf())
    out = io.BytesIO()
    document[0].render(scale=dpi / 72, grayscale=True).to_pil().save(out, "PNG")
    return out.getvalue()


def as_scanned_pdf() -> bytes:
    document = pypdfium2.PdfDocument(as_pdf())
    out = io.BytesIO()
    document[0].render(scale=200 / 72, grayscale=True).to_pil().convert("RGB").save(
        out, "PDF", resolution=200
    )
    return out.getvalue()
