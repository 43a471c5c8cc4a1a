#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "console/service_log.h"
#include "publication/complaint.h"
#include "templates/certain.h"

namespace chengnuo::console {

/// One organising unit (组织单位).
struct UnitConfig {
  std::string id;             ///< also the name of its inbox folder
  std::string name;           ///< as it stands on papers and on the platform
  std::string phone;          ///< for enterprises and the public, on papers; may be empty
  std::filesystem::path key;  ///< a file, or the address of a token's key, "pkcs11:…"
  std::filesystem::path certificate;
  std::filesystem::path password_file;
  /// Of messages, where `key` lies in a token: a file, as XML signatures need. Else the same key.
  std::filesystem::path message_key, message_certificate, message_password_file;
  std::string level;  ///< of its signatures: "auto", "B-B", "B-T", "B-LT", "B-LTA"
};

/// A receiver of messages: an HTTP(S) address, or a folder for a carrier.
struct ReceiverConfig {
  std::string url;  ///< http(s)://…; empty: `folder` is used
  std::filesystem::path folder;
  std::filesystem::path receipts;  ///< certificates of who signs its receipts: a file or a folder
  std::filesystem::path ca;
  std::filesystem::path client_certificate;
  std::filesystem::path client_key;
};

/// Everything that chengnuo.toml says. Read once, constant afterwards; relative paths are below the
/// home. Only this file reads configuration.
struct Config {
  std::filesystem::path home;
  std::string database;  ///< as pipeline::Database wants it
  std::vector<UnitConfig> units;

  std::filesystem::path inbox, work, archive, templates, trust;

  std::vector<std::string> time_stamps;              ///< RFC 3161 authorities, asked in this order
  std::chrono::milliseconds time_stamp_wait{10000};  ///< for each
  std::chrono::seconds renew_before = std::chrono::days(90);  ///< an archived copy's proof ends

  int workers = 2;
  LogLevel log = LogLevel::info;
  std::chrono::seconds lease{60};

  std::chrono::milliseconds quiet{2000};
  std::chrono::seconds give_up{600};
  std::string notice = "auto";  ///< "auto", "polling"
  std::chrono::milliseconds rescan{5000};

  std::string engine = "auto";       ///< "auto", "ppocr", "tesseract"
  std::string precision = "native";  ///< "native", "exact"
  int readers = 0;                   ///< reader processes; 0: one for each core
  std::filesystem::path models;
  std::chrono::seconds page_limit{60};
  int pages_per_reader = 200;
  long reader_memory_mb = 3000;
  int most_pages = 200;

  /// Or more, up to 1, which leaves everything to a person.
  double least_confidence = templates::kCertain;
  std::vector<std::string> also_required;  ///< field ids that must be certain too
  double sample = 0;                       ///< share of what could be accepted that a person sees

  std::string house;  ///< tells this house's messages from others' at a receiver
  std::string activity;
  std::string archive_code_pattern;
  std::vector<std::filesystem::path> archive_copies;  ///< further locations of the archive
  std::chrono::seconds archive_seal{86400};           ///< how often the log's head is signed

  int publicity_days = 5;  ///< working days of 公示; 0: published at once
  publication::ComplaintDeadlines complaint_deadlines;
  std::filesystem::path holidays;  ///< as publication::WorkCalendar reads it

  ReceiverConfig platform, activity_office;

  std::string listen = "127.0.0.1:8080";           ///< where the page is served; "off": nowhere
  std::filesystem::path tls_certificate, tls_key;  ///< PEM; empty: plain HTTP
  std::chrono::seconds session_idle = std::chrono::hours(8);
  std::int64_t largest_upload = std::int64_t{2} << 30;  ///< bytes of one file

  std::string second_person = "auto";  ///< "auto", "always", "never"; see needs_second_person
  std::chrono::seconds undo{8};        ///< how long an approval can be taken back
};

/// Whether a text may be a unit's id: it names a folder.
bool is_unit_id(const std::string& text);

/// Throws Error: fix_setup with the line at fault.
Config read_config(const std::filesystem::path& home);

}  // namespace chengnuo::console
