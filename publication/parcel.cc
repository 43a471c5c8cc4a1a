#include "publication/parcel.h"

#include <algorithm>
#include <iterator>

#include "pipeline/digest.h"
#include "pipeline/error.h"
#include "pipeline/file.h"
#include "publication/manifest.h"

namespace chengnuo::publication {
namespace {

namespace fs = std::filesystem;
using pipeline::Error;
using pipeline::Remedy;

Manifest checked_manifest(const fs::path& folder, const TrustAnchors& anchors) {
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

}  // namespace

std::vector<ParcelResult> take_parcel(const fs::path& folder, Receiving& receiving,
                                      const TrustAnchors& anchors, const MessageKey& key,
                                      const std::string& at) {
  std::vector<ParcelResult> results;
  std::vector<std::pair<std::string, std::string>> waiting;  // id, message
  for (const Manifest::Entry& entry : checked_manifest(folder, anchors).entries) {
    std::string xml = bytes_of(folder, entry);
    if (xml.empty())
      results.push_back({entry.message_id, 0, "the file is missing or was changed"});
    else
      waiting.emplace_back(entry.message_id, std::move(xml));
  }
  // A file name tells no order: what came too early is offered again behind the others.
  for (bool went_on = true; went_on && !waiting.empty();) {
    went_on = false;
    std::vector<std::pair<std::string, std::string>> early;
    std::vector<ParcelResult> refused;
    for (auto& [id, xml] : waiting) {
      const auto [status, receipt] = receiving.take(xml, at);
      if (status == 503) {
        refused.push_back({id, status, receipt.reason});
        early.emplace_back(std::move(id), std::move(xml));
        continue;
      }
      went_on = true;
      results.push_back({id, status, receipt.reason});
      pipeline::write_durably(folder / (receipt.message_id + ".receipt.xml"),
                              sign_xml(to_xml_text(receipt), key));
    }
    waiting = std::move(early);
    if (!went_on) std::ranges::move(refused, std::back_inserter(results));
  }
  return results;
}

}  // namespace chengnuo::publication
