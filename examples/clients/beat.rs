use std::io::Write;
use std::process::{Command, Stdio};
use std::{env, io, thread, time::Duration};

fn main() {
    loop {
        let pause = beat().unwrap_or_else(|error| {
            eprintln!("{error}");
            Duration::from_secs(5)
        });
        thread::sleep(pause);
    }
}

/// Sends one heartbeat; returns how long to wait for the next one.
fn beat() -> io::Result<Duration> {
    let url = env::var("RELAY_URL").map_err(io::Error::other)?;
    let key = env::var("RELAY_KEY").map_err(io::Error::other)?;
    let host = Command::new("hostname").output()?.stdout;
    let mut curl = Command::new("curl")
        .args(["-sS", "--fail-with-body", "--max-time", "4", "--retry", "3"])
        .args(["--retry-connrefused", "--retry-max-time", "25", "-H", "@-", "-d", ""])
        .arg(format!("{url}/v1/heartbeats/orders-1"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    if let Some(mut stdin) = curl.stdin.take() {
        writeln!(stdin, "Authorization: Bearer {key}")?;
        write!(stdin, "X-Instance-Id: {}", String::from_utf8_lossy(&host))?;
    }
    let answer = String::from_utf8_lossy(&curl.wait_with_output()?.stdout).into_owned();
    let next = answer.split("\"nextBeatInMs\":").nth(1).unwrap_or_default();
    let digits: String = next.chars().take_while(char::is_ascii_digit).collect();
    let ms = digits.parse().map_err(|_| io::Error::other(answer))?;
    Ok(Duration::from_millis(ms))
}
