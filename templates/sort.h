#pragma once

#include <span>
#include <string>
#include <vector>

#include "pipeline/page.h"
#include "templates/catalogue.h"

namespace chengnuo::templates {

/// One paper among the pages of a drop.
struct SortedDocument {
  const Template* of = nullptr;  ///< null: nothing that we know
  bool titled = false;           ///< known by its title, not only by what stands on it
  std::vector<int> pages;        ///< positions among the pages given, from 1
};

/// True if what stands on the page is what stands on this paper, whatever its title: six of a
/// form's labels beside ruled cells; three of a letter's phrases and no table.
bool is_built_as(const Template& of, const pipeline::Page& page);

/// Sorts pages into papers: a title begins one, pages without a title go on with it until it is
/// complete (a letter: its signature block), a page that is plainly of another kind begins one too.
/// `day`: on which they came in (Catalogue::of_unit). Blank pages are left out. Pages that fit
/// nothing come back as documents without a template.
std::vector<SortedDocument> sort_pages(const Catalogue& catalogue, const std::string& unit,
                                       std::span<const pipeline::Page> pages,
                                       const std::string& day = {});

}  // namespace chengnuo::templates
