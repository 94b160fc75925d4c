use strict;
use warnings;
use HTTP::Tiny;
use JSON::PP;
use List::Util qw(max min);
use Sys::Hostname qw(hostname);
use Time::HiRes qw(sleep);

my $url = "$ENV{RELAY_URL}/v1/heartbeats/orders-1";
my %headers = (Authorization => "Bearer $ENV{RELAY_KEY}", "X-Instance-Id" => hostname());
my $http = HTTP::Tiny->new(timeout => 4, verify_SSL => 1, max_redirect => 0);
my $backoff = 1;
$SIG{ALRM} = sub { die "no answer within 4 s\n" };

while (1) {
    # What is thrown inside, HTTP::Tiny returns as status 599.
    alarm 4;
    my $answer = $http->post($url, { headers => \%headers, content => "" });
    alarm 0;
    my ($status, $body) = @{$answer}{qw(status content)};
    my $json = $status == 200 ? eval { decode_json($body) } : undef;
    if (ref $json eq "HASH" && $json->{nextBeatInMs}) {
        $backoff = 1;
        sleep $json->{nextBeatInMs} / 1000;
        next;
    }
    warn "$status $body\n";
    $backoff = $status =~ /^(200|408|429|500|502|503|504|599)$/ ? min(10, $backoff * 2) : 10;
    my ($retry_after) = ($answer->{headers}{"retry-after"} // 0) =~ /^(\d+)$/;
    sleep max($retry_after // 0, $backoff * (0.5 + rand(0.5)));
}
