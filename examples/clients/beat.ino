#include <WiFiClientSecure.h>

const char* RELAY_HOST = "relay.example.com";
const int RELAY_PORT = 443;
const char* RELAY_KEY = "your-key";
const char* INSTANCE = "board-1";
const char* ROOT_CA = "-----BEGIN CERTIFICATE-----\n...\n-----END CERTIFICATE-----\n";

unsigned long backoffMs = 1000;

/** Sends one heartbeat; returns the milliseconds until the next one. */
unsigned long beat() {
  WiFiClientSecure client;
  client.setCACert(ROOT_CA);
  String answer;
  const unsigned long startMs = millis();
  if (client.connect(RELAY_HOST, RELAY_PORT, 4000)) {
    client.print(String("POST /v1/heartbeats/orders-1 HTTP/1.0\r\n") +
                 "Host: " + RELAY_HOST + "\r\n" +
                 "Authorization: Bearer " + RELAY_KEY + "\r\n" +
                 "X-Instance-Id: " + INSTANCE + "\r\n" +
                 "Content-Length: 0\r\n\r\n");
    while (millis() - startMs < 4000 && (client.available() || client.connected())) {
      if (client.available()) {
        answer += (char)client.read();
      } else {
        delay(10);
      }
    }
    client.stop();
  }
  answer.toLowerCase();
  const int status = answer.substring(9, 12).toInt();
  const int next = answer.indexOf("\"nextbeatinms\":");
  if (status == 200 && next > 0) {
    backoffMs = 1000;
    return answer.substring(next + 15).toInt();
  }
  const bool refused = status >= 400 && status < 500 && status != 408 && status != 429;
  backoffMs = refused || backoffMs > 5000 ? 10000 : backoffMs * 2;
  const unsigned long pauseMs = random(backoffMs / 2, backoffMs);
  const int header = answer.indexOf("retry-after:");
  const unsigned long retryAfterMs = header > 0 ? 1000 * answer.substring(header + 12).toInt() : 0;
  return retryAfterMs > pauseMs ? retryAfterMs : pauseMs;
}

void setup() {}

void loop() { delay(beat()); }
