# Empties the array of ImGui's built-in font (1.90.1 has no setting for it).
# What is not found fails the build: each cut leaves a mark in the hold space, and the last line asks for all of them.
/^static const char proggy_clean_ttf_compressed_data_base85/,/";$/{
  s/^(static.*=).*$/\1 "";/
  t first
  /^    "/!b end
  x
  s/$/l/
  x
  d
}
b end
:first
x
s/$/a/
x
:end
${
  x
  /^al+$/!q3
  x
}
