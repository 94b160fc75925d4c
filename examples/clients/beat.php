<?php
$retryable = [408, 429, 500, 502, 503, 504];
$backoff = 1;

while (true) {
    $curl = curl_init(getenv('RELAY_URL') . '/v1/heartbeats/orders-1');
    curl_setopt_array($curl, [
        CURLOPT_POSTFIELDS => '',
        CURLOPT_HTTPHEADER => [
            'Authorization: Bearer ' . getenv('RELAY_KEY'),
            'X-Instance-Id: ' . gethostname(),
        ],
        CURLOPT_TIMEOUT => 4,
        CURLOPT_RETURNTRANSFER => true,
    ]);
    $body = curl_exec($curl);
    $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    $next = $status === 200 && $body ? json_decode($body)->nextBeatInMs ?? 0 : 0;
    if ($next > 0) {
        $backoff = 1;
        usleep($next * 1000);
        continue;
    }
    fwrite(STDERR, $status . ' ' . ($body ?: curl_error($curl)) . "\n");
    $again = $body === false || $status === 200 || in_array($status, $retryable, true);
    $backoff = $again ? min(10, $backoff * 2) : 10;
    $pause = $backoff * random_int(500, 1000) / 1000;
    usleep((int) (1e6 * max($pause, curl_getinfo($curl, CURLINFO_RETRY_AFTER))));
}
