#pragma once

namespace chengnuo::ocr {

/// Engines are too sure of themselves. These turn what they say into how often a line that they say
/// it of is wholly right, as counted on generated scans (docs/reading.md has the counts, and how to
/// count again after an engine, its models or the preparation of pages has changed).

/// `least`: the probability of the least certain character that PP-OCR read in a line, or of the
/// gap in which it saw one most nearly.
double calibrated_ppocr(double least);

/// `mean`: Tesseract's confidence in a line, 0 to 1.
double calibrated_tesseract(double mean);

/// `share`: mean confidence of the strips of a seal's ring that gave the name, over all strips.
double calibrated_seal(double share);

/// What a second engine's reading makes of the first one's confidence (Bayes' rule on the odds).
enum class SecondOpinion {
  agrees,
  agrees_weakly,    ///< but both may take one for the other: l for 1
  differs,          ///< it reads something else again
  takes_the_other,  ///< it reads what the first engine held for second best
};
double with_second_opinion(double confidence, SecondOpinion opinion);

}  // namespace chengnuo::ocr
