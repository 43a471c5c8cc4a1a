#include "signing/pdf_stream.h"

#include <cstdlib>

#include "signing/deflate.h"

namespace chengnuo::signing::pdf {
namespace {

constexpr std::size_t kMostDecoded = std::size_t{64} << 20;

/// The bytes behind "stream", as many as /Length says; the parser is left behind them.
std::string_view stream_at(std::string_view bytes, Parser& parser, const Dictionary& dictionary,
                           const Document* document) {
  std::size_t begin = parser.position();
  if (bytes.substr(begin, 2) == "\r\n")
    begin += 2;
  else if (bytes.substr(begin, 1) == "\n")
    begin += 1;
  else
    throw Malformed(begin, "no line end behind 'stream'");
  const Value* length = dictionary.find("Length");
  if (document != nullptr) length = document->resolve(length);
  const std::int64_t* const size = length != nullptr ? length->as<std::int64_t>() : nullptr;
  if (size == nullptr || *size < 0 || static_cast<std::uint64_t>(*size) > bytes.size() - begin)
    throw Malformed(begin, "wrong /Length");
  const std::string_view data = bytes.substr(begin, static_cast<std::size_t>(*size));
  parser.seek(begin + data.size());
  parser.expect("endstream");
  return data;
}

std::int64_t number_in(const Dictionary& dictionary, std::string_view key, std::int64_t if_absent) {
  const Value* const value = dictionary.find(key);
  const std::int64_t* const number = value != nullptr ? value->as<std::int64_t>() : nullptr;
  return number != nullptr ? *number : if_absent;
}

unsigned char byte_at(const std::string& row, std::size_t i) {
  return static_cast<unsigned char>(row[i]);
}

/// ISO/IEC 15948, 9.4.
int paeth(int a, int b, int c) {
  const int p = a + b - c;
  const int to_a = std::abs(p - a);
  const int to_b = std::abs(p - b);
  const int to_c = std::abs(p - c);
  if (to_a <= to_b && to_a <= to_c) return a;
  return to_b <= to_c ? b : c;
}

/// Undoes PNG's row filters for samples of one byte.
std::string without_predictor(const std::string& bytes, std::size_t columns) {
  std::string out;
  std::string above(columns, '\0');
  for (std::size_t at = 0; at + columns + 1 <= bytes.size(); at += columns + 1) {
    std::string row = bytes.substr(at + 1, columns);
    for (std::size_t i = 0; i < columns; ++i) {
      const int left = i > 0 ? byte_at(row, i - 1) : 0;
      const int up = byte_at(above, i);
      const int corner = i > 0 ? byte_at(above, i - 1) : 0;
      int add = 0;
      switch (bytes[at]) {
        case 0:
          break;
        case 1:
          add = left;
          break;
        case 2:
          add = up;
          break;
        case 3:
          add = (left + up) / 2;
          break;
        case 4:
          add = paeth(left, up, corner);
          break;
        default:
          throw Malformed(0, "unknown row filter");
      }
      row[i] = static_cast<char>(byte_at(row, i) + add);
    }
    out += row;
    above = std::move(row);
  }
  return out;
}

}  // namespace

Object read_object_at(std::string_view bytes, std::size_t offset, const Document* document,
                      Reference& identity) {
  Parser parser(bytes, offset);
  Object object;
  object.begin = offset;
  if (offset >= bytes.size() || is_blank(bytes[offset]))
    throw Malformed(offset, "no object stands here");
  const std::uint64_t number = parser.unsigned_number();
  const std::uint64_t generation = parser.unsigned_number();
  if (number > 0xFFFFFFFF || generation > 0xFFFF) throw Malformed(offset, "no object number");
  identity = {static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(generation)};
  parser.expect("obj");
  object.value = parser.value();
  if (parser.take("stream")) {
    const Dictionary* const dictionary = object.value.as<Dictionary>();
    if (dictionary == nullptr) throw Malformed(offset, "a stream without a dictionary");
    object.stream = stream_at(bytes, parser, *dictionary, document);
  }
  parser.expect("endobj");
  object.end = parser.position();
  return object;
}

std::string decoded_stream(const Object& object) {
  const Dictionary* const dictionary = object.value.as<Dictionary>();
  if (dictionary == nullptr || !object.stream) throw Malformed(object.begin, "no stream");
  const Value* filter = dictionary->find("Filter");
  const Value* parameters = dictionary->find("DecodeParms");
  const auto only_item = [](const Value*& value) {
    if (value == nullptr || value->as<Array>() == nullptr) return;
    value = value->as<Array>()->size() == 1 ? &value->as<Array>()->front() : nullptr;
  };
  only_item(filter);
  only_item(parameters);
  if (dictionary->find("Filter") == nullptr)
    return std::string(object.stream->substr(0, kMostDecoded));
  if (filter == nullptr || !filter->is_name("FlateDecode"))
    throw Malformed(object.begin, "an unknown filter");
  const auto inflated = inflate(*object.stream, kMostDecoded);
  if (!inflated) throw Malformed(object.begin, "packed bytes are damaged");
  const Dictionary* const facts = parameters != nullptr ? parameters->as<Dictionary>() : nullptr;
  if (facts == nullptr || number_in(*facts, "Predictor", 1) == 1) return *inflated;
  const std::int64_t columns = number_in(*facts, "Columns", 1);
  const bool bytes_only =
      number_in(*facts, "Colors", 1) == 1 && number_in(*facts, "BitsPerComponent", 8) == 8;
  if (number_in(*facts, "Predictor", 1) < 10 || !bytes_only || columns < 1 || columns > 65536)
    throw Malformed(object.begin, "an unknown predictor");
  return without_predictor(*inflated, static_cast<std::size_t>(columns));
}

}  // namespace chengnuo::signing::pdf
