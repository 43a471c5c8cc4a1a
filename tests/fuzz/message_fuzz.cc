// What strangers send to the platform, and what receivers answer: messages, receipts, manifests,
// and complaints in JSON. What is valid must say the same once it was written and read again.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "pipeline/error.h"
#include "publication/complaint_box.h"
#include "publication/manifest.h"
#include "publication/message.h"
#include "publication/schema.h"
#include "publication/xml_signature.h"

using namespace chengnuo;
using namespace chengnuo::publication;

namespace {

void read_message(const std::string& bytes, const Schema& schema) {
  const auto message = parse_message(bytes);
  if (!message || !schema.complaint(bytes).empty()) return;
  const std::string again = to_xml_text(*message);
  const auto same = parse_message(again);
  if (!same || to_xml_text(*same) != again) std::abort();
}

void read_receipt(const std::string& bytes) {
  const auto receipt = parse_receipt(bytes);
  if (!receipt) return;
  const std::string again = to_xml_text(*receipt);
  const auto same = parse_receipt(again);
  if (!same || to_xml_text(*same) != again) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const XmlSecurity security;
  static const Schema schema(CHENGNUO_XSD);
  static const TrustAnchors anchors{CHENGNUO_MESSAGE_SIGNER};
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  read_message(bytes, schema);
  read_receipt(bytes);
  parse_manifest(bytes);
  verify_xml(bytes, anchors);
  try {
    complaint_from_json(bytes, "fuzz");
  } catch (const pipeline::Error&) {
    // It is none, and was told so.
  }
  return 0;
}
