# The workbench's letters are TrueType: no reader of PostScript outlines (the table "CFF ").
# What is not found fails the build: each cut leaves a mark in the hold space, and the last line asks for all of them.
s/cff = stbtt__find_table\(data, fontstart, "CFF "\);/cff = 0;/
t cut
s/^( +)return stbtt__GetGlyphShapeT2\(.*$/\1return 0;/
t cut
s/^( +)stbtt__GetGlyphInfoT2\(.*$/\1return 0;/
t cut
s/^( +)return stbtt__GetGlyphInfoT2\(.*$/\1return 1;/
t cut
b end
:cut
x
s/$/x/
x
:end
${
  x
  /^xxxx$/!q3
  x
}
