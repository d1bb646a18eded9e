/// What one demo of the course has to say: a chapter of the book, and its text in a terminal.
#pragma once
#include "gradus/report/figure.h"
#include "gradus/report/terminal.h"
#include "gradus/report/text.h"
#include "gradus/report/verdict.h"

#include <string>
#include <vector>

namespace gradus::report {

/// A table under its title.
struct ChapterTable {
  Text title;                           ///< a sentence above it
  std::vector<Text> header;             ///< a cell a column
  std::vector<std::vector<Text>> rows;  ///< cells, at most as many as the header has
};

/// A figure and its files.
struct ChapterFigure {
  std::string name;        ///< of its files
  Text caption;            ///< below it
  FigureFiles files = {};  ///< empty where gnuplot is not installed
};

/// A source file of the project.
struct Source {
  std::string path;  ///< from the project's root
  std::string text;  ///< all of it
};

/// One demo's chapter.
struct Chapter {
  int number = 0;                      ///< from 1
  std::string name;                    ///< as `gradus demo` takes it
  Text title;                          ///< behind the number
  std::string command;                 ///< that makes it again; empty where there is none
  Text claim;                          ///< what the demo is to show
  Text setting;                        ///< what was run: seed, device, sizes
  std::vector<Text> remarks;           ///< what a reader should know beside the tables
  std::vector<ChapterTable> tables;    ///< measured
  std::vector<ChapterFigure> figures;  ///< drawn
  std::vector<Finding> findings;       ///< by which the claim is judged, see `overall`
  std::vector<Source> sources;         ///< with two, they are shown side by side, line by line
};

/// Number, title and claim as a terminal shows them. Each of these texts ends in an empty line.
std::string heading_text(const Chapter& chapter, const Terminal& terminal, Language language);
/// What was run.
std::string setting_text(const Chapter& chapter, const Terminal& terminal, Language language);
/// A remark, wrapped.
std::string remark_text(const Text& remark, const Terminal& terminal, Language language);
/// A table under its title.
std::string table_text(const ChapterTable& table, const Terminal& terminal, Language language);
/// The findings, what follows from them, and the rule by which it does.
std::string verdict_text(const Chapter& chapter, const Terminal& terminal, Language language);

}  // namespace gradus::report
