#pragma once

#include <span>
#include <string>
#include <vector>

#include "pipeline/finding.h"
#include "pipeline/page.h"
#include "templates/catalogue.h"
#include "templates/check_settings.h"
#include "templates/sort.h"

namespace chengnuo::templates {

/// Sorts the pages of some drops into papers and reads each: fields, requirements, seals,
/// signatures, objections and verdict; a form and a letter among them are compared. Page numbers of
/// the findings are positions among `pages`, from 1. Never throws for what a page says.
std::vector<pipeline::Document> check_pages(const Catalogue& catalogue, const std::string& unit,
                                            std::span<const pipeline::Page> pages,
                                            const CheckSettings& settings = {});

/// The same for a paper that was sorted already.
pipeline::Document check_document(const SortedDocument& sorted,
                                  std::span<const pipeline::Page> pages,
                                  const CheckSettings& settings = {});

/// A letter as plain text, one paragraph to a line, with its signature block; UTF-8 or GB 18030.
/// Seal and signature cannot be checked and are objected to, so the verdict is never accepted.
/// Throws Error: fix_document if the bytes are no text, fix_setup if no template is for letters.
pipeline::Document check_text(const Catalogue& catalogue, const std::string& unit,
                              const std::string& bytes, const CheckSettings& settings = {});

}  // namespace chengnuo::templates
