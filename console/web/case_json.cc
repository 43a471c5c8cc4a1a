#include "console/web/case_json.h"

#include <algorithm>
#include <filesystem>

#include "console/door_json.h"
#include "console/words.h"
#include "pipeline/file.h"
#include "pipeline/json.h"
#include "pipeline/text.h"

namespace chengnuo::console {
namespace {

using nlohmann::json;
using pipeline::Box;
using pipeline::Document;
using pipeline::Field;
using pipeline::Language;
using pipeline::name_of;
using pipeline::Page;
using pipeline::Reading;
using pipeline::State;
using pipeline::Submission;

const char* tone_of(const Submission& submission) {
  switch (submission.state) {
    case State::held:
      return std::ranges::any_of(submission.holds,
                                 [](const pipeline::Hold& hold) {
                                   return hold.for_whom != pipeline::HoldFor::clerk;
                                 })
                 ? "bad"
                 : "wait";
    case State::failed:
    case State::delisted:
      return "bad";
    case State::returned:
      return "quiet";
    case State::archived:
    case State::reported:
    case State::published:
      return "good";
    default:
      return "busy";
  }
}

/// What was read on the submission's pages, as far as it is still in the work folder.
std::vector<Page> pages_of(const Submission& submission, const pipeline::WorkFolder& work) {
  std::vector<Page> pages;
  for (const pipeline::PageRef& ref : submission.pages) {
    const auto file = work.page_facts(ref.drop, ref.number);
    pages.push_back(std::filesystem::exists(file)
                        ? pipeline::from_stored<Page>(pipeline::read_file(file), file)
                        : Page{});
  }
  return pages;
}

/// The centre of `inner` is within `outer`, and it does not reach far beyond: a whole line of a
/// letter is more than the field that stands in it.
bool lies_in(const Box& inner, const Box& outer) {
  const int x = inner.x + inner.width / 2;
  const int y = inner.y + inner.height / 2;
  return x >= outer.x && x <= outer.x + outer.width && y >= outer.y &&
         y <= outer.y + outer.height && inner.width <= outer.width + 2 * outer.height;
}

void add_reading(json& list, const Reading& reading) {
  const bool known = std::ranges::any_of(list, [&](const json& each) {
    return pipeline::nfkc(each.at("text").get<std::string>()) == pipeline::nfkc(reading.text);
  });
  if (known || reading.text.empty()) return;
  list.push_back(
      {{"engine", reading.engine}, {"text", reading.text}, {"confidence", reading.confidence}});
}

/// Everything that an engine made of the field's place, each text once.
json readings_of(const Field& field, const std::vector<Page>& pages) {
  json list = json::array();
  for (const Reading& each : field.candidates) add_reading(list, each);
  if (field.page < 1 || field.page > static_cast<int>(pages.size()) || field.box.width == 0)
    return list;
  const auto& lines = pages[static_cast<std::size_t>(field.page - 1)].lines;
  const auto inside =
      std::ranges::count_if(lines, [&](const auto& line) { return lies_in(line.box, field.box); });
  if (inside != 1) return list;  // of several lines, no one reading is the field's
  for (const auto& line : lines)
    if (lies_in(line.box, field.box))
      for (const Reading& each : line.readings) add_reading(list, each);
  return list;
}

/// A field's name for people; in English the id's words.
std::string label_of(const std::string& id, const templates::FieldRule* rule, Language language) {
  pipeline::Message label = field_word(id);
  if (rule != nullptr && label.zh == id && !rule->labels.empty()) label.zh = rule->labels.front();
  std::ranges::replace(label.en, '_', ' ');
  return label.in(language);
}

/// Field ids in the order in which the template names them, others behind.
std::vector<std::string> ordered_fields(const Document& document, const templates::Template* of) {
  std::vector<std::string> order;
  if (of != nullptr)
    for (const auto& rule : of->fields)
      if (document.fields.contains(rule.id)) order.push_back(rule.id);
  for (const auto& [id, field] : document.fields)
    if (std::ranges::find(order, id) == order.end()) order.push_back(id);
  return order;
}

json field_json(const Document& document, const std::string& id, const templates::Template* of,
                const std::vector<Page>& pages, Language language) {
  const Field& field = document.fields.at(id);
  const auto* rule = of == nullptr ? nullptr : templates::find_field(*of, id);
  return {{"name", std::string(name_of(document.kind)) + "." + id},
          {"label", label_of(id, rule, language)},
          {"raw", field.raw},
          {"value", field.value},
          {"state", name_of(field.state)},
          {"state_word", word_for(field.state).in(language)},
          {"confidence", field.confidence},
          {"page", field.page},
          {"box", field.box},
          {"advice", field.advice.in(language)},
          {"required", rule != nullptr && rule->need == templates::Need::required},
          {"later", rule != nullptr && rule->need == templates::Need::later},
          {"readings", readings_of(field, pages)}};
}

json document_json(const Submission& submission, const Document& document, const Desk& desk,
                   const std::vector<Page>& pages, const json& plain, Language language) {
  const auto* of = desk.templates.find(document.template_id, submission.unit);
  json fields = json::array();
  for (const std::string& id : ordered_fields(document, of))
    fields.push_back(field_json(document, id, of, pages, language));
  json requirements = json::array();
  for (const auto& [id, requirement] : document.requirements) {
    json each = plain.at("requirements").at(id);
    each["id"] = id;
    each["label"] = requirement_word(id).in(language);
    each["word"] = word_for(requirement.verdict).in(language);
    requirements.push_back(each);
  }
  return {{"kind", name_of(document.kind)},
          {"word", word_for(document.kind).in(language)},
          {"pages", document.pages},
          {"text", document.text},
          {"verdict", name_of(document.verdict)},
          {"fields", fields},
          {"requirements", requirements},
          {"wording", plain.at("wording")},
          {"seals", plain.at("seals")},
          {"signatures", plain.at("signatures")},
          {"objections", plain.at("objections")}};
}

json pages_json(const Submission& submission, const std::vector<Page>& pages, Language language) {
  json list = json::array();
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const Page& page = pages[i];
    const auto drop =
        std::ranges::find(submission.drops, submission.pages[i].drop, &pipeline::Drop::sha256);
    json notices = json::array();
    for (const auto& notice : page.notices) notices.push_back(notice.in(language));
    list.push_back({{"number", i + 1},
                    {"width", page.width},
                    {"height", page.height},
                    {"dpi", page.dpi},
                    {"blank", page.blank},
                    {"unreadable", page.unreadable},
                    {"notices", notices},
                    {"file", drop == submission.drops.end() ? std::string() : drop->name}});
  }
  return list;
}

/// What this person may do with it now.
json abilities(const Submission& submission, const Desk& desk, const Person& person) {
  const bool held = submission.state == State::held;
  const bool may_correct = person.may(Right::correct);
  const bool second = corrected_by(submission, person.full_name) &&
                      needs_second_person(desk.config.second_person, desk.people);
  const bool letter =
      pipeline::find_document(submission, pipeline::DocumentKind::letter) != nullptr;
  return {{"correct", may_correct && (held || submission.state == State::failed)},
          {"approve", person.may(Right::approve) && held && letter && !second},
          {"second_person", held && second},
          {"return", may_correct && (held || submission.state == State::failed)},
          {"undo", may_correct && !submission.decisions.empty() &&
                       submission.decisions.back().action != "undo" &&
                       (held || submission.state == State::returned ||
                        submission.state == State::approved)}};
}

}  // namespace

