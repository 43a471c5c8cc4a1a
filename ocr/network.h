#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace chengnuo::ocr {

/// A neural network run by OpenVINO on one thread of the CPU. Private to this room: only
/// network.cc sees OpenVINO. One object serves one thread.
class Network {
 public:
  /// What came out; the values live until the next run.
  struct Output {
    std::vector<std::size_t> shape;
    std::span<const float> values;
  };

  /// Loads an ONNX model with one input (f32, NCHW) and one output.
  /// Throws Error: fix_setup if the file is missing or no such model.
  explicit Network(const std::filesystem::path& onnx);
  ~Network();
  Network(Network&&) noexcept;
  Network& operator=(Network&&) noexcept;

  /// `values` in order of `shape` (batch, channel, height, width).
  /// Throws Error: report_bug if OpenVINO does.
  Output run(const std::array<std::size_t, 4>& shape, std::span<const float> values);

  /// A note that the model's file carries about itself, such as "character"; empty if it has none.
  std::string note(const std::string& key) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chengnuo::ocr
