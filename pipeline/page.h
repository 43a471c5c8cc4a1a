#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "pipeline/message.h"

namespace chengnuo::pipeline {

/// A rectangle in pixels of the upright page, origin top left. A zero width means "nowhere".
struct Box {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
  bool operator==(const Box&) const = default;
};

/// What one engine made of one line.
struct Reading {
  std::string engine;     ///< "tesseract", "ppocr"
  std::string text;       ///< UTF-8
  double confidence = 0;  ///< 0 to 1, calibrated
};

/// A place in a line at which its reader hesitated.
struct Doubt {
  int at = 0;             ///< code point of the line's text, or its length: behind the last one
  bool before = false;    ///< not the character itself: one more may stand before it
  std::string instead;    ///< what may stand there otherwise, UTF-8; empty: nothing
  double confidence = 0;  ///< 0 to 1, calibrated: that the line is right there
};

/// What a line that names its doubts says elsewhere is right in so many cases.
constexpr double kUndoubted = 0.998;

/// That a line of this confidence is right where none of its doubts lies.
inline double confidence_elsewhere(double line, const std::vector<Doubt>& doubts) {
  return doubts.empty() ? line : std::max(line, kUndoubted);
}

/// A piece of text that stands together: a line of a letter, a line of a table cell.
struct Line {
  std::string text;  ///< UTF-8, as recognised; the chosen one of `readings`
  Box box;
  double confidence = 0;          ///< 0 to 1, calibrated: of the lines given 0.99, 99 % are right
  std::vector<Box> characters;    ///< one for each code point of `text`, or empty
  std::vector<Reading> readings;  ///< every engine's; agreement is what makes a line certain
  std::vector<Doubt> doubts;      ///< by place; none: the reader cannot say where
  bool under_seal = false;        ///< seal ink lies over it
};

/// One cell of a ruled table.
struct Cell {
  Box box;
  int row = 0;  ///< from 0; a merged cell names its top left
  int column = 0;
  int row_span = 1;
  int column_span = 1;
  std::vector<int> lines;  ///< indices into Page::lines, reading order
};

struct Table {
  Box box;
  std::vector<Cell> cells;  ///< by row, then column
};

enum class SealShape { round, oval, square, unknown };

/// An image of a seal was found. Says nothing about whether the seal is authentic.
struct Seal {
  Box box;
  SealShape shape = SealShape::unknown;
  std::string colour;         ///< "red", "grey" (a photocopy's), "blue", …
  bool star = false;          ///< five-pointed star in the centre (国发〔1999〕25号)
  std::string text;           ///< the ring's text, the owner's name; empty if it could not be read
  std::string lower;          ///< text below the star, such as 合同专用章
  bool lower_unread = false;  ///< something stands there that could not be read
  std::string number;         ///< the digits at the bottom, as read
  double confidence = 0;      ///< of `text`, 0 to 1
  std::vector<std::string> readings;  ///< what else was read round the ring, likeliest first
};

/// Ink that is neither printed text, nor a seal, nor a rule: perhaps a signature.
struct Mark {
  Box box;
  std::string colour;  ///< "black", "blue", …
  int strokes = 0;     ///< connected pieces of ink, a hint of how much was written
};

enum class ColourMode { colour, grey, bilevel };

/// One upright page: what a reader process found on it. Its image is a file
/// (WorkFolder::page_image) in the same pixels.
struct Page {
  int number = 1;  ///< in its file, from 1
  int width = 0;   ///< pixels, upright
  int height = 0;
  int dpi = 0;       ///< of the upright image; 0 if unknown
  int rotation = 0;  ///< clockwise degrees that made it upright: 0, 90, 180, 270
  double skew = 0;   ///< degrees by which it was turned after that, counter-clockwise positive
  ColourMode colour = ColourMode::colour;
  bool blank = false;
  bool unreadable = false;  ///< the reader gave it up; `notices` say why
  std::vector<Line> lines;  ///< reading order
  std::vector<Table> tables;
  std::vector<Seal> seals;
  std::vector<Mark> marks;
  std::vector<Message> notices;  ///< what a person should know: low resolution, photocopy, …
};

}  // namespace chengnuo::pipeline
