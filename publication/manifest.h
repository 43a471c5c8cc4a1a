#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "publication/xml_signature.h"

namespace chengnuo::publication {

/// What a carrier's folder holds: one line for each message that has no receipt yet. It is signed,
/// so that whoever unpacks it knows that nothing was taken out or put in on the way.
struct Manifest {
  std::string receiver;
  struct Entry {
    std::string message_id;
    std::string file;  ///< within the folder
    std::string sha256;
  };
  std::vector<Entry> entries;
};

inline constexpr const char* kManifestFile = "manifest.xml";

std::string to_xml_text(const Manifest& manifest);
std::optional<Manifest> parse_manifest(const std::string& xml);

/// Writes FOLDER/manifest.xml, signed, for all FOLDER/<id>.xml without FOLDER/<id>.receipt.xml.
/// Throws Error: fix_setup (key), retry (disk full).
void write_manifest(const std::filesystem::path& folder, const std::string& receiver,
                    const MessageKey& key);

}  // namespace chengnuo::publication
