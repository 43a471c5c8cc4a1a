#pragma once

#include <string>

#include "publication/letter_store.h"
#include "publication/page_frame.h"

namespace chengnuo::publication {

// Private to the room: the pages that show letters.

std::string list_page(const PlatformIdentity& identity, const LetterStore& store,
                      const LetterQuery& query, Day today);
std::string delisted_page(const PlatformIdentity& identity, const LetterStore& store, Day today);
std::string letter_page(const PlatformIdentity& identity, const LetterStore& store,
                        const PublicLetter& letter, Day today);
std::string not_found_page(const PlatformIdentity& identity);

/// A letter's state as a coloured word.
std::string state_word(Standing standing);
/// `/letters/ID`, escaped for an attribute.
std::string address_of(const PublicLetter& letter);

}  // namespace chengnuo::publication
