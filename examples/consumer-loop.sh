#!/bin/sh
# Keeps a consumer in its group through heartbeat-relay, as docs/consumer-loop.md says. Set these:
#   BEAT_URL  https://<relay>/v1/heartbeats/<alias>, and BEAT_KEY, the key for it
#   TOPICS    what is reported first, each topic without partitions: {"<topic id>":[]}
#   WORKER    a command: "$WORKER" <topics> works on exactly these partitions from now on, and exits
#             with 0 when it works on no others any more, with 1 while it is still finishing some
#   INSTANCE  what this one calls itself, the same after a restart; else the name of the host
set -u
LEASE=${LEASE:-40} # the group's timeout in seconds

# A pipe, because a process list shows arguments.
post() {
  printf 'header = "Authorization: Bearer %s"\n' "$BEAT_KEY" |
    curl -sS --fail-with-body --config - --max-time 5 -X POST \
      -H "X-Instance-Id: ${INSTANCE:-$(uname -n)}" "$@"
}
beat() { post --retry "${RETRIES:-3}" --retry-max-time 25 -d "{\"topics\":$report}" "$BEAT_URL"; }
# The answer is one line without spaces, and no topic id of CLS has a brace in it.
field() { printf '%s\n' "$answer" | sed -n "s/.*\"$1\":\($2\).*/\1/p"; }

held=$TOPICS known=$TOPICS last=$(date +%s) stop=
trap 'stop=1' INT TERM
while :; do
  [ -z "$stop" ] || held=$TOPICS
  if "$WORKER" "$held"; then report=$held; else report=$known; fi
  # It says so, and the lease runs out by itself.
  [ -z "$stop" ] || [ "$report" != "$held" ] || { post "$BEAT_URL/leave"; exit 0; }
  sent=$(date +%s)
  if answer=$(beat) && next=$(field sendNext '{[^}]*}') && ms=$(field nextBeatInMs '[0-9]*') &&
    [ -n "$next" ] && [ -n "$ms" ]; then
    last=$sent known=$next held=$(field topics '{[^}]*}') pause=$(((ms + 999) / 1000))
  else
    echo "not renewed: $answer" >&2
    left=$((last + LEASE - $(date +%s))) # until the lease ends
    [ "$left" -ge $((-LEASE / 2)) ] || held=$TOPICS
    pause=$((left < 0 || left > 20 ? 10 : left < 2 ? 1 : left / 2))
  fi
  # At once it takes up what is new and begins to let go of the rest.
  [ -n "$stop" ] || "$WORKER" "$held" || :
  sleep "$pause" & wait $!
done
