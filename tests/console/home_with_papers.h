#pragma once

#include "program.h"

namespace chengnuo::console {

/// A home with both papers of one enterprise in its inbox. They were read before, so that not every
/// test reads them anew.
class HomeWithPapers {
 public:
  HomeWithPapers();

  const TemporaryHome& home() const { return home_; }
  Ended run_once(const char* crash_at = "") const {
    return home_.command({"run", "--once"}, {{"CHENGNUO_CRASH_AT", crash_at}});
  }
  /// What the machine was not certain of is approved by a person.
  void approve() const;
  std::size_t files_in(const char* folder) const;
  /// It is archived and sent, once; archive and audit log are whole.
  void expect_one_whole_submission() const;

 private:
  TemporaryHome home_;
};

}  // namespace chengnuo::console
