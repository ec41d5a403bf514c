#include "operator/metrics.hpp"

#include <algorithm>
#include <sstream>

namespace funnel::server {

void Metrics::note(const Answered& answered) {
    const double seconds = std::chrono::duration<double>(answered.took).count();
    const auto bucket = std::lower_bound(kBounds.begin(), kBounds.end(), seconds) - kBounds.begin();
    const std::lock_guard lock(mutex_);
    ++answers_[{answered.route, answered.status}];
    ++buckets_[static_cast<std::size_t>(bucket)];
    seconds_ += seconds;
    ++count_;
}

std::string Metrics::text(const WriterCounters& writer, const OutboxGauge& outbox,
                          const ServerGauge& server) const {
    std::ostringstream out;
    const auto head = [&](const char* name, const char* type, const char* help) {
        out << "# HELP " << name << ' ' << help << "\n# TYPE " << name << ' ' << type << '\n';
    };
    const auto single = [&](const char* name, const char* type, const char* help, auto value) {
        head(name, type, help);
        out << name << ' ' << value << '\n';
    };
    const std::lock_guard lock(mutex_);
    head("funnel_http_requests_total", "counter", "Answered requests by route and status.");
    for (const auto& [key, count] : answers_)
        out << "funnel_http_requests_total{route=\"" << key.first << "\",status=\"" << key.second << "\"} "
            << count << '\n';
    head("funnel_http_request_seconds", "histogram",
         "Time from the first byte of a request to the last byte of its answer.");
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < kBounds.size(); ++i) {
        below += buckets_[i];
        out << "funnel_http_request_seconds_bucket{le=\"" << kBounds[i] << "\"} " << below << '\n';
    }
    out << "funnel_http_request_seconds_bucket{le=\"+Inf\"} " << count_
        << "\nfunnel_http_request_seconds_sum " << seconds_ << "\nfunnel_http_request_seconds_count "
        << count_ << '\n';
    single("funnel_http_connections", "gauge", "Open connections.", server.connections);
    single("funnel_writer_queue", "gauge", "Jobs waiting for the writer.", writer.waiting);
    single("funnel_writer_commits_total", "counter", "Committed batches.", writer.commits);
    single("funnel_writer_rows_total", "counter", "Jobs stored, over all commits.", writer.rows);
    single("funnel_writer_failed_commits_total", "counter", "Batches of which nothing was stored.",
           writer.failed_commits);
    single("funnel_writer_refused_total", "counter", "Jobs refused while their neighbours were stored.",
           writer.refused);
    single("funnel_outbox_pending", "gauge", "Deliveries waiting.", outbox.pending);
    single("funnel_outbox_dead", "gauge", "Deliveries given up.", outbox.dead);
    single("funnel_outbox_oldest_seconds", "gauge", "Age of the oldest waiting delivery.",
           outbox.oldest_pending_seconds);
    single("funnel_purge_stopped", "gauge",
           "1 while erasure waits for the operator: the clock or the number is odd.",
           server.is_purge_stopped ? 1 : 0);
    single("funnel_leads_held", "gauge",
           "Requests that a robot seems to have sent, waiting for a person's look.", server.held);
    single("funnel_leads_waiting", "gauge", "Requests without a first action 15 minutes after they came.",
           server.waiting);
    single("funnel_erasures_pending", "gauge", "Erased requests whose bytes are still in the store's files.",
           server.not_forgotten);
    head("funnel_site_steps_total", "counter", "Steps of the site's own funnel, reported by its pages.");
    for (const SiteStep step : kSiteSteps)
        out << "funnel_site_steps_total{step=\"" << name_of(step) << "\"} " << server.steps.of(step) << '\n';
    single("funnel_log_lines_lost_total", "counter", "Lines nobody read in time.", server.log_lines_lost);
    return out.str();
}

}  // namespace funnel::server
