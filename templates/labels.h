#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "templates/match.h"
#include "templates/template.h"

namespace chengnuo::templates {

/// A label that was recognised: whose it is, and what stands beside its words.
struct LabelHit {
  std::string id;         ///< of the field or place
  std::string unit = {};  ///< what its brackets say: 万元 of 年销售收入（万元）
  std::size_t begin = 0;  ///< code points of the text it was found in
  std::size_t end = 0;    ///< behind the label, its brackets and its colon
  bool colon = false;
  double cost = 0;  ///< of misreadings, match.h
};

/// The labels of one template. A label is known by the word that costs least; two that cost the
/// same are none.
class Labels {
 public:
  explicit Labels(const Template& of);

  /// The label that this text is, and nothing else; brackets, a colon and a leading number aside.
  std::optional<LabelHit> whole(std::u32string_view text) const;

  /// All fields that a label such as 联系电话/手机 names, best first; empty if it is none.
  std::vector<LabelHit> parts(std::u32string_view text) const;

  /// The label that a line begins with, followed by a colon, brackets, a blank or nothing; or, as
  /// readers lose colons, by its value at once.
  std::optional<LabelHit> front(std::u32string_view text) const;

  /// Labels inside a line, each with its colon: 联系人：张三　电话：0510-…; in order.
  std::vector<LabelHit> inside(std::u32string_view text) const;

 private:
  struct Word {
    std::string id;
    std::u32string text;
  };
  std::optional<LabelHit> best(std::u32string_view word) const;

  std::vector<Word> words_;
};

}  // namespace chengnuo::templates
