#include "publication/message.h"

#include <algorithm>
#include <array>
#include <sstream>

#include "pipeline/digest.h"
#include "pipeline/json.h"

namespace chengnuo::publication {
namespace {

using pipeline::Document;
using pipeline::DocumentKind;
using pipeline::Submission;

constexpr std::array<std::pair<MessageKind, std::string_view>, 8> kNames{{
    {MessageKind::letter, "letter"},
    {MessageKind::report, "report"},
    {MessageKind::correction, "correction"},
    {MessageKind::withdrawal, "withdrawal"},
    {MessageKind::suspension, "suspension"},
    {MessageKind::resumption, "resumption"},
    {MessageKind::delisting, "delisting"},
    {MessageKind::relisting, "relisting"},
}};

/// The first value that one of the submission's papers gives for a field.
std::string value_of(const Submission& submission, const Hider& hider, const std::string& field) {
  for (const DocumentKind kind : {DocumentKind::form, DocumentKind::letter})
    if (const Document* document = pipeline::find_document(submission, kind))
      if (std::string value = hider.value(*document, field); !value.empty()) return value;
  return {};
}

/// Only whole ISO dates: a year and month alone is no xs:date.
std::string date_or_nothing(const std::string& value) {
  const bool whole = value.size() == 10 && value[4] == '-' && value[7] == '-';
  return whole ? value : std::string();
}

OutMessage common(const Submission& submission, const std::string& id, MessageKind kind,
                  const std::string& unit_name, const std::string& activity, pipeline::Time created,
                  const Hider& hider) {
  OutMessage message;
  message.id = id;
  message.kind = kind;
  message.created = pipeline::rfc3339(created);
  message.unit = unit_name;
  message.batch = submission.batch;
  message.enterprise = submission.enterprise;
  message.code = submission.credit_code;
  message.legal_representative = value_of(submission, hider, "legal_representative");
  message.industry = value_of(submission, hider, "industry");
  message.main_products = value_of(submission, hider, "main_products");
  message.activity = activity;
  message.archive_code = submission.archive_code;
  message.signed_on = date_or_nothing(value_of(submission, hider, "signed_on"));
  for (const pipeline::Copy& copy : submission.copies)
    message.copies.emplace_back(pipeline::name_of(copy.holder), copy.sha256);
  return message;
}

void add_text(OutMessage& message, const Submission& submission, const Hider& hider) {
  if (const Document* letter = pipeline::find_document(submission, DocumentKind::letter)) {
    std::istringstream lines(letter->text);
    for (std::string line; std::getline(lines, line);)
      if (line.find_first_not_of(" \t\r") != std::string::npos)
        message.paragraphs.push_back(hider.text(line));
  }
  message.read_by_person = std::ranges::any_of(
      submission.decisions, [](const pipeline::Decision& d) { return d.action == "approve"; });
}

}  // namespace

std::string_view name_of(MessageKind kind) {
  return std::ranges::find(kNames, kind, &decltype(kNames)::value_type::first)->second;
}

bool is_act(MessageKind kind) { return kind != MessageKind::letter && kind != MessageKind::report; }

std::optional<MessageKind> kind_named(std::string_view name) {
  const auto found = std::ranges::find(kNames, name, &decltype(kNames)::value_type::second);
  return found == kNames.end() ? std::nullopt : std::optional(found->first);
}

OutMessage letter_message(const Submission& submission, const std::string& id,
                          const std::string& unit_name, const std::string& activity,
                          pipeline::Time created, const HidingRule& rule) {
  const Hider hider(submission, rule);
  OutMessage message =
      common(submission, id, MessageKind::letter, unit_name, activity, created, hider);
  add_text(message, submission, hider);
  return message;
}

OutMessage notice_message(MessageKind kind, const Notice& notice, const Submission& submission,
                          const std::string& id, const std::string& unit_name,
                          const std::string& activity, pipeline::Time created,
                          const HidingRule& rule) {
  const Hider hider(submission, rule);
  OutMessage message = common(submission, id, kind, unit_name, activity, created, hider);
  message.notice = notice;
  message.notice->reason = hider.text(notice.reason);
  if (kind == MessageKind::correction) {
    add_text(message, submission, hider);
    message.read_by_person = true;  // who corrects a text has read it
  }
  return message;
}

OutMessage report_message(const Submission& submission, const std::string& id,
                          const std::string& unit_name, const std::string& activity,
                          pipeline::Time created, const HidingRule& rule) {
  const Hider hider(submission, rule);
  OutMessage message =
      common(submission, id, MessageKind::report, unit_name, activity, created, hider);
  message.address = value_of(submission, hider, "address");
  // What the notice calls 承诺企业的有关信息; the people in it stay with the organising unit.
  constexpr std::array kFacts{"enterprise_type", "employees",  "registered_capital",
                              "revenue",         "founded_on", "postcode",
                              "standards",       "website",    "quality_certification",
                              "recommender",     "applied_on", "recommended_on"};
  for (const char* field : kFacts)
    if (std::string value = value_of(submission, hider, field); !value.empty())
      message.facts.emplace_back(field, std::move(value));
  return message;
}

std::string text_digest(const std::vector<std::string>& paragraphs) {
  pipeline::Digest digest;
  for (const std::string& paragraph : paragraphs) {
    digest.add(paragraph);
    digest.add("\n");
  }
  return digest.hex();
}

}  // namespace chengnuo::publication
