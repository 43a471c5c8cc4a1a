// How many signed PDFs a second are verified in one process and thread. Prints the number alone.
//
//     bench_verify FILE.pdf ROOT.pem COUNT RFC3339-TIME
#include <chrono>
#include <iostream>
#include <string>

#include "pipeline/json.h"
#include "signing/verify.h"

int main(int count, char** arguments) {
  using namespace chengnuo;
  if (count != 5) return 2;
  const auto anchors = signing::read_trust_anchors({arguments[2]});
  const int rounds = std::stoi(arguments[3]);
  const auto at = pipeline::from_rfc3339(arguments[4]);
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < rounds; ++i)
    if (signing::verify_file(arguments[1], anchors, at).verdict != signing::Validity::valid)
      return 1;
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  std::cout << rounds / took.count() << '\n';
}
