# A link of a guide to what has no page in the reference (a source, a folder, the Chinese README)
# leaves its text; Doxygen itself links the names of headers.
s|\[中文\](README\.zh-CN\.md)||
s|\([^!]\)\[\([^]]*\)\](\([^]):#]*[^]):#d]\))|\1\2|g
s|^\[\([^]]*\)\](\([^]):#]*[^]):#d]\))|\1|
