#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "templates/places.h"
#include "templates/sheet.h"
#include "templates/template.h"

namespace chengnuo::templates {

/// All seal images of a document with their page.
std::vector<pipeline::PlacedSeal> seals_on(const Sheet& sheet);

/// The seal image that stands for the enterprise: in the rule's place if that was found, else
/// anywhere; of several the one whose text is most like `name`. Null if there is none.
const pipeline::PlacedSeal* seal_for(const SealRule& rule,
                                     const std::vector<pipeline::PlacedSeal>& seals,
                                     const std::map<std::string, Spread>& places,
                                     const std::string& name);

/// What speaks against taking this image for the enterprise's official seal (domain: round, red,
/// five-pointed star, the enterprise's name and no 专用章; 国发〔1999〕25号). Empty if nothing
/// does. Never says that a seal is authentic: an image shows no such thing.
/// `witnessed`: a seal of the enterprise's other paper was read as the name, letter for letter.
/// Then one character of a ring that was read with doubt may be a misreading.
std::vector<pipeline::Objection> objections_to(const pipeline::PlacedSeal& seal,
                                               const std::string& name, bool witnessed = false);

}  // namespace chengnuo::templates
