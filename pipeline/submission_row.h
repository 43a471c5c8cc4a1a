#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/register.h"
#include "pipeline/sql.h"

namespace chengnuo::pipeline {

/// A submission as it stands in its table, with what the register alone knows about it.
struct Row {
  Submission submission;
  State reached = State::received;  ///< the state to go back to when it is held no more
  std::optional<Time> due;          ///< schema.cc
  std::string token;                ///< empty if no worker has it
  std::string worker;
  int interruptions = 0;
  int attempts = 0;
  bool slow = false;
  bool waiting = false;

  /// Takes over what a stage or a person made of the facts, without the members that only the
  /// register and the outbox write.
  void adopt(Submission changed);
  /// Takes it from its worker; `when` is when another may have it.
  void give_up(std::optional<Time> when);
  /// Its state while nothing holds it.
  State going_state() const;
};

/// The one of two states that is further out in the world (archived, reported, published,
/// delisted). `now` where it is none of these, since no receipt changes it.
State furthest(State now, State other);

/// The rows that fit `rest` ("WHERE … = :a ORDER BY …"), whose parameters are `values` in order.
std::vector<Row> select_rows(soci::session& sql, const std::string& rest, const Values& values,
                             Filter::Depth depth = Filter::Depth::whole);
std::optional<Row> select_row(soci::session& sql, const std::string& rest, const Values& values);

/// The row of a claim, locked. Throws LeaseLost.
Row claimed_row(Transaction& transaction, const Claim& claim);
/// The id of the submission that took `id` in, or `id`.
std::string survivor_of(soci::session& sql, std::string id);

/// Gives `row` its id. Makes sure that its unit and batch have their turn.
void insert_row(Transaction& transaction, Row& row);
/// The same with the id that it has: one of a lost database. Ids given later are higher.
void insert_row_again(Transaction& transaction, const Row& row);
void update_row(Transaction& transaction, const Row& row);
/// Only state, due, lease and counts: the facts are as they were.
void update_schedule(Transaction& transaction, const Row& row);

/// No longer found by a partner.
void forget_waiting_keys(Transaction& transaction, const std::string& id);

/// In lower case and normal form, for the search column and for what is searched.
std::string searchable(std::string_view text);

}  // namespace chengnuo::pipeline
