#include "signing/verify.h"

#include <algorithm>
#include <limits>

#include "pipeline/digest.h"
#include "signing/belief.h"
#include "signing/copy_mark.h"
#include "signing/inspection.h"
#include "signing/lint.h"
#include "signing/verify_mapped.h"

namespace chengnuo::signing {
namespace {

using pdf::Dictionary;
using pdf::Document;
using pdf::SignatureField;
using pipeline::Message;

/// Each costs a pass over the file; honest files were seen with 51.
constexpr std::size_t kMostSignatures = 200;

/// The file is as good as its worst signature; that it was modified is said before all else.
void conclude(VerificationReport& report) {
  const auto take = [&report](const SignatureReport& signature) {
    report.verdict = signature.verdict;
    report.code = signature.code;
    report.cause = signature.cause;
    report.reason = signature.reason;
  };
  const auto modified =
      std::ranges::find(report.signatures, "MODIFIED_AFTER_SIGNING", &SignatureReport::code);
  if (modified != report.signatures.end()) return take(*modified);
  for (const Validity verdict : {Validity::invalid, Validity::indeterminate, Validity::valid}) {
    const auto worst = std::ranges::find(report.signatures, verdict, &SignatureReport::verdict);
    if (worst != report.signatures.end()) return take(*worst);
  }
  report.code = report.signatures.empty() ? "NOT_SIGNED" : "EMPTY_FIELD";
  report.reason = report.signatures.empty()
                      ? Message{"文件没有签名。", "The file is not signed."}
                      : Message{"文件有签名域，但尚未签名。",
                                "The file has a field for a signature, but none in it."};
}

/// What was signed first is what somebody may have prepared, and what a copy says that it is.
std::size_t first_revision(const std::vector<Inspected>& all, std::size_t size) {
  for (const Inspected& one : all)
    if (one.coverage) size = std::min(size, one.coverage->end);
  return size;
}

void inspect_signatures(const MappedFile& file, const Document& document,
                        const TrustAnchors& anchors, pipeline::Time at,
                        const VerifyOptions& options, VerificationReport& report) {
  const std::vector<SignatureField> fields = pdf::signature_fields(document);
  const std::vector<std::size_t> places = file.places_of("/ByteRange");
  if (fields.size() > kMostSignatures || places.size() > 2 * kMostSignatures)
    throw pdf::Malformed(0, "too many signatures");
  const Inspection inspection(file, document);
  std::vector<Inspected> all;
  for (const SignatureField& field : fields) all.push_back(inspection.inspect(field));
  for (const std::size_t place : pdf::loose_signatures(document, fields, places))
    all.push_back(inspection.inspect_loose(place));
  std::ranges::stable_sort(all, {}, [](const Inspected& one) {
    constexpr std::size_t kLast = std::numeric_limits<std::size_t>::max();
    return one.coverage ? one.coverage->end : kLast;
  });
  conclude_beliefs(all, document, anchors, at, options);
  for (Inspected& one : all) report.signatures.push_back(std::move(one.report));
  const Document first(document.bytes().substr(0, first_revision(all, document.bytes().size())));
  report.warnings = preparations_in(first);
  if (const auto mark = copy_mark_in(first))
    report.copy = SignedCopy{mark->holder, mark->content_digest};
}

void set(VerificationReport& report, const Problem& problem) {
  report.verdict = problem.verdict;
  report.code = problem.code;
  report.cause = problem.cause;
  report.reason = problem.what;
}

/// Why a file cannot be read, from its outside.
Problem unreadable(std::string_view bytes, const pdf::Malformed& malformed) {
  constexpr std::string_view kHeader = "%PDF-";
  Problem problem = damaged(malformed);
  const auto say = [&problem](const char* cause, const char* zh, const char* en) {
    problem.cause = cause;
    problem.what = {zh, en};
  };
  if (!bytes.starts_with(kHeader)) {
    if (bytes.substr(0, 4096).find(kHeader) != std::string_view::npos)
      say("JUNK_PREFIX", "PDF 之前有多余的内容。", "Something stands before the PDF.");
    else
      say("NOT_A_PDF", "文件不是 PDF。", "The file is no PDF.");
  } else if (!pdf::last_table(bytes)) {
    say("TRUNCATED", "PDF 不完整或其后有多余的内容：末尾没有结束标志。",
        "The PDF is not whole, or something stands behind it: it does not end in its end mark.");
  } else {
    problem.cause = "DAMAGED";
  }
  return problem;
}

Problem without_pages() {
  return {
      Validity::invalid, "FORMAT_FAILURE", {"PDF 没有页面。", "The PDF has no pages."}, "NO_PAGES"};
}

std::string sha256_of(const MappedFile& file) {
  constexpr std::size_t kPiece = std::size_t{8} << 20;
  pipeline::Digest digest;
  for (std::size_t at = 0; at < file.bytes().size(); at += kPiece) {
    digest.add(file.bytes().substr(at, kPiece));
    file.forget();
  }
  return digest.hex();
}

}  // namespace

VerificationReport verify_mapped(const MappedFile& file, const TrustAnchors& anchors,
                                 pipeline::Time at, const VerifyOptions& options) {
  VerificationReport report;
  report.checked_at = at;
  report.sha256 = sha256_of(file);
  bool is_encrypted = false;
  try {
    const Document document(file.bytes());
    is_encrypted = document.encrypted();
    inspect_signatures(file, document, anchors, at, options, report);
    conclude(report);
    if (report.verdict != Validity::invalid && document.pages().empty())
      set(report, without_pages());
  } catch (const pdf::Malformed& malformed) {
    set(report, is_encrypted ? encrypted() : unreadable(file.bytes(), malformed));
  }
  if (is_encrypted && report.verdict == Validity::unsigned_) set(report, encrypted());
  return report;
}

VerificationReport verify_file(const std::filesystem::path& pdf, const TrustAnchors& anchors,
                               pipeline::Time at, const VerifyOptions& options) {
  VerificationReport report = verify_mapped(MappedFile(pdf), anchors, at, options);
  report.file = pdf;
  return report;
}

}  // namespace chengnuo::signing
