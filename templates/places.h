#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "templates/sheet.h"
#include "templates/slots.h"
#include "templates/template.h"

namespace chengnuo::templates {

/// A piece of a document's page.
struct Spread {
  int page = 0;
  pipeline::Box box;
};

/// The free cells of a form that its template names (企业声明 …), where they were found.
std::map<std::string, Spread> find_places(const Template& of, const std::vector<Slot>& slots);

/// Where a signature's ink would be: to the right of its label, in the label's row and a little
/// above and below. Within `place` if the rule names one. Nothing if the label is not there.
std::optional<Spread> signature_spread(const SignatureRule& rule, const Sheet& sheet,
                                       const std::map<std::string, Spread>& places);

/// The signature that the rule asks for: present if ink that is neither print nor seal is in its
/// place. Says nothing about whose hand it is.
pipeline::Signature find_signature(const SignatureRule& rule, const Sheet& sheet,
                                   const std::map<std::string, Spread>& places);

}  // namespace chengnuo::templates
