#pragma once

#include <string>
#include <vector>

#include "publication/complaint_box.h"
#include "publication/copy_check.h"
#include "publication/page_frame.h"

namespace chengnuo::publication {

// Private to the room: the pages on which the public answers and asks.

/// The complaint form, with what was written already and why it was not taken.
std::string complaint_page(const PlatformIdentity& identity, const WebComplaint& written,
                           const std::string& fault);
std::string complaint_taken_page(const PlatformIdentity& identity, const std::string& number);
const char* word_for(ComplaintBox::Refusal refusal);

/// The form that takes a PDF or a digest; with a check, what it found.
std::string verify_page(const PlatformIdentity& identity, const CopyCheck* check);

}  // namespace chengnuo::publication
