#pragma once

namespace chengnuo::archive {

/// package.xsd, letter by letter: every package carries it, so that it can be checked in thirty
/// years without this program.
extern const char* const kPackageSchema;

}  // namespace chengnuo::archive
