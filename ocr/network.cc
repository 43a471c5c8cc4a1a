#include "ocr/network.h"

#include <algorithm>
#include <openvino/openvino.hpp>

#include "pipeline/error.h"

namespace chengnuo::ocr {

namespace {

/// bf16 where the processor has instructions for it (AMX, AVX-512 BF16): measured in
/// docs/reading.md.
ov::element::Type quickest(ov::Core& core) {
  const auto abilities = core.get_property("CPU", ov::device::capabilities);
  const bool has = std::ranges::find(abilities, ov::device::capability::BF16) != abilities.end();
  return has ? ov::element::bf16 : ov::element::f32;
}

}  // namespace

struct Network::State {
  ov::Core core;
  std::shared_ptr<ov::Model> model;
  Sizes sizes = Sizes::varied;
  ov::element::Type counts_with = ov::element::f32;
  ov::InferRequest request;

  void compile() {
    // Pinned, all reader processes would share the first core.
    request = core.compile_model(model, "CPU",
                                 {ov::inference_num_threads(1), ov::num_streams(1),
                                  ov::hint::enable_cpu_pinning(false),
                                  ov::hint::inference_precision(counts_with)})
                  .create_infer_request();
  }

  void prepare_for(const ov::Shape& shape) {
    if (sizes == Sizes::varied) return;
    if (request && model->input().get_partial_shape() == ov::PartialShape(shape)) return;
    request = {};  // before the next one takes its memory
    model->reshape(shape);
    compile();
  }
};

Network::Network(const std::filesystem::path& onnx, Sizes sizes, Precision precision)
    : state_(std::make_unique<State>()) {
  state_->sizes = sizes;
  try {
    if (precision == Precision::native) state_->counts_with = quickest(state_->core);
    state_->model = state_->core.read_model(onnx.string());
    if (sizes == Sizes::varied) state_->compile();
  } catch (const std::exception& error) {
    throw pipeline::Error(
        pipeline::Remedy::fix_setup,
        {"识别模型无法加载",
         std::string("A recognition model could not be loaded: ") + error.what()},
        {"请重新运行 scripts/models，并核对配置中的模型文件夹",
         "Run scripts/models again, and check the folder of models in the configuration"},
        onnx);
  }
}

Network::~Network() = default;
Network::Network(Network&&) noexcept = default;
Network& Network::operator=(Network&&) noexcept = default;

Network::Output Network::run(const std::array<std::size_t, 4>& shape,
                             std::span<const float> values) {
  try {
    // OpenVINO wants the input writable but does not write to it.
    const ov::Shape size(shape.begin(), shape.end());
    state_->prepare_for(size);
    const ov::Tensor input(ov::element::f32, size, const_cast<float*>(values.data()));
    state_->request.set_input_tensor(input);
    state_->request.infer();
    const ov::Tensor output = state_->request.get_output_tensor();
    return {output.get_shape(),
            {static_cast<const float*>(output.data(ov::element::f32)), output.get_size()}};
  } catch (const std::exception& error) {
    throw pipeline::Error(
        pipeline::Remedy::report_bug,
        {"OpenVINO 运行识别模型失败",
         std::string("OpenVINO failed to run a recognition model: ") + error.what()},
        {"请把该页报告给开发者", "Report this page to the developers"});
  }
}

std::string Network::note(const std::string& key) const {
  const ov::Model& model = *state_->model;
  if (!model.has_rt_info({"framework", key})) return {};
  return model.get_rt_info<std::string>({"framework", key});
}

}  // namespace chengnuo::ocr
