// How many signed PDFs are verified in a second of processor time, in one thread. Prints the number
// alone.
//
//     bench_verify FILE.pdf ROOT.pem COUNT RFC3339-TIME
#include <ctime>
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
  const std::clock_t begin = std::clock();
  for (int i = 0; i < rounds; ++i)
    if (signing::verify_file(arguments[1], anchors, at).verdict != signing::Validity::valid)
      return 1;
  const double took = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  std::cout << rounds / took << '\n';
}
