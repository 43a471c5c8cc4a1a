#pragma once

#include <string>

#include "pipeline/error.h"

namespace chengnuo::templates {

/// What is wrong with a rule of the requirements; whoever reads the file adds its name and line.
inline pipeline::Error rule_error(const std::string& zh, const std::string& en) {
  return {pipeline::Remedy::fix_setup,
          {"承诺要素规则有误：" + zh, "The rules of the requirements are wrong: " + en},
          {"请对照 docs/templates.md 的“Requirements”一节改正。",
           "Correct them (docs/templates.md, \"Requirements\")."}};
}

}  // namespace chengnuo::templates
