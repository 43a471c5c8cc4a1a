#include "pipeline/error.h"
#include "pipeline/file.h"
#include "pipeline/json.h"
#include "publication/answer.h"
#include "publication/manifest.h"
#include "publication/publisher.h"

namespace chengnuo::publication {
namespace {

class FolderPublisher final : public Publisher {
 public:
  FolderPublisher(std::string receiver, std::filesystem::path folder, MessageKey key,
                  TrustAnchors receipts)
      : receiver_(std::move(receiver)),
        folder_(std::move(folder)),
        key_(std::move(key)),
        receipts_(std::move(receipts)) {}

  std::optional<pipeline::Receipt> send(const SignedMessage& message) override {
    const auto file = folder_ / (message.id + ".xml");
    if (!std::filesystem::exists(file)) {
      pipeline::write_durably(file, message.xml);
      changed_ = true;
    }
    const auto answer = folder_ / (message.id + ".receipt.xml");
    if (!std::filesystem::exists(answer)) return std::nullopt;
    const std::string text = pipeline::read_file(answer);
    check_signature(receiver_, message.id, text, receipts_, answer);
    const auto receipt = receipt_from(receiver_, message.id, text);
    changed_ = true;
    return receipt;
  }

  void settle() override {
    if (!changed_ || !std::filesystem::exists(folder_)) return;
    write_manifest(folder_, receiver_, key_);
    changed_ = false;
  }

 private:
  std::string receiver_;
  std::filesystem::path folder_;
  MessageKey key_;
  TrustAnchors receipts_;
  bool changed_ = true;  ///< since the manifest was written, for all that this process knows
};

}  // namespace

std::unique_ptr<Publisher> make_folder_publisher(const std::string& receiver,
                                                 const std::filesystem::path& folder,
                                                 const MessageKey& key,
                                                 const TrustAnchors& receipts) {
  return std::make_unique<FolderPublisher>(receiver, folder, key, receipts);
}

}  // namespace chengnuo::publication
