#include "gradus/report/statistics.h"
#include "picture_arms.h"
#include "pixels.h"
#include "seed_curve.h"

namespace gradus::demos::images {

using report::Text;

report::ImageGrid picture_grid(const data::LoadedData& loaded, int64_t shift, uint64_t seed,
                               report::Language language) {
  constexpr int64_t kPictures = 6;
  const auto sampled = sample_pictures(loaded, 1, kPictures, seed);
  const auto& test = *sampled.test;
  const auto permuted = permute_pixels(test.inputs, pixel_order(test.features(), seed));
  report::ImageGrid grid{
      .images = torch::cat({test.inputs, permuted, shift_pictures(test.inputs, shift)}),
      .columns = test.size()};
  for (int64_t i = 0; i < test.size(); ++i) {
    grid.titles.push_back(test.class_names[static_cast<size_t>(test.targets[i].item<int64_t>())]);
  }
  const Text other = {"permuted", "打乱像素"};
  const Text moved = report::text("shifted by {}", "平移 {} 像素", shift);
  for (const auto& title : {other, moved}) {
    grid.titles.insert(grid.titles.end(), static_cast<size_t>(test.size()), title.in(language));
  }
  return grid;
}

report::Panel shift_panel(const std::vector<const Arm*>& arms) {
  report::Panel panel{.title = {"Shifted test pictures", "平移后的测试图像"},
                      .x_label = {"shift (pixels)", "平移（像素）"},
                      .y_label = {"test accuracy", "测试准确率"},
                      .y = report::Span{0, 1}};
  for (const auto* arm : arms) {
    std::vector<double> shifts;
    std::vector<report::Estimate> accuracies;
    for (const auto& of_seeds : arm->accuracy) {
      shifts.push_back(static_cast<double>(shifts.size()));
      accuracies.push_back(report::estimate(of_seeds));
    }
    panel.curves.push_back(
        interval_curve(arm->name, shifts, accuracies, static_cast<int64_t>(panel.curves.size())));
  }
  return panel;
}

report::Panel change_panel(const std::vector<std::pair<Text, report::Estimate>>& changes) {
  constexpr double kPoints = 100;
  report::Panel panel{.title = {"Pixels in another order", "打乱像素"},
                      .y_label = {"change of accuracy (points)", "准确率变化（百分点）"}};
  report::Bars bars{.values = {}};
  for (const auto& [name, change] : changes) {
    panel.categories.push_back(name);
    bars.values.push_back(kPoints * change.mean);
    bars.low.push_back(kPoints * change.low);
    bars.high.push_back(kPoints * change.high);
  }
  panel.bars = {bars};
  return panel;
}

}  // namespace gradus::demos::images
