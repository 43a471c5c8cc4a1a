#include "publication/circuit.h"

#include <algorithm>

namespace chengnuo::publication {
namespace {

using std::chrono::seconds;

constexpr int kMostFailures = 5;
constexpr seconds kFirstPause{10};
constexpr seconds kLongestPause{600};

}  // namespace

void Circuit::succeeded() {
  failures_ = 0;
  open_until_ = {};
}

void Circuit::failed(pipeline::Time now) {
  ++failures_;
  if (failures_ < kMostFailures) return;
  const int doublings = std::min(failures_ - kMostFailures, 6);
  open_until_ = now + std::min(kLongestPause, kFirstPause * (1 << doublings));
}

}  // namespace chengnuo::publication
