#include "archive/metadata.h"

#include <charconv>

#include "archive/region.h"
#include "pipeline/error.h"
#include "pipeline/json.h"

namespace chengnuo::archive {

using pipeline::Document;
using pipeline::DocumentKind;
using pipeline::Submission;

namespace {

/// A field of the letter, else of the form; empty if neither has it.
std::string field_value(const Submission& submission, const std::string& id) {
  for (const DocumentKind kind : {DocumentKind::letter, DocumentKind::form}) {
    const Document* document = pipeline::find_document(submission, kind);
    if (document == nullptr) continue;
    const auto field = document->fields.find(id);
    if (field != document->fields.end() && !field->second.value.empty()) return field->second.value;
  }
  return {};
}

std::string pages_of_kind(const Submission& submission, DocumentKind kind) {
  const Document* document = pipeline::find_document(submission, kind);
  return std::to_string(document == nullptr ? 0 : document->pages.size());
}

std::string template_of(const Submission& submission, DocumentKind kind) {
  const Document* document = pipeline::find_document(submission, kind);
  if (document == nullptr) return {};
  return document->template_id + " " + document->template_version +
         " sha256:" + document->template_digest;
}

/// When the first of its files came: the receiving time that 电子签名法 art. 6 asks for.
std::string received_at(const Submission& submission) {
  if (submission.drops.empty()) return {};
  pipeline::Time first = submission.drops.front().received_at;
  for (const auto& drop : submission.drops) first = std::min(first, drop.received_at);
  return pipeline::rfc3339(first);
}

}  // namespace

std::string expires_on(const std::string& retention, int year_of_filing) {
  if (retention == "Y") return {};
  int years = 0;
  const char* end = retention.data() + retention.size();
  const bool is_term = retention.starts_with('D') &&
                       std::from_chars(retention.data() + 1, end, years).ptr == end && years > 0;
  if (!is_term) {
    throw pipeline::Error(pipeline::Remedy::fix_setup,
                          {"保管期限不正确：" + retention, "The retention is wrong: " + retention},
                          {"请填 Y（永久）、D30 或 D10。", "Use Y (for ever), D30 or D10."});
  }
  return std::to_string(year_of_filing + years) + "-12-31";
}

std::vector<MetadataItem> metadata_of(const Submission& submission, const ArchiveSettings& settings,
                                      const std::string& code, int year) {
  return {
      {"聚合层次", "文件"},
      {"立档单位名称", settings.fonds_name},
      {"档号", code},
      {"全宗号", settings.code.fonds},
      {"门类", settings.code.category},
      {"年度", std::to_string(year)},
      {"保管期限", settings.code.retention},
      {"保管期满", expires_on(settings.code.retention, year)},
      {"机构或问题", submission.unit},
      {"批次", submission.batch},
      {"电子文件号", submission.id},
      {"题名", submission.enterprise + settings.title},
      {"责任者", submission.enterprise},
      {"统一社会信用代码", submission.credit_code},
      {"行政区划", region_of(submission.credit_code)},
      {"地址", field_value(submission, "address")},
      {"行业", field_value(submission, "industry")},
      {"日期", field_value(submission, "signed_on")},
      {"收件时间", received_at(submission)},
      {"密级", settings.security},
      {"页数", std::to_string(submission.pages.size())},
      {"承诺书页数", pages_of_kind(submission, DocumentKind::letter)},
      {"申请表页数", pages_of_kind(submission, DocumentKind::form)},
      {"承诺书模板", template_of(submission, DocumentKind::letter)},
      {"申请表模板", template_of(submission, DocumentKind::form)},
  };
}

}  // namespace chengnuo::archive
