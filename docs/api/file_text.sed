# The text above a header's `#pragma once` is the file's, which Doxygen has to be told. The pragma
# makes room for that, so that warnings name the right lines.
1s|^///|/// \\file\
///|
/^#pragma once$/d
