"""Signs a PDF twice with pyHanko (PAdES, the first signature visible) and adds validation data (DSS).

    pyhanko_sign.py IN.pdf OUT.pdf KEY.p12 PASSWORD-FILE
"""

import sys
from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.validation.dss import DocumentSecurityStore


def signed(pdf: bytes, name: str, signer, box) -> BytesIO:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    fields.append_signature_field(writer, fields.SigFieldSpec(name, box=box))
    metadata = signers.PdfSignatureMetadata(
        field_name=name, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    return signers.sign_pdf(writer, metadata, signer=signer)


def main(in_path: str, out_path: str, key: str, password_file: str) -> None:
    with open(password_file, "rb") as file:
        signer = signers.SimpleSigner.load_pkcs12(key, passphrase=file.readline().strip())
    with open(in_path, "rb") as file:
        once = signed(file.read(), "First", signer, (50, 50, 200, 100))
    twice = signed(once.getvalue(), "Second", signer, None)
    DocumentSecurityStore.add_dss(twice, None, certs=[signer.signing_cert], ocsps=[], crls=[])
    with open(out_path, "wb") as file:
        file.write(twice.getvalue())


if __name__ == "__main__":
    main(*sys.argv[1:])
