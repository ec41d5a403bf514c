/* The sales model for other languages: JSON text in, JSON text out. Translation only; every number comes from
 * src/core.
 *
 * Text is NUL-terminated UTF-8. Arguments are never null and stay the caller's. A result is never null; it
 * belongs to the caller and is released with funnel_free. A result is one object:
 *   {"<what was asked for>": …}          on success, or
 *   {"issues": [{"path", "code", "message"}]}   when a document is wrong; messages are Russian sentences for
 * people. There is no other failure: when memory runs out the module traps, and the caller replaces the
 * instance. No state is kept between calls. Not thread-safe within one instance (a WebAssembly instance has
 * one thread). */
#ifndef FUNNEL_ABI_H
#define FUNNEL_ABI_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Raised by one with every incompatible change of this file. */
#define FUNNEL_ABI_VERSION 1
int funnel_abi_version(void);

/* Memory for an argument: `size` bytes including the final NUL, size > 0. Never null (traps instead). */
char* funnel_alloc(size_t size);
/* Releases what funnel_alloc or any call below returned. Null is allowed. */
void funnel_free(char* text);

/* {"scenario": the complete document with defaults filled in} */
char* funnel_read(const char* scenario);
/* {"report": …}, core/MODEL.md */
char* funnel_evaluate(const char* scenario);
/* The same without the predictive distribution: uncertainty.revenue and goal_probability are null. */
char* funnel_evaluate_quick(const char* scenario);
/* {"comparison": …}, core/MODEL.md; issues of the documents have paths below /a and /b. */
char* funnel_compare(const char* scenario_a, const char* scenario_b);
/* {"checklist": …}, core/MODEL.md; `scenario` may be "" (no money). Issue paths begin with /definition,
 * /answers_document, /scenario. */
char* funnel_checklist(const char* answers, const char* definition, const char* scenario);
/* {"scenario": with every target_conversion set, "uplift": growth reached, "reached": bool}; uplift ≥ 1, else
 * an issue. */
char* funnel_targets_from_uplift(const char* scenario, double uplift);
/* {"scenario": with the targets a page assumes, "uplift": growth of conversion they reach}, core/MODEL.md;
 * uplift ≥ 1, else an issue. */
char* funnel_default_targets(const char* scenario, double uplift);
/* {"findings": [{"code", "money" | null, …}]}, dearest first, core/MODEL.md. */
char* funnel_findings(const char* scenario);
/* {"link": "#s2.…"} of a scenario, or of a `funnel-link` document with several variants; `names` is 1 for the
 * managers' names, else 0. */
char* funnel_link(const char* document, int names);
/* {"read": a `funnel-link` document: "state" is "none", "intact", "damaged" or "newer", and with an intact
 * link "variants", "active" and the active "scenario"}; issues when the model does not accept an intact one.
 * `text` may be a fragment, an address, a message. */
char* funnel_read_link(const char* text);
/* {"paste": what a pasted table holds, as json/paste_json.hpp describes it}; `stages` is 1 where stages are
 * expected, 0 where managers are. */
char* funnel_read_paste(const char* text, int stages);
/* {"decomposition": …}: what one manager does in a month, a week, a day (core/decomposition.hpp). */
char* funnel_decompose(const char* scenario);
/* {"distribution": {"points": [{"revenue", "density"}], "mean", "p10", "p50", "p90"}}; 2 ≤ points ≤ 2000,
 * else an issue. */
char* funnel_distribution(const char* scenario, int points);

/* {"calls_report": …}: a funnel-calls document; `periods` is "" or {"before": {"from", "to"}, "after": {…}}
 * (issue paths begin with /periods). */
char* funnel_calls(const char* calls, const char* periods);
/* {"calls_needed": how many calls to listen to, to know this share to ± width}; 0 ≤ share ≤ 1, 0 < width ≤ 1,
 * else an issue. */
char* funnel_calls_needed(double share, double width);
/* {"plan": …, "order": {"by_money_only", "steps_money", "techniques": [{"technique", "money", "need"}]}}:
 * `answers`, `calls` and `options` ({"start", "people", "fixed"}) may be "". Issue paths begin with
 * /scenario, /techniques_document, /definition, /checklist, /calls; those of the options with nothing. */
char* funnel_plan(const char* scenario, const char* techniques, const char* definition, const char* answers,
                  const char* calls, const char* options);
/* The same when neither checklist nor calls are known: smaller. */
char* funnel_plan_by_money(const char* scenario, const char* techniques, const char* options);

#ifdef __cplusplus
}
#endif

#endif
