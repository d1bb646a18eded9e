#include "gradus/data/tabular.h"

#include "gradus/core/error.h"
#include "gradus/data/load.h"
#include "temp_folder.h"

#include "catch.h"

using namespace gradus;
using data::Dataset;
using data::read_features;
using data::read_table;
using data::TableOptions;
using data::Task;
using test::TempFolder;
using Choice = TableOptions::Choice;
using Missing = TableOptions::Missing;

namespace {

Dataset read(const std::string& text, const TableOptions& options = {},
             const std::string& name = "data.csv") {
  const TempFolder folder;
  return read_table(folder.write(name, text), options);
}

torch::Tensor features(const std::string& text, const std::vector<std::string>& names,
                       const TableOptions& options = {}) {
  const TempFolder folder;
  return read_features(folder.write("data.csv", text), names, options);
}

const std::string kFlowers = "a,b,kind\n1,2.5,x\n-3e1,+4,y\n5,6,x\n";
const auto kFlowerInputs = torch::tensor({{1.F, 2.5F}, {-30.F, 4.F}, {5.F, 6.F}});

using Names = std::vector<std::string>;

torch::Tensor labels(std::vector<int64_t> values) {
  return torch::tensor(values, torch::kInt64);
}

void refused(const std::string& text, const std::string& message,
             const TableOptions& options = {}) {
  INFO(text.substr(0, 200));
  CHECK_THROWS_MESSAGE(read(text, options), DataError, message);
  CHECK_THROWS_MESSAGE(read(text, options), DataError, "data.csv: ");
}

}  // namespace

TEST_CASE("A CSV file is read with nothing else said: header, numbers, text classes") {
  const auto d = read(kFlowers);
  CHECK(d.name == "data");
  CHECK(torch::equal(d.inputs, kFlowerInputs));
  CHECK(d.feature_names == Names{"a", "b"});
  CHECK(d.task == Task::kClassification);
  CHECK(d.class_names == Names{"x", "y"});
  CHECK(torch::equal(d.targets, labels({0, 1, 0})));
  CHECK(d.target_names == Names{"kind"});
  CHECK_THAT(data::describe(d),
             ContainsSubstring("target 'kind' taken for classes, as it is text"));
}

TEST_CASE(
    "robustness: BOM, CRLF, CR, blank lines, blanks and a missing last newline are accepted") {
  const std::vector<std::string> variants = {
      "\xef\xbb\xbf" + kFlowers,
      "a,b,kind\r\n1,2.5,x\r\n-3e1,+4,y\r\n5,6,x\r\n",
      "a,b,kind\r1,2.5,x\r-3e1,+4,y\r5,6,x",
      "\n\na,b,kind\n\n1,2.5,x\n-3e1,+4,y\n\r\n5,6,x\n\n",
      " a , b,kind \n 1,2.5 , x\n-3e1,+4,y\n5,\t6,x",
      "\"a\",\"b\",\"kind\"\n\"1\",2.5,\"x\"\n-3e1,+4,y\n5,6,x\n",
  };
  for (const auto& text : variants) {
    INFO(text);
    const auto d = read(text);
    CHECK(torch::equal(d.inputs, kFlowerInputs));
    CHECK(d.feature_names == Names{"a", "b"});
    CHECK(d.class_names == Names{"x", "y"});
  }
}

TEST_CASE("Separators are found, or told, and .tsv means tabs") {
  for (const char separator : {';', '\t', ',', '|'}) {
    auto text = kFlowers;
    std::ranges::replace(text, ',', separator);
    TableOptions options;
    if (separator == '|') options.separator = '|';
    CHECK(torch::equal(read(text, options).inputs, kFlowerInputs));
  }
  CHECK(torch::equal(read("a,1\tb,1\tk\n1\t2\tx\n3\t4\ty\n", {}, "t.tsv").inputs,
                     torch::tensor({{1.F, 2.F}, {3.F, 4.F}})));
}

