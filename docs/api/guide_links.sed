# A link of a guide to what has no page in the reference (a source, a folder, the Chinese README) or
# to a heading leaves its text; Doxygen itself links the names of headers. A link to a heading of
# another guide leads to that guide.
s|\[中文\](README\.zh-CN\.md)||
s|\(\.md\)#[^) ]*)|\1)|g
s|\([^!]\)\[\([^]]*\)\](#[^) ]*)|\1\2|g
s|^\[\([^]]*\)\](#[^) ]*)|\1|
s|\([^!]\)\[\([^]]*\)\](\([^]):#]*[^]):#d]\))|\1\2|g
s|^\[\([^]]*\)\](\([^]):#]*[^]):#d]\))|\1|
