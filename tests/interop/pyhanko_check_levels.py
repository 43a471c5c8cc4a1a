"""Validates every signature of a PDF with pyHanko by the process of EN 319 102-1 for long-term
availability (5.6.3): from what is in the file alone, revocation demanded. One line each: its field,
"valid" or "invalid", pyHanko's indication. Ends with 1 if any is not valid.

    pyhanko_check_levels.py FILE.pdf CA.pem 2026-11-25T09:00:00+00:00
"""

import asyncio
import sys
from datetime import datetime

from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import PdfSignatureValidationSpec, SignatureValidationSpec
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager


def main(pdf: str, anchors: str, moment: str) -> int:
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(list(load_certs_from_pemder([anchors]))),
        revinfo_policy=CertRevTrustPolicy(revocation_checking_policy=REQUIRE_REVINFO),
    )
    spec = PdfSignatureValidationSpec(SignatureValidationSpec(cert_validation_policy=policy))
    now = datetime.fromisoformat(moment)
    timing = ValidationTimingInfo(
        validation_time=now, best_signature_time=now, point_in_time_validation=True
    )
    good = True
    with open(pdf, "rb") as stream:
        for signature in PdfFileReader(stream).embedded_regular_signatures:
            result = asyncio.run(ades_lta_validation(signature, spec, timing_info=timing))
            passed = result.ades_subindic.status.name == "PASSED"
            good = good and passed
            print(signature.field_name, "valid" if passed else "invalid", result.ades_subindic, result.failure_msg)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
