"""Validates every signature of a PDF with pyHanko at a given time: one line each, its field, "valid"
or "invalid", and pyHanko's summary. Ends with 1 if any is not valid.

    pyhanko_check.py FILE.pdf CA.pem 2026-11-25T09:00:00+00:00
"""

import sys
from datetime import datetime

from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext


def main(pdf: str, anchors: str, moment: str) -> int:
    good = True
    with open(pdf, "rb") as stream:
        for signature in PdfFileReader(stream).embedded_regular_signatures:
            context = ValidationContext(
                trust_roots=list(load_certs_from_pemder([anchors])),
                moment=datetime.fromisoformat(moment),
                allow_fetching=False,
            )
            status = validate_pdf_signature(signature, context)
            good = good and status.bottom_line
            verdict = "valid" if status.bottom_line else "invalid"
            print(signature.field_name, verdict, status.summary(), status.coverage.name)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
