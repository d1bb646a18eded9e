/// Where a demo tells its story: printed as it happens, and kept as a chapter of the book.
#pragma once
#include "demo.h"
#include "gradus/report/chapter.h"
#include "gradus/report/network_diagram.h"
#include "gradus/report/panel.h"
#include "gradus/report/terminal.h"

#include <filesystem>
#include <functional>
#include <future>
#include <string>
#include <string_view>
#include <vector>

namespace gradus::demos {

struct StageOptions {
  report::Language language = report::Language::kEnglish;
  std::filesystem::path output;  ///< folder of the figures; made when the first is drawn
  bool figures = true;
  report::KeepScript keep = report::KeepScript::kNo;
  report::Terminal terminal = {};
  std::function<void(std::string_view)> print = [](std::string_view) {};
  std::string command;  ///< that ran the demo, for the book
};

/// The methods are called in the order in which a demo is read: claim, ran, then tables, figures
/// and findings as they are measured. All throw `Error` when an interruption was asked for.
class Stage {
 public:
  Stage(const Demo& demo, Setup setup, StageOptions options);

  const Setup& setup() const { return setup_; }
  const std::filesystem::path& output() const { return options_.output; }

  /// What the course says.
  void claim(report::Text claim);
  /// What is run; seed and device are added.
  void ran(const report::Text& what);
  /// What a reader should know beside the tables.
  void remark(report::Text remark);
  void table(report::Text title, std::vector<report::Text> header,
             std::vector<std::vector<report::Text>> rows);
  /// Draws `output()/NAME.png` and `.svg` while the demo goes on. In the terminal, the first panel
  /// is shown in characters.
  void figure(const std::string& name, report::Text caption, const report::Panels& panels);
  void figure(const std::string& name, report::Text caption, const report::NetworkDiagram& diagram);
  void figure(const std::string& name, report::Text caption, report::Figure figure);
  /// Another file of the project to be shown beside the demo's own, line by line.
  void beside(const std::string& source_path);
  void finding(report::Finding finding);
  void findings(const std::vector<report::Finding>& several);

  report::Language language() const { return options_.language; }

  /// Prints the verdict and where the figures are. Throws `RunError` when one could not be drawn.
  report::Chapter finish();

 private:
  void print(const std::string& text);
  void collect_figures();

  Setup setup_;
  StageOptions options_;
  report::Chapter chapter_;
  struct Drawing {
    size_t index;  // of the chapter's figure
    std::future<report::FigureFiles> files;
  };
  std::vector<Drawing> drawings_;
};

/// Throws `Error` with the exit code of the signal when Ctrl-C or SIGTERM asked to stop.
void throw_if_interrupted();

}  // namespace gradus::demos
