/// The parts of a book's page, each as HTML.
#pragma once
#include "gradus/report/book.h"

#include <string>
#include <string_view>

namespace gradus::report {

/// The style sheet: light and dark, wide and narrow, paper.
extern const std::string_view kBookStyle;

/// A verdict by a sign, a word and a colour.
std::string verdict_badge(Verdict verdict, Language language);

/// Ids within the page, which nothing else in it has.
std::string topic_id(const Chapter& chapter);
std::string source_id(const Chapter& chapter);

std::string chapter_html(const Chapter& chapter, Language language);

/// A table with a caption, in a box that scrolls where the page is narrower.
std::string table_html(const ChapterTable& table, Language language);

/// A figure with everything in it. Throws `RunError` when a file of it cannot be read.
std::string figure_html(const ChapterFigure& figure, Language language);

/// A chapter's source files, folded up; two side by side, line by line.
std::string listing_html(const Chapter& chapter, Language language);

}  // namespace gradus::report
