#pragma once

#include <filesystem>
#include <string>

#include "ocr/channel.h"
#include "pipeline/sandbox.h"

namespace chengnuo::ocr {

/// One run of one of poppler's programs on a PDF.
struct ToolRun {
  enum class Tool {
    facts,        ///< pdfinfo
    attachments,  ///< pdfdetach -list
    list_images,  ///< pdfimages -list
    take_image,   ///< pdfimages: the page's only image, as JPEG if it is one, else as PNG
    render,       ///< pdftoppm, as PPM
  };
  Tool tool = Tool::facts;
  int page = 0;       ///< from 1; 0: the whole document
  int long_side = 0;  ///< pixels, for `render`
};

struct ToolResult {
  int exit_code = 0;   ///< negative if it was ended by a signal: its time or memory was up
  std::string errors;  ///< the beginning of what it said on stderr
  Descriptor output;   ///< what it wrote; none if `take_image` did not make exactly one image
};

/// Runs poppler's programs for a process that may start none itself. A child, forked before the
/// process locks itself up, starts each under limits of its own: it can read the one PDF and the
/// system's libraries and fonts, and write to a scratch folder; no network, no other program.
class PdfTools {
 public:
  /// `scratch`: an empty folder of this process alone. `limits` are for one run, and
  /// `seconds` what it may take by the clock.
  /// Call while there is one thread. Throws Error: retry if the child cannot be started.
  PdfTools(std::filesystem::path scratch, pipeline::Limits limits, int seconds);

  /// Throws Error: fix_setup if poppler-utils is not installed, report_bug if the child is gone.
  ToolResult run(const ToolRun& run, int pdf);

 private:
  Channel line_;
};

}  // namespace chengnuo::ocr
