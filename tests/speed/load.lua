-- Asks 400 different questions in turn, more than the service keeps answers of; prints rate=, p95_ms=, errors=.
local subjects = {
  "chỉ tiêu môi trường đến năm",
  "tỷ lệ che phủ rừng đến năm",
  "kết quả thực hiện Chương trình 12-CTr/HU năm",
  "cơ quan nào chủ trì thu gom chất thải rắn năm",
  "văn bản nào được Tỉnh ủy ban hành năm",
  "ti le ho ngheo nam",
  "thời hạn chuyển sinh hoạt đảng năm",
  "thu nhập bình quân đầu người năm",
  "kết nạp đảng viên mỗi năm bao nhiêu, năm",
  "đường sắt cao tốc đi qua xã nào năm",
}
local turn = 0

request = function()
  turn = turn + 1
  local subject = subjects[(turn % #subjects) + 1]
  local year = 2011 + math.floor(turn / #subjects) % 40
  local body = string.format('{"question": "%s %d"}', subject, year)
  return wrk.format("POST", "/api/ask", { ["Content-Type"] = "application/json" }, body)
end

done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("rate=%.2f\n", summary.requests / (summary.duration / 1e6)))
  io.write(string.format("p95_ms=%.2f\n", latency:percentile(95) / 1000))
  io.write(string.format("errors=%d\n", errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
