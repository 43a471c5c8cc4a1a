#pragma once

#include <string>

#include "pipeline/submission.h"

namespace chengnuo::signing {

/// What the document's metadata say. The same facts stand in /Info and in XMP, in equal words.
struct CopyMetadata {
  std::string title;
  std::string enterprise;
  std::string unit;
  pipeline::Holder holder = pipeline::Holder::unit;
  std::string content_digest;  ///< SHA-256, hex
  pipeline::Time created;
};

/// The producing program, as /Producer and pdf:Producer.
inline constexpr const char* kProducer = "chengnuo";

/// The XMP packet (ISO 16684-1; ISO 19005-2, 6.6.2): PDF/A-2u, Dublin Core, dates, and our own
/// properties with the description that PDF/A asks for properties that it does not know.
std::string xmp_packet(const CopyMetadata& metadata);

}  // namespace chengnuo::signing
