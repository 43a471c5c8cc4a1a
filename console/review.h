#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "pipeline/register.h"
#include "templates/catalogue.h"

namespace chengnuo::console {

/// One field put right: "letter.signed_on"; the paper may be left out where only one has the field.
struct Correction {
  std::string field;
  std::string value;  ///< what the paper says
};

/// Who decides about what.
struct Word {
  std::string id;  ///< of the submission
  std::string who;
  std::string reason;
  std::string seen;  ///< revision_of() what the person looked at; empty: not asked
};

/// Tells one state of a submission from another, for people who look at it at the same time. Every
/// step of the pipeline and every decision changes it.
std::string revision_of(const pipeline::Submission& submission);

/// What people decide about a submission, the same from every door. Each act is one transaction.
/// All throw Error: fix_document where the submission cannot be decided so (not held, changed
/// meanwhile), retry while a worker has it.
class Review {
 public:
  struct Rules {
    /// Must another person approve what one has corrected?
    std::function<bool()> needs_second_person = [] { return false; };
    /// How long an approval or a return waits before anything follows from it.
    std::chrono::seconds undo{0};
  };

  Review(pipeline::Register& reg, const templates::Catalogue& templates, Rules rules)
      : register_(reg), templates_(templates), rules_(std::move(rules)) {}

  /// All corrections, or none. The papers are judged anew.
  pipeline::Submission correct(const Word& word, const std::vector<Correction>& corrections);
  /// What is held is accepted as it stands, and will be signed.
  pipeline::Submission approve(const Word& word);
  /// Back to the enterprise; needs a reason. Nothing that is signed already is returned.
  pipeline::Submission give_back(const Word& word);
  /// Takes the latest decision back: a correction's fields are uncertain again, an approval waits
  /// again unless it was signed meanwhile, what was returned is held as before.
  pipeline::Submission undo(const Word& word);

 private:
  pipeline::Register& register_;
  const templates::Catalogue& templates_;
  Rules rules_;
};

/// Has `who` a correction in it that was not taken back?
bool corrected_by(const pipeline::Submission& submission, const std::string& who);

/// "second_person": a submission that a person corrected waits until another approves it. Passes
/// everything while `needed` says no.
pipeline::Stage second_person_stage(std::function<bool()> needed);
inline constexpr const char* kSecondPersonStage = "second_person";

}  // namespace chengnuo::console
