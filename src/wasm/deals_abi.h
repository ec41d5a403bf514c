/* A CRM's export for other languages: bytes in by pieces, JSON text out. Translation only; every number comes
 * from src/core/deals.
 *
 * Order of calls: open, feed any number of times, finish, then proposal, report, growth, agreement in any
 * order and as often as wanted, close. Memory grows with the deals, not with the file.
 *
 * Text is NUL-terminated UTF-8. Arguments are never null and stay the caller's. A result text is never null;
 * it belongs to the caller and is released with funnel_deals_free. It is one object: what was asked for, or
 * {"issues": [{"path", "code", "message"}]} with Russian sentences for people. There is no other failure:
 * when memory runs out the module traps, and the caller replaces the instance. Not thread-safe within one
 * instance. */
#ifndef FUNNEL_DEALS_ABI_H
#define FUNNEL_DEALS_ABI_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Raised by one with every incompatible change of this file. */
#define FUNNEL_DEALS_ABI_VERSION 1
int funnel_deals_abi_version(void);

/* Memory for an argument, size > 0. Never null (traps instead). */
char* funnel_deals_alloc(size_t size);
/* Releases what funnel_deals_alloc or a call below returned. Null is allowed. */
void funnel_deals_free(char* text);

/* One file. Files are independent of each other. */
typedef struct FunnelDeals FunnelDeals;

/* `options`: {"mapping": funnel-deals-mapping | null, "rows": false}. `rows`: the bytes are the host's own
 * rows as comma separated UTF-8 (a workbook), whose lines count rows. Never null: wrong options are told by
 * every answer. */
FunnelDeals* funnel_deals_open(const char* options);
/* The next bytes; 1 to go on, 0 when no more are wanted (the file was refused: finish and ask for the
 * proposal to hear why). */
int funnel_deals_feed(FunnelDeals* file, const char* bytes, size_t size);
/* There are no more bytes. Once. */
void funnel_deals_finish(FunnelDeals* file);

/* {"proposal": a funnel-deals-mapping with a key `proposal`: {table, columns, texts, reasons, undecided}} */
char* funnel_deals_proposal(const FunnelDeals* file);
/* {"report": funnel-deals-report}. Requests and their fields: core/json/deals_request_json.hpp. */
char* funnel_deals_report(const FunnelDeals* file, const char* request);
/* {"growth": funnel-growth} */
char* funnel_deals_growth(const FunnelDeals* file, const char* request);
/* {"agreement": the text to sign, "sha256": of it} */
char* funnel_deals_agreement(const FunnelDeals* file, const char* request);

/* Releases a file; every other call with it is over. */
void funnel_deals_close(FunnelDeals* file);

/* The SHA-256 of bytes that come in pieces. Close answers 64 hexadecimal digits and releases the sum. */
typedef struct FunnelSum FunnelSum;
FunnelSum* funnel_deals_sum_open(void);
void funnel_deals_sum_feed(FunnelSum* sum, const char* bytes, size_t size);
char* funnel_deals_sum_close(FunnelSum* sum);

#ifdef __cplusplus
}
#endif

#endif
