#pragma once

#include <string>

#include "pipeline/audit.h"

namespace chengnuo::pipeline {

class Transaction;

/// The SHA-256 of an entry's members and of the hash before it; docs/formats.md gives the bytes.
std::string hash_of(const AuditEntry& entry);

/// Writes the next entry. Called last in a transaction (Transaction::tell).
void append_to_chain(Transaction& transaction, const std::string& who, const std::string& action,
                     const std::string& subject, const std::string& detail);

}  // namespace chengnuo::pipeline
