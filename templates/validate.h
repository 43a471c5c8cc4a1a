#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pipeline/finding.h"
#include "templates/template.h"

namespace chengnuo::templates {

/// What a field's text means under the rule of its type. `state` is one of ok, empty, none,
/// invalid: whether it was read with certainty is for the caller to say (settle below).
struct Meaning {
  pipeline::FieldState state = pipeline::FieldState::empty;
  std::string value = {};  ///< normal form; empty unless ok or mended
  bool guessed = false;    ///< the value rests on characters taken for others
  double proof = 0;        ///< 0 to 1: how much of the doubt in the reading a check
                           ///< digit takes away
  std::vector<std::string> candidates = {};  ///< what it may have been, where it breaks its rule
  pipeline::Message advice = {};
};

/// `unit`: what the label says in brackets, such as 万元; for amounts.
Meaning meaning_of(FieldType type, std::string_view raw, std::string_view unit = {});

/// Fills in value, state and advice of a field whose raw, confidence and place are known. Below
/// `certain`, or where the value was guessed, the state is unreadable: a person compares it with
/// the paper. A check digit that passes raises the confidence, one that fails never is accepted.
void settle(pipeline::Field& field, const FieldRule& rule, std::string_view unit, double certain);

/// True for 无, 没有, 暂无, 不适用, / and their like: filled in with an explicit "none".
bool says_none(std::string_view raw);

/// True if nothing but a form's own blanks stand there: ____, 年 月 日, ××××.
bool is_placeholder(std::string_view raw);

}  // namespace chengnuo::templates
