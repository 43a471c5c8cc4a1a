#pragma once

#include <string>
#include <string_view>

#include "pipeline/submission.h"

namespace chengnuo::signing {

/// What a person wants to know of a certificate.
struct CertificateFacts {
  std::string subject;  ///< common name, UTF-8; empty if it has none
  std::string issuer;   ///< the same of who issued it
  std::string serial;   ///< hex
  pipeline::Time not_before, not_after;
};

/// Of one in DER, as Key::chain() and read_trust_anchors() (trust.h) give them. Throws Error:
/// report_bug if it is none.
CertificateFacts facts_of(std::string_view der);

}  // namespace chengnuo::signing
