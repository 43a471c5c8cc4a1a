#include "tests/signing/tampering.h"

#include <cstdio>
#include <stdexcept>

namespace chengnuo::signing::tests {

std::string replaced(std::string bytes, const std::string& old_text, const std::string& new_text,
                     std::size_t from) {
  const std::size_t at = bytes.find(old_text, from);
  if (at == std::string::npos) throw std::runtime_error("not found: " + old_text);
  return bytes.replace(at, old_text.size(), new_text);
}

std::uint32_t size_of(const std::string& pdf) {
  return static_cast<std::uint32_t>(std::stoul(pdf.substr(pdf.rfind("/Size ") + 6, 12)));
}

std::string value_of(const std::string& pdf, std::uint32_t number) {
  const std::string head = "\n" + std::to_string(number) + " 0 obj\n";
  const std::size_t begin = pdf.rfind(head);
  if (begin == std::string::npos) throw std::runtime_error("no object " + std::to_string(number));
  const std::size_t value = begin + head.size();
  return pdf.substr(value, pdf.find("\nendobj", value) - value);
}

std::string with_update(const std::string& pdf, const std::vector<NewObject>& objects,
                        const std::string& trailer_extra) {
  std::string out = pdf;
  std::string table = "xref\n0 0\n";
  std::uint32_t size = size_of(pdf);
  for (const NewObject& object : objects) {
    char entry[64];
    std::snprintf(entry, sizeof entry, "%u 1\n%010zu 00000 n\r\n", object.number, out.size());
    table += entry;
    out += std::to_string(object.number) + " 0 obj\n" + object.value + "\nendobj\n";
    size = std::max(size, object.number + 1);
  }
  const std::size_t previous = pdf.rfind("startxref\n") + 10;
  const std::size_t at = out.size();
  return out + table + "trailer\n<</Root 1 0 R/Size " + std::to_string(size) + "/Prev " +
         pdf.substr(previous, pdf.find('\n', previous) - previous) + trailer_extra +
         ">>\nstartxref\n" + std::to_string(at) + "\n%%EOF\n";
}

}  // namespace chengnuo::signing::tests
