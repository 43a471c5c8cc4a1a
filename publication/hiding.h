#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/submission.h"

namespace chengnuo::publication {

/// How much of a field's value the public may read; each template says so of its fields.
enum class Hiding { none, part, all };
using HidingRule = std::function<Hiding(const std::string& unit, const std::string& template_id,
                                        const std::string& field)>;

/// "张三" → "张*", a telephone or mailbox as mask.h does it, other words to their first third.
std::string hidden(Hiding how, const std::string& value);

/// Hides one submission's personal data in everything that leaves: values by their field's rule,
/// and wherever such a value stands in free text; telephones, mailboxes and identity numbers always
/// (mask.h). What the public may read under another field (the legal representative who is also the
/// contact) is not hidden.
class Hider {
 public:
  Hider(const pipeline::Submission& submission, HidingRule rule);

  std::string value(const pipeline::Document& document, const std::string& field) const;
  std::string text(const std::string& words) const;

 private:
  Hiding rule_for(const pipeline::Document& document, const std::string& field) const;

  std::string unit_;
  HidingRule rule_;
  std::vector<std::pair<std::string, std::string>> secrets_;  ///< and what stands for them
};

}  // namespace chengnuo::publication
