// Submissions as lists and one by one, and the images of their pages.

#include <filesystem>

#include "console/assembly.h"
#include "console/correction_paper.h"
#include "console/web/api.h"
#include "console/web/case_json.h"
#include "pipeline/digest.h"
#include "pipeline/file.h"
#include "pipeline/json.h"

namespace chengnuo::console {
namespace {

using nlohmann::json;
using pipeline::Submission;

json list(const Desk& desk, const Call& call) {
  pipeline::Filter filter;
  if (const std::string state = call.query("state"); !state.empty())
    filter.state = pipeline::state_named(state);
  filter.unit = call.person().unit.empty() ? call.query("unit") : call.person().unit;
  filter.batch = call.query("batch");
  filter.text = call.query("q");
  filter.limit = call.number("limit", 50, 1, 200);
  filter.offset = call.number("offset", 0, 0, 10'000'000);
  filter.depth = pipeline::Filter::Depth::without_documents;
  if (call.query("order") == "newest") filter.order = pipeline::Filter::Order::newest_first;
  json items = json::array();
  for (const Submission& each : desk.reg.list(filter))
    items.push_back(brief_json(each, desk, call.language));
  return {{"total", desk.reg.count(filter)}, {"submissions", items}};
}

void page_image(const Desk& desk, Call& call) {
  const Submission submission = seen_submission(desk, call);
  const int number = std::atoi(call.part("page").c_str());
  if (number < 1 || number > static_cast<int>(submission.pages.size())) throw not_found();
  const auto& ref = submission.pages[static_cast<std::size_t>(number - 1)];
  const auto file = desk.work.page_image(ref.drop, ref.number);
  if (!std::filesystem::exists(file)) throw not_found();
  // The image of a page never changes: it is named by the digest of the file that it came from.
  call.response.set_header("Cache-Control", "private, max-age=86400, immutable");
  call.response.set_content(pipeline::read_file(file),
                            file.extension() == ".png" ? "image/png" : "image/jpeg");
}

/// 缺项补正通知书, made anew for each reader.
void correction_notice(const Desk& desk, Call& call) {
  const Submission submission = seen_submission(desk, call);
  const auto file = desk.work.marked_page(submission.id, 0).parent_path() /
                    ("correction-" + pipeline::random_hex(8) + ".pdf");
  std::filesystem::create_directories(file.parent_path());
  publication::write_pdf(file, correction_paper(desk.config, submission, desk.reg.now()));
  const std::string bytes = pipeline::read_file(file);
  std::filesystem::remove(file);
  call.response.set_header("Cache-Control", "no-store");
  call.response.set_header("Content-Disposition",
                           "inline; filename=\"" + submission.id + "-correction.pdf\"");
  call.response.set_content(bytes, "application/pdf");
}

}  // namespace

std::string Desk::unit_name(const std::string& unit) const {
  for (const UnitConfig& each : config.units)
    if (each.id == unit) return each.name;
  return unit;
}

Submission seen_submission(const Desk& desk, const Call& call) {
  auto found = desk.reg.find(call.part("id"));
  if (!found) throw not_found();
  call.require_unit(found->unit);
  return std::move(*found);
}

void add_submissions_api(Router& router, Desk& desk) {
  router.get("/api/submissions", Right::look, [&desk](Call& call) { return list(desk, call); });
  router.get("/api/submissions/{id}", Right::look, [&desk](Call& call) {
    return case_json(seen_submission(desk, call), desk, call.person(), call.language);
  });
  router.get_raw("/api/submissions/{id}/pages/{page}", Right::look,
                 [&desk](Call& call) { page_image(desk, call); });
  router.get_raw("/api/submissions/{id}/correction-notice", Right::look,
                 [&desk](Call& call) { correction_notice(desk, call); });
}

}  // namespace chengnuo::console
