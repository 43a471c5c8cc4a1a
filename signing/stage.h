#pragma once

#include <functional>
#include <string>
#include <vector>

#include "pipeline/stage.h"
#include "pipeline/work_folder.h"
#include "signing/key.h"

namespace chengnuo::signing {

/// An organising unit that signs.
struct SigningUnit {
  std::string id;    ///< as Submission::unit
  std::string name;  ///< as it stands on papers
  Key& key;          ///< must outlive the stage
};

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

}  // namespace chengnuo::signing
