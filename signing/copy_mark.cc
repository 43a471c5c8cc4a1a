#include "signing/copy_mark.h"

#include "pipeline/error.h"
#include "pipeline/json.h"
#include "signing/mapped_file.h"
#include "signing/pdf_document.h"
#include "signing/pdf_stream.h"

namespace chengnuo::signing {
namespace {

/// Only our own packets are looked into, so no XML parser is needed.
std::string element(const std::string& xmp, const std::string& name) {
  const std::size_t begin = xmp.find("<" + name + ">");
  const std::size_t end = xmp.find("</" + name + ">");
  if (begin == std::string::npos || end == std::string::npos || end < begin) return "";
  const std::size_t text = begin + name.size() + 2;
  return xmp.substr(text, end - text);
}

}  // namespace

std::optional<CopyMark> copy_mark_in(const pdf::Document& document) {
  try {
    const pdf::Value* const value = document.catalog().find("Metadata");
    const pdf::Reference* const reference =
        value != nullptr ? value->as<pdf::Reference>() : nullptr;
    const pdf::Object* const object =
        reference != nullptr ? document.object(reference->number) : nullptr;
    if (object == nullptr) return std::nullopt;
    const std::string xmp = pdf::decoded_stream(*object);
    const std::string holder = element(xmp, "copy:holder");
    const std::string created = element(xmp, "xmp:CreateDate");
    CopyMark mark;
    if (holder == name_of(pipeline::Holder::enterprise)) mark.holder = pipeline::Holder::enterprise;
    mark.content_digest = element(xmp, "copy:contentDigest");
    if (holder != name_of(mark.holder) || mark.content_digest.empty() || created.size() != 20)
      return std::nullopt;
    mark.created = pipeline::from_rfc3339(created);
    mark.xmp = xmp;
    return mark;
  } catch (const pdf::Malformed&) {
    return std::nullopt;
  } catch (const pipeline::Error&) {  // no date where we write one
    return std::nullopt;
  }
}

std::optional<CopyMark> read_copy_mark(const std::filesystem::path& pdf) {
  const MappedFile file(pdf);
  try {
    return copy_mark_in(pdf::Document(file.bytes()));
  } catch (const pdf::Malformed&) {
    return std::nullopt;
  }
}

}  // namespace chengnuo::signing
