#pragma once
// Private to this room: what the bytes of one signature say, before anybody asks whether to believe
// those who signed (belief.h).

#include <optional>

#include "signing/byte_range.h"
#include "signing/cms_check.h"
#include "signing/mapped_file.h"
#include "signing/report.h"
#include "signing/signature_fields.h"
#include "signing/time_stamp.h"

namespace chengnuo::signing {

struct Inspected {
  SignatureReport report;               ///< with a verdict already unless `intact`
  bool intact = false;                  ///< nothing is wrong with it but, perhaps, its digest's age
  std::optional<Coverage> coverage;     ///< if its byte range is in order
  bool pades = false;                   ///< made for the baseline profile (ETSI.CAdES.detached)
  CmsFacts cms;                         ///< of a signature
  std::optional<TimeStampFacts> stamp;  ///< of a document time stamp, or in the signature
};

/// Looks at fields of one file. Both must outlive it.
class Inspection {
 public:
  Inspection(const MappedFile& file, const pdf::Document& current)
      : file_(file), current_(current) {}

  /// Never throws for what stands in the file.
  Inspected inspect(const pdf::SignatureField& field) const;
  /// A signature whose /ByteRange stands at `position` and that no field holds any more, or that
  /// none ever held.
  Inspected inspect_loose(std::size_t position) const;

 private:
  void inspect(const pdf::SignatureField& field, Inspected& found) const;
  std::optional<Problem> problem_of_place(const pdf::SignatureField& field) const;
  std::optional<Problem> problem_of_value(const pdf::Dictionary& signature, Inspected& found) const;

  const MappedFile& file_;
  const pdf::Document& current_;
};

/// What a broken structure means for the verdict.
Problem damaged(const pdf::Malformed& malformed);
/// Not all of the file can be read.
Problem encrypted();

/// What to say of one with which nothing is wrong.
pipeline::Message praise(const SignatureReport& report);
void set(SignatureReport& report, const Problem& problem);

}  // namespace chengnuo::signing
