package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand"
	"net/http"
	"os"
	"strconv"
	"time"
)

// The deadline covers all of an attempt, its body included.
var client = http.Client{Timeout: 4 * time.Second}
var backoff = time.Second

// 0 stands for no answer, 200 for one that is not the relay's.
var retryable = map[int]bool{
	0: true, 200: true, 408: true, 429: true, 500: true, 502: true, 503: true, 504: true,
}

func main() {
	for {
		time.Sleep(beat())
	}
}

// beat sends one heartbeat and returns how long to wait for the next.
func beat() time.Duration {
	status, header, body, err := send()
	var renewed struct{ NextBeatInMs int }
	if err == nil && status == 200 {
		err = json.Unmarshal(body, &renewed)
	}
	if status == 200 && renewed.NextBeatInMs > 0 {
		backoff = time.Second
		return time.Duration(renewed.NextBeatInMs) * time.Millisecond
	}
	fmt.Fprintln(os.Stderr, status, string(body), err)
	backoff *= 2
	if !retryable[status] || backoff > 10*time.Second {
		backoff = 10 * time.Second
	}
	pause := backoff/2 + time.Duration(rand.Int63n(int64(backoff/2)))
	seconds, _ := strconv.Atoi(header.Get("Retry-After"))
	if retryAfter := time.Duration(seconds) * time.Second; retryAfter > pause {
		return retryAfter
	}
	return pause
}

func send() (int, http.Header, []byte, error) {
	request, err := http.NewRequest("POST", os.Getenv("RELAY_URL")+"/v1/heartbeats/orders-1", nil)
	if err != nil {
		return 0, nil, nil, err
	}
	request.Header.Set("Authorization", "Bearer "+os.Getenv("RELAY_KEY"))
	host, _ := os.Hostname()
	request.Header.Set("X-Instance-Id", host)
	answer, err := client.Do(request)
	if err != nil {
		return 0, nil, nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return answer.StatusCode, answer.Header, body, err
}
