#pragma once

#include <string>

namespace chengnuo::pipeline {

enum class Language { chinese, english };

/// A sentence for a person, in both languages of the program. It is written where the fact is known
/// and shown by whichever door the reader stands at; stored in both, since readers may differ.
struct Message {
  std::string zh;
  std::string en;

  bool empty() const { return zh.empty() && en.empty(); }
  const std::string& in(Language language) const {
    return language == Language::english && !en.empty() ? en : zh;
  }
  bool operator==(const Message&) const = default;
};

}  // namespace chengnuo::pipeline
