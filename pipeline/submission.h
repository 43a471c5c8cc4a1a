#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/finding.h"

namespace chengnuo::pipeline {

using Time = std::chrono::sys_time<std::chrono::milliseconds>;

/// One file as it arrived. Its bytes are kept under their digest and never change.
struct Drop {
  std::string sha256;  ///< hex, lower case
  std::string name;    ///< as dropped, UTF-8; a name from a zip is "archive.zip/inner name"
  std::string folder;  ///< where it was found, relative to the unit's inbox
  std::int64_t size = 0;
  Time received_at;
};

/// A page of the submission: where it came from.
struct PageRef {
  std::string drop;  ///< SHA-256 of the drop
  int number = 1;    ///< page within that drop, from 1
};

enum class HoldFor { clerk, enterprise, administrator };

/// Why a submission waits, and for whom.
struct Hold {
  HoldFor for_whom = HoldFor::clerk;
  std::string stage;  ///< the stage that held it; set by the runner
  Message reason;
  Message advice;
  int page = 0;  ///< of the submission, from 1; 0 if no place
  Box box;
};

/// What a person decided, kept for ever.
struct Decision {
  std::string who;
  Time at;
  std::string action;  ///< "correct", "approve", "return"
  std::string target;  ///< field id for "correct"
  std::string before;
  std::string after;
  std::string reason;
};

enum class Holder { unit, enterprise };

/// A signed PDF of the letter.
struct Copy {
  Holder holder = Holder::unit;
  std::string path;  ///< within the archive once archived, else within the work folder
  std::string sha256;
  std::string level;         ///< PAdES level reached: "B-B", "B-T", "B-LT", "B-LTA"
  std::string other_sha256;  ///< digest of the unsigned content that both copies share
};

/// What a receiver said when it took something.
struct Receipt {
  std::string from;  ///< receiver id, such as "platform", "activity_office"
  Time at;
  std::string number;      ///< the receiver's own
  std::string message_id;  ///< of the message that it answers
};

/// How far it has come. Stored by name (json.cc): do not rename.
enum class State {
  received,   ///< bytes are safe
  reading,    ///< a worker has it
  held,       ///< waits for a person or for its other paper; see holds
  approved,   ///< accepted, by certainty or by a person
  signed_,    ///< both copies carry their signature
  archived,   ///< both copies, papers and record are in the archive
  reported,   ///< the Activity Office holds the enterprise's information
  published,  ///< the platform shows the letter
  returned,   ///< sent back to the enterprise
  delisted,   ///< struck off after a grave breach
  failed,     ///< cannot go on; holds say why
  merged,     ///< joined into another submission, which lists its drops; see merged_into
};

/// One enterprise's papers for one activity, and everything known about them. The thing that moves
/// through the pipeline. Each member names its only writer; a stage reads what earlier ones wrote.
/// Bulky things are files (work_folder.h).
struct Submission {
  std::string id;                   ///< register, at intake: "S" + date + running number
  std::string unit;                 ///< intake
  std::string batch;                ///< intake; empty for a single drop
  std::vector<Drop> drops;          ///< intake; join adds the partner's
  std::vector<PageRef> pages;       ///< ocr: all pages, in order of drops
  std::vector<Document> documents;  ///< templates
  std::string enterprise;           ///< templates, at join: name in its normal form
  std::string credit_code;          ///< templates, at join: or the older numbers, whichever it has
  std::vector<Hold> holds;          ///< runner: the open ones
  std::vector<Decision> decisions;  ///< console
  std::vector<Copy> copies;         ///< signing, then archive (path)
  std::string archive_code;         ///< archive: 档号
  std::vector<Receipt> receipts;    ///< publication
  std::string merged_into;          ///< register, at join
  State state = State::received;    ///< runner and register
  std::string stage;                ///< runner: the stage to run next; empty when all are done
};

/// The submission's only document of this kind, or null.
const Document* find_document(const Submission& submission, DocumentKind kind);

/// The first receipt that this receiver gave, or null.
const Receipt* find_receipt(const Submission& submission, std::string_view from);

/// Is its letter in the archive, and with that on its way to the public or past it?
bool is_filed(State state);

/// Takes `other`'s drops, pages and documents into `survivor`; page numbers of the taken documents
/// and objections are shifted behind the survivor's own.
void absorb(Submission& survivor, const Submission& other);

}  // namespace chengnuo::pipeline
