"""Signs one PDF again and again with pyHanko at PAdES B-B, in one process, as bench_sign.cc does.

    bench_sign.py IN.pdf COUNT KEY.pem CERTIFICATE.pem
"""

import sys
import time
from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers


def main(path: str, count: int, key: str, certificate: str) -> None:
    signer = signers.SimpleSigner.load(key, certificate)
    metadata = signers.PdfSignatureMetadata(
        field_name="Signature1", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    start = time.monotonic()
    for _ in range(count):
        with open(path, "rb") as file:
            writer = IncrementalPdfFileWriter(BytesIO(file.read()))
        with open(path + ".pyhanko", "wb") as out:
            signers.sign_pdf(writer, metadata, signer=signer, output=out)
    print(f"{count / (time.monotonic() - start):.2f} signatures/s")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4])
