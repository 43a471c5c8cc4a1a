"""Verifies the same signed PDF again and again with pyHanko and with this program, one process and
one thread each, and prints files per second of processor time and the ratio. Run it with pyHanko's Python
(tests/interop/setup); the file must be valid for both.

    bench_verify.py BUILD/bin/bench_verify FILE.pdf ROOT.pem 2026-11-25T09:00:00Z
"""

import logging
import subprocess
import sys
import time
from datetime import datetime

from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext


def theirs(pdf: str, root: str, at: datetime, rounds: int) -> float:
    roots = list(load_certs_from_pemder([root]))
    begin = time.process_time()
    for _ in range(rounds):
        with open(pdf, "rb") as stream:
            for signature in PdfFileReader(stream).embedded_regular_signatures:
                context = ValidationContext(trust_roots=roots, moment=at, allow_fetching=False)
                if not validate_pdf_signature(signature, context).bottom_line:
                    raise SystemExit("pyHanko does not find it valid")
    return rounds / (time.process_time() - begin)


def main(program: str, pdf: str, root: str, at: str) -> None:
    logging.disable(logging.CRITICAL)
    moment = datetime.fromisoformat(at.replace("Z", "+00:00"))
    other = theirs(pdf, root, moment, 30)
    done = subprocess.run([program, pdf, root, "300", at], capture_output=True, text=True, check=True)
    ours = float(done.stdout)
    print(f"pyHanko {other:.1f}/s, chengnuo {ours:.1f}/s, ratio {ours / other:.1f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
