#include "signing/stage.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "pipeline/crash_point.h"
#include "pipeline/digest.h"
#include "pipeline/error.h"
#include "pipeline/file.h"
#include "pipeline/json.h"
#include "signing/copy.h"
#include "signing/copy_mark.h"
#include "signing/pdfa_check.h"
#include "signing/sign.h"
#include "signing/verify.h"

namespace chengnuo::signing {
namespace {

using pipeline::Copy;
using pipeline::Error;
using pipeline::Holder;
using pipeline::Remedy;
using pipeline::Submission;
using pipeline::WorkFolder;

const pipeline::Document& letter_of(const Submission& submission) {
  const pipeline::Document* const letter =
      find_document(submission, pipeline::DocumentKind::letter);
  if (letter != nullptr && !letter->pages.empty()) return *letter;
  throw Error(
      Remedy::fix_document,
      {"申报件中没有（唯一的）承诺书。", "The submission has no letter, or more than one."},
      {"请补交承诺书，或退回多余的一份。", "Hand in the letter, or take the other one back."});
}

std::vector<CopyPage> pages_of(const Submission& submission, const WorkFolder& work) {
  std::vector<CopyPage> pages;
  for (const int number : letter_of(submission).pages) {
    const pipeline::PageRef& ref = submission.pages.at(static_cast<std::size_t>(number - 1));
    const std::string facts = pipeline::read_file(work.page_facts(ref.drop, ref.number));
    const auto page = nlohmann::json::parse(facts).get<pipeline::Page>();
    pages.push_back({work.page_image(ref.drop, ref.number), page.dpi, page.lines});
  }
  return pages;
}

const char* field_of(Holder holder) {
  return holder == Holder::unit ? "UnitCopy" : "EnterpriseCopy";
}

/// A copy that an earlier run finished: but for the time it says the same, and is signed by this
/// key.
bool is_finished(const std::filesystem::path& copy, CopyMetadata metadata, const Key& key) {
  if (!std::filesystem::exists(copy)) return false;
  const auto mark = read_copy_mark(copy);
  if (!mark) return false;
  const pipeline::Time now = std::exchange(metadata.created, mark->created);
  const TrustAnchors own{{key.chain().front()}};
  const VerificationReport report = verify_file(copy, own, now);
  const auto signature =
      std::ranges::find(report.signatures, field_of(metadata.holder), &SignatureReport::field);
  return mark->xmp == xmp_packet(metadata) && report.verdict != Validity::invalid &&
         signature != report.signatures.end() && signature->verdict == Validity::valid;
}

SignRequest request_for(const CopyMetadata& metadata) {
  const bool for_unit = metadata.holder == Holder::unit;
  SignRequest request;
  request.field_name = field_of(metadata.holder);
  request.reason =
      (for_unit ? "组织单位存；内容摘要 " : "企业存；内容摘要 ") + metadata.content_digest;
  request.time = metadata.created;
  return request;
}

Copy make_copy(const CopyContent& content, const std::filesystem::path& target,
               const WorkFolder& work, Key& key) {
  const CopyMetadata& metadata = content.metadata;
  if (!is_finished(target, metadata, key)) {
    std::filesystem::path plain = target;
    plain.replace_extension(".unsigned.pdf");
    write_copy(content, plain);
    check_archivable(plain);
    pipeline::crash_point("sign: copy written, not signed");
    std::filesystem::remove(target);  // of another content or key, else it would have been kept
    sign_pdf(plain, target, request_for(metadata), key);
    check_archivable(target);
    std::filesystem::remove(plain);
  }
  pipeline::crash_point(metadata.holder == Holder::unit ? "sign: unit's copy signed"
                                                        : "sign: both copies signed");
  return {metadata.holder, std::filesystem::relative(target, work.root()).string(),
          pipeline::sha256_of_file(target), std::string(name_of(Level::b_b)),
          metadata.content_digest};
}

}  // namespace

const SigningUnit& unit_of(const std::vector<SigningUnit>& units, const std::string& id) {
  const auto found = std::ranges::find(units, id, &SigningUnit::id);
  if (found != units.end()) return *found;
  throw Error(Remedy::fix_setup,
              {"没有为组织单位 " + id + " 配置签名密钥。",
               "No signing key is configured for the unit " + id + "."},
              {"请在配置文件中为该单位设置密钥。", "Set a key for it in the configuration."});
}

pipeline::Time system_time() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

pipeline::Stage sign_stage(std::vector<SigningUnit> units, WorkFolder work, Clock clock) {
  const auto run = [units = std::move(units), work = std::move(work),
                    clock = std::move(clock)](Submission& submission) {
    const SigningUnit& unit = unit_of(units, submission.unit);
    CopyContent content;
    content.pages = pages_of(submission, work);
    content.metadata = {"质量信誉承诺书", submission.enterprise,         unit.name,
                        Holder::unit,     content_digest(content.pages), clock()};
    std::vector<Copy> copies;
    for (const Holder holder : {Holder::unit, Holder::enterprise}) {
      content.metadata.holder = holder;
      copies.push_back(make_copy(content, work.copy(submission.id, holder), work, unit.key));
    }
    submission.copies = std::move(copies);
    return pipeline::Outcome{};
  };
  return {"sign", pipeline::State::signed_, run};
}

}  // namespace chengnuo::signing
