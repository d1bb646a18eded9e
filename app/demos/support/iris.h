/// Iris (Anderson, 1935; Fisher, 1936) as a plane shows it: two measures, some of the species, and
/// their names in both languages.
#pragma once
#include "gradus/core/settings.h"
#include "gradus/data/dataset.h"
#include "gradus/report/panel.h"
#include "own_units.h"

#include <string>
#include <vector>

namespace gradus::demos {

/// The columns `features`, and the rows of `species`, whose classes are numbered in the order
/// given; all where a list is empty. Throws `UsageError` for an unknown or repeated name.
data::Dataset load_iris(const std::vector<std::string>& features,
                        const std::vector<std::string>& species);

/// Two measures and two species by flags: --x, --y, --class-0 and --class-1, whose defaults are the
/// petals of versicolor and virginica, which no line separates.
data::Dataset read_iris(const Settings& flags);

/// `petal length (cm)` / `花瓣长度 (cm)`; other names as they are.
report::Text feature_text(const std::string& feature);
/// `virginica` / `维吉尼亚鸢尾 virginica`; other names as they are.
report::Text species_text(const std::string& species);

/// `marks_of` with the species' names in both languages.
std::vector<report::Marks> iris_marks(const data::Dataset& dataset);
/// The flowers on the decision regions of `layer`, which takes two measures in cm.
report::Panel iris_plane(const data::Dataset& dataset, const Coefficients& layer);

}  // namespace gradus::demos
