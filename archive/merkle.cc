#include "archive/merkle.h"

#include <algorithm>
#include <bit>

#include "pipeline/digest.h"

namespace chengnuo::archive {

namespace {

unsigned value_of(char digit) {
  return digit <= '9' ? static_cast<unsigned>(digit - '0')
                      : static_cast<unsigned>(digit - 'a' + 10);
}

std::string raw(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(value_of(hex[i]) * 16 + value_of(hex[i + 1]));
  }
  return bytes;
}

/// The largest power of two below `size`, which is at least 2: where the tree parts.
std::int64_t split(std::int64_t size) {
  return static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(size - 1)));
}

int level_of(std::int64_t power) { return std::countr_zero(static_cast<std::uint64_t>(power)); }

bool is_power(std::int64_t size) { return std::has_single_bit(static_cast<std::uint64_t>(size)); }

/// The hash over `size` leaves from `first` on, which is a multiple of the power above it.
std::string hash_over(std::int64_t first, std::int64_t size, const NodeReader& nodes) {
  if (is_power(size)) return nodes(level_of(size), first / size);
  const std::int64_t left = split(size);
  return parent_hash(hash_over(first, left, nodes), hash_over(first + left, size - left, nodes));
}

void add_inclusion(std::int64_t number, std::int64_t first, std::int64_t size,
                   const NodeReader& nodes, std::vector<Step>& proof) {
  if (size == 1) return;
  const std::int64_t left = split(size);
  if (number < left) {
    add_inclusion(number, first, left, nodes, proof);
    proof.push_back({Side::right, hash_over(first + left, size - left, nodes)});
  } else {
    add_inclusion(number - left, first + left, size - left, nodes, proof);
    proof.push_back({Side::left, hash_over(first, left, nodes)});
  }
}

/// SUBPROOF of RFC 6962, 2.1.2; `known`: whoever checks has the hash of this subtree.
void add_consistency(std::int64_t old_size, std::int64_t first, std::int64_t size, bool known,
                     const NodeReader& nodes, std::vector<std::string>& proof) {
  if (old_size == size) {
    if (!known) proof.push_back(hash_over(first, size, nodes));
    return;
  }
  const std::int64_t left = split(size);
  if (old_size <= left) {
    add_consistency(old_size, first, left, known, nodes, proof);
    proof.push_back(hash_over(first + left, size - left, nodes));
  } else {
    add_consistency(old_size - left, first + left, size - left, false, nodes, proof);
    proof.push_back(hash_over(first, left, nodes));
  }
}

}  // namespace

std::string leaf_hash(std::string_view data) {
  return pipeline::sha256_hex(std::string(1, '\0') + std::string(data));
}

std::string parent_hash(std::string_view left, std::string_view right) {
  return pipeline::sha256_hex('\1' + raw(left) + raw(right));
}

std::string root_of(std::int64_t size, const NodeReader& nodes) {
  return size == 0 ? pipeline::sha256_hex("") : hash_over(0, size, nodes);
}

std::vector<Step> inclusion_proof(std::int64_t number, std::int64_t size, const NodeReader& nodes) {
  std::vector<Step> proof;
  add_inclusion(number, 0, size, nodes, proof);
  return proof;
}

std::string root_from(std::string hash, const std::vector<Step>& proof) {
  for (const Step& step : proof) {
    hash = step.side == Side::left ? parent_hash(step.hash, hash) : parent_hash(hash, step.hash);
  }
  return hash;
}

std::vector<std::string> consistency_proof(std::int64_t old_size, std::int64_t size,
                                           const NodeReader& nodes) {
  std::vector<std::string> proof;
  if (old_size > 0) add_consistency(old_size, 0, size, true, nodes, proof);
  return proof;
}

bool is_consistent(std::int64_t old_size, std::string_view old_root, std::int64_t size,
                   std::string_view root, const std::vector<std::string>& proof) {
  if (old_size > size) return false;
  if (old_size == 0) return proof.empty();  // everything grows out of nothing
  if (old_size == size) return proof.empty() && old_root == root;

  auto next = proof.begin();
  std::int64_t old_last = old_size - 1;
  std::int64_t last = size - 1;
  while ((old_last & 1) == 1) {
    old_last >>= 1;
    last >>= 1;
  }
  std::string old_hash(old_root);
  if (!is_power(old_size)) {
    if (next == proof.end()) return false;
    old_hash = *next++;
  }
  std::string hash = old_hash;
  for (; next != proof.end(); ++next) {
    if (last == 0) return false;
    if ((old_last & 1) == 1 || old_last == last) {
      old_hash = parent_hash(*next, old_hash);
      hash = parent_hash(*next, hash);
      while ((old_last & 1) == 0 && old_last != 0) {
        old_last >>= 1;
        last >>= 1;
      }
    } else {
      hash = parent_hash(hash, *next);
    }
    old_last >>= 1;
    last >>= 1;
  }
  return last == 0 && old_hash == old_root && hash == root;
}

void add_leaf(std::int64_t number, const std::string& hash, const NodeReader& nodes,
              const NodeWriter& made) {
  std::string subtree = hash;
  std::int64_t position = number;
  for (int level = 0;; ++level, position >>= 1) {
    made(level, position, subtree);
    if ((position & 1) == 0) return;
    subtree = parent_hash(nodes(level, position - 1), subtree);
  }
}

void RunningTree::add(const std::string& hash) {
  std::size_t level = 0;
  std::string largest;
  add_leaf(
      size_, hash, [this](int at, std::int64_t) { return full_[static_cast<std::size_t>(at)]; },
      [&](int at, std::int64_t, const std::string& subtree) {
        level = static_cast<std::size_t>(at);
        largest = subtree;
      });
  full_.resize(std::max(full_.size(), level + 1));
  full_[level] = largest;
  ++size_;
}

std::string RunningTree::root() const {
  std::string hash;
  for (std::size_t level = 0; level < full_.size(); ++level) {
    if (((size_ >> level) & 1) == 0) continue;
    hash = hash.empty() ? full_[level] : parent_hash(full_[level], hash);
  }
  return hash.empty() ? pipeline::sha256_hex("") : hash;
}

}  // namespace chengnuo::archive
