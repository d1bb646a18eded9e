#include "stage.h"

#include "gradus/core/error.h"
#include "gradus/core/interrupt.h"
#include "gradus/report/terminal_view.h"

#include <csignal>

namespace gradus::demos {

using report::Text;

void throw_if_interrupted() {
  const auto signal = interrupt_requested();
  if (!signal) return;
  throw Error(*signal == SIGINT ? ExitCode::kInterrupted : ExitCode::kTerminated,
              *signal == SIGPIPE ? "stopped: nobody reads the output any more"
                                 : "interrupted: what was not finished is not shown");
}

namespace {

/// A terminal shows one panel.
Text first_of(size_t panels) {
  if (panels < 2) return {};
  return report::text("(the first of {} panels)\n", "（{} 幅中的第一幅）\n", panels);
}

}  // namespace

Stage::Stage(const Demo& demo, Setup setup, StageOptions options)
    : setup_(setup), options_(std::move(options)) {
  chapter_.number = demo.title.number;
  chapter_.name = demo.title.name;
  chapter_.title = demo.title.title;
  chapter_.command = options_.command;
  chapter_.sources.push_back(find_source(demo.source_path()));
}

void Stage::print(const std::string& text) {
  throw_if_interrupted();
  options_.print(text);
}

void Stage::claim(Text claim) {
  chapter_.claim = std::move(claim);
  print(heading_text(chapter_, options_.terminal, options_.language));
}

void Stage::ran(const Text& what) {
  chapter_.setting = report::text("{}; seed {}, device {}", "{}；随机种子 {}，设备 {}", what.en,
                                  setup_.seed, setup_.device.str());
  chapter_.setting.zh =
      fmt::format("{}；随机种子 {}，设备 {}", what.zh, setup_.seed, setup_.device.str());
  print(setting_text(chapter_, options_.terminal, options_.language));
}

void Stage::remark(Text remark) {
  print(remark_text(remark, options_.terminal, options_.language));
  chapter_.remarks.push_back(std::move(remark));
}

void Stage::table(Text title, std::vector<Text> header, std::vector<std::vector<Text>> rows) {
  report::ChapterTable table{std::move(title), std::move(header), std::move(rows)};
  print(table_text(table, options_.terminal, options_.language));
  chapter_.tables.push_back(std::move(table));
}

void Stage::figure(const std::string& name, Text caption, const report::Panels& panels) {
  auto drawing = plot(panels, options_.language);
  const auto view = terminal_view(panels.panels.front(), options_.terminal, options_.language);
  if (!view.empty()) print(view + first_of(panels.panels.size()).in(options_.language) + '\n');
  figure(name, std::move(caption), std::move(drawing));
}

void Stage::figure(const std::string& name, Text caption, const report::NetworkDiagram& diagram) {
  figure(name, std::move(caption), network_diagram(diagram, options_.language));
}

void Stage::figure(const std::string& name, Text caption, report::Figure figure) {
  throw_if_interrupted();
  chapter_.figures.push_back({name, std::move(caption)});
  if (!options_.figures || !report::gnuplot_available()) return;
  drawings_.push_back(
      {chapter_.figures.size() - 1,
       std::async(std::launch::async,
                  [figure = std::move(figure), keep = options_.keep,
                   stem = options_.output / name] { return report::draw(figure, stem, keep); })});
}

void Stage::beside(const std::string& source_path) {
  chapter_.sources.push_back(find_source(source_path));
}

void Stage::finding(report::Finding finding) {
  throw_if_interrupted();
  chapter_.findings.push_back(std::move(finding));
}

void Stage::findings(const std::vector<report::Finding>& several) {
  for (const auto& one : several) finding(one);
}

void Stage::collect_figures() {
  std::string files;
  for (auto& [index, drawing] : drawings_) {
    auto& figure = chapter_.figures[index];
    figure.files = drawing.get();
    files += fmt::format("  {}: {}\n", figure.files.png.string(), figure.caption.in(language()));
  }
  if (!files.empty()) {
    print(Text{"Figures (PNG, and SVG beside it):\n", "图（PNG，旁边有 SVG）：\n"}.in(language()) +
          files);
  } else if (options_.figures && !chapter_.figures.empty()) {
    print(Text{"No figures: gnuplot is not installed (Debian: gnuplot-nox).\n",
               "没有画图：未安装 gnuplot（Debian 软件包 gnuplot-nox）。\n"}
              .in(language()));
  }
}

report::Chapter Stage::finish() {
  print(verdict_text(chapter_, options_.terminal, options_.language));
  collect_figures();
  return std::move(chapter_);
}

}  // namespace gradus::demos
