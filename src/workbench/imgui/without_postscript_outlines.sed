# The workbench's letters are TrueType: no reader of PostScript outlines (the table "CFF ").
s/cff = stbtt__find_table\(data, fontstart, "CFF "\);/cff = 0;/
s/^( +)return stbtt__GetGlyphShapeT2\(.*$/\1return 0;/
s/^( +)stbtt__GetGlyphInfoT2\(.*$/\1return 0;/
s/^( +)return stbtt__GetGlyphInfoT2\(.*$/\1return 1;/
