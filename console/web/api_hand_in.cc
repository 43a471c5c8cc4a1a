// Files that come through the page: in pieces to the disk (uploads.h), then through the same intake
// as the inbox.

#include <algorithm>

#include "console/web/api.h"
#include "pipeline/text.h"

namespace chengnuo::console {
namespace {

using nlohmann::json;

constexpr std::chrono::hours kForgotten{24 * 7};
constexpr std::size_t kLongestName = 255;

/// A browser sends a name, never a path; whatever else stands there is cut off.
std::string plain_name(const std::string& name) {
  const auto cut = name.find_last_of("/\\");
  std::string plain = cut == std::string::npos ? name : name.substr(cut + 1);
  std::erase_if(plain, [](unsigned char c) { return c < ' ' || c == 0x7F; });
  plain = pipeline::utf8(pipeline::code_points(plain));
  if (plain.empty() || plain == "." || plain == ".." || plain.size() > kLongestName)
    throw Refused{422,
                  {"文件名不能用。", "The file's name cannot be used."},
                  {"请改名后再试。", "Rename it and try again."}};
  return plain;
}

std::string unit_of(const Desk& desk, const Call& call) {
  std::string unit = call.text("unit", "");
  if (unit.empty())
    unit = call.person().unit.empty() ? desk.config.units.front().id : call.person().unit;
  const bool known = std::ranges::any_of(desk.config.units,
                                         [&](const UnitConfig& each) { return each.id == unit; });
  if (!known) throw not_found();
  call.require_unit(unit);
  return unit;
}

json upload_json(const Upload& upload) {
  return {{"id", upload.id},
          {"name", upload.name},
          {"size", upload.size},
          {"offset", upload.offset},
          {"files", nullptr}};
}

const char* word_for(watcher::Outcome outcome) {
  using enum watcher::Outcome;
  switch (outcome) {
    case taken:
      return "taken";
    case duplicate:
      return "duplicate";
    case refused:
      return "refused";
    case waiting:
    case failed:
      break;
  }
  return "failed";
}

/// All bytes are here: the file goes the way of the inbox, and the person hears what became of it.
json finish(Desk& desk, const Call& call, const Upload& upload) {
  json files = json::array();
  for (const auto& report :
       desk.intake.take_copy(desk.uploads.bytes_of(upload), upload.name, upload.unit, upload.batch))
    files.push_back({{"name", report.name},
                     {"outcome", word_for(report.outcome)},
                     {"submission", report.submission},
                     {"sha256", report.sha256},
                     {"message", report.message.in(call.language)}});
  desk.uploads.remove(upload);
  json result = upload_json(upload);
  result["files"] = files;
  return result;
}

json begin(Desk& desk, const Call& call) {
  Upload wanted;
  wanted.name = plain_name(call.text("name"));
  wanted.owner = call.person().name;
  wanted.unit = unit_of(desk, call);
  wanted.batch = call.text("batch", "");
  if (wanted.batch.size() > kLongestName)
    throw Refused{422, {"批次名太长。", "The batch's name is too long."}};
  const json size = call.body.value("size", json());
  if (!size.is_number_integer()) throw Refused{422, {"缺少 size", "size is missing"}};
  wanted.size = size.get<std::int64_t>();
  desk.uploads.remove_old(kForgotten);
  const Upload upload = desk.uploads.begin(wanted);
  // Everything came, but the answer to the last piece was lost.
  return upload.offset == upload.size ? finish(desk, call, upload) : upload_json(upload);
}

json receive(Desk& desk, Call& call, Pieces& pieces) {
  const std::int64_t offset = std::atoll(call.query("offset").c_str());
  const Upload upload =
      desk.uploads.receive(call.part("id"), call.person().name, offset,
                           [&](const Uploads::Sink& sink) { return pieces.read(sink); });
  return upload.offset == upload.size ? finish(desk, call, upload) : upload_json(upload);
}

}  // namespace

void add_hand_in_api(Router& router, Desk& desk) {
  router.post("/api/uploads", Right::hand_in, [&desk](Call& call) { return begin(desk, call); });
  router.get("/api/uploads/{id}", Right::hand_in, [&desk](Call& call) {
    return upload_json(desk.uploads.find(call.part("id"), call.person().name));
  });
  router.patch_stream("/api/uploads/{id}", Right::hand_in,
                      [&desk](Call& call, Pieces& pieces) { return receive(desk, call, pieces); });
}

}  // namespace chengnuo::console
