import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

class Beat {
  static final Set<Integer> RETRYABLE = Set.of(408, 429, 500, 502, 503, 504);
  static final Pattern NEXT = Pattern.compile("\"nextBeatInMs\": *(\\d+)");
  static final HttpClient client = HttpClient.newHttpClient();
  static final HttpRequest request =
      HttpRequest.newBuilder(URI.create(System.getenv("RELAY_URL") + "/v1/heartbeats/orders-1"))
          .header("Authorization", "Bearer " + System.getenv("RELAY_KEY"))
          .header("X-Instance-Id", host())
          .POST(HttpRequest.BodyPublishers.noBody())
          .build();
  static long backoffMs = 1000;

  /** What this sender calls itself: two that send for one consumer are told apart by it. */
  static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException error) {
      return "a host without a name";
    }
  }

  public static void main(String[] args) throws InterruptedException {
    while (true) Thread.sleep(beat());
  }

  /** Sends one heartbeat; returns the milliseconds until the next one. */
  static long beat() throws InterruptedException {
    long retryAfterMs = 0;
    // The timeout of a request does not cover its body; the wait here does.
    var sending = client.sendAsync(request, BodyHandlers.ofString());
    try {
      var answer = sending.get(4, TimeUnit.SECONDS);
      var next = NEXT.matcher(answer.body());
      if (answer.statusCode() == 200 && next.find()) {
        backoffMs = 1000;
        return Long.parseLong(next.group(1));
      }
      System.err.println(answer.statusCode() + " " + answer.body());
      boolean retry = RETRYABLE.contains(answer.statusCode());
      backoffMs = retry ? Math.min(10_000, backoffMs * 2) : 10_000;
      String retryAfter = answer.headers().firstValue("Retry-After").orElse("");
      if (retryAfter.matches("\\d{1,6}")) retryAfterMs = 1000 * Long.parseLong(retryAfter);
    } catch (ExecutionException | TimeoutException error) {
      sending.cancel(true);
      System.err.println(error);
      backoffMs = Math.min(10_000, backoffMs * 2);
    }
    return Math.max(retryAfterMs, ThreadLocalRandom.current().nextLong(backoffMs / 2, backoffMs));
  }
}
