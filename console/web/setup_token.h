#pragma once

#include <filesystem>
#include <string>

namespace chengnuo::console {

/// The word that the first administrator must bring along: it lies in a file of the home that only
/// the service's account can read (keys/setup-token, 0600), and in the link that the service
/// prints. Made where it is missing. Throws Error: retry, fix_setup.
std::string setup_token(const std::filesystem::path& home);
/// Once there is an administrator, it is worth nothing.
void forget_setup_token(const std::filesystem::path& home);

}  // namespace chengnuo::console
