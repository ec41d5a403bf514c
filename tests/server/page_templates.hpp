// Templates of the server's pages for tests: every place there is and little else.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "site/inbox_places.hpp"
#include "site/pages.hpp"
#include "system/digest.hpp"

class TemplateFolder {
public:
    TemplateFolder()
        : path_(std::filesystem::temp_directory_path() /
                ("pages-" + funnel::server::hex(funnel::server::random_bytes(8)))) {
        std::filesystem::create_directories(path_ / ".answers");
        for (const auto& [name, text] : usual()) write(name, text);
    }
    ~TemplateFolder() { std::filesystem::remove_all(path_); }
    TemplateFolder(const TemplateFolder&) = delete;
    TemplateFolder& operator=(const TemplateFolder&) = delete;

    void write(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / ".answers" / name, std::ios::binary) << "{{=[[ ]]=}}" << text;
    }
    void write_raw(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / ".answers" / name, std::ios::binary) << text;
    }
    void remove(const std::string& name) const { std::filesystem::remove(path_ / ".answers" / name); }
    [[nodiscard]] funnel::server::Pages::Loaded load() const { return funnel::server::Pages::load(path_); }

    static std::map<std::string, std::string> usual() {
        const std::string field =
            R"([[#hidden]]<input name="[[name]]" value="[[value]]">[[/hidden]])"
            R"(<input name="phone" value="[[value_phone]]" aria-invalid="[[invalid_phone]]">[[error_phone]])";
        std::string form = "[[message]][[#has_others]][[#others]]<li>[[text]]</li>[[/others]][[/has_others]]";
        for (const std::string kind : {"diagnosis", "callback", "materials", "checklist"})
            form += "[[#" + kind + "]]" + kind + field + "[[/" + kind + "]]";
        form +=
            "[[#processing]]checked[[/processing]][[#advertising]]checked[[/"
            "advertising]][[error_consents]][[invalid_consents]]";
        return {{"form.html", form},
                {"thanks.html",
                 "[[number]] [[token]] [[#has_files]][[#files]][[url]] [[title]] [[type]] "
                 "[[size]][[/files]][[/has_files]]"},
                {"receipt.html",
                 "[[number]] [[created]] [[operator]] "
                 "[[#has_operator]][[/has_operator]][[#has_address]][[/has_address]][[#has_email]][[/"
                 "has_email]] [[address]] [[email]] "
                 "[[#erased]][[erased_at]][[/erased]]"
                 "[[#erasing]][[erasing_at]][[/erasing]][[#consents]][[label]] [[state]] [[purpose]] [[url]] "
                 "[[title]] "
                 "[[version]] [[sha256]] [[#can_withdraw]][[document]] [[withdraw]] "
                 "[[token]][[/can_withdraw]][[/consents]]"
                 "[[how_to_withdraw]]"},
                {"withdrawal.html",
                 "[[#processing]]1[[/processing]][[#advertising]]2[[/advertising]] [[token]] [[document]]"},
                {"refusal.html", "<p>[[message]]</p>"},
                {"kit-closed.html", "closed"},
                {"inbox-list.html", all_of(funnel::server::kInboxListPlaces)},
                {"inbox-record.html", all_of(funnel::server::kInboxRecordPlaces)},
                {"inbox-message.html", all_of(funnel::server::kInboxMessagePlaces)},
                {"inbox-people.html", all_of(funnel::server::kInboxPeoplePlaces)},
                {"inbox-funnel.html", all_of(funnel::server::kInboxFunnelPlaces)}};
    }

private:
    template <class Names>
    static std::string all_of(const Names& names) {
        std::string text;
        for (const auto name : names) text += "[[" + std::string(name) + "]] ";
        return text;
    }

    std::filesystem::path path_;
};

inline funnel::server::Pages::Loaded pages_for_tests() {
    return TemplateFolder().load();
}
