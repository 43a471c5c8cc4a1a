#pragma once

#include <string>

namespace chengnuo::publication {

/// Hides personal data in text that the public will read (PIPL art. 28; domain: publication):
/// mobiles 138****5678, landlines 010-****5246, identity numbers 110101********1234, mailboxes
/// z***@163.com. Everything else stays byte for byte.
std::string masked(const std::string& text);

}  // namespace chengnuo::publication
