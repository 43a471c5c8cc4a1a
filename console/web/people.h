#pragma once

#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/database.h"
#include "pipeline/message.h"
#include "pipeline/submission.h"

namespace chengnuo::console {

/// What a person is trusted with. Stored by name: do not rename.
enum class Role { scanner, checker, approver, archivist, administrator, auditor };
std::string_view name_of(Role role);
/// Throws Error: fix_setup if there is no such role.
Role role_named(std::string_view name);
pipeline::Message word_for(Role role);  // 扫描员 …
const std::vector<Role>& all_roles();

/// What a role allows to do.
enum class Right {
  look,        ///< any role: what stands in the register
  hand_in,     ///< 扫描员, 核对员
  correct,     ///< 核对员, 审核员: correct, return, undo
  approve,     ///< 审核员
  search,      ///< 档案员, 审核员, 核对员, 审计员: the archive
  supervise,   ///< 核对员, 审核员: complaints, and who complains
  administer,  ///< 系统管理员: people, queues, diagnosis
  audit,       ///< 审计员, 系统管理员: the audit log
};

/// Someone who may use the page.
struct Person {
  std::string name;       ///< to log in with; unique
  std::string full_name;  ///< as it stands on decisions and receipts
  std::set<Role> roles;
  std::string unit;  ///< sees and handles this unit's papers only; empty: all units'
  bool active = true;

  bool may(Right right) const;
  bool sees(const std::string& of_unit) const { return unit.empty() || unit == of_unit; }
};

/// The people of a house, in the register's database. All changes have their audit entry, whose
/// author is `who`. May be used from any thread and host. Throws Error: retry, fix_setup.
class People {
 public:
  explicit People(pipeline::Database& database);

  bool none() const;
  std::vector<Person> list() const;
  std::optional<Person> find(const std::string& name) const;
  /// Throws Error: fix_document if the name is taken, empty, or too long, or the password too
  /// simple (password.h).
  void add(const Person& person, const std::string& password, const std::string& who);
  /// The first one, who may do everything; nobody else may be there yet. Throws Error as add().
  void add_first(const Person& person, const std::string& password);
  /// Everything but name and password. The last active administrator stays one: throws Error
  /// fix_document otherwise, or if there is no such person.
  void change(const Person& person, const std::string& who);
  void set_password(const std::string& name, const std::string& password, const std::string& who);

  /// The person, if the password is right. After five wrong ones in a row the name is locked for
  /// five minutes, whoever asks. Takes as long for a name that nobody has.
  std::optional<Person> log_in(const std::string& name, const std::string& password);

  /// Active people who may approve.
  int approvers() const;

 private:
  /// What the password of an unknown name is compared with. Made by the first log-in: it takes as
  /// long as a password, and few programs that know people let them in.
  const std::string& nobodys_hash();

  pipeline::Database& database_;
  std::once_flag hashing_;
  std::string nobodys_hash_;
};

/// Whether what one person corrected needs another's approval: the setting "always", "never", or
/// "auto", which is once two people may approve.
bool needs_second_person(const std::string& setting, const People& people);

}  // namespace chengnuo::console
