Add-Type -AssemblyName System.Net.Http
[Net.ServicePointManager]::SecurityProtocol = 'Tls12'
$client = New-Object System.Net.Http.HttpClient
$client.Timeout = [TimeSpan]::FromSeconds(4)
$client.DefaultRequestHeaders.Add('Authorization', "Bearer $env:RELAY_KEY")
$client.DefaultRequestHeaders.Add('X-Instance-Id', [Environment]::MachineName)
$retryable = 408, 429, 500, 502, 503, 504
$backoff = 1

while ($true) {
    $retryAfter = 0
    try {
        $answer = $client.PostAsync("$env:RELAY_URL/v1/heartbeats/orders-1", $null).GetAwaiter().GetResult()
        $status = [int]$answer.StatusCode
        $body = $answer.Content.ReadAsStringAsync().GetAwaiter().GetResult()
        if ($status -eq 200 -and $body -match '"nextBeatInMs": *(\d+)') {
            $backoff = 1
            Start-Sleep -Milliseconds ([int]$Matches[1])
            continue
        }
        [Console]::Error.WriteLine("$status $body")
        $again = $status -eq 200 -or $retryable -contains $status
        $backoff = if ($again) { [Math]::Min(10, $backoff * 2) } else { 10 }
        if ($answer.Headers.RetryAfter.Delta) { $retryAfter = $answer.Headers.RetryAfter.Delta.TotalSeconds }
    } catch {
        [Console]::Error.WriteLine($_.Exception.Message)
        $backoff = [Math]::Min(10, $backoff * 2)
    }
    $pause = [Math]::Max($retryAfter, $backoff * (Get-Random -Minimum 0.5 -Maximum 1.0))
    Start-Sleep -Milliseconds ([int](1000 * $pause))
}
