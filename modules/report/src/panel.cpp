#include "gradus/report/panel.h"

#include "panel_layout.h"
#include "panel_writer.h"

#include <cmath>
#include <stdexcept>

namespace gradus::report {

Figure plot(const Panels& panels, Language language) {
  if (panels.panels.empty()) throw std::invalid_argument("plot: no panels");
  const FigureLayout layout = layout_of(panels, language);
  Figure figure;
  figure.width = static_cast<int>(std::ceil(layout.width));
  figure.height = static_cast<int>(std::ceil(layout.height));
  figure.commands = "set multiplot\n";
  for (size_t i = 0; i < panels.panels.size(); ++i) {
    PanelWriter writer(fmt::format("p{}", i), panels.panels[i], layout.panels[i], layout, language);
    writer.write();
    figure.data += writer.data();
    figure.commands += writer.commands();
  }
  figure.commands += "unset multiplot\n";
  return figure;
}

}  // namespace gradus::report
