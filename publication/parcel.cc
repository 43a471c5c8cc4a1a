#include "publication/parcel.h"

#include <algorithm>

#include "pipeline/digest.h"
#include "pipeline/error.h"
#include "pipeline/file.h"
#include "publication/manifest.h"

namespace chengnuo::publication {
namespace {

namespace fs = std::filesystem;
using pipeline::Error;
using pipeline::Remedy;

Manifest checked_manifest(const fs::path& folder, const std::vector<fs::path>& anchors) {
  const fs::path file = folder / kManifestFile;
  const pipeline::Message advice{"请让报送单位重新导出整个文件夹。",
                                 "Ask the sending unit for the whole folder again."};
  if (!fs::exists(file))
    throw Error(Remedy::fix_document,
                {"文件夹中没有清单 manifest.xml。", "There is no manifest.xml."}, advice, folder);
  const std::string xml = pipeline::read_file(file);
  const XmlVerification verification = verify_xml(xml, anchors);
  const auto manifest = parse_manifest(xml);
  if (!verification.valid || !manifest)
    throw Error(Remedy::fix_document,
                {"清单的签名不能确认：" + verification.reason,
                 "The manifest's signature is not accepted: " + verification.reason},
                advice, file);
  return *manifest;
}

/// Its bytes, if they are what the manifest says; a name that leads out of the folder is none.
std::string bytes_of(const fs::path& folder, const Manifest::Entry& entry) {
  const fs::path name(entry.file);
  const fs::path file = folder / name;
  if (name != name.filename() || !fs::is_regular_file(file) || fs::is_symlink(file)) return {};
  std::string bytes = pipeline::read_file(file);
  return pipeline::sha256_hex(bytes) == entry.sha256 ? bytes : std::string();
}

bool tells_act(const std::string& xml) {
  const auto message = parse_message(xml);
  return message && message->notice.has_value();
}

}  // namespace

std::vector<ParcelResult> take_parcel(const fs::path& folder, Receiving& receiving,
                                      const std::vector<fs::path>& anchors, const std::string& at) {
  struct Item {
    Manifest::Entry entry;
    std::string xml;
  };
  std::vector<Item> items;
  for (const Manifest::Entry& entry : checked_manifest(folder, anchors).entries)
    items.push_back({entry, bytes_of(folder, entry)});
  std::ranges::stable_partition(items, [](const Item& item) { return !tells_act(item.xml); });

  std::vector<ParcelResult> results;
  for (const Item& item : items) {
    if (item.xml.empty()) {
      results.push_back({item.entry.message_id, 0, "the file is missing or was changed"});
      continue;
    }
    const auto [status, receipt] = receiving.take(item.xml, at);
    results.push_back({item.entry.message_id, status, receipt.reason});
    if (status != 503)
      pipeline::write_durably(folder / (receipt.message_id + ".receipt.xml"), to_xml_text(receipt));
  }
  return results;
}

}  // namespace chengnuo::publication
