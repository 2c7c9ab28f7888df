"""PDF files of a few lines for tests, written by hand: Chinese text in a standard font, placed where a test wants it."""

from __future__ import annotations

from collections.abc import Sequence

Placed = tuple[float, float, float, str]  # x, y, size, text

_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [ "
    "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> "
    "/DW 1000 /W [ 814 907 500 1 95 500 ] /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 "
    "/FontBBox [ -25 -254 1000 880 ] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >> ] >>"
)
_IMAGE = (
    "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream"
)


def write_pdf(pages: Sequence[Sequence[Placed]], *, trailer: str = "") -> bytes:
    """Write a PDF with a page of 595 by 842 points for each list of placed texts; a page without any shows a picture."""
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    bodies = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [ {kids} ] /Count {len(pages)} >>", _FONT, _IMAGE]
    for number, texts in enumerate(pages):
        resources = "<< /Font << /F1 3 0 R >> /XObject << /I1 4 0 R >> >>"
        bodies.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] /Resources {resources} /Contents {6 + 2 * number} 0 R >>")
        drawn = "\n".join(f"BT /F1 {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET" for x, y, size, text in texts)
        drawn = drawn or "q 500 0 0 700 40 40 cm /I1 Do Q"
        bodies.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    return _assemble(bodies, trailer)


def _assemble(bodies: Sequence[str], trailer: str) -> bytes:
    made = "%PDF-1.4\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    count = len(bodies) + 1
    head = f"xref\n0 {count}\n0000000000 65535 f \n{table}"
    return f"{made}{head}trailer\n<< /Size {count} /Root 1 0 R {trailer} >>\nstartxref\n{len(made)}\n%%EOF\n".encode("latin-1")
