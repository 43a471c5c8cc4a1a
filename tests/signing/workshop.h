#pragma once

#include <functional>
#include <string>
#include <vector>

#include "signing/key.h"
#include "signing/verify.h"
#include "tests/signing/fixtures.h"
#include "tests/signing/tampering.h"

namespace chengnuo::signing::tests {

// PDFs of our own making, small and readable, with what attackers play with: a page with text, a
// font and an image over it, a form with a filled and an empty field, an annotation. And signatures
// put on them by hand, in ways that the program itself never would.

/// Object numbers of a_contract().
enum ContractObject : std::uint32_t {
  kRoot = 1,
  kPageTree,
  kPageOne,
  kText,
  kFont,
  kForm,
  kAmount,      ///< a text field, "100"
  kAmountLook,  ///< its appearance
  kRemark,      ///< a text field, empty
  kNote,        ///< an annotation
  kNoteLook,
  kInfo,
  kStamp,      ///< a form XObject that the page shows over its text
  kResources,  ///< the page's
  kOutline,
  kNextFree
};

std::vector<NewObject> contract_objects();
/// A PDF of one revision; the first object is its catalog.
std::string whole_pdf(const std::vector<NewObject>& objects);
std::string a_contract();
/// The same with some objects changed or added.
std::string a_contract_with(const std::vector<NewObject>& objects);
/// "<</Length N extra>>\nstream\n…\nendstream"
std::string stream_of(const std::string& bytes, const std::string& extra = "");

/// A CMS over the covered bytes, DER.
using CmsMaker = std::function<std::string(const std::string& covered)>;
CmsMaker honest_cms(Key& key);

/// "@V" in the strings stands for the signature's number, "@F" for the field's.
struct HandMade {
  std::string type = "Sig";
  std::string field = "S1";
  std::string sub_filter = "ETSI.CAdES.detached";
  std::string box = "[0 0 0 0]";
  std::string dictionary_extra;  ///< in the signature
  std::string field_extra;
  std::string catalog_extra;
  CmsMaker cms;
};

/// Adds a signature to a contract in an update.
std::string signed_by_hand(const std::string& pdf, const HandMade& wanted);
/// The same with the development key, certifying the document with /P.
std::string certified(const std::string& pdf, int p, const std::string& dictionary_extra = "");

/// What this program says of some bytes, trusting the development key's authority.
VerificationReport verified(const std::string& bytes, pipeline::Time at = kNow,
                            const TrustAnchors* anchors = nullptr);
const TrustAnchors& our_anchors();

}  // namespace chengnuo::signing::tests
