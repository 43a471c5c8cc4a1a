#pragma once

#include <string>
#include <vector>

#include "pipeline/finding.h"
#include "templates/check_settings.h"
#include "templates/sheet.h"
#include "templates/template.h"

namespace chengnuo::templates {

/// A paper as its judge sees it.
struct Judged {
  const pipeline::Document& document;
  const Template& of;
  const Sheet& sheet;
  const CheckSettings& settings;
  /// The enterprise's other paper, form for letter and letter for form; null if there is none.
  const pipeline::Document* other = nullptr;

  int first_page() const { return document.pages.empty() ? 0 : document.pages.front(); }
  const char* paper_zh() const { return is_letter() ? "承诺书" : "申请表"; }
  const char* paper_en() const { return is_letter() ? "letter" : "form"; }

 private:
  bool is_letter() const { return of.kind == pipeline::DocumentKind::letter; }
};

using Objections = std::vector<pipeline::Objection>;

// What speaks against accepting it, each with its place and remedy; empty if nothing does. judge.cc
// calls them all; docs/straight-through.md lists what they ask for.

Objections objections_to_pages(const Judged& paper);         ///< readable, nothing odd noticed
Objections objections_to_kind(const Judged& paper);          ///< title, template in force
Objections objections_to_fields(const Judged& paper);        ///< required ones, codes
Objections objections_to_requirements(const Judged& paper);  ///< each is met
Objections objections_to_wording(const Judged& paper);       ///< as it was registered
Objections objections_to_seals(const Judged& paper);         ///< the enterprise's official seal
Objections objections_to_signatures(const Judged& paper);    ///< by hand

/// `advice`, or `instead` if it is empty.
inline pipeline::Message otherwise(const pipeline::Message& advice, pipeline::Message instead) {
  return advice.empty() ? std::move(instead) : advice;
}

}  // namespace chengnuo::templates
