#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace chengnuo::archive {

// The Merkle tree of RFC 6962, 2.1 (RFC 9162, 2.1), over SHA-256. Hashes are lower-case hex, 64
// digits. Nothing here knows where the tree is kept.

/// Gives the hash over the leaves from position·2^level to (position + 1)·2^level: a subtree that
/// is full. Level 0 are the leaves' own hashes. Only asked for what lies within the tree.
using NodeReader = std::function<std::string(int level, std::int64_t position)>;

std::string leaf_hash(std::string_view data);
std::string parent_hash(std::string_view left, std::string_view right);

/// The hash of a tree with its first `size` leaves; of none, the SHA-256 of nothing.
std::string root_of(std::int64_t size, const NodeReader& nodes);

enum class Side { left, right };
/// One step from a leaf to the root: the hash that is put on this side of what one has.
struct Step {
  Side side = Side::left;
  std::string hash;
};

/// Proof that leaf `number` (from 0) is among the first `size` (2.1.1). number < size.
std::vector<Step> inclusion_proof(std::int64_t number, std::int64_t size, const NodeReader& nodes);
/// The root that the proof leads to. The leaf is in the tree if that is the tree's.
std::string root_from(std::string hash, const std::vector<Step>& proof);

/// Proof that the first `old_size` leaves are still what they were (2.1.2). old_size <= size.
std::vector<std::string> consistency_proof(std::int64_t old_size, std::int64_t size,
                                           const NodeReader& nodes);
/// Whether the tree of the second root is the tree of the first, and what was added after it
/// (RFC 9162, 2.1.4.2).
bool is_consistent(std::int64_t old_size, std::string_view old_root, std::int64_t size,
                   std::string_view root, const std::vector<std::string>& proof);

/// Tells of each subtree that a new leaf makes full, the leaf itself first.
using NodeWriter = std::function<void(int level, std::int64_t position, const std::string& hash)>;
/// Adds leaf `number`, the next one, to a tree that is kept elsewhere: two nodes a leaf on average.
void add_leaf(std::int64_t number, const std::string& hash, const NodeReader& nodes,
              const NodeWriter& made);

/// Takes leaves one after the other and knows the root after each; holds one hash for each level.
class RunningTree {
 public:
  /// Adds a leaf by its hash.
  void add(const std::string& hash);
  std::int64_t size() const { return size_; }
  std::string root() const;

 private:
  std::int64_t size_ = 0;
  std::vector<std::string> full_;  ///< by level; only those of the bits set in size_ count
};

}  // namespace chengnuo::archive
