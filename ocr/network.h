#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "ocr/ppocr_engine.h"

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

  /// How the sizes of inputs come: `varied` takes each as it is; `repeated` prepares the network
  /// for one size, a third of a second whenever it changes, and then needs 160 MB less for a page.
  enum class Sizes { varied, repeated };

  /// Loads an ONNX model with one input (f32, NCHW) and one output.
  /// Throws Error: fix_setup if the file is missing or no such model.
  Network(const std::filesystem::path& onnx, Sizes sizes, Precision precision);
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