TEST_CASE("Quoted fields may hold separators, quotes and line ends") {
  const auto d = read("\"a,b\",kind\n1,\"x, \"\"y\"\"\"\n2,\"two\nlines\"\n3,z\n");
  CHECK(d.feature_names == Names{"a,b"});
  CHECK(d.class_names == Names{"two\nlines", "x, \"y\"", "z"});
  TableOptions options;
  options.quote = '\'';
  CHECK(read("a,k\n1,'x,y'\n2,z\n", options).class_names == Names{"x,y", "z"});
}

TEST_CASE("A first line with a number in it is no header, unless it is said to be one") {
  const auto d = read("1,2,x\n3,4,y\n");
  CHECK(d.size() == 2);
  CHECK(d.feature_names == Names{"column_0", "column_1"});
  CHECK_THAT(d.note, ContainsSubstring("no header"));
  TableOptions yes;
  yes.header = Choice::kYes;
  CHECK(read("1990,1991,k\n1,2,x\n3,4,y\n", yes).feature_names == Names{"1990", "1991"});
  TableOptions no;
  no.header = Choice::kNo;
  refused("a,b\n1,x\n", "line 1, column 'column_0': 'a' is not a number", no);
}

TEST_CASE("The target is the last column, or one by name or index") {
  const std::string text = "a,b,c\n1,0,2.5\n3,1,4.5\n5,0,6.5\n";
  TableOptions options;
  for (const auto* target : {"b", "1", "-2"}) {
    options.target = target;
    const auto d = read(text, options);
    CHECK(d.feature_names == Names{"a", "c"});
    CHECK(torch::equal(d.targets, labels({0, 1, 0})));
  }
  options.target = "bb";
  CHECK_THROWS_MESSAGE(read(text, options), UsageError, "unknown column 'bb': did you mean 'b'?");
  options.target = "3";
  CHECK_THROWS_MESSAGE(read(text, options), UsageError, "an index from -3 to 2");
}

TEST_CASE("Several targets are regression") {
  TableOptions options;
  options.target = "b,c";
  const auto d = read("a,b,c\n1,0,2.5\n3,1,4.5\n", options);
  CHECK(d.task == Task::kRegression);
  CHECK(torch::equal(d.targets, torch::tensor({{0.F, 2.5F}, {1.F, 4.5F}})));
  CHECK(d.target_names == Names{"b", "c"});
  options.task = Task::kClassification;
  CHECK_THROWS_MESSAGE(read("a,b,c\n1,0,2\n3,1,4\n", options), UsageError, "takes one column");
}

TEST_CASE("Columns may be left out") {
  TableOptions options;
  options.ignore = {"name", "0"};
  const auto d = read("id,a,name,k\n1,2,Ann,x\n2,3,Bob,y\n", options);
  CHECK(d.feature_names == Names{"a"});
  options.ignore = {"nane"};
  CHECK_THROWS_MESSAGE(read("name,a,k\nAnn,2,x\n", options), UsageError, "did you mean 'name'?");
}

TEST_CASE("Few whole numbers are classes, sorted by value; fractions or many are regression") {
  std::string few = "a,k\n", many = "a,y\n", fractions = "a,y\n";
  for (int i = 0; i < 40; ++i) {
    few += fmt::format("{},{}\n", i, i % 4 * 5 - 5);
    many += fmt::format("{},{}\n", i, i % 5);
    fractions += fmt::format("{},{}.5\n", i, i % 2);
  }
  CHECK(read(few).class_names == Names{"-5", "0", "5", "10"});
  CHECK_THAT(read(few).note, ContainsSubstring("4 different whole numbers in 40 rows"));
  CHECK(read(many).task == Task::kRegression);
  CHECK_THAT(read(many).note, ContainsSubstring("more than 4 different whole numbers"));
  CHECK(read(fractions).task == Task::kRegression);
  CHECK(read("a,k\n1,0\n2,1\n").task == Task::kClassification);
  CHECK(read("a,k\n1,0.0\n2,-0\n3,1.0\n").class_names == Names{"0", "1"});
  TableOptions options;
  options.task = Task::kRegression;
  CHECK(read("a,k\n1,0\n2,1\n", options).task == Task::kRegression);
  options.task = Task::kClassification;
  CHECK(read(many, options).outputs() == 5);
  refused(fractions, "line 2, column 'y': '0.5' is not a class", options);
}

