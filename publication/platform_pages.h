#pragma once

#include <string>
#include <vector>

#include "publication/letter_store.h"

namespace chengnuo::publication {

/// The platform's pages: plain HTML that needs no script and prints well. `title`: the platform's
/// name. All text of strangers is escaped.
std::string list_page(const std::string& title, const std::string& query,
                      const std::vector<Published>& letters, std::size_t total);
std::string letter_page(const std::string& title, const Published& letter);
std::string not_found_page(const std::string& title);

}  // namespace chengnuo::publication
