#include "archive/record.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <utility>

#include "pipeline/digest.h"
#include "pipeline/error.h"
#include "pipeline/json.h"

namespace chengnuo::archive {

namespace {

constexpr const char* kFormat = "chengnuo-archive-record";
constexpr int kFormatVersion = 1;

nlohmann::ordered_json json_of(const RecordObject& object) {
  nlohmann::ordered_json json = {
      {"role", object.role},
      {"name", object.name},
      {"media_type", object.media_type},
      {"size", object.bytes.size},
      {"sha256", object.bytes.sha256},
      {"sm3", object.bytes.sm3},
      {"path", ObjectStore::relative_path(object.bytes.sha256).string()}};
  if (object.page != 0) json["page"] = object.page;
  if (object.width != 0) {
    json["width"] = object.width;
    json["height"] = object.height;
    json["dpi"] = object.dpi;
    json["colour"] = object.colour;
  }
  return json;
}

RecordObject object_from(const nlohmann::json& json) {
  RecordObject object;
  object.role = json.at("role").get<std::string>();
  object.name = json.at("name").get<std::string>();
  object.media_type = json.at("media_type").get<std::string>();
  object.bytes = {json.at("sha256").get<std::string>(), json.at("sm3").get<std::string>(),
                  json.at("size").get<std::int64_t>()};
  object.page = json.value("page", 0);
  object.width = json.value("width", 0);
  object.height = json.value("height", 0);
  object.dpi = json.value("dpi", 0);
  object.colour = json.value("colour", "");
  return object;
}

}  // namespace

std::string metadata_value(const Record& record, std::string_view name) {
  const auto item = std::ranges::find(record.metadata, name, &MetadataItem::name);
  return item == record.metadata.end() ? std::string() : item->value;
}

std::vector<RecordObject> objects_of(const Record& record, std::string_view role) {
  std::vector<RecordObject> objects;
  std::ranges::copy_if(record.objects, std::back_inserter(objects),
                       [role](const RecordObject& object) { return object.role == role; });
  return objects;
}

std::string record_text(const Record& record) {
  nlohmann::ordered_json metadata = nlohmann::ordered_json::object();
  for (const MetadataItem& item : record.metadata) metadata[item.name] = item.value;
  nlohmann::ordered_json objects = nlohmann::ordered_json::array();
  for (const RecordObject& object : record.objects) objects.push_back(json_of(object));
  const nlohmann::ordered_json json = {
      {"format", kFormat},
      {"format_version", kFormatVersion},
      {"archive_code", record.code},
      {"version", record.version},
      {"previous", record.previous},
      {"at", pipeline::rfc3339(record.at)},
      {"metadata", std::move(metadata)},
      {"objects", std::move(objects)},
      {"submission",
       nlohmann::ordered_json::parse(pipeline::stored_text(nlohmann::json(record.submission)))},
  };
  return json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

Record record_from_text(const std::string& text, const std::filesystem::path& file) {
  const nlohmann::ordered_json json = [&] {
    try {
      return nlohmann::ordered_json::parse(text);
    } catch (const nlohmann::json::exception& error) {
      pipeline::throw_damaged(error.what(), file);
    }
  }();
  try {
    if (json.at("format") != kFormat) pipeline::throw_damaged("format", file);
    if (json.at("format_version").get<int>() > kFormatVersion) {
      throw pipeline::Error(
          pipeline::Remedy::fix_setup,
          {"档案记录由更新版本的程序写成。", "A record was written by a newer program."},
          {"请升级本程序。", "Update this program."}, file);
    }
    Record record;
    record.code = json.at("archive_code").get<std::string>();
    record.version = json.at("version").get<int>();
    record.previous = json.at("previous").get<std::string>();
    record.at = pipeline::from_rfc3339(json.at("at").get<std::string>());
    for (const auto& [name, value] : json.at("metadata").items()) {
      record.metadata.push_back({name, value.get<std::string>()});
    }
    for (const auto& object : json.at("objects")) record.objects.push_back(object_from(object));
    record.submission = nlohmann::json(json.at("submission")).get<pipeline::Submission>();
    return record;
  } catch (const nlohmann::json::exception& error) {
    pipeline::throw_damaged(error.what(), file);
  }
}

std::string content_digest(Record record) {
  record.version = 0;
  record.previous.clear();
  record.at = {};
  return pipeline::sha256_hex(record_text(record));
}

std::filesystem::path record_name(const std::string& code, int version) {
  std::array<char, 16> number{};
  std::snprintf(number.data(), number.size(), "%04d", version);
  return std::filesystem::path("records") / code / number.data();
}

}  // namespace chengnuo::archive
