#pragma once

#include <filesystem>
#include <vector>

#include "pipeline/message.h"

namespace chengnuo::console {

struct Diagnosis {
  enum class Grade { good, warning, fault };
  Grade grade = Grade::good;
  pipeline::Message what;
  pipeline::Message advice;  ///< empty when good
};

/// Looks at everything that a service on this home will need. Changes nothing but makes the
/// register's tables if they are missing. Never throws for what it finds.
std::vector<Diagnosis> diagnose(const std::filesystem::path& home);

}  // namespace chengnuo::console
