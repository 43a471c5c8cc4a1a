#pragma once

// Private to this room: libxml2 is seen here.

#include <filesystem>

#include "templates/approved.h"
#include "templates/xml.h"

namespace chengnuo::templates {

/// The text of an <approved> element. Throws Error: fix_setup if a paragraph has more slots than
/// can be told apart, or a character of Unicode's private use area, which would look like one.
ApprovedText read_approved(const xmlNode& approved, const std::filesystem::path& file);

}  // namespace chengnuo::templates
