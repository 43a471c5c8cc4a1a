#pragma once
// Private to this room: the form's part of changes.h.

#include <map>

#include "pipeline/message.h"
#include "signing/compare.h"
#include "signing/permissions.h"

namespace chengnuo::signing {

/// What the form's changes allow elsewhere.
struct FormFinding {
  pipeline::Message trouble;  ///< the first suspicious thing; empty if there is none
  ObjectNumbers compared;     ///< objects that may be written again: they were compared
  ObjectNumbers widgets;      ///< of new signature fields: pages may list them
  /// Of these objects' dictionaries what stands under these keys may change: values that were
  /// filled in.
  std::map<std::uint32_t, Keys> filled;
  bool fields_filled = false;
};

/// Compares two states' forms. `touched`: objects that were defined anew. Throws Malformed.
FormFinding form_changes(const pdf::Document& before, const pdf::Document& after,
                         const ObjectNumbers& touched, const Permissions& permissions);

}  // namespace chengnuo::signing
