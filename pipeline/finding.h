#pragma once

#include <map>
#include <string>
#include <vector>

#include "pipeline/message.h"
#include "pipeline/page.h"

namespace chengnuo::pipeline {

/// Where on the papers a finding rests. `page` counts from 1 over all pages of the submission.
struct Evidence {
  std::string text;
  int page = 0;
  Box box;
};

enum class FieldState {
  ok,            ///< read with certainty and valid
  empty,         ///< nothing was filled in (未填写)
  none,          ///< filled in with an explicit "none" (无)
  unreadable,    ///< something stands there that was not read with certainty
  invalid,       ///< read, and breaks its rule (check digit, calendar, format)
  inconsistent,  ///< read, and contradicts another place
};

/// The finding on one field. `raw` is what the paper says, `value` its normal form.
struct Field {
  std::string value;
  std::string raw;
  double confidence = 0;  ///< 0 to 1: that `raw` is what the paper says
  int page = 0;
  Box box;
  FieldState state = FieldState::empty;
  Message advice;                   ///< empty when nothing is to be done
  std::vector<Reading> candidates;  ///< other readings worth offering to a person
};

enum class Verdict { met, partial, missing, contradicted, unsure };

/// The finding on one requirement (承诺要素).
struct Requirement {
  Verdict verdict = Verdict::missing;
  std::vector<Evidence> evidence;  ///< the sentences that say so, or that contradict
  Message advice;
};

struct PlacedSeal {
  int page = 0;
  Seal seal;
};

/// Whether a place that wants a signature has ink in it. Claims nothing about whose.
struct Signature {
  std::string role;  ///< id in the template, such as "legal_representative"
  int page = 0;
  Box box;
  bool present = false;
};

/// How a piece of a letter stands beside the wording that its unit registered.
enum class WordingPart {
  same,
  filled,   ///< what the enterprise was to fill in
  misread,  ///< a reader's mistake in all likelihood: characters that look alike, not read for sure
  altered,  ///< other words stand in its place
  added,    ///< the registered wording has nothing there
  deleted,  ///< the letter has nothing there
};

/// A piece of the registered wording beside what the letter has in its place. All pieces in order
/// make up both texts; a line break in `approved` ends a paragraph.
struct WordingPiece {
  WordingPart part = WordingPart::same;
  std::string approved;
  std::string read;
  int page = 0;  ///< where it stands on the letter; 0: nowhere
  Box box;
  bool for_person = false;  ///< only a person may let it pass
  Message reason;           ///< why; empty unless for_person
};

enum class DocumentKind { letter, form, other };
enum class DocumentVerdict { accepted, needs_review, needs_correction, unreadable };

/// Something that keeps a document from being accepted, with its place and remedy.
struct Objection {
  Message reason;
  Message advice;
  int page = 0;
  Box box;
  bool for_enterprise = false;  ///< the paper must be put right, not only the reading
};

/// One paper, with everything that was found on it. Written by templates.
struct Document {
  DocumentKind kind = DocumentKind::other;
  std::string template_id;  ///< empty if no template fits
  std::string template_version;
  std::string template_digest;                      ///< SHA-256 of the template's file, hex
  std::vector<int> pages;                           ///< of the submission, from 1
  std::string text;                                 ///< in reading order, UTF-8
  std::map<std::string, Field> fields;              ///< by field id
  std::map<std::string, Requirement> requirements;  ///< by requirement id
  std::vector<WordingPiece> wording;  ///< empty if its template has no approved wording
  std::vector<PlacedSeal> seals;
  std::vector<Signature> signatures;
  std::vector<Objection> objections;  ///< empty exactly when `verdict` is accepted
  DocumentVerdict verdict = DocumentVerdict::unreadable;
};

}  // namespace chengnuo::pipeline
