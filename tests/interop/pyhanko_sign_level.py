"""Signs a PDF with pyHanko at one of the PAdES baseline levels, against live services.

    pyhanko_sign_level.py IN.pdf OUT.pdf LEVEL KEY.pem CHAIN.pem ROOT.pem TSA-URL

CHAIN.pem: the signer's certificate first. LEVEL: B-B, B-T, B-LT or B-LTA.
"""

import asyncio
import sys

from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.timestamps.aiohttp_client import AIOHttpTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend
import aiohttp


async def main(in_path, out_path, level, key, chain, root, tsa) -> None:
    async with aiohttp.ClientSession() as session:
        roots = list(load_certs_from_pemder([root]))
        certs = list(load_certs_from_pemder([chain]))
        context = ValidationContext(
            trust_roots=roots,
            other_certs=certs,
            allow_fetching=True,
            revocation_mode="hard-fail",
            fetcher_backend=AIOHttpFetcherBackend(session),
        )
        signer = signers.SimpleSigner.load(key, chain.replace("-chain", ""), ca_chain_files=[chain])
        metadata = signers.PdfSignatureMetadata(
            field_name="Signature",
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            validation_context=context,
            embed_validation_info=level in ("B-LT", "B-LTA"),
            use_pades_lta=level == "B-LTA",
        )
        stamper = None if level == "B-B" else AIOHttpTimeStamper(tsa, session)
        with open(in_path, "rb") as file, open(out_path, "w+b") as out:
            writer = IncrementalPdfFileWriter(file)
            await signers.PdfSigner(metadata, signer, timestamper=stamper).async_sign_pdf(
                writer, output=out
            )


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
