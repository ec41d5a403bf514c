# ImGui's settings file (imgui.ini) is off in the workbench (IniFilename): nobody needs to read or write its sections.
# What is not found fails the build: each cut leaves a mark in the hold space, and the last line asks for all of them.
s/^ +AddSettingsHandler\(&ini_handler\);$//
t cut
b end
:cut
x
s/$/x/
x
:end
${
  x
  /^x$/!q3
  x
}
