# Empties the array of ImGui's built-in font.
/^static const char proggy_clean_ttf_compressed_data_base85/,/";$/{
  s/^(static.*=).*$/\1 "";/
  /^    "/d
}
