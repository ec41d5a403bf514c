#include "delivery/courier.hpp"

#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include "http/address.hpp"
#include "system/text.hpp"

namespace funnel::server {

namespace {

constexpr std::size_t kMaxReply = std::size_t{64} << 10;

struct FreeEasy {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Easy = std::unique_ptr<CURL, FreeEasy>;
using List = std::unique_ptr<curl_slist, FreeList>;

struct Transfer {
    const CourierOptions& options;
    const std::atomic<bool>& stop;
    Reply reply;
    std::string upload;
    std::size_t uploaded = 0;
    bool private_refused = false;
};

std::optional<IpAddress> ip_of(const sockaddr& address) {
    IpAddress ip;
    if (address.sa_family == AF_INET) {
        sockaddr_in four{};
        std::memcpy(&four, &address, sizeof four);
        ip.bytes[10] = ip.bytes[11] = 0xff;
        std::memcpy(ip.bytes.data() + 12, &four.sin_addr, 4);
        return ip;
    }
    if (address.sa_family != AF_INET6) return std::nullopt;
    sockaddr_in6 six{};
    std::memcpy(&six, &address, sizeof six);
    std::memcpy(ip.bytes.data(), &six.sin6_addr, 16);
    return ip;
}

// The name has been resolved once; this is the address the connection will really go to.
curl_socket_t open_socket(void* user, curlsocktype, curl_sockaddr* address) {
    auto& transfer = *static_cast<Transfer*>(user);
    if (transfer.options.private_targets == PrivateTargets::refused) {
        const auto ip = ip_of(address->addr);
        if (!ip || is_private(*ip)) {
            transfer.private_refused = true;
            return CURL_SOCKET_BAD;
        }
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* user) {
    auto& body = static_cast<Transfer*>(user)->reply.body;
    body.append(data, std::min(size * count, kMaxReply - std::min(kMaxReply, body.size())));
    return body.size() >= kMaxReply ? 0 : size * count;
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* user) {
    const std::string_view line(data, size * count);
    constexpr std::string_view kName = "retry-after:";
    if (line.size() > kName.size() && same_name(line.substr(0, kName.size()), kName)) {
        auto value = line.substr(kName.size());
        while (!value.empty() && (value.back() == '\r' || value.back() == '\n')) value.remove_suffix(1);
        static_cast<Transfer*>(user)->reply.retry_after = trimmed(value);
    }
    return size * count;
}

std::size_t give_mail(char* data, std::size_t size, std::size_t count, void* user) {
    auto& transfer = *static_cast<Transfer*>(user);
    const std::size_t length = std::min(size * count, transfer.upload.size() - transfer.uploaded);
    std::copy_n(transfer.upload.data() + transfer.uploaded, length, data);
    transfer.uploaded += length;
    return length;
}

int may_go_on(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Transfer*>(user)->stop.load() ? 1 : 0;
}

template <class Value>
void set(CURL* easy, CURLoption option, Value value) {
    curl_easy_setopt(easy, option, value);
}

void set_common(CURL* easy, Transfer& transfer) {
    set(easy, CURLOPT_NOSIGNAL, 1L);
    set(easy, CURLOPT_FOLLOWLOCATION, 0L);
    set(easy, CURLOPT_PROXY, "");
    set(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(transfer.options.connect.count()));
    set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(transfer.options.total.count()));
    set(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    set(easy, CURLOPT_OPENSOCKETDATA, &transfer);
    set(easy, CURLOPT_WRITEFUNCTION, take_body);
    set(easy, CURLOPT_WRITEDATA, &transfer);
    set(easy, CURLOPT_NOPROGRESS, 0L);
    set(easy, CURLOPT_XFERINFOFUNCTION, may_go_on);
    set(easy, CURLOPT_XFERINFODATA, &transfer);
}

// What happened, for people; its number, for who looks it up.
std::string words_of(CURLcode code) {
    constexpr std::array<std::pair<CURLcode, std::string_view>, 15> kWords{
        {{CURLE_UNSUPPORTED_PROTOCOL, "адрес получателя не того вида"},
         {CURLE_URL_MALFORMAT, "адрес получателя записан неверно"},
         {CURLE_COULDNT_RESOLVE_HOST, "имени получателя нет в DNS"},
         {CURLE_COULDNT_CONNECT, "получатель не принимает соединений"},
         {CURLE_OPERATION_TIMEDOUT, "получатель не ответил вовремя"},
         {CURLE_SSL_CONNECT_ERROR, "защищённое соединение не установилось"},
         {CURLE_PEER_FAILED_VERIFICATION, "сертификат получателя не проходит проверку"},
         {CURLE_USE_SSL_FAILED, "почтовый сервер не даёт защищённого соединения"},
         {CURLE_LOGIN_DENIED, "почтовый сервер не принял имя или пароль"},
         {CURLE_GOT_NOTHING, "получатель закрыл соединение, не ответив"},
         {CURLE_PARTIAL_FILE, "ответ получателя пришёл не весь"},
         {CURLE_SEND_ERROR, "соединение с получателем оборвалось"},
         {CURLE_RECV_ERROR, "соединение с получателем оборвалось"},
         {CURLE_WEIRD_SERVER_REPLY, "получатель ответил не так, как положено"},
         {CURLE_ABORTED_BY_CALLBACK, "прервано остановкой сервера"}}};
    const auto* const known =
        std::find_if(kWords.begin(), kWords.end(), [&](const auto& entry) { return entry.first == code; });
    const std::string_view words = known == kWords.end() ? "передача не удалась" : known->second;
    return std::string(words) + " (curl " + std::to_string(code) + ")";
}

AttemptResult failed(CURLcode code, const Transfer& transfer) {
    AttemptResult result;
    result.outcome = AttemptResult::Outcome::retry;
    result.detail = transfer.private_refused ? "адрес внутренней сети, а allow_private_targets не включено"
                                             : words_of(code);
    return result;
}

AttemptResult carry_post(const Delivery& delivery, const Post& post, Transfer& transfer, CURL* easy) {
    curl_slist* raw = curl_slist_append(nullptr, "Expect:");
    for (const PostHeader& h : post.headers) raw = curl_slist_append(raw, (h.name + ": " + h.value).c_str());
    const List headers(raw);
    set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    set(easy, CURLOPT_URL, post.url.c_str());
    set(easy, CURLOPT_HTTPHEADER, headers.get());
    set(easy, CURLOPT_USERAGENT, "funnel-server/1");
    if (post.method == Post::Method::post) {
        set(easy, CURLOPT_POST, 1L);
        set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(post.body.size()));
        set(easy, CURLOPT_POSTFIELDS, post.body.c_str());
    }
    set(easy, CURLOPT_HEADERFUNCTION, take_header);
    set(easy, CURLOPT_HEADERDATA, &transfer);
    const CURLcode code = curl_easy_perform(easy);
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    // A body longer than anyone needs is cut off: its status still counts.
    const bool long_body = code == CURLE_WRITE_ERROR && transfer.reply.body.size() >= kMaxReply;
    if (code != CURLE_OK && !long_body) return failed(code, transfer);
    transfer.reply.status = status;
    return receiver_of(delivery.target.kind).read(delivery, transfer.reply);
}

AttemptResult carry_mail(const Target& target, const Mail& mail, Transfer& transfer, CURL* easy) {
    transfer.upload = mail.text;
    const std::string from = "<" + target.from + ">";
    const List recipients(curl_slist_append(nullptr, ("<" + target.to + ">").c_str()));
    set(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(easy, CURLOPT_URL, target.url.c_str());
    set(easy, CURLOPT_USE_SSL, static_cast<long>(target.insecure_smtp ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    if (!target.user.empty()) {
        set(easy, CURLOPT_USERNAME, target.user.c_str());
        set(easy, CURLOPT_PASSWORD, target.secret.c_str());
    }
    set(easy, CURLOPT_MAIL_FROM, from.c_str());
    set(easy, CURLOPT_MAIL_RCPT, recipients.get());
    set(easy, CURLOPT_UPLOAD, 1L);
    set(easy, CURLOPT_READFUNCTION, give_mail);
    set(easy, CURLOPT_READDATA, &transfer);
    const CURLcode code = curl_easy_perform(easy);
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    AttemptResult result = failed(code, transfer);
    result.status = status;
    if (code == CURLE_OK) {
        result.outcome = AttemptResult::Outcome::delivered;
        result.detail = "SMTP " + std::to_string(status);
    } else if (status >= 500 && status < 600 && code != CURLE_LOGIN_DENIED) {
        result.outcome = AttemptResult::Outcome::refused;
        result.detail = "SMTP " + std::to_string(status);
    } else if (status >= 400) {
        result.detail = "SMTP " + std::to_string(status);
    }
    return result;
}

}  // namespace

AttemptResult carry(const Delivery& delivery, const CourierOptions& options, const std::atomic<bool>& stop) {
    const auto started = std::chrono::steady_clock::now();
    Transfer transfer{options, stop, {}, {}, 0, false};
    const Easy easy(curl_easy_init());
    if (!easy) return failed(CURLE_OUT_OF_MEMORY, transfer);
    set_common(easy.get(), transfer);
    const Parcel parcel = receiver_of(delivery.target.kind).parcel(delivery);
    const auto* mail = std::get_if<Mail>(&parcel);
    AttemptResult result = mail != nullptr
                               ? carry_mail(delivery.target, *mail, transfer, easy.get())
                               : carry_post(delivery, std::get<Post>(parcel), transfer, easy.get());
    result.took_ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started)
            .count();
    return result;
}

AttemptResult reach(const Target& target, const CourierOptions& options) {
    const std::atomic<bool> stop{false};
    Transfer transfer{options, stop, {}, {}, 0, false};
    const Easy easy(curl_easy_init());
    if (!easy) return failed(CURLE_OUT_OF_MEMORY, transfer);
    set_common(easy.get(), transfer);
    set(easy.get(), CURLOPT_PROTOCOLS_STR, "http,https,smtp,smtps");
    set(easy.get(), CURLOPT_URL, target.url.c_str());
    set(easy.get(), CURLOPT_CONNECT_ONLY, 1L);
    if (target.kind == TargetKind::email)
        set(easy.get(), CURLOPT_USE_SSL,
            static_cast<long>(target.insecure_smtp ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    const CURLcode code = curl_easy_perform(easy.get());
    AttemptResult result = failed(code, transfer);
    if (code == CURLE_OK) result.outcome = AttemptResult::Outcome::delivered;
    return result;
}

}  // namespace funnel::server
