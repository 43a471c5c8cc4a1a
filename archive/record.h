#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "archive/archive_code.h"
#include "archive/object_store.h"
#include "archive/page_text.h"
#include "pipeline/submission.h"

namespace chengnuo::archive {

/// What an object is to its record. Stored by these words: do not rename.
inline constexpr const char* kDropRole = "drop";                         ///< as it came
inline constexpr const char* kFormPageRole = "form_page";                ///< upright image
inline constexpr const char* kUnitCopyRole = "copy_unit";                ///< signed PDF
inline constexpr const char* kEnterpriseCopyRole = "copy_enterprise";    ///< signed PDF
inline constexpr const char* kDelistingNoticeRole = "delisting_notice";  ///< signed PDF
inline constexpr const char* kLetterTextRole = "letter_text";            ///< UTF-8, reading order
inline constexpr const char* kPageTextRole = "page_text";  ///< JSON, PageText of each page

/// An object with its electronic attributes (DA/T 48-2009, 电子属性 and 数字化属性).
struct RecordObject {
  std::string role;
  std::string name;  ///< what it may be called when it is handed out
  std::string media_type;
  StoredObject bytes;
  int page = 0;   ///< of the submission, from 1; 0 if it is no page
  int width = 0;  ///< of a page image, in pixels
  int height = 0;
  int dpi = 0;
  std::string colour = {};  ///< of a page image: its mode, as pipeline::name_of says it
};

/// One line of the metadata (DA/T 46-2009), in the order in which they are written.
struct MetadataItem {
  std::string name;
  std::string value;
};

/// Everything about one archived submission, in one file that is an object of the archive itself.
/// The register, the catalogue and every index can be made again from these files alone; each is
/// named by records/<档号>/<version>, and a correction makes a new version that names the one
/// before.
struct Record {
  int version = 1;
  std::string previous;  ///< SHA-256 of the record of the version before; empty for the first
  std::string code;      ///< 档号
  pipeline::Time at;     ///< when this version was filed
  std::vector<MetadataItem> metadata;
  std::vector<RecordObject> objects;
  pipeline::Submission submission;  ///< as it stands once archived: findings, decisions, copies, …
};

/// The metadata's value of this name; empty if there is none.
std::string metadata_value(const Record& record, std::string_view name);
/// The record's objects of one role, in order.
std::vector<RecordObject> objects_of(const Record& record, std::string_view role);

/// The record as it lies in the archive: JSON, UTF-8, indented for people.
std::string record_text(const Record& record);
/// Throws Error: fix_setup if it is damaged or was written by a newer program.
Record record_from_text(const std::string& text, const std::filesystem::path& file = {});

/// Digest of what a version says, without what makes it a version (number, predecessor, time): two
/// runs over the same submission give the same one.
std::string content_digest(Record record);

/// Where the name of a version's record lies in the archive: records/<档号>/0001. It holds the
/// record's SHA-256.
std::filesystem::path record_name(const std::string& code, int version);

}  // namespace chengnuo::archive
