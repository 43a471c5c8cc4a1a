#include "ocr/ink.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace chengnuo::ocr {

namespace {

/// How much light red ink takes from the red channel, for each unit of its strength: its hue.
/// Judged by what is clearly red ink on paper; ink pads differ, and a page has one or two.
double shade_of_red(const cv::Mat& red_channel, const cv::Mat& strength) {
  const cv::Mat clearly = strength > 40;
  const double red_ink = cv::countNonZero(clearly);
  if (red_ink == 0) return 0;
  const double taken = 255 - cv::mean(red_channel, clearly)[0];
  return std::clamp(taken / cv::mean(strength, clearly)[0], 0.0, 0.8);
}

}  // namespace

Inks separate_inks(const cv::Mat& even) {
  Inks inks;
  if (even.channels() == 1) {
    inks.text = even;
    inks.red = cv::Mat::zeros(even.size(), CV_8UC1);
    inks.blue = inks.red;
    return inks;
  }
  cv::Mat channels[3], others, grey;
  cv::split(even, channels);
  const cv::Mat &blue = channels[0], &green = channels[1], &red = channels[2];
  cv::max(blue, green, others);
  cv::subtract(red, others, inks.red);
  cv::max(red, green, others);
  cv::subtract(blue, others, inks.blue);

  // Text is read in the red channel, where red ink is nearly as bright as paper and blue ink as
  // dark as black, but only near red ink: elsewhere the mean of the channels has less noise.
  cv::cvtColor(even, grey, cv::COLOR_BGR2GRAY);
  cv::Mat weight, red_part, grey_part;
  cv::GaussianBlur(inks.red, weight, {}, 1.5);
  weight.convertTo(weight, CV_8U, 255.0 / 16, -6 * 255.0 / 16);  // none below 6, full from 22
  // Light that passes the ink passes the text, too: little strength shows where the text is, so
  // what the ink took can be given back without paling the text.
  cv::Mat without_ink;
  cv::scaleAdd(inks.red, shade_of_red(red, inks.red), red, without_ink);
  cv::multiply(without_ink, weight, red_part, 1.0 / 255, CV_16U);
  cv::multiply(grey, cv::Scalar(255) - weight, grey_part, 1.0 / 255, CV_16U);
  cv::add(red_part, grey_part, inks.text, cv::noArray(), CV_8U);
  return inks;
}

}  // namespace chengnuo::ocr
