/// What one demo of the course has to say: a chapter of the book, and its text in a terminal.
#pragma once
#include "gradus/report/figure.h"
#include "gradus/report/terminal.h"
#include "gradus/report/text.h"
#include "gradus/report/verdict.h"

#include <string>
#include <vector>

namespace gradus::report {

struct ChapterTable {
  Text title;
  std::vector<Text> header;
  std::vector<std::vector<Text>> rows;
};

struct ChapterFigure {
  std::string name;  ///< of its files
  Text caption;
  FigureFiles files = {};  ///< empty where gnuplot is not installed
};

/// A source file of the project.
struct Source {
  std::string path;  ///< from the project's root
  std::string text;
};

struct Chapter {
  int number = 0;
  std::string name;
  Text title;
  std::string command;
  Text claim;
  Text setting;               ///< what was run: seed, device, sizes
  std::vector<Text> remarks;  ///< what a reader should know beside the tables
  std::vector<ChapterTable> tables;
  std::vector<ChapterFigure> figures;
  std::vector<Finding> findings;
  std::vector<Source> sources;  ///< with two, they are shown side by side, line by line
};

/// The parts of a chapter as a terminal shows them, each ended by an empty line.
std::string heading_text(const Chapter& chapter, const Terminal& terminal, Language language);
std::string setting_text(const Chapter& chapter, const Terminal& terminal, Language language);
std::string remark_text(const Text& remark, const Terminal& terminal, Language language);
std::string table_text(const ChapterTable& table, const Terminal& terminal, Language language);
std::string verdict_text(const Chapter& chapter, const Terminal& terminal, Language language);

}  // namespace gradus::report
