#include "ocr/ink.h"

#include <opencv2/imgproc.hpp>

namespace chengnuo::ocr {

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

  // Text is read in the red channel, where red ink is as bright as paper and blue ink as dark as
  // black, but only near red ink: elsewhere the mean of the channels has less noise.
  cv::cvtColor(even, grey, cv::COLOR_BGR2GRAY);
  cv::Mat weight, red_part, grey_part;
  cv::GaussianBlur(inks.red, weight, {}, 1.5);
  weight.convertTo(weight, CV_8U, 255.0 / 16, -6 * 255.0 / 16);  // none below 6, full from 22
  cv::multiply(red, weight, red_part, 1.0 / 255, CV_16U);
  cv::multiply(grey, cv::Scalar(255) - weight, grey_part, 1.0 / 255, CV_16U);
  cv::add(red_part, grey_part, inks.text, cv::noArray(), CV_8U);
  return inks;
}

}  // namespace chengnuo::ocr
