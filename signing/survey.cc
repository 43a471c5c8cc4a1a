#include "signing/survey.h"

#include <algorithm>

#include "pipeline/error.h"
#include "signing/byte_range.h"
#include "signing/cms_parts.h"
#include "signing/dss.h"
#include "signing/file_digest.h"
#include "signing/mapped_file.h"
#include "signing/pdf_document.h"
#include "signing/signature_fields.h"

namespace chengnuo::signing {
namespace {

using pipeline::Message;

[[noreturn]] void refuse(const Message& why, const std::filesystem::path& pdf) {
  throw pipeline::Error(
      pipeline::Remedy::fix_document,
      {"签名等级无法提升：" + why.zh + " [INVALID_SIGNATURE]",
       "The level cannot be raised: " + why.en + " [INVALID_SIGNATURE]"},
      {"请先核验该文件（chengnuo verify）。", "Verify the file first (chengnuo verify)."}, pdf);
}

Mark mark_of(const pdf::SignatureField& field, const MappedFile& file,
             const std::filesystem::path& pdf) {
  const auto* const dictionary = field.signature->as<pdf::Dictionary>();
  if (dictionary == nullptr) refuse({"签名字典不合规。", "a signature is no dictionary."}, pdf);
  const auto covered = coverage_of(file.bytes(), *dictionary);
  if (const auto* const problem = std::get_if<Problem>(&covered)) refuse(problem->what, pdf);
  const Coverage& coverage = std::get<Coverage>(covered);
  Mark mark;
  mark.field = field.name;
  mark.gap_begin = coverage.gap_begin;
  mark.gap_end = coverage.gap_end;
  mark.end = coverage.end;
  mark.contents = dictionary->find("Contents")->as<pdf::String>()->bytes;
  const pdf::Value* const kind = dictionary->find("SubFilter");
  mark.is_stamp = kind != nullptr && kind->is_name("ETSI.RFC3161");
  const auto digest = [&](const char* algorithm) {
    return digest_around_gap(file, mark.gap_begin, mark.gap_end, mark.end, algorithm);
  };
  if (mark.is_stamp) {
    mark.stamp = check_time_stamp(mark.contents, digest);
  } else {
    mark.signature = check_cms(mark.contents, digest);
    if (mark.signature.problem) refuse(mark.signature.problem->what, pdf);
    if (!mark.signature.time_stamp.empty())
      mark.stamp = check_time_stamp(mark.signature.time_stamp, [&](const char* algorithm) {
        return digest_by_name(mark.signature.signature, algorithm);
      });
  }
  if (mark.stamp && mark.stamp->problem) refuse(mark.stamp->problem->what, pdf);
  return mark;
}

}  // namespace

std::optional<pipeline::Time> Survey::proven_at(const Mark& mark) const {
  std::optional<pipeline::Time> earliest;
  const auto consider = [&](const Mark& proof) {
    if (proof.stamp && (!earliest || proof.stamp->time < *earliest)) earliest = proof.stamp->time;
  };
  if (!mark.is_stamp) consider(mark);
  for (const Mark& later : marks)
    if (later.is_stamp && later.end > mark.end) consider(later);
  return earliest;
}

bool Survey::has_signature() const {
  return std::ranges::any_of(marks, [](const Mark& mark) { return !mark.is_stamp; });
}

const Mark* Survey::last_stamp() const {
  return !marks.empty() && marks.back().is_stamp && marks.back().end == size ? &marks.back()
                                                                             : nullptr;
}

Survey survey(const std::filesystem::path& pdf) {
  const MappedFile file(pdf);
  Survey found;
  found.size = file.bytes().size();
  try {
    const pdf::Document document(file.bytes());
    for (const pdf::SignatureField& field : pdf::signature_fields(document))
      if (field.signature != nullptr) found.marks.push_back(mark_of(field, file, pdf));
    found.store = read_dss(document);
  } catch (const pdf::Malformed& malformed) {
    refuse({std::string("PDF 结构损坏或不合规（") + malformed.what() + "）。",
            std::string("the PDF is damaged or not in order (") + malformed.what() + ")."},
           pdf);
  }
  std::ranges::sort(found.marks, {}, &Mark::end);
  return found;
}

}  // namespace chengnuo::signing