json brief_json(const Submission& submission, const Desk& desk, Language language) {
  json hold = nullptr;
  if (!submission.holds.empty()) {
    const auto& first = submission.holds.front();
    hold = {{"for", name_of(first.for_whom)},
            {"for_word", word_for(first.for_whom).in(language)},
            {"reason", first.reason.in(language)},
            {"advice", first.advice.in(language)},
            {"count", submission.holds.size()}};
  }
  const pipeline::Drop* drop = submission.drops.empty() ? nullptr : &submission.drops.front();
  json files = json::array();
  for (const auto& each : submission.drops) files.push_back(each.name);
  return {{"id", submission.id},
          {"unit", submission.unit},
          {"unit_name", desk.unit_name(submission.unit)},
          {"batch", submission.batch},
          {"enterprise", submission.enterprise},
          {"credit_code", submission.credit_code},
          {"files", files},
          {"state", name_of(submission.state)},
          {"word", word_for(submission).in(language)},
          {"tone", tone_of(submission)},
          {"hold", hold},
          {"archive_code", submission.archive_code},
          {"received_at", drop == nullptr ? std::string() : pipeline::rfc3339(drop->received_at)}};
}

json case_json(const Submission& submission, const Desk& desk, const Person& person,
               Language language) {
  const std::vector<Page> pages = pages_of(submission, desk.work);
  const json plain = status_json({submission}, language, /*whole=*/true).at("submissions").at(0);
  json result = brief_json(submission, desk, language);
  result["revision"] = revision_of(submission);
  result["stage"] = submission.stage;
  for (const char* same : {"holds", "drops", "decisions", "copies", "receipts"})
    result[same] = plain.at(same);
  result["pages"] = pages_json(submission, pages, language);
  json documents = json::array();
  for (std::size_t i = 0; i < submission.documents.size(); ++i)
    documents.push_back(document_json(submission, submission.documents[i], desk, pages,
                                      plain.at("documents").at(i), language));
  result["documents"] = documents;
  result["can"] = abilities(submission, desk, person);
  return result;
}

json field_beside_others_json(const Submission& submission, const std::string& name,
                              const Desk& desk, const Person& person, Language language) {
  const auto dot = name.find('.');
  for (const Document& document : submission.documents) {
    if (dot == std::string::npos || name_of(document.kind) != name.substr(0, dot)) continue;
    const auto field = document.fields.find(name.substr(dot + 1));
    if (field == document.fields.end()) continue;
    const std::vector<Page> pages = pages_of(submission, desk.work);
    const auto* of = desk.templates.find(document.template_id, submission.unit);
    return {{"id", submission.id},
            {"enterprise", submission.enterprise},
            {"word", word_for(submission).in(language)},
            {"tone", tone_of(submission)},
            {"revision", revision_of(submission)},
            {"correct", abilities(submission, desk, person).at("correct")},
            {"pages", pages_json(submission, pages, language)},
            {"field", field_json(document, field->first, of, pages, language)}};
  }
  return nullptr;
}

}  // namespace chengnuo::console
