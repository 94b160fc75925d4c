using System.Text.Json;

var url = Environment.GetEnvironmentVariable("RELAY_URL") + "/v1/heartbeats/orders-1";
var key = Environment.GetEnvironmentVariable("RELAY_KEY");
int[] retryable = [408, 429, 500, 502, 503, 504];
using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(4) };
client.DefaultRequestHeaders.Add("Authorization", "Bearer " + key);
client.DefaultRequestHeaders.Add("X-Instance-Id", Environment.MachineName);
double backoff = 1;

while (true) await Task.Delay(await Beat());

// Sends one heartbeat; returns how long to wait for the next one.
async Task<TimeSpan> Beat()
{
    var retryAfter = TimeSpan.Zero;
    try
    {
        using var answer = await client.PostAsync(url, null);
        var status = (int)answer.StatusCode;
        var body = await answer.Content.ReadAsStringAsync();
        if (status == 200)
        {
            using var json = JsonDocument.Parse(body);
            var next = json.RootElement.GetProperty("nextBeatInMs").GetInt32();
            backoff = 1;
            return TimeSpan.FromMilliseconds(next);
        }
        Console.Error.WriteLine($"{status} {body}");
        backoff = retryable.Contains(status) ? Math.Min(10, backoff * 2) : 10;
        retryAfter = answer.Headers.RetryAfter?.Delta ?? TimeSpan.Zero;
    }
    catch (Exception error)
    {
        Console.Error.WriteLine(error.Message);
        backoff = Math.Min(10, backoff * 2);
    }
    var pause = TimeSpan.FromSeconds(backoff * (0.5 + Random.Shared.NextDouble() / 2));
    return pause > retryAfter ? pause : retryAfter;
}