TEST_CASE("robustness: missing values are refused with line and column, or handled as asked") {
  const std::string text = "a,b,k\n1,,x\n2,3,y\nNA,5,x\n4,nan,?\n";
  refused(text, "line 4, column 'a': the value is missing");
  refused("a,k\n1,x\n2,\n3,y\n", "line 3, column 'k': the target is missing");
  TableOptions drop;
  drop.missing = Missing::kDrop;
  const auto kept = read("a,b,k\n1,,x\n2,3,y\nNA,5,x\n4,6,?\n7,8,x\n", drop);
  CHECK(torch::equal(kept.inputs, torch::tensor({{2.F, 3.F}, {7.F, 8.F}})));
  CHECK(torch::equal(kept.targets, labels({1, 0})));
  CHECK_THAT(kept.note, ContainsSubstring("3 of 5 rows left out"));
  refused("a,k\n,x\n,y\n", "has one class only ()", drop);
  refused("a,k\n1,x\n,y\n", "has one class only (x)", drop);
  drop.task = Task::kRegression;
  refused("a,y\n,1\n2,\n", "none is left", drop);
  TableOptions mean;
  mean.missing = Missing::kMean;
  const auto filled = read("a,b,k\n1,,x\n2,3,y\nnull,5,x\n", mean);
  CHECK(torch::equal(filled.inputs, torch::tensor({{1.F, 4.F}, {2.F, 3.F}, {1.5F, 5.F}})));
  refused("a,k\n1,x\n2,\n3,y\n", "the target is missing, and none is made up", mean);
  refused("a,b,k\n1,,x\n2,,y\n", "column 'b': the column has no values at all", mean);
}

TEST_CASE("robustness: text in a number column is refused with line and column") {
  refused("a,b,k\n1,2,x\n\n3,red,y\n", "line 4, column 'b': 'red' is not a number");
  refused("a,k\n1,x\n\"two\nlines\",y\n", "line 3, column 'a'");
  refused("a,k\n1,x\n1.2.3,y\n", "'1.2.3' is not a number");
  refused("a,k\n0x1F,x\n1,y\n", "'0x1F' is not a number");
  TableOptions regression;
  regression.task = Task::kRegression;
  refused("a,y\n1,2\n3,four\n", "line 3, column 'y': 'four' is not a number", regression);
}

TEST_CASE("robustness: infinities and what single precision cannot hold are refused") {
  for (const auto* value : {"inf", "-inf", "Infinity", "1e39", "-1e300"})
    refused(fmt::format("a,k\n1,x\n{},y\n", value),
            fmt::format("line 3, column 'a': '{}' is not a finite number", value));
  refused("a,k\n1,x\n1e999,y\n", "line 3, column 'a': '1e999' is not a number");
}

TEST_CASE("robustness: ragged rows are refused with their line") {
  refused("a,b,k\n1,2,x\n1,y\n", "line 3 has 2 fields: expected 3, as in line 1");
  refused("\na,b,k\n\n1,2,x\n1,2,3,y", "line 5 has 4 fields: expected 3, as in line 2");
}

TEST_CASE("robustness: duplicate and empty header names are refused with their column") {
  refused("a,b,a\n1,2,x\n", "the header, column 3: the name 'a' is that of column 1 too");
  refused("a,,k\n1,2,x\n", "the header, column 2: the name is empty");
}

