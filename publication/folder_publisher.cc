#include "pipeline/error.h"
#include "pipeline/file.h"
#include "pipeline/json.h"
#include "publication/answer.h"
#include "publication/publisher.h"

namespace chengnuo::publication {
namespace {

class FolderPublisher final : public Publisher {
 public:
  FolderPublisher(std::string receiver, std::filesystem::path folder)
      : receiver_(std::move(receiver)), folder_(std::move(folder)) {}

  std::optional<pipeline::Receipt> send(const SignedMessage& message) override {
    const auto file = folder_ / (message.id + ".xml");
    if (!std::filesystem::exists(file)) pipeline::write_durably(file, message.xml);
    const auto answer = folder_ / (message.id + ".receipt.xml");
    if (!std::filesystem::exists(answer)) return std::nullopt;
    return receipt_from(receiver_, message.id, pipeline::read_file(answer));
  }

 private:
  std::string receiver_;
  std::filesystem::path folder_;
};

}  // namespace

std::unique_ptr<Publisher> make_folder_publisher(const std::string& receiver,
                                                 const std::filesystem::path& folder) {
  return std::make_unique<FolderPublisher>(receiver, folder);
}

}  // namespace chengnuo::publication
