// Places of the inbox's templates (web/answers/inbox-*.html): what the server fills, all of it and nothing else.
#pragma once

#include <array>
#include <string_view>

namespace funnel::server {

inline constexpr auto kInboxListPlaces = std::to_array<std::string_view>({
"count", "csrf", "empty", "form", "forms", "has_more", "is_admin", "is_empty", "label", "mark", "money", "more", "name", "number", "page_title", "q", "rows", "selected", "state", "statuses", "steps", "strong", "tabs", "today", "url", "value", "when", "when_note", "who"});

inline constexpr auto kInboxRecordPlaces = std::to_array<std::string_view>({
"amount", "area", "area_score", "areas", "at", "attempt", "attempt_at", "attempts", "bar_now", "bar_target", "bar_words", "can_retry", "can_work", "consent", "consent_hash", "consent_state", "consent_title", "consent_url", "consent_version", "consents", "created", "csrf", "deadline", "deliveries", "delivery", "delivery_note", "delivery_state", "dial", "dial_digits", "email", "erasing", "event", "fact", "factor", "factors", "facts", "finding", "findings", "form", "has_broken", "has_checklist", "has_deliveries", "has_email", "has_message", "has_phone", "has_phone_note", "has_report", "has_zeros", "history", "inputs", "is_admin", "is_waiting", "is_withdrawn", "label", "lost_reason", "mark", "message", "money", "money_left", "money_range", "name", "note", "now", "number", "only_looks", "page_title", "people", "phone", "phone_note", "revenue_now", "revenue_target", "role", "rows", "score", "selected", "share", "state", "statuses", "step", "step_when", "strong", "target", "target_name", "value", "version", "wait_share", "waits", "when", "when_note", "who", "work_words", "workbench", "workbench_full", "zeros"});

inline constexpr auto kInboxMessagePlaces = std::to_array<std::string_view>({
"action", "again", "back", "back_words", "button", "has_back", "has_form", "hidden", "message", "name", "page_title", "value"});

inline constexpr auto kInboxPeoplePlaces = std::to_array<std::string_view>({
"browser", "csrf", "has_link", "has_message", "is_admin", "is_open", "link", "link_words", "message", "name", "open", "people", "role", "role_name", "session", "session_words", "sessions", "since", "who"});

inline constexpr auto kInboxFunnelPlaces = std::to_array<std::string_view>({
"about", "conversion", "count", "csrf", "deals_about", "has_deals", "hour", "hour_in_time", "hour_median", "hours", "in_time", "interval", "is_admin", "median", "month", "months", "no_deals", "p90", "source", "sources", "sources_about", "who", "without", "won"});

}  // namespace funnel::server
