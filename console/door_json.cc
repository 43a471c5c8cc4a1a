#include "console/door_json.h"

#include "console/words.h"
#include "pipeline/json.h"

namespace chengnuo::console {
namespace {

using nlohmann::json;
using pipeline::Language;
using pipeline::name_of;

json notices_json(const std::vector<pipeline::Message>& notices, Language language) {
  json list = json::array();
  for (const auto& notice : notices) list.push_back(notice.in(language));
  return list;
}

json seal_json(const pipeline::Seal& seal, int page) {
  return {{"page", page},          {"box", seal.box},       {"shape", name_of(seal.shape)},
          {"colour", seal.colour}, {"star", seal.star},     {"text", seal.text},
          {"lower", seal.lower},   {"number", seal.number}, {"confidence", seal.confidence}};
}

json readings_json(const std::vector<pipeline::Reading>& readings) {
  json list = json::array();
  for (const auto& reading : readings)
    list.push_back(
        {{"engine", reading.engine}, {"text", reading.text}, {"confidence", reading.confidence}});
  return list;
}

json page_json(const pipeline::Page& page, Language language) {
  json lines = json::array();
  std::string text;
  for (const auto& line : page.lines) {
    text += line.text + "\n";
    lines.push_back({{"text", line.text},
                     {"box", line.box},
                     {"confidence", line.confidence},
                     {"under_seal", line.under_seal},
                     {"readings", readings_json(line.readings)}});
  }
  json seals = json::array();
  for (const auto& seal : page.seals) seals.push_back(seal_json(seal, page.number));
  json marks = json::array();
  for (const auto& mark : page.marks) marks.push_back({{"box", mark.box}, {"colour", mark.colour}});
  return {{"page", page.number},
          {"width", page.width},
          {"height", page.height},
          {"dpi", page.dpi},
          {"rotation", page.rotation},
          {"colour", name_of(page.colour)},
          {"blank", page.blank},
          {"unreadable", page.unreadable},
          {"text", text},
          {"lines", lines},
          {"seals", seals},
          {"marks", marks},
          {"notices", notices_json(page.notices, language)}};
}

json field_json(const pipeline::Field& field, Language language) {
  json result = {{"value", field.value},
                 {"raw", field.raw},
                 {"confidence", field.confidence},
                 {"page", field.page},
                 {"box", field.box},
                 {"state", name_of(field.state)},
                 {"advice", field.advice.in(language)}};
  if (!field.candidates.empty()) result["candidates"] = readings_json(field.candidates);
  return result;
}

json requirement_json(const pipeline::Requirement& requirement, Language language) {
  json evidence = json::array();
  for (const auto& each : requirement.evidence)
    evidence.push_back({{"text", each.text}, {"page", each.page}, {"box", each.box}});
  return {{"verdict", name_of(requirement.verdict)},
          {"evidence", evidence},
          {"advice", requirement.advice.in(language)}};
}

json wording_json(const std::vector<pipeline::WordingPiece>& pieces, Language language) {
  json list = json::array();
  for (const auto& piece : pieces)
    list.push_back({{"part", name_of(piece.part)},
                    {"word", word_for(piece.part).in(language)},
                    {"approved", piece.approved},
                    {"read", piece.read},
                    {"page", piece.page},
                    {"box", piece.box},
                    {"person", piece.for_person},
                    {"reason", piece.reason.in(language)}});
  return list;
}

json document_json(const pipeline::Document& document, Language language) {
  json fields = json::object();
  for (const auto& [id, field] : document.fields) fields[id] = field_json(field, language);
  json requirements = json::object();
  for (const auto& [id, requirement] : document.requirements)
    requirements[id] = requirement_json(requirement, language);
  json seals = json::array();
  for (const auto& placed : document.seals) seals.push_back(seal_json(placed.seal, placed.page));
  json signatures = json::array();
  for (const auto& signature : document.signatures)
    signatures.push_back({{"role", signature.role},
                          {"page", signature.page},
                          {"box", signature.box},
                          {"present", signature.present}});
  json objections = json::array();
  for (const auto& objection : document.objections)
    objections.push_back({{"reason", objection.reason.in(language)},
                          {"advice", objection.advice.in(language)},
                          {"page", objection.page},
                          {"box", objection.box},
                          {"for", objection.for_enterprise ? "enterprise" : "clerk"}});
  return {{"kind", name_of(document.kind)},
          {"template", document.template_id},
          {"template_version", document.template_version},
          {"pages", document.pages},
          {"text", document.text},
          {"fields", fields},
          {"requirements", requirements},
          {"wording", wording_json(document.wording, language)},
          {"seals", seals},
          {"signatures", signatures},
          {"objections", objections},
          {"verdict", name_of(document.verdict)}};
}

json submission_json(const pipeline::Submission& submission, Language language, bool whole) {
  json holds = json::array();
  for (const auto& hold : submission.holds)
    holds.push_back({{"for", name_of(hold.for_whom)},
                     {"stage", hold.stage},
                     {"reason", hold.reason.in(language)},
                     {"advice", hold.advice.in(language)},
                     {"page", hold.page},
                     {"box", hold.box}});
  json drops = json::array();
  for (const auto& drop : submission.drops)
    drops.push_back({{"sha256", drop.sha256},
                     {"name", drop.name},
                     {"size", drop.size},
                     {"received_at", pipeline::rfc3339(drop.received_at)}});
  json copies = json::array();
  for (const auto& copy : submission.copies)
    copies.push_back({{"holder", name_of(copy.holder)},
                      {"path", copy.path},
                      {"sha256", copy.sha256},
                      {"level", copy.level},
                      {"pending", level_is_pending(submission)}});
  json receipts = json::array();
  for (const auto& receipt : submission.receipts)
    receipts.push_back({{"from", receipt.from},
                        {"at", pipeline::rfc3339(receipt.at)},
                        {"number", receipt.number}});
  json result = {{"id", submission.id},
                 {"unit", submission.unit},
                 {"batch", submission.batch},
                 {"enterprise", submission.enterprise},
                 {"state", name_of(submission.state)},
                 {"stage", submission.stage},
                 {"holds", holds},
                 {"drops", drops},
                 {"copies", copies},
                 {"archive_code", submission.archive_code},
                 {"receipts", receipts}};
  if (!whole) return result;
  json documents = json::array();
  for (const auto& document : submission.documents)
    documents.push_back(document_json(document, language));
  json decisions = json::array();
  for (const auto& decision : submission.decisions)
    decisions.push_back({{"who", decision.who},
                         {"at", pipeline::rfc3339(decision.at)},
                         {"action", decision.action},
                         {"target", decision.target},
                         {"before", decision.before},
                         {"after", decision.after},
                         {"reason", decision.reason}});
  result["documents"] = documents;
  result["decisions"] = decisions;
  return result;
}

}  // namespace

json read_json(const std::vector<pipeline::Page>& pages, Language language) {
  json list = json::array();
  for (const auto& page : pages) list.push_back(page_json(page, language));
  return {{"pages", list}};
}

json check_json(const std::vector<pipeline::Document>& documents, Language language) {
  json list = json::array();
  for (const auto& document : documents) list.push_back(document_json(document, language));
  return {{"documents", list}};
}

json status_json(const std::vector<pipeline::Submission>& submissions, Language language,
                 bool whole) {
  json list = json::array();
  for (const auto& submission : submissions)
    list.push_back(submission_json(submission, language, whole));
  return {{"submissions", list}};
}

json deliveries_json(const std::vector<pipeline::Delivery>& deliveries, Language language) {
  json list = json::array();
  for (const auto& delivery : deliveries) {
    json each = {{"message", delivery.message.id},
                 {"receiver", delivery.message.receiver},
                 {"kind", delivery.message.kind},
                 {"submission", delivery.submission},
                 {"attempts", delivery.attempts},
                 {"due", pipeline::rfc3339(delivery.due)},
                 {"last_error", delivery.last_error.in(language)},
                 {"delivered", delivery.receipt.has_value()}};
    if (delivery.receipt)
      each["receipt"] = {{"number", delivery.receipt->number},
                         {"at", pipeline::rfc3339(delivery.receipt->at)}};
    list.push_back(each);
  }
  return {{"messages", list}};
}

}  // namespace chengnuo::console
