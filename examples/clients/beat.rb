require "json"
require "net/http"
require "socket"
require "timeout"

url = URI(ENV.fetch("RELAY_URL") + "/v1/heartbeats/orders-1")
headers = {
  "Authorization" => "Bearer #{ENV.fetch("RELAY_KEY")}",
  "X-Instance-Id" => Socket.gethostname,
}
retryable = %w[408 429 500 502 503 504]
backoff = 1

loop do
  retry_after = 0
  begin
    answer = Timeout.timeout(4) { Net::HTTP.post(url, "", headers) }
    if answer.code == "200"
      pause = JSON.parse(answer.body).fetch("nextBeatInMs") / 1000.0
      backoff = 1
      sleep pause
      next
    end
    warn "#{answer.code} #{answer.body}"
    backoff = retryable.include?(answer.code) ? [10, backoff * 2].min : 10
    retry_after = answer["Retry-After"].to_i
  rescue StandardError => error
    warn error.message
    backoff = [10, backoff * 2].min
  end
  sleep [retry_after, backoff * rand(0.5..1.0)].max
end
