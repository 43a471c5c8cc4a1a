#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "pipeline/error.h"
#include "pipeline/submission.h"
#include "publication/xml_signature.h"

namespace chengnuo::publication {

/// A signed message on its way out.
struct SignedMessage {
  std::string id;
  std::string xml;
};

/// The fault is the receiver's or lies on the way to it, whatever the message: the next message
/// would fare no better.
class ReceiverFailure : public pipeline::Error {
 public:
  using Error::Error;
};

/// The receiver wants an earlier message of the same enterprise before this one.
class EarlierNeeded : public pipeline::Error {
 public:
  EarlierNeeded(std::string id, const pipeline::Message& what, const pipeline::Message& advice)
      : Error(pipeline::Remedy::retry, what, advice), message_id(std::move(id)) {}
  std::string message_id;
};

/// One way of reaching a receiver. Sending the same message twice leaves one at the receiver.
class Publisher {
 public:
  virtual ~Publisher() = default;
  /// The receiver's receipt; nothing if it has the message but answers later (asked again then).
  /// Throws ReceiverFailure: retry (unreachable, answered nonsense or 5xx), fix_setup (address,
  /// certificate); EarlierNeeded; Error: fix_document (it refuses this message and says why, or the
  /// receipt is somebody else's).
  virtual std::optional<pipeline::Receipt> send(const SignedMessage& message) = 0;
  /// Nothing more is due for now: a parcel is closed. Throws Error as send() does.
  virtual void settle() {}
};

/// For receivers reached by carrier: FOLDER/<id>.xml is written, and FOLDER/<id>.receipt.xml is
/// what comes back; whoever carries it could write one, so that only those count that are signed by
/// `receipts`. A manifest signed by `key` lists what is under way (manifest.h).
std::unique_ptr<Publisher> make_folder_publisher(const std::string& receiver,
                                                 const std::filesystem::path& folder,
                                                 const MessageKey& key,
                                                 const TrustAnchors& receipts);

struct HttpSettings {
  std::string url;                           ///< of the message endpoint: http(s)://host:port/path
  std::filesystem::path ca;                  ///< PEM of accepted CAs; empty: the system's
  std::filesystem::path client_certificate;  ///< PEM, for mutual TLS; may be empty
  std::filesystem::path client_key;          ///< PEM
  TrustAnchors receipts;  ///< who signs receipts; empty: the connection vouches for them
  int connect_seconds = 10;
  int timeout_seconds = 30;  ///< for the whole exchange
};
std::unique_ptr<Publisher> make_http_publisher(const std::string& receiver,
                                               const HttpSettings& settings);

}  // namespace chengnuo::publication
