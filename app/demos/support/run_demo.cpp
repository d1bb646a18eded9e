#include "run_demo.h"

#include "chapter_json.h"
#include "gradus/checkpoint/atomic_file.h"
#include "gradus/core/device.h"
#include "gradus/core/error.h"
#include "gradus/core/interrupt.h"
#include "gradus/report/book.h"
#include "gradus/report/table.h"
#include "python_twin.h"
#include "stage.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <ctime>

namespace gradus::demos {
namespace {

namespace fs = std::filesystem;
using report::Text;

/// The placeholder of a demo's own flags.
constexpr const char* kOwnValue = "VALUE";

Setup setup_of(const DemoRequest& request) {
  int64_t seed = 0;
  if (!parse_integer(request.seed(), seed) || seed < 0) {
    throw UsageError("--seed={}: expected a whole number of at least 0", request.seed());
  }
  return {static_cast<uint64_t>(seed), select_device(request.device())};
}

report::Language language_of(const std::string& name) {
  return name.empty() ? report::language_of_environment() : report::parse_language(name);
}

StageOptions stage_options(const DemoRequest& request, const fs::path& output) {
  StageOptions options;
  options.language = language_of(request.language());
  options.output = output;
  options.figures = request.figures();
  options.keep = request.keep() ? report::KeepScript::kYes : report::KeepScript::kNo;
  options.terminal = report::Terminal::of(1);
  options.print = [stream = request.json() ? nullptr : stdout](std::string_view text) {
    if (stream == nullptr) return;
    std::fwrite(text.data(), 1, text.size(), stream);
    if (std::fflush(stream) != 0 && !interrupt_requested()) {
      throw RunError("cannot write the output: is the disk full?");
    }
  };
  return options;
}

/// Once a run, on stderr, so that results stay clean.
void warn_of_missing_font(const StageOptions& options) {
  if (!options.figures || options.language != report::Language::kChinese) return;
  if (report::gnuplot_available() && !report::chinese_font_available()) {
    std::fputs(
        "gradus: 没有找到中文字体，图中的汉字会显示为方框：请安装一种"
        "（Debian：fonts-wqy-zenhei）\n",
        stderr);
  }
}

/// The shared flags that were given, as typed again for each chapter's command.
std::string shared_flags(const DemoRequest& request) {
  std::string flags;
  if (request.quick()) flags += " --quick";
  if (request.device() != "cpu") flags += " --device " + request.device();
  if (request.seed() != "0") flags += " --seed " + request.seed();
  return flags;
}

struct Failure {
  std::string name, message;
};

struct CourseRun {
  std::vector<report::Chapter> chapters;
  std::vector<Failure> failures;
};

/// One line a demo on stdout while the course runs.
CourseRun run_all(const DemoRequest& request, const fs::path& output, const Setup& setup) {
  CourseRun course_run;
  for (const auto* demo : course()) {
    auto options = stage_options(request, output / demo->title.name);
    const auto language = options.language;
    const auto print = options.print;
    options.print = [](std::string_view) {};
    options.command = "gradus demo " + demo->title.name + shared_flags(request);
    const auto start = std::chrono::steady_clock::now();
    print(fmt::format("{:>2}. {} … ", demo->title.number, demo->title.title.in(language)));
    try {
      Stage stage(*demo, setup, options);
      demo->run(stage, Settings(), request.quick());
      course_run.chapters.push_back(stage.finish());
      const auto verdict = report::overall(course_run.chapters.back().findings);
      print(report::to_text(verdict).in(language));
    } catch (const std::exception& error) {  // named at the end; the other topics still count
      if (interrupt_requested()) throw;
      course_run.failures.push_back({demo->title.name, error.what()});
      print(Text{"failed: ", "失败："}.in(language) + error.what());
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    print(fmt::format("  ({:.1f} s)\n", seconds.count()));
  }
  return course_run;
}

/// Few examples and seeds make wide intervals.
Text quick_note() {
  return {
      "Note: --quick uses few examples and seeds, so its intervals are wide; here 'does not hold' "
      "may only mean 'not shown'. The default sizes decide.",
      "注意：--quick 的样本和种子很少，区间很宽；这里的“不成立”可能只是证据不足，"
      "请以默认规模的结果为准。"};
}

report::Book book_of(std::vector<report::Chapter> chapters, const std::string& command,
                     bool quick) {
  char date[32] = "";
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  ::localtime_r(&now, &local);
  std::strftime(date, sizeof date, "%Y-%m-%d", &local);
  auto preface = report::text("Made on {} by “{}” with LibTorch {}, {} instructions. ",
                              "本书由 “{1}” 于 {0} 生成，LibTorch {2}，{3} 指令集。",
                              std::string(date), command, libtorch_version(), cpu_capability());
  preface.en += report::overall_rule().en;
  preface.zh += report::overall_rule().zh;
  if (quick) {
    preface.en += ' ' + quick_note().en;
    preface.zh += quick_note().zh;
  }
  return {{"Deep-learning fundamentals, measured", "深度学习基础：逐条实测"},
          std::move(preface),
          std::move(chapters)};
}

void print_course_json(const std::vector<report::Chapter>& chapters, report::Language language) {
  nlohmann::ordered_json document = {{"schema_version", 1}, {"demos", nlohmann::json::array()}};
  for (const auto& chapter : chapters) document["demos"].push_back(to_json(chapter, language));
  fmt::print("{}\n", document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace

void declare_shared_flags(CLI::App& app, DemoRequest& request) {
  auto& flags = request.flags;
  flags.add(app, "--device", "DEVICE", "cpu | cuda | cuda:N | mps | xpu | auto [cpu]");
  flags.add(app, "--seed", "N", "Of all random choices [0]");
  flags.add(app, "--output", "DIR", "Folder of the figures [runs/demos/NAME]");
  flags.add(app, "--lang", "LANGUAGE", "en | zh [by LANG]");
  flags.add_switch(app, "--quick", "Smaller sizes: seconds, for a first look");
  flags.add_switch(app, "--keep", "Keep each figure's gnuplot script with its data");
  flags.add_switch(app, "--no-figures", "Draw no figures");
  flags.add_switch(app, "--json", "Print JSON (docs/json.md)");
}

void declare_flags(CLI::App& app, DemoRequest& request, const Demo& demo) {
  declare_shared_flags(app, request);
  for (const auto& flag : demo.flags(/*quick=*/false)) {
    request.flags.add(app, flag.key, kOwnValue,
                      fmt::format("{} [{}]", flag.help, flag.default_value));
  }
}

Settings DemoRequest::settings() const {
  Settings settings;
  for (const auto& flag : flags.declared()) {
    if (flag.placeholder == kOwnValue && flags.given(flag.name))
      settings.set(flag.name, flags.text(flag.name, ""));
  }
  return settings;
}

int run_one(const Demo& demo, const DemoRequest& request, const std::string& command) {
  const auto setup = setup_of(request);
  const fs::path output = request.output().empty() ? fs::path("runs") / "demos" / demo.title.name
                                                   : fs::path(request.output());
  auto options = stage_options(request, output);
  options.command = command;
  warn_of_missing_font(options);
  const InterruptGuard interrupts;
  Stage stage(demo, setup, options);
  demo.run(stage, request.settings(), request.quick());
  const auto chapter = stage.finish();
  if (request.quick()) options.print(quick_note().in(options.language) + '\n');
  if (request.json()) {
    auto document = to_json(chapter, options.language);
    fmt::print("{}\n", nlohmann::ordered_json{{"schema_version", 1}, {"demo", document}}.dump(
                           2, ' ', false, nlohmann::json::error_handler_t::replace));
  }
  return static_cast<int>(ExitCode::kDone);
}

int run_course(const DemoRequest& request, const std::string& command) {
  const auto setup = setup_of(request);
  const auto language = language_of(request.language());
  const fs::path output =
      request.output().empty() ? fs::path("runs") / "course" : fs::path(request.output());
  warn_of_missing_font(stage_options(request, output));
  const InterruptGuard interrupts;
  auto done = run_all(request, output, setup);
  make_folder(output);
  if (request.json()) print_course_json(done.chapters, language);
  checkpoint::write_file_atomically(
      output / "index.html",
      book_html(book_of(std::move(done.chapters), command, request.quick()), language));
  if (!request.json()) {
    fmt::print("{}{}\n", Text{"The book: ", "书："}.in(language), (output / "index.html").string());
  }
  if (done.failures.empty()) return static_cast<int>(ExitCode::kDone);
  std::string names;
  for (const auto& failure : done.failures) names += (names.empty() ? "" : ", ") + failure.name;
  throw RunError("{} of {} demos failed and are not in the book: {}", done.failures.size(),
                 course().size(), names);
}

std::string list_demos(const std::string& language_name) {
  const auto language = language_of(language_name);
  report::Table table({Text{"no.", "序号"}.in(language), Text{"name", "名称"}.in(language),
                       Text{"what it shows", "内容"}.in(language)});
  for (const auto* demo : course()) {
    table.add_row({fmt::format("{}", demo->title.number), demo->title.name,
                   demo->title.summary.in(language)});
  }
  auto terminal = report::Terminal::of(1);
  terminal.width = std::max(terminal.width, 120);  // a line each, never shortened
  return table.to_string(terminal);
}

}  // namespace gradus::demos
