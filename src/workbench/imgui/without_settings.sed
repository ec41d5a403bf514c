# ImGui's settings file (imgui.ini) is off in the workbench (IniFilename): nobody needs to read or write its sections.
s/^ +AddSettingsHandler\(&ini_handler\);$//
