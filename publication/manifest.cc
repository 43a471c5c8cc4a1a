#include "publication/manifest.h"

#include <algorithm>

#include "pipeline/digest.h"
#include "pipeline/file.h"
#include "publication/xml.h"

namespace chengnuo::publication {
namespace {

namespace fs = std::filesystem;

/// The message that a file of the folder holds, by its name; empty if it is none that waits.
std::string waiting_message(const fs::path& file) {
  const std::string name = file.filename().string();
  if (file.extension() != ".xml" || name == kManifestFile || name.ends_with(".receipt.xml"))
    return {};
  const std::string id = file.stem().string();
  return fs::exists(file.parent_path() / (id + ".receipt.xml")) ? std::string() : id;
}

}  // namespace

std::string to_xml_text(const Manifest& manifest) {
  const DocPtr document(xmlNewDoc(to_xml("1.0")));
  xmlNode* root = add_root(document.get(), "manifest");
  xmlNewProp(root, to_xml("receiver"), to_xml(manifest.receiver));
  for (const Manifest::Entry& each : manifest.entries) {
    xmlNode* entry = xmlNewTextChild(root, root->ns, to_xml("entry"), nullptr);
    xmlNewProp(entry, to_xml("message"), to_xml(each.message_id));
    xmlNewProp(entry, to_xml("file"), to_xml(each.file));
    xmlNewProp(entry, to_xml("sha256"), to_xml(each.sha256));
  }
  return serialise(document.get());
}

std::optional<Manifest> parse_manifest(const std::string& xml) {
  const DocPtr document = parse_strangers_xml(xml);
  const xmlNode* root = root_named(document, "manifest");
  if (root == nullptr) return std::nullopt;
  Manifest manifest;
  manifest.receiver = attribute(root, "receiver");
  for (const xmlNode* each = root->children; each != nullptr; each = each->next)
    if (xmlStrEqual(each->name, to_xml("entry")))
      manifest.entries.push_back(
          {attribute(each, "message"), attribute(each, "file"), attribute(each, "sha256")});
  return manifest;
}

void write_manifest(const fs::path& folder, const std::string& receiver, const MessageKey& key) {
  Manifest manifest;
  manifest.receiver = receiver;
  for (const auto& file : fs::directory_iterator(folder))
    if (const std::string id = waiting_message(file.path()); !id.empty())
      manifest.entries.push_back(
          {id, file.path().filename().string(), pipeline::sha256_of_file(file.path())});
  std::ranges::sort(manifest.entries, {}, &Manifest::Entry::message_id);
  pipeline::write_durably(folder / kManifestFile, sign_xml(to_xml_text(manifest), key));
}

}  // namespace chengnuo::publication
