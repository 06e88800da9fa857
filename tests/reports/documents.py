"""Documents written by hand, the smallest that programs open."""

from collections.abc import Sequence


def pdf(*pages: Sequence[str]) -> bytes:
    """A PDF whose pages hold these lines, top to bottom."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        shown = "".join(f"({_escaped(line)}) Tj 0 -14 Td\n" for line in lines)
        stream = f"BT /F1 10 Tf 60 780 Td\n{shown}ET".encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        resources = b"<< /Font << /F1 3 0 R >> >>"
        box = b"[0 0 595 842]"
        contents = len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents %d 0 R /Resources %s >>" % (box, contents, resources)
        )
        kids.append(len(objects))
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (listed, len(kids))
    return _file(objects)


def _file(objects: Sequence[bytes]) -> bytes:
    whole = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return whole + end % (len(objects) + 1, table, len(objects) + 1, len(whole))


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def mhtml(html: bytes, charset: str = "utf-8") -> bytes:
    """A page with a picture and a frame, as browsers save it."""
    import quopri

    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://herald.example/1\r\nSubject: Village\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----x----"\r\n'
        "\r\n\r\n"
    )
    part = f"------x----\r\nContent-Type: text/html; charset={charset}\r\nContent-ID: <frame-0@mhtml.blink>\r\n"
    part += "Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://herald.example/1\r\n\r\n"
    frame = "\r\n------x----\r\nContent-Type: text/html\r\nContent-Location: cid:f\r\n\r\n<p>An advertisement.</p>"
    picture = "\r\n------x----\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
    body = quopri.encodestring(html).replace(b"\n", b"\r\n")
    return (head + part).encode() + body + (frame + picture + "------x------\r\n").encode()
