#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "console/web/people.h"

namespace chengnuo::console {

/// Someone who has logged in.
struct Session {
  Person person;
  std::string csrf;  ///< every change must bring it along: another site cannot read it
};

/// Who has logged in, in the register's database, so that a restart logs nobody out. Kept is only
/// the digest of the cookie. Throws Error: retry, fix_setup. May be used from any thread.
class Sessions {
 public:
  /// A session ends when it was not used for `idle`, and 24 hours after it began in any case.
  Sessions(pipeline::Database& database, const People& people, std::chrono::seconds idle);

  /// Returns the cookie: 256 random bits, hex.
  std::string begin(const Person& person);
  /// What a page does by itself, while nobody sits before it, keeps no session alive.
  enum class Use { person, page };
  /// Nothing if there is none, it has ended, or the person is active no more.
  std::optional<Session> find(const std::string& cookie, Use use = Use::person);
  void end(const std::string& cookie);
  /// All of one person's, when the password or the roles change.
  void end_all(const std::string& name);

 private:
  pipeline::Database& database_;
  const People& people_;
  std::chrono::seconds idle_;
};

}  // namespace chengnuo::console