TEST_CASE("robustness: files without rows, features or a second class are refused") {
  refused("a,b,k\n", "no rows");
  refused("\n\n", "no rows");
  refused("k\nx\ny\n", "1 column(s), none left for features");
  refused("a,k\n1,x\n2,x\n", "column 'k' has one class only (x): expected at least two");
  refused("a,k\n1,3\n2,3\n", "one class only (3)");
  CHECK_THROWS_MESSAGE(read(""), DataError, "the file is empty");
}

TEST_CASE("robustness: NUL bytes and broken UTF-8 are refused with line and column") {
  refused(std::string("a,k\n1,x\n2,\0y\n", 13), "line 3, column 2: a NUL byte");
  refused(std::string("\xff\xfe"
                      "a\0,\0",
                      6),
          "line 1, column 1: broken UTF-8");
  for (const auto* bad :
       {"\xff", "\xc3(", "\xc0\x80", "\xe2\x82", "\xed\xa0\x80", "\xf4\x90\x80\x80"})
    refused(fmt::format("a,k\n1,x\n2,{}\n", bad), "broken UTF-8");
  refused("a,k\n1,x\n2,\xe2\x82", "line 3, column 2: broken UTF-8");
  CHECK(read("größe,k\n1,ja\n2,花\n").class_names == Names{"ja", "花"});
}

TEST_CASE("robustness: quotes that are not closed, or closed too early, are refused") {
  refused("a,k\n1,x\n2,\"y\n3,z\n", "line 3, column 2: a quote is opened and never closed");
  refused("a,k\n1,\"x\"y\n", "line 2, column 2: text follows a closing quote");
}

TEST_CASE("robustness: an endless field is refused without being kept") {
  refused("a,k\n1,x\n2," + std::string(3'000'000, 'y') + "\n",
          "line 3, column 2: a field of more than 1 MiB");
  refused("a,k\n1,x\n2,\"" + std::string(3'000'000, '\n'), "line 3, column 2: a field of more");
}

