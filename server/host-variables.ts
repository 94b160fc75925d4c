/** Of a host, for its `--help`. */
export const hostVariables = `Environment:
  PORT                where it listens, 0 to 65535; 0 takes any free port (3000)
  RELAY_HOST          the address it listens on (127.0.0.1 and ::1)
  RELAY_SCHEDULE      on, or off for no scheduled heartbeats
  RELAY_ALARM_URL     where transitions of consumers are posted
  RELAY_WATCHDOG_URL  asked each minute while the relay renews and looks
All other variables: docs/configuration.md`;
