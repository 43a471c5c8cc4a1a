#include "ocr/calibration.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <span>

namespace chengnuo::ocr {
namespace {

struct Counted {
  double said, right;
};

// Between counts the odds are drawn as straight lines over the odds that the engine gives: most
// lines crowd at the upper end, where a thousandth matters.
constexpr Counted kPpocr[] = {{0.001, 0.001},  {0.30, 0.15},    {0.45, 0.20},    {0.55, 0.70},
                              {0.65, 0.72},    {0.75, 0.90},    {0.85, 0.915},   {0.925, 0.93},
                              {0.965, 0.97},   {0.985, 0.982},  {0.9925, 0.985}, {0.9965, 0.988},
                              {0.9985, 0.992}, {0.9995, 0.998}, {0.9999, 0.999}};
constexpr Counted kTesseract[] = {{0.50, 0.001}, {0.75, 0.05},   {0.90, 0.07},   {0.95, 0.12},
                                  {0.97, 0.20},  {0.9775, 0.46}, {0.9815, 0.52}, {0.9845, 0.68},
                                  {0.987, 0.83}, {0.989, 0.88},  {0.991, 0.91},  {0.995, 0.93}};
constexpr Counted kSeal[] = {{0.001, 0.001}, {0.30, 0.40},  {0.50, 0.75}, {0.60, 0.93},
                             {0.75, 0.97},   {0.90, 0.992}, {0.99, 0.996}};

// Of lines that are right the other engine reads the same in 59 of 100; of lines that are wrong it
// made the same mistake in one of twenty (the 〇 of a year, lost by both).
constexpr double kAgreement = 12;
constexpr double kWeakAgreement = 2;
constexpr double kDifference = 0.43;
constexpr double kOtherTaken = 0.1;

double log_odds(double probability) {
  const double kept = std::clamp(probability, 1e-4, 1 - 1e-4);
  return std::log(kept / (1 - kept));
}

double probability(double log_odds) { return 1 / (1 + std::exp(-log_odds)); }

double look_up(std::span<const Counted> counts, double said) {
  if (said <= counts.front().said) return counts.front().right;
  if (said >= counts.back().said) return counts.back().right;
  const auto above = std::find_if(counts.begin(), counts.end(),
                                  [&](const Counted& each) { return each.said >= said; });
  const auto below = std::prev(above);
  const double part =
      (log_odds(said) - log_odds(below->said)) / (log_odds(above->said) - log_odds(below->said));
  return probability(log_odds(below->right) +
                     part * (log_odds(above->right) - log_odds(below->right)));
}

}  // namespace

double calibrated_ppocr(double least) { return look_up(kPpocr, least); }

double calibrated_tesseract(double mean) { return look_up(kTesseract, mean); }

double calibrated_seal(double share) { return look_up(kSeal, share); }

double with_second_opinion(double confidence, SecondOpinion opinion) {
  const auto weight = [&] {
    switch (opinion) {
      case SecondOpinion::agrees:
        return kAgreement;
      case SecondOpinion::agrees_weakly:
        return kWeakAgreement;
      case SecondOpinion::differs:
        return kDifference;
      case SecondOpinion::takes_the_other:
        return kOtherTaken;
    }
    return 1.0;
  }();
  return probability(log_odds(confidence) + std::log(weight));
}

}  // namespace chengnuo::ocr
