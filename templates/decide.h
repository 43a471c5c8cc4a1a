#pragma once

#include <span>
#include <string>
#include <vector>

#include "pipeline/page.h"
#include "pipeline/stage.h"
#include "pipeline/submission.h"
#include "templates/catalogue.h"
#include "templates/check_settings.h"

namespace chengnuo::templates {

/// The pages of a submission in order, as they were read.
using Pages = std::vector<pipeline::Page>;

/// Judges papers that lie together: compares form and letter where there is one of each, then
/// writes every paper's objections, verdict and, of a letter, its text. `pages`: those that the
/// documents' page numbers count.
void judge_together(const Catalogue& catalogue, const std::string& unit,
                    std::vector<pipeline::Document>& documents,
                    std::span<const pipeline::Page> pages, const CheckSettings& settings);

/// The straight-through rule (docs/straight-through.md): accepts the submission if there is one
/// form and one letter, nothing speaks against either (judge.h), and it is not drawn for a person
/// to see; else holds it with every reason, its place and what to do. Compares form, letter and
/// seals: what two papers say alike, each read for itself, is certain though either reading alone
/// was not; what they say differently is inconsistent. May run again after a person corrected a
/// field.
pipeline::Outcome decide(const Catalogue& catalogue, pipeline::Submission& submission,
                         const Pages& pages, const CheckSettings& settings = {});

}  // namespace chengnuo::templates
