#pragma once

// Private to the room: Pango and Cairo, one handle wide, and where the pen is on the page.

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <memory>
#include <string>

#include "pipeline/free.h"
#include "publication/paper.h"

namespace chengnuo::publication {

using pipeline::Free;
using SurfacePtr = std::unique_ptr<cairo_surface_t, Free<cairo_surface_destroy>>;
using CairoPtr = std::unique_ptr<cairo_t, Free<cairo_destroy>>;
using FontPtr = std::unique_ptr<PangoFontDescription, Free<pango_font_description_free>>;
using IterPtr = std::unique_ptr<PangoLayoutIter, Free<pango_layout_iter_free>>;
using LayoutPtr = std::unique_ptr<PangoLayout, Free<g_object_unref>>;

// Points. GB/T 9704-2012, 5.2: margins and the type area of 156 mm × 225 mm with 22 lines.
inline constexpr double kMillimetre = 72 / 25.4;
inline constexpr double kPitch = 225.0 / 22 * kMillimetre;
inline constexpr double kBody = 16;

struct Face {
  const char* font;  // of those named, the first that is installed
  double size;
};
inline constexpr Face kRedHead{"方正小标宋简体, FZXiaoBiaoSong-B05S, Noto Serif CJK SC Bold", 30};
inline constexpr Face kTitle{"方正小标宋简体, FZXiaoBiaoSong-B05S, Noto Serif CJK SC Bold", 22};
inline constexpr Face kHeading{"黑体, SimHei, Noto Sans CJK SC Medium", kBody};
inline constexpr Face kText{"仿宋_GB2312, FangSong_GB2312, 仿宋, FangSong, Noto Serif CJK SC",
                            kBody};
inline constexpr Face kSmall{"宋体, SimSun, Noto Serif CJK SC", 10.5};
inline constexpr Face kSmallHead{"黑体, SimHei, Noto Sans CJK SC Medium", 10.5};

struct Rgb {
  double red, green, blue;
};
inline constexpr Rgb kBlack{0, 0, 0};
inline constexpr Rgb kRed{0.80, 0.05, 0.08};

/// One PDF under the pen: knows where it is on the page and begins new ones. Points, from the
/// sheet's upper left corner.
class Pen {
 public:
  Pen(const std::filesystem::path& file, const Paper& paper);
  /// False if the file could not be written.
  bool finish();

  double left() const { return left_; }
  double right() const { return right_; }
  double y() const { return y_; }
  void skip(double points) { y_ += points; }
  /// Makes room for so much. True if it began a new page.
  bool need(double points);

  LayoutPtr layout(const std::string& text, const Face& face, double width) const;
  /// Lines on the grid, from page to page.
  void flow(const LayoutPtr& text, double pitch, double x, const Rgb& colour = kBlack);
  /// A block of text at a place, without regard to the page's end.
  void put(const LayoutPtr& text, double x, double y);
  /// A PNG, as large as the type area allows. Throws Error: retry if it cannot be read.
  void picture(const std::filesystem::path& png);
  void rule(double x1, double y1, double x2, double y2, double thickness,
            const Rgb& colour = kBlack);

 private:
  void draw(PangoLayoutLine* line, double x, double y, const Rgb& colour);
  /// GB/T 9704-2012, 7.5: below the type area, odd pages to the right, even ones to the left.
  void number_page();

  double width_, height_, left_, right_, top_, bottom_;
  SurfacePtr surface_;
  CairoPtr cairo_;
  double y_;
  int page_ = 1;
};

}  // namespace chengnuo::publication
