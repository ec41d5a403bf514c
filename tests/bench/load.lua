-- Load for the endpoint: every request is a new lead with its own key and phone.
--   wrk -t1 -c16 -d2s -s load.lua URL -- PREFIX BODY_FILE     BODY_FILE: JSON with KEY and PHONE to replace
-- Prints one JSON line: requests, errors, seconds, p50 and p99 in microseconds.
local before, between, after, prefix
local sent = 0

function init(args)
  prefix = args[1]
  local file = assert(io.open(args[2]))
  local body = file:read("*a")
  file:close()
  before, between, after = body:match("^(.*)KEY(.*)PHONE(.*)$")
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  sent = sent + 1
  local key = string.format("%s-%08d", prefix, sent)
  return wrk.format("POST", nil, nil, before .. key .. between .. string.format("+7916%07d", sent % 10000000) .. after)
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format('{"requests":%d,"errors":%d,"seconds":%.6f,"p50":%d,"p99":%d}\n', summary.requests,
    e.connect + e.read + e.write + e.status + e.timeout, summary.duration / 1e6, latency:percentile(50), latency:percentile(99)))
end
