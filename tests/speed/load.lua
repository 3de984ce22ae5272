-- Asks the questions below in turn; prints rate=, p95_ms= and errors= at the end.
local questions = {
  "chỉ tiêu môi trường đến năm 2030",
  "tỷ lệ che phủ rừng đến năm 2025",
  "12-CTr/HU",
  "cơ quan nào chủ trì thu gom chất thải rắn",
  "văn bản nào thay thế Chỉ thị của Tỉnh ủy",
  "ti le ho ngheo nam 2030",
  "thời hạn chuyển sinh hoạt đảng",
  "thu nhập bình quân đầu người năm 2045",
  "kết nạp đảng viên mỗi năm bao nhiêu",
  "đường sắt cao tốc đi qua xã nào",
}
local turn = 0

request = function()
  turn = turn + 1
  local question = questions[(turn % #questions) + 1]
  return wrk.format("POST", "/api/ask", { ["Content-Type"] = "application/json" }, '{"question": "' .. question .. '"}')
end

done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("rate=%.2f\n", summary.requests / (summary.duration / 1e6)))
  io.write(string.format("p95_ms=%.2f\n", latency:percentile(95) / 1000))
  io.write(string.format("errors=%d\n", errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
