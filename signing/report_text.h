#pragma once

#include <string>

#include "signing/report.h"

namespace chengnuo::signing {

/// A report on one page for a person, in one language, UTF-8. The first line is the verdict;
/// "modified after signing" stands there when so. Times are UTC.
std::string one_page(const VerificationReport& report, pipeline::Language language);

/// The validation report of ETSI TS 119 102-2 (1.2.1), as far as this program has its facts: one
/// SignatureValidationReport for each signature and time stamp, with indication, sub-indication,
/// reasons, time of validation and of the best proof. UTF-8; the same report gives the same bytes.
std::string etsi_report(const VerificationReport& report, pipeline::Language language);

/// "TOTAL-PASSED", "TOTAL-FAILED", "INDETERMINATE" (EN 319 102-1, 5.1.3).
std::string_view indication_of(Validity validity);

}  // namespace chengnuo::signing
