#pragma once

#include <map>
#include <string>
#include <vector>

#include "pipeline/page.h"

namespace chengnuo::ocr {

/// What several strips of one seal's ring say. One strip may cut a stroke that another keeps, so
/// the strips vote about each character, not only about the whole name. Private to this room.
class SealVotes {
 public:
  /// A strip's line as an engine read it; `confidence`: that all of it is right, 0 to 1.
  void add(const pipeline::Line& line, double confidence);

  /// All strips so far say the same, and surely.
  bool agreed() const;
  /// The name; empty if no strip gave one.
  std::u32string winner() const;
  /// What some strip says besides the winner, likeliest first.
  std::vector<std::string> others() const;
  /// Mean confidence of the strips that gave the winner, over all strips; of a winner that no strip
  /// gave as a whole, half of what its weakest character has.
  double confidence() const;

 private:
  /// A strip's name, and how sure each of its characters is.
  struct Ballot {
    std::u32string name;
    std::vector<double> sure;
  };
  struct Result {
    std::u32string name;
    double weakest = 0;  ///< votes of the character that has the fewest, over all strips
  };
  static Ballot ballot_of(const pipeline::Line& line);
  Result count() const;

  std::vector<Ballot> ballots_;
  std::map<std::u32string, double> weights_;  ///< confidence of the strips that gave the name
  int strips_ = 0;
};

}  // namespace chengnuo::ocr
