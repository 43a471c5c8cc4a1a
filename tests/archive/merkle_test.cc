#include "archive/merkle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace chengnuo::archive {
namespace {

// The tree that the Certificate Transparency project tests itself with: eight leaves, and the root
// after each.
const std::vector<std::string> kLeaves = {"",         std::string(1, '\0'), "\x10",
                                          "\x20\x21", "\x30\x31",           "\x40\x41\x42\x43",
                                          "PQRSTUVW", "`abcdefghijklmno"};
const std::vector<std::string> kRoots = {
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

/// A tree in memory with `size` leaves of a text each.
struct Tree {
  explicit Tree(std::int64_t size) {
    for (std::int64_t i = 0; i < size; ++i) add(leaf_hash("leaf " + std::to_string(i)));
  }
  void add(const std::string& hash) {
    add_leaf(running.size(), hash, reader(),
             [this](int level, std::int64_t position, const std::string& made) {
               nodes[{level, position}] = made;
             });
    running.add(hash);
  }
  NodeReader reader() const {
    return [this](int level, std::int64_t position) { return nodes.at({level, position}); };
  }
  RunningTree running;
  std::map<std::pair<int, std::int64_t>, std::string> nodes;
};

TEST(Merkle, HasTheRootsOfTheStandardsOwnExample) {
  Tree tree(0);
  EXPECT_EQ(tree.running.root(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (std::size_t i = 0; i < kLeaves.size(); ++i) {
    tree.add(leaf_hash(kLeaves[i]));
    EXPECT_EQ(tree.running.root(), kRoots[i]);
    EXPECT_EQ(root_of(tree.running.size(), tree.reader()), kRoots[i]);
  }
}

TEST(Merkle, ProvesEveryLeafOfEverySizeAndNoOther) {
  const Tree tree(33);
  for (std::int64_t size = 1; size <= 33; ++size) {
    const std::string root = root_of(size, tree.reader());
    for (std::int64_t number = 0; number < size; ++number) {
      const auto proof = inclusion_proof(number, size, tree.reader());
      EXPECT_LE(proof.size(), 6U);
      EXPECT_EQ(root_from(tree.nodes.at({0, number}), proof), root) << number << " of " << size;
      EXPECT_NE(root_from(leaf_hash("another"), proof), root);
    }
  }
}

TEST(Merkle, ProvesThatATreeOnlyGrew) {
  const Tree tree(33);
  for (std::int64_t size = 1; size <= 33; ++size) {
    const std::string root = root_of(size, tree.reader());
    for (std::int64_t old_size = 0; old_size <= size; ++old_size) {
      SCOPED_TRACE(std::to_string(old_size) + " of " + std::to_string(size));
      const std::string old_root = root_of(old_size, tree.reader());
      auto proof = consistency_proof(old_size, size, tree.reader());

      EXPECT_TRUE(is_consistent(old_size, old_root, size, root, proof));

      if (old_size == 0) continue;
      EXPECT_FALSE(is_consistent(old_size, leaf_hash("another"), size, root, proof));
      EXPECT_FALSE(is_consistent(old_size, old_root, size, leaf_hash("another"), proof));
      proof.push_back(root);
      EXPECT_FALSE(is_consistent(old_size, old_root, size, root, proof));
      if (old_size == size) continue;
      proof.resize(proof.size() - 2);
      EXPECT_FALSE(is_consistent(old_size, old_root, size, root, proof));
    }
  }
}

}  // namespace
}  // namespace chengnuo::archive
