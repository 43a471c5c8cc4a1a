#pragma once

#include "pipeline/stage.h"
#include "pipeline/work_folder.h"
#include "templates/catalogue.h"
#include "templates/check.h"
#include "templates/decide.h"

namespace chengnuo::templates {

// The stages of this room, in order. Each reads what ocr left in the work folder, so each may run
// again at any time; after a person corrected a field, "join" is the one to begin at. `catalogue`
// must outlive the stage. All throw Error: retry if the work folder cannot be read.

/// "sort": Submission::documents get their kind, template and pages.
pipeline::Stage sort_stage(const Catalogue& catalogue, pipeline::WorkFolder work);

/// "check": they get fields, requirements, seals, signatures. Papers of several enterprises are
/// separated into submissions of their own; a second copy of the same letter is set aside.
pipeline::Stage check_stage(const Catalogue& catalogue, pipeline::WorkFolder work,
                            CheckSettings settings = {});

/// "join": form and letter of one enterprise find each other; fills enterprise and credit_code.
pipeline::Stage join_stage();

/// "decide": accepts what is certain and holds the rest; the submission is then approved.
pipeline::Stage decide_stage(const Catalogue& catalogue, pipeline::WorkFolder work,
                             CheckSettings settings = {});

}  // namespace chengnuo::templates