TEST_CASE("robustness: a hundred thousand columns are the limit") {
  refused(std::string(200'000, ','), "more columns than the 100000 that are read");
}

TEST_CASE("Long lines and many rows are read in blocks") {
  std::string text = "a,k\n";
  for (int i = 0; i < 200'000; ++i) text += fmt::format("{},{}\n", i, i % 2 == 0 ? "even" : "odd");
  const auto d = read(text);
  CHECK(d.size() == 200'000);
  CHECK(d.inputs[199'999].item<float>() == 199'999);
  text += "oops,odd\n";
  refused(text, "line 200002, column 'a': 'oops' is not a number");
  std::string wide = "x0";
  for (int i = 1; i < 300'000 / 8; ++i) wide += fmt::format(",x{}", i);
  std::string row = wide;
  std::ranges::replace(row, 'x', '1');
  CHECK(read(wide + "\n" + row + "\n" + row + "\n" + row + "\n",
             [] {
               TableOptions o;
               o.task = Task::kRegression;
               return o;
             }())
            .features() == 300'000 / 8 - 1);
}

TEST_CASE("Numbers are those of the standard library's parser, to the last bit") {
  const std::vector<std::string> texts = {"0",
                                          "-0",
                                          "7",
                                          "007",
                                          "1.",
                                          ".5",
                                          "-.25",
                                          "0.1",
                                          "-12.345",
                                          "0.1234567",
                                          "0.12345678",
                                          "0.123456789",
                                          "99999999",
                                          "123456.789",
                                          "1e3",
                                          "-2.5E-3",
                                          "0.000001",
                                          "123456789012345",
                                          "16777217",
                                          "0.3",
                                          "16777219",
                                          "0.0940123456",
                                          "1234567.125",
                                          "1234567890123456",
                                          "3.4028234e38",
                                          "1.17549435e-38",
                                          "8388608.5",
                                          "0.12345678901234",
                                          "0.123456789012345"};
  std::string table = "a,b,k\n";
  for (const auto& text : texts) table += fmt::format("{0},\"{0}\",x\n1,2,y\n", text);
  const auto d = read(table);
  for (size_t i = 0; i < texts.size(); ++i) {
    INFO(texts[i]);
    const auto expected = static_cast<float>(std::stod(texts[i]));
    for (int64_t column = 0; column < 2; ++column) {
      const auto value = d.inputs[2 * static_cast<int64_t>(i)][column].item<float>();
      CHECK(value == expected);
      CHECK(std::signbit(value) == std::signbit(expected));
    }
  }
  for (const auto* text :
       {"-", ".", "-.", "1.2.3", "1-2", "--1", "1,2", "0.12345x78", "0.1234567:"})
    refused(fmt::format("a,k\n1,x\n\"{}\",y\n", text),
            fmt::format("line 3, column 'a': '{}' is not a number", text));
  refused("a,k\n1,x\n0.1234567:,y\n3,x\n", "line 3, column 'a': '0.1234567:' is not a number");
}

TEST_CASE("Where the file is cut into chunks makes no difference") {
  // Two records, the second with all that a chunk's end could cut: a quoted line end, a doubled
  // quote, characters of several bytes, "\r\n".
  const std::string records = "1.5,\"x\ny\"\r\n-2.25,\"größe \"\"花\"\"\"\r\n";
  constexpr int64_t kChunk = int64_t{1} << 20;
  for (int64_t shift = 0; shift < static_cast<int64_t>(records.size()); ++shift) {
    INFO(shift);
    auto text = "a,k" + std::string(static_cast<size_t>(shift), ' ') + "\n";
    int64_t pairs = 0;
    for (; static_cast<int64_t>(text.size()) < kChunk + 100; ++pairs) text += records;
    const auto d = read(text);
    REQUIRE(d.size() == 2 * pairs);
    CHECK(d.class_names == Names{"größe \"花\"", "x\ny"});
    CHECK(d.targets.sum().item<int64_t>() == pairs);
    CHECK(d.inputs.sum().item<double>() == -0.75 * static_cast<double>(pairs));
    refused(text + "1,\"x\ny\",\n",
            fmt::format("line {} has 3 fields: expected 2, as in line 1", 3 * pairs + 2));
  }
}

TEST_CASE("robustness: what is wrong far down is said with its line, whichever thread meets it") {
  std::string text = "a,b,k\n";
  for (int i = 0; i < 400'000; ++i) text += i % 2 == 0 ? "1.25,2,x\n" : "3,4.5,y\n";
  auto broken = text + "1,oops,x\n1,no,x\nbad,2,x\n";
  refused(broken, "line 400004, column 'a': 'bad' is not a number");
  refused(text + "1,oops,x\n1,no,x\n", "line 400002, column 'b': 'oops' is not a number");
  refused(text + "1,2,x\n1,1e39,x\n", "line 400003, column 'b': '1e39' is not a finite number");
  refused(text + "1,2,x\n1,,x\n", "line 400003, column 'b': the value is missing");
  TableOptions mean;
  mean.missing = Missing::kMean;
  const auto filled = read(text + "1.25,,x\n", mean);
  CHECK(filled.inputs[400'000][1].item<float>() == 3.25F);
}

TEST_CASE("robustness: labels outside a model's classes are refused with row, label and classes") {
  TableOptions options;
  options.class_names = {"y", "x", "z"};
  CHECK(torch::equal(read(kFlowers, options).targets, labels({1, 0, 1})));
  CHECK(read(kFlowers, options).class_names == options.class_names);
  CHECK(read("a,b,kind\n1,2,x\n", options).outputs() == 3);
  options.class_names = {"x", "w"};
  refused(kFlowers, "line 3, column 'kind': label 'y': expected one of x, w", options);
  options.class_names = {"0", "1"};
  refused("a,k\n1,0\n2,-1\n", "line 3, column 'k': label '-1': expected one of 0, 1", options);
  refused("a,k\n1,0\n2,0.5\n", "'0.5' is not a class", options);
}

TEST_CASE("A model's features are matched by name, whatever the order") {
  TableOptions options;
  options.feature_names = {"b", "a"};
  const auto d = read(kFlowers, options);
  CHECK(d.feature_names == options.feature_names);
  CHECK(torch::equal(d.inputs, kFlowerInputs.flip(1)));
  options.feature_names = {"b", "c"};
  refused(kFlowers, "1 of the model's 2 columns are missing: 'c'; the file has 3: a, b, kind",
          options);
}

TEST_CASE("Features for a prediction are found by name, other columns ignored") {
  const auto wanted = torch::tensor({{2.F, 1.F}, {4.F, 3.F}});
  CHECK(torch::equal(features("a,b\n1,2\n3,4\n", {"b", "a"}), wanted));
  CHECK(torch::equal(features("kind,a,note,b\nx,1,hi,2\ny,3,,4\n", {"b", "a"}), wanted));
  CHECK_THROWS_MESSAGE(features("a,x\n1,2\n", {"a", "b", "c"}), DataError,
                       "2 of the model's 3 columns are missing: 'b', 'c'; the file has 2: a, x");
  CHECK_THROWS_MESSAGE(features("a,x\n1,2\n", {"1", "2", "3", "4", "5", "6"}), DataError,
                       "6 of the model's 6 columns are missing: '1', '2', '3', '4', '5', …; the");
  CHECK(torch::equal(features("a,b\n1,2\n", {"", ""}), torch::tensor({{1.F, 2.F}})));
  CHECK_THROWS_MESSAGE(features("a,x\n1,2\n", {"", "", ""}), DataError,
                       "2 columns: the model expects 3, which have no names");
}

TEST_CASE("Features without a header are taken by count") {
  CHECK(torch::equal(features("1,2\n3,4\n", {"a", "b"}), torch::tensor({{1.F, 2.F}, {3.F, 4.F}})));
  CHECK(features("7\n", {"a"}).sizes() == std::vector<int64_t>{1, 1});
  CHECK_THROWS_MESSAGE(features("1,2,3\n", {"a", "b"}), DataError,
                       "3 columns without a header: the model expects 2 (a, b)");
}

TEST_CASE("A prediction refuses missing values whatever the policy") {
  TableOptions drop;
  drop.missing = Missing::kDrop;
  CHECK_THROWS_MESSAGE(features("a,b\n1,\n", {"a", "b"}, drop), DataError,
                       "line 2, column 'b': the value is missing");
}

TEST_CASE("Tables are loaded by their path") {
  const TempFolder folder;
  TableOptions options;
  options.target = "a";
  options.ignore = {"kind"};
  const auto path = folder.write("my data.csv", kFlowers);
  CHECK(data::load_data(path.string()).train.class_names == Names{"x", "y"});
  CHECK(data::load_data(path.string(), {options, {}}).train.target_names == Names{"a"});
  CHECK_FALSE(data::load_data(path.string()).test);
}

TEST_CASE("The shipped files read as tables give the shipped data") {
  const auto folder = std::filesystem::path(GRADUS_SOURCE_DIR) / "modules/data/datasets";
  const auto iris = read_table(folder / "iris.csv");
  const auto shipped = data::load_data("iris").train;
  CHECK(torch::equal(iris.inputs, shipped.inputs));
  CHECK(torch::equal(iris.targets, shipped.targets));
  CHECK(iris.class_names == shipped.class_names);
  const auto digits = read_table(folder / "digits.csv");
  CHECK(digits.outputs() == 10);
  CHECK(torch::equal(digits.inputs / 16, data::load_data("digits").train.inputs.flatten(1)));
}
