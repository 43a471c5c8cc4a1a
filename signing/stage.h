#pragma once

#include <functional>
#include <string>
#include <vector>

#include "pipeline/stage.h"
#include "pipeline/work_folder.h"
#include "signing/extend.h"
#include "signing/key.h"

namespace chengnuo::signing {

/// An organising unit that signs.
struct SigningUnit {
  std::string id;            ///< as Submission::unit
  std::string name;          ///< as it stands on papers
  Key& key;                  ///< must outlive the stage
  Level level = Level::b_b;  ///< to which the copies are raised
};

/// Throws Error fix_setup if there is none.
const SigningUnit& unit_of(const std::vector<SigningUnit>& units, const std::string& id);

using Clock = std::function<pipeline::Time()>;
pipeline::Time system_time();

/// "sign": makes both copies of the letter in the work folder, the unit's and the enterprise's,
/// each a PDF/A-2u of the letter's pages with its text, signed by the unit (PAdES B-B). Both carry
/// the digest of the content that they share, say whose copy they are, and have a signature field
/// of their own. A copy that is there, signed by the same key and of the same content is kept; so
/// the stage may run twice with the same files. Writes Submission::copies. One thread at a time.
/// Throws Error: fix_setup (the unit has no key, or check_key), fix_document (no letter, an image
/// that cannot be carried), retry.
pipeline::Stage sign_stage(std::vector<SigningUnit> units, pipeline::WorkFolder work,
                           Clock clock = system_time);

/// "extend": raises the copies to the level that their unit wants (extend.h). What was reached when
/// it fails is kept beside the copy, and the next run goes on from there; the copy itself, and what
/// the submission says of it, change only once. While a submission is at this stage, its level is
/// pending. `services` must outlive it. Throws Error as extend_pdf.
pipeline::Stage extend_stage(std::vector<SigningUnit> units, LevelServices& services,
                             pipeline::WorkFolder work, Clock clock = system_time);

}  // namespace chengnuo::signing
