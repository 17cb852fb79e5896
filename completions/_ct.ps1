
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'ct' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'ct'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'ct' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('grep', 'grep', [CompletionResultType]::ParameterValue, 'Find events in CloudTrail logs.')
            [CompletionResult]::new('count', 'count', [CompletionResultType]::ParameterValue, 'Count events: the top of anything, over time, with sums and distinct values.')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Run reports: overview, errors, sign-ins, changes, or your own.')
            [CompletionResult]::new('ls', 'ls', [CompletionResultType]::ParameterValue, 'List the logs of a source: accounts, Regions, first and last day, objects, bytes.')
            [CompletionResult]::new('fetch', 'fetch', [CompletionResultType]::ParameterValue, 'Mirror a bucket''s logs locally; later runs fetch only new objects.')
            [CompletionResult]::new('follow', 'follow', [CompletionResultType]::ParameterValue, 'Print events as their log files are delivered.')
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Verify log file integrity: nothing changed, deleted or added since delivery.')
            [CompletionResult]::new('trail', 'trail', [CompletionResultType]::ParameterValue, 'Create, inspect, change and delete trails.')
            [CompletionResult]::new('queue', 'queue', [CompletionResultType]::ParameterValue, 'Check SQS queues that receive log notifications.')
            [CompletionResult]::new('policy', 'policy', [CompletionResultType]::ParameterValue, 'Print a policy for trails, readers or operators, as JSON.')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page, or write one page for each command')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'ct;grep' {
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Account that received the event')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of the request')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d')
            [CompletionResult]::new('--start-time', '--start-time', [CompletionResultType]::ParameterName, 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'End time (inclusive), written as for --since; a date, today or yesterday includes that day')
            [CompletionResult]::new('--end-time', '--end-time', [CompletionResultType]::ParameterName, 'End time (inclusive), written as for --since; a date, today or yesterday includes that day')
            [CompletionResult]::new('--late', '--late', [CompletionResultType]::ParameterName, 'How long after an event its log file may be delivered; selects objects by key')
            [CompletionResult]::new('--org-id', '--org-id', [CompletionResultType]::ParameterName, 'Only logs of this organization, o-…')
            [CompletionResult]::new('--event-name', '--event-name', [CompletionResultType]::ParameterName, 'Event (API) name in any case: PutObject, ''Delete*'', s3:DeleteBucket')
            [CompletionResult]::new('--event-source', '--event-source', [CompletionResultType]::ParameterName, 'Service in any case: s3 or s3.amazonaws.com')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Principal: user name, ARN, principal ID, role, session, source identity, service, or root')
            [CompletionResult]::new('--source-ip', '--source-ip', [CompletionResultType]::ParameterName, 'Source IP address, CIDR range (10.0.0.0/8, IPv4 or IPv6) or service')
            [CompletionResult]::new('--access-key', '--access-key', [CompletionResultType]::ParameterName, 'Access key ID that signed the request')
            [CompletionResult]::new('--error-code', '--error-code', [CompletionResultType]::ParameterName, 'Error code in any case: AccessDenied, ''*Unauthorized*''')
            [CompletionResult]::new('--resource', '--resource', [CompletionResultType]::ParameterName, 'Resource: an ARN or the end of one, or any string in the request or the response')
            [CompletionResult]::new('--event-id', '--event-id', [CompletionResultType]::ParameterName, 'Event ID')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'User agent: ''aws-cli/*''')
            [CompletionResult]::new('--event-type', '--event-type', [CompletionResultType]::ParameterName, 'Event type in any case: AwsApiCall, AwsConsoleSignIn, AwsServiceEvent, …')
            [CompletionResult]::new('--category', '--category', [CompletionResultType]::ParameterName, 'Event category in any case: Management, Data, NetworkActivity, Insight, Aggregated')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Text anywhere in the record, compared with its JSON')
            [CompletionResult]::new('--text', '--text', [CompletionResultType]::ParameterName, 'Text anywhere in the record, compared with its JSON')
            [CompletionResult]::new('-E', '-E ', [CompletionResultType]::ParameterName, 'Regular expression anywhere in the record, compared with its JSON')
            [CompletionResult]::new('--regex', '--regex', [CompletionResultType]::ParameterName, 'Regular expression anywhere in the record, compared with its JSON')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only events that match the expression: ''errorCode exists and sourceIPAddress in 10.0.0.0/8''')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Leave out events that match the expression')
            [CompletionResult]::new('--geoip', '--geoip', [CompletionResultType]::ParameterName, 'Database for geo.country, geo.city, geo.asn and geo.org: a MaxMind city, country or ASN file; repeat for more. If not given, those of $CT_GEOIP, separated as in $PATH')
            [CompletionResult]::new('--max-object-size', '--max-object-size', [CompletionResultType]::ParameterName, 'Largest object to read, inflated (K, M, G: powers of 1,024)')
            [CompletionResult]::new('--summary', '--summary', [CompletionResultType]::ParameterName, 'Write the coverage as a JSON document to this file')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format; default: text on a terminal, else jsonl')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; default: text on a terminal, else jsonl')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Print only these fields: eventTime,principal,resources[].ARN')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Stop after N events (with -l: objects)')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Stop after N events (with -l: objects)')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Sort events by time, oldest first. Nothing is printed before all is read; until then all lines are held in memory (with -n: only N)')
            [CompletionResult]::new('--sort-memory', '--sort-memory', [CompletionResultType]::ParameterName, 'Memory for --sort (K, M, G); if the matching events need more, nothing is printed: exit 2')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('--errors', '--errors', [CompletionResultType]::ParameterName, 'Only failures: an error code or message, a failed sign-in, an Insight on error rates')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Only read-only events')
            [CompletionResult]::new('--write-only', '--write-only', [CompletionResultType]::ParameterName, 'Only events that are not marked as read-only')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Ignore case in -e and -E')
            [CompletionResult]::new('--ignore-case', '--ignore-case', [CompletionResultType]::ParameterName, 'Ignore case in -e and -E')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Print csv and tsv without a header line')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Print times in the local time zone instead of UTC (text only)')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Print only the number of matching events')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Print only the number of matching events')
            [CompletionResult]::new('-l', '-l', [CompletionResultType]::ParameterName, 'Print only the names of objects with a matching event')
            [CompletionResult]::new('--files-with-matches', '--files-with-matches', [CompletionResultType]::ParameterName, 'Print only the names of objects with a matching event')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Print an event once, however often it was delivered (same eventID and account)')
            [CompletionResult]::new('--unique', '--unique', [CompletionResultType]::ParameterName, 'Print an event once, however often it was delivered (same eventID and account)')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;count' {
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Account that received the event')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of the request')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d')
            [CompletionResult]::new('--start-time', '--start-time', [CompletionResultType]::ParameterName, 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'End time (inclusive), written as for --since; a date, today or yesterday includes that day')
            [CompletionResult]::new('--end-time', '--end-time', [CompletionResultType]::ParameterName, 'End time (inclusive), written as for --since; a date, today or yesterday includes that day')
            [CompletionResult]::new('--late', '--late', [CompletionResultType]::ParameterName, 'How long after an event its log file may be delivered; selects objects by key')
            [CompletionResult]::new('--org-id', '--org-id', [CompletionResultType]::ParameterName, 'Only logs of this organization, o-…')
            [CompletionResult]::new('--event-name', '--event-name', [CompletionResultType]::ParameterName, 'Event (API) name in any case: PutObject, ''Delete*'', s3:DeleteBucket')
            [CompletionResult]::new('--event-source', '--event-source', [CompletionResultType]::ParameterName, 'Service in any case: s3 or s3.amazonaws.com')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Principal: user name, ARN, principal ID, role, session, source identity, service, or root')
            [CompletionResult]::new('--source-ip', '--source-ip', [CompletionResultType]::ParameterName, 'Source IP address, CIDR range (10.0.0.0/8, IPv4 or IPv6) or service')
            [CompletionResult]::new('--access-key', '--access-key', [CompletionResultType]::ParameterName, 'Access key ID that signed the request')
            [CompletionResult]::new('--error-code', '--error-code', [CompletionResultType]::ParameterName, 'Error code in any case: AccessDenied, ''*Unauthorized*''')
            [CompletionResult]::new('--resource', '--resource', [CompletionResultType]::ParameterName, 'Resource: an ARN or the end of one, or any string in the request or the response')
            [CompletionResult]::new('--event-id', '--event-id', [CompletionResultType]::ParameterName, 'Event ID')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'User agent: ''aws-cli/*''')
            [CompletionResult]::new('--event-type', '--event-type', [CompletionResultType]::ParameterName, 'Event type in any case: AwsApiCall, AwsConsoleSignIn, AwsServiceEvent, …')
            [CompletionResult]::new('--category', '--category', [CompletionResultType]::ParameterName, 'Event category in any case: Management, Data, NetworkActivity, Insight, Aggregated')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Text anywhere in the record, compared with its JSON')
            [CompletionResult]::new('--text', '--text', [CompletionResultType]::ParameterName, 'Text anywhere in the record, compared with its JSON')
            [CompletionResult]::new('-E', '-E ', [CompletionResultType]::ParameterName, 'Regular expression anywhere in the record, compared with its JSON')
            [CompletionResult]::new('--regex', '--regex', [CompletionResultType]::ParameterName, 'Regular expression anywhere in the record, compared with its JSON')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only events that match the expression: ''errorCode exists and sourceIPAddress in 10.0.0.0/8''')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Leave out events that match the expression')
            [CompletionResult]::new('--geoip', '--geoip', [CompletionResultType]::ParameterName, 'Database for geo.country, geo.city, geo.asn and geo.org: a MaxMind city, country or ASN file; repeat for more. If not given, those of $CT_GEOIP, separated as in $PATH')
            [CompletionResult]::new('--max-object-size', '--max-object-size', [CompletionResultType]::ParameterName, 'Largest object to read, inflated (K, M, G: powers of 1,024)')
            [CompletionResult]::new('--summary', '--summary', [CompletionResultType]::ParameterName, 'Write the coverage as a JSON document to this file')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Group by these fields: eventName, principal, sourceIPAddress, requestParameters.bucketName, …')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'Measures beside the number of events: errors, first, last, distinct:FIELD, sum:FIELD, …')
            [CompletionResult]::new('--measure', '--measure', [CompletionResultType]::ParameterName, 'Measures beside the number of events: errors, first, last, distinct:FIELD, sum:FIELD, …')
            [CompletionResult]::new('--every', '--every', [CompletionResultType]::ParameterName, 'Count in buckets of this length (UTC): 1m to 12h, 1d, 1w')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Sort rows by a measure or a key: events:asc, last, eventName')
            [CompletionResult]::new('--having', '--having', [CompletionResultType]::ParameterName, 'Only groups for which this holds: ''events > 10''')
            [CompletionResult]::new('--top', '--top', [CompletionResultType]::ParameterName, 'Print only the first N groups; default: 20 on a terminal, else all')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format; default: text, tab-separated in a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; default: text, tab-separated in a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('--errors', '--errors', [CompletionResultType]::ParameterName, 'Only failures: an error code or message, a failed sign-in, an Insight on error rates')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Only read-only events')
            [CompletionResult]::new('--write-only', '--write-only', [CompletionResultType]::ParameterName, 'Only events that are not marked as read-only')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Ignore case in -e and -E')
            [CompletionResult]::new('--ignore-case', '--ignore-case', [CompletionResultType]::ParameterName, 'Ignore case in -e and -E')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Count an event once, however often it was delivered (same eventID and account)')
            [CompletionResult]::new('--unique', '--unique', [CompletionResultType]::ParameterName, 'Count an event once, however often it was delivered (same eventID and account)')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Print times in the local time zone instead of UTC (text, md and html)')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;report' {
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Account that received the event')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of the request')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d')
            [CompletionResult]::new('--start-time', '--start-time', [CompletionResultType]::ParameterName, 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'End time (inclusive), written as for --since; a date, today or yesterday includes that day')
            [CompletionResult]::new('--end-time', '--end-time', [CompletionResultType]::ParameterName, 'End time (inclusive), written as for --since; a date, today or yesterday includes that day')
            [CompletionResult]::new('--late', '--late', [CompletionResultType]::ParameterName, 'How long after an event its log file may be delivered; selects objects by key')
            [CompletionResult]::new('--org-id', '--org-id', [CompletionResultType]::ParameterName, 'Only logs of this organization, o-…')
            [CompletionResult]::new('--event-name', '--event-name', [CompletionResultType]::ParameterName, 'Event (API) name in any case: PutObject, ''Delete*'', s3:DeleteBucket')
            [CompletionResult]::new('--event-source', '--event-source', [CompletionResultType]::ParameterName, 'Service in any case: s3 or s3.amazonaws.com')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Principal: user name, ARN, principal ID, role, session, source identity, service, or root')
            [CompletionResult]::new('--source-ip', '--source-ip', [CompletionResultType]::ParameterName, 'Source IP address, CIDR range (10.0.0.0/8, IPv4 or IPv6) or service')
            [CompletionResult]::new('--access-key', '--access-key', [CompletionResultType]::ParameterName, 'Access key ID that signed the request')
            [CompletionResult]::new('--error-code', '--error-code', [CompletionResultType]::ParameterName, 'Error code in any case: AccessDenied, ''*Unauthorized*''')
            [CompletionResult]::new('--resource', '--resource', [CompletionResultType]::ParameterName, 'Resource: an ARN or the end of one, or any string in the request or the response')
            [CompletionResult]::new('--event-id', '--event-id', [CompletionResultType]::ParameterName, 'Event ID')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'User agent: ''aws-cli/*''')
            [CompletionResult]::new('--event-type', '--event-type', [CompletionResultType]::ParameterName, 'Event type in any case: AwsApiCall, AwsConsoleSignIn, AwsServiceEvent, …')
            [CompletionResult]::new('--category', '--category', [CompletionResultType]::ParameterName, 'Event category in any case: Management, Data, NetworkActivity, Insight, Aggregated')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Text anywhere in the record, compared with its JSON')
            [CompletionResult]::new('--text', '--text', [CompletionResultType]::ParameterName, 'Text anywhere in the record, compared with its JSON')
            [CompletionResult]::new('-E', '-E ', [CompletionResultType]::ParameterName, 'Regular expression anywhere in the record, compared with its JSON')
            [CompletionResult]::new('--regex', '--regex', [CompletionResultType]::ParameterName, 'Regular expression anywhere in the record, compared with its JSON')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only events that match the expression: ''errorCode exists and sourceIPAddress in 10.0.0.0/8''')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Leave out events that match the expression')
            [CompletionResult]::new('--geoip', '--geoip', [CompletionResultType]::ParameterName, 'Database for geo.country, geo.city, geo.asn and geo.org: a MaxMind city, country or ASN file; repeat for more. If not given, those of $CT_GEOIP, separated as in $PATH')
            [CompletionResult]::new('--max-object-size', '--max-object-size', [CompletionResultType]::ParameterName, 'Largest object to read, inflated (K, M, G: powers of 1,024)')
            [CompletionResult]::new('--summary', '--summary', [CompletionResultType]::ParameterName, 'Write the coverage as a JSON document to this file')
            [CompletionResult]::new('--tile', '--tile', [CompletionResultType]::ParameterName, 'Run only this tile: REPORT.ID, or ID with one report')
            [CompletionResult]::new('--baseline', '--baseline', [CompletionResultType]::ParameterName, 'Of the report new: how long before --since something must not have occurred')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format; default: text')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; default: text')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('--errors', '--errors', [CompletionResultType]::ParameterName, 'Only failures: an error code or message, a failed sign-in, an Insight on error rates')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Only read-only events')
            [CompletionResult]::new('--write-only', '--write-only', [CompletionResultType]::ParameterName, 'Only events that are not marked as read-only')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Ignore case in -e and -E')
            [CompletionResult]::new('--ignore-case', '--ignore-case', [CompletionResultType]::ParameterName, 'Ignore case in -e and -E')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Count an event once, however often it was delivered (same eventID and account)')
            [CompletionResult]::new('--unique', '--unique', [CompletionResultType]::ParameterName, 'Count an event once, however often it was delivered (same eventID and account)')
            [CompletionResult]::new('--fail-if-rows', '--fail-if-rows', [CompletionResultType]::ParameterName, 'Exit 1 if a tile has rows, 0 if none has: for CI')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Print times in the local time zone instead of UTC (text, md and html)')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;ls' {
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Account that received the event')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of the request')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d')
            [CompletionResult]::new('--start-time', '--start-time', [CompletionResultType]::ParameterName, 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'End time (inclusive), written as for --since; a date, today or yesterday includes that day')
            [CompletionResult]::new('--end-time', '--end-time', [CompletionResultType]::ParameterName, 'End time (inclusive), written as for --since; a date, today or yesterday includes that day')
            [CompletionResult]::new('--late', '--late', [CompletionResultType]::ParameterName, 'How long after an event its log file may be delivered; selects objects by key')
            [CompletionResult]::new('--org-id', '--org-id', [CompletionResultType]::ParameterName, 'Only logs of this organization, o-…')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Print csv and tsv without a header line')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;fetch' {
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Account that received the event')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of the request')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d')
            [CompletionResult]::new('--start-time', '--start-time', [CompletionResultType]::ParameterName, 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'End time (inclusive), written as for --since; a date, today or yesterday includes that day')
            [CompletionResult]::new('--end-time', '--end-time', [CompletionResultType]::ParameterName, 'End time (inclusive), written as for --since; a date, today or yesterday includes that day')
            [CompletionResult]::new('--late', '--late', [CompletionResultType]::ParameterName, 'How long after an event its log file may be delivered; selects objects by key')
            [CompletionResult]::new('--org-id', '--org-id', [CompletionResultType]::ParameterName, 'Only logs of this organization, o-…')
            [CompletionResult]::new('--summary', '--summary', [CompletionResultType]::ParameterName, 'Write the counts and errors as a JSON document to this file')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('--logs-only', '--logs-only', [CompletionResultType]::ParameterName, 'Leave out digest files and public keys; the mirror cannot be validated then')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only print what would be fetched')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;follow' {
            [CompletionResult]::new('--queue', '--queue', [CompletionResultType]::ParameterName, 'Queue name, URL or ARN; $CT_QUEUE if neither this nor a source is given')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'JSON file, local or s3://BUCKET/KEY, that names the queue: {"s3Region","sqsRegion","sqsUrl"}')
            [CompletionResult]::new('--bucket', '--bucket', [CompletionResultType]::ParameterName, 'Bucket that notifications may name; repeat for more. If not given, the bucket of --trail, or those in the queue''s policy and the buckets'' notification settings. A message for another bucket is foreign: its objects are not read, and it is left in the queue')
            [CompletionResult]::new('--trail', '--trail', [CompletionResultType]::ParameterName, 'Trail whose bucket notifications may name, by name or ARN')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Account that received the event')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of the request')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d')
            [CompletionResult]::new('--start-time', '--start-time', [CompletionResultType]::ParameterName, 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'End time (inclusive), written as for --since; a date, today or yesterday includes that day')
            [CompletionResult]::new('--end-time', '--end-time', [CompletionResultType]::ParameterName, 'End time (inclusive), written as for --since; a date, today or yesterday includes that day')
            [CompletionResult]::new('--late', '--late', [CompletionResultType]::ParameterName, 'How long after an event its log file may be delivered; selects objects by key')
            [CompletionResult]::new('--org-id', '--org-id', [CompletionResultType]::ParameterName, 'Only logs of this organization, o-…')
            [CompletionResult]::new('--event-name', '--event-name', [CompletionResultType]::ParameterName, 'Event (API) name in any case: PutObject, ''Delete*'', s3:DeleteBucket')
            [CompletionResult]::new('--event-source', '--event-source', [CompletionResultType]::ParameterName, 'Service in any case: s3 or s3.amazonaws.com')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Principal: user name, ARN, principal ID, role, session, source identity, service, or root')
            [CompletionResult]::new('--source-ip', '--source-ip', [CompletionResultType]::ParameterName, 'Source IP address, CIDR range (10.0.0.0/8, IPv4 or IPv6) or service')
            [CompletionResult]::new('--access-key', '--access-key', [CompletionResultType]::ParameterName, 'Access key ID that signed the request')
            [CompletionResult]::new('--error-code', '--error-code', [CompletionResultType]::ParameterName, 'Error code in any case: AccessDenied, ''*Unauthorized*''')
            [CompletionResult]::new('--resource', '--resource', [CompletionResultType]::ParameterName, 'Resource: an ARN or the end of one, or any string in the request or the response')
            [CompletionResult]::new('--event-id', '--event-id', [CompletionResultType]::ParameterName, 'Event ID')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'User agent: ''aws-cli/*''')
            [CompletionResult]::new('--event-type', '--event-type', [CompletionResultType]::ParameterName, 'Event type in any case: AwsApiCall, AwsConsoleSignIn, AwsServiceEvent, …')
            [CompletionResult]::new('--category', '--category', [CompletionResultType]::ParameterName, 'Event category in any case: Management, Data, NetworkActivity, Insight, Aggregated')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Text anywhere in the record, compared with its JSON')
            [CompletionResult]::new('--text', '--text', [CompletionResultType]::ParameterName, 'Text anywhere in the record, compared with its JSON')
            [CompletionResult]::new('-E', '-E ', [CompletionResultType]::ParameterName, 'Regular expression anywhere in the record, compared with its JSON')
            [CompletionResult]::new('--regex', '--regex', [CompletionResultType]::ParameterName, 'Regular expression anywhere in the record, compared with its JSON')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only events that match the expression: ''errorCode exists and sourceIPAddress in 10.0.0.0/8''')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Leave out events that match the expression')
            [CompletionResult]::new('--geoip', '--geoip', [CompletionResultType]::ParameterName, 'Database for geo.country, geo.city, geo.asn and geo.org: a MaxMind city, country or ASN file; repeat for more. If not given, those of $CT_GEOIP, separated as in $PATH')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format; default: text on a terminal, else jsonl')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; default: text on a terminal, else jsonl')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Print only these fields: eventTime,principal,resources[].ARN')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Also mirror the objects to this folder, as ct fetch does')
            [CompletionResult]::new('--exec', '--exec', [CompletionResultType]::ParameterName, 'Run this shell command for each matching event, with the record on its standard input, instead of printing. If it fails, the message is left in the queue, or the object is read again; with history:, all records of the poll cycle are repeated')
            [CompletionResult]::new('--every', '--every', [CompletionResultType]::ParameterName, 'Pause between two poll cycles: 30s, 5m')
            [CompletionResult]::new('--lookback', '--lookback', [CompletionResultType]::ParameterName, 'How far each cycle looks back for late deliveries: 1d for a bucket, 30m for history: and 6h for history:insight if not given')
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'Record in this file which objects of a bucket were read, so that the next run resumes there')
            [CompletionResult]::new('--until-idle', '--until-idle', [CompletionResultType]::ParameterName, 'Stop when nothing new came for this long: 30s, 5m')
            [CompletionResult]::new('--max-messages', '--max-messages', [CompletionResultType]::ParameterName, 'Stop after N messages')
            [CompletionResult]::new('--max-object-size', '--max-object-size', [CompletionResultType]::ParameterName, 'Largest object to read, inflated (K, M, G: powers of 1,024)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('--errors', '--errors', [CompletionResultType]::ParameterName, 'Only failures: an error code or message, a failed sign-in, an Insight on error rates')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Only read-only events')
            [CompletionResult]::new('--write-only', '--write-only', [CompletionResultType]::ParameterName, 'Only events that are not marked as read-only')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Ignore case in -e and -E')
            [CompletionResult]::new('--ignore-case', '--ignore-case', [CompletionResultType]::ParameterName, 'Ignore case in -e and -E')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Print csv and tsv without a header line')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Print times in the local time zone instead of UTC (text only)')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Print each event once (same eventID and account), as far as the last million events show')
            [CompletionResult]::new('--unique', '--unique', [CompletionResultType]::ParameterName, 'Print each event once (same eventID and account), as far as the last million events show')
            [CompletionResult]::new('--no-delete', '--no-delete', [CompletionResultType]::ParameterName, 'Peek: do not delete messages. Each receive counts for the queue''s redrive policy')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;validate' {
            [CompletionResult]::new('--trail-arn', '--trail-arn', [CompletionResultType]::ParameterName, 'The trail whose digests are validated; its bucket is looked up unless --s3-bucket names it')
            [CompletionResult]::new('--s3-bucket', '--s3-bucket', [CompletionResultType]::ParameterName, 'The bucket of the trail')
            [CompletionResult]::new('--s3-prefix', '--s3-prefix', [CompletionResultType]::ParameterName, 'Key prefix of the trail in --s3-bucket; without --s3-bucket, the trail''s own prefix is used')
            [CompletionResult]::new('--start-time', '--start-time', [CompletionResultType]::ParameterName, 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d')
            [CompletionResult]::new('--end-time', '--end-time', [CompletionResultType]::ParameterName, 'End time (inclusive), written as for --start-time; a date, today or yesterday includes that day. By default the present')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'End time (inclusive), written as for --start-time; a date, today or yesterday includes that day. By default the present')
            [CompletionResult]::new('--account-id', '--account-id', [CompletionResultType]::ParameterName, 'Only these accounts')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Only these accounts')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Only these Regions')
            [CompletionResult]::new('--org-id', '--org-id', [CompletionResultType]::ParameterName, 'Only this organization')
            [CompletionResult]::new('--keys', '--keys', [CompletionResultType]::ParameterName, 'Public keys: `aws` looks them up in CloudTrail (the default for a bucket); a FILE is a saved answer of ListPublicKeys')
            [CompletionResult]::new('--grace', '--grace', [CompletionResultType]::ParameterName, 'A digest is due this long after its period ends; until then the period is pending')
            [CompletionResult]::new('--previous', '--previous', [CompletionResultType]::ParameterName, 'Expect the chains of an earlier report (ct validate --report), even if nothing of them is left')
            [CompletionResult]::new('--ended', '--ended', [CompletionResultType]::ParameterName, 'A chain that ended, such as that of a disabled Region: required only up to TIME')
            [CompletionResult]::new('--shard', '--shard', [CompletionResultType]::ParameterName, 'Validate only part I of N of the accounts, Regions and days, so that N runs share the work. Merge their reports with ct validate merge')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write the evidence to a file, as JSON Lines: public keys, every object with its hashes and verdict, gaps, and the coverage of each chain')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('--trust-mirror-keys', '--trust-mirror-keys', [CompletionResultType]::ParameterName, 'Trust the public keys in the mirror, wherever they come from')
            [CompletionResult]::new('--relocated', '--relocated', [CompletionResultType]::ParameterName, 'Accept a copy with another bucket name or folder than CloudTrail delivered to')
            [CompletionResult]::new('--no-unlisted', '--no-unlisted', [CompletionResultType]::ParameterName, 'Do not look for log files that no digest lists')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit with 1 if the bucket has a log file that no digest lists')
            [CompletionResult]::new('--allow-empty', '--allow-empty', [CompletionResultType]::ParameterName, 'Succeed when no digest files are found')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('merge', 'merge', [CompletionResultType]::ParameterValue, 'Merge the reports of several runs into one verdict.')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Show a report as text.')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'ct;validate;merge' {
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write the evidence to a file, as JSON Lines: public keys, every object with its hashes and verdict, gaps, and the coverage of each chain')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit with 1 if the bucket has a log file that no digest lists')
            [CompletionResult]::new('--allow-empty', '--allow-empty', [CompletionResultType]::ParameterName, 'Succeed when no digest files are found')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;validate;report' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;validate;help' {
            [CompletionResult]::new('merge', 'merge', [CompletionResultType]::ParameterValue, 'Merge the reports of several runs into one verdict.')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Show a report as text.')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'ct;validate;help;merge' {
            break
        }
        'ct;validate;help;report' {
            break
        }
        'ct;validate;help;help' {
            break
        }
        'ct;trail' {
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Home Region of a new trail, and the Region in which names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a trail and the resources it needs.')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the trails of all Regions and their status.')
            [CompletionResult]::new('describe', 'describe', [CompletionResultType]::ParameterValue, 'Describe a trail: settings, status, recorded events, Insights and tags.')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show whether a trail is logging, and its last deliveries.')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Start logging.')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop logging, until ct trail start.')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change a trail. Settings without a flag stay.')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a trail. Its bucket and its log files stay.')
            [CompletionResult]::new('events', 'events', [CompletionResultType]::ParameterValue, 'Show or set which events a trail records.')
            [CompletionResult]::new('insights', 'insights', [CompletionResultType]::ParameterValue, 'Show or set CloudTrail Insights of a trail.')
            [CompletionResult]::new('tag', 'tag', [CompletionResultType]::ParameterValue, 'Tag a trail; tags with the same keys are replaced.')
            [CompletionResult]::new('untag', 'untag', [CompletionResultType]::ParameterValue, 'Remove tags from a trail.')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check the configuration of trails and what they deliver to.')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'ct;trail;create' {
            [CompletionResult]::new('--prefix', '--prefix', [CompletionResultType]::ParameterName, 'Prefix of object keys, before AWSLogs/')
            [CompletionResult]::new('--bucket', '--bucket', [CompletionResultType]::ParameterName, 'Deliver log files to this bucket')
            [CompletionResult]::new('--kms-key', '--kms-key', [CompletionResultType]::ParameterName, 'Encrypt with this KMS key: its ARN, id, or alias/NAME')
            [CompletionResult]::new('--sns-topic', '--sns-topic', [CompletionResultType]::ParameterName, 'Send delivery notifications to this SNS topic: its name or ARN')
            [CompletionResult]::new('--queue', '--queue', [CompletionResultType]::ParameterName, 'Send notifications to this SQS queue; created if it does not exist')
            [CompletionResult]::new('--queue-from', '--queue-from', [CompletionResultType]::ParameterName, 'Notification source of the queue')
            [CompletionResult]::new('--cloudwatch-log-group', '--cloudwatch-log-group', [CompletionResultType]::ParameterName, 'Deliver events to this CloudWatch Logs log group as well; created if it does not exist')
            [CompletionResult]::new('--cloudwatch-role', '--cloudwatch-role', [CompletionResultType]::ParameterName, 'Role that writes to the log group: its name or ARN. Default: CloudTrail-NAME, created if it does not exist')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'Tag the trail; repeatable')
            [CompletionResult]::new('--management', '--management', [CompletionResultType]::ParameterName, 'Management events to record; default: all')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Exclude management events of these services: kms, rdsdata; repeatable, comma-separated')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Data events to record: TYPE[:RESOURCE][:read|write], such as s3, sqs:read, s3:BUCKET/PREFIX:write, lambda:FUNCTION, dynamodb:TABLE, AWS::SCN::Instance:ARN; repeatable')
            [CompletionResult]::new('--network', '--network', [CompletionResultType]::ParameterName, 'Network activity events to record: calls to a service through VPC endpoints, or those that an endpoint policy denied: ec2, s3:VpceAccessDenied; repeatable, comma-separated')
            [CompletionResult]::new('--advanced', '--advanced', [CompletionResultType]::ParameterName, 'Advanced event selectors as JSON, from a file or stdin (-)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Home Region of a new trail, and the Region in which names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('--multi-region', '--multi-region', [CompletionResultType]::ParameterName, 'Record events of all Regions')
            [CompletionResult]::new('--organization', '--organization', [CompletionResultType]::ParameterName, 'Record events of all accounts of the organization')
            [CompletionResult]::new('--create-bucket', '--create-bucket', [CompletionResultType]::ParameterName, 'Create the bucket of --bucket')
            [CompletionResult]::new('--create-key', '--create-key', [CompletionResultType]::ParameterName, 'Create a KMS key and encrypt with it: alias/cloudtrail-NAME')
            [CompletionResult]::new('--create-topic', '--create-topic', [CompletionResultType]::ParameterName, 'Create the topic of --sns-topic, or NAME-deliveries')
            [CompletionResult]::new('--no-validation', '--no-validation', [CompletionResultType]::ParameterName, 'Deliver no digest files: log files cannot be validated')
            [CompletionResult]::new('--no-start', '--no-start', [CompletionResultType]::ParameterName, 'Do not start logging')
            [CompletionResult]::new('--no-global-events', '--no-global-events', [CompletionResultType]::ParameterName, 'Leave out global services such as IAM; not with --multi-region')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show the plan and exit')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;trail;list' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Home Region of a new trail, and the Region in which names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;trail;describe' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Home Region of a new trail, and the Region in which names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;trail;status' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Home Region of a new trail, and the Region in which names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Repeat every 15 seconds until a log file is delivered')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;trail;start' {
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Home Region of a new trail, and the Region in which names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show the plan and exit')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;trail;stop' {
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Home Region of a new trail, and the Region in which names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show the plan and exit')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;trail;update' {
            [CompletionResult]::new('--prefix', '--prefix', [CompletionResultType]::ParameterName, 'Prefix of object keys, before AWSLogs/; '''' for none')
            [CompletionResult]::new('--bucket', '--bucket', [CompletionResultType]::ParameterName, 'Deliver log files to this bucket')
            [CompletionResult]::new('--kms-key', '--kms-key', [CompletionResultType]::ParameterName, 'Encrypt with this KMS key: its ARN, id, or alias/NAME')
            [CompletionResult]::new('--sns-topic', '--sns-topic', [CompletionResultType]::ParameterName, 'Send delivery notifications to this SNS topic: its name or ARN')
            [CompletionResult]::new('--queue', '--queue', [CompletionResultType]::ParameterName, 'Send notifications to this SQS queue; created if it does not exist')
            [CompletionResult]::new('--queue-from', '--queue-from', [CompletionResultType]::ParameterName, 'Notification source of the queue')
            [CompletionResult]::new('--cloudwatch-log-group', '--cloudwatch-log-group', [CompletionResultType]::ParameterName, 'Deliver events to this CloudWatch Logs log group as well; created if it does not exist')
            [CompletionResult]::new('--cloudwatch-role', '--cloudwatch-role', [CompletionResultType]::ParameterName, 'Role that writes to the log group: its name or ARN. Default: CloudTrail-NAME, created if it does not exist')
            [CompletionResult]::new('--management', '--management', [CompletionResultType]::ParameterName, 'Management events to record; default: all')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Exclude management events of these services: kms, rdsdata; repeatable, comma-separated')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Data events to record: TYPE[:RESOURCE][:read|write], such as s3, sqs:read, s3:BUCKET/PREFIX:write, lambda:FUNCTION, dynamodb:TABLE, AWS::SCN::Instance:ARN; repeatable')
            [CompletionResult]::new('--network', '--network', [CompletionResultType]::ParameterName, 'Network activity events to record: calls to a service through VPC endpoints, or those that an endpoint policy denied: ec2, s3:VpceAccessDenied; repeatable, comma-separated')
            [CompletionResult]::new('--advanced', '--advanced', [CompletionResultType]::ParameterName, 'Advanced event selectors as JSON, from a file or stdin (-)')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Home Region of a new trail, and the Region in which names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('--multi-region', '--multi-region', [CompletionResultType]::ParameterName, 'Record events of all Regions')
            [CompletionResult]::new('--single-region', '--single-region', [CompletionResultType]::ParameterName, 'Record events of the home Region only')
            [CompletionResult]::new('--organization', '--organization', [CompletionResultType]::ParameterName, 'Record events of all accounts of the organization')
            [CompletionResult]::new('--no-organization', '--no-organization', [CompletionResultType]::ParameterName, 'Record events of this account only')
            [CompletionResult]::new('--create-bucket', '--create-bucket', [CompletionResultType]::ParameterName, 'Create the bucket of --bucket')
            [CompletionResult]::new('--create-key', '--create-key', [CompletionResultType]::ParameterName, 'Create a KMS key and encrypt with it: alias/cloudtrail-NAME')
            [CompletionResult]::new('--create-topic', '--create-topic', [CompletionResultType]::ParameterName, 'Create the topic of --sns-topic, or NAME-deliveries')
            [CompletionResult]::new('--no-kms-key', '--no-kms-key', [CompletionResultType]::ParameterName, 'Encrypt with SSE-S3')
            [CompletionResult]::new('--no-sns-topic', '--no-sns-topic', [CompletionResultType]::ParameterName, 'Send no delivery notifications')
            [CompletionResult]::new('--no-cloudwatch', '--no-cloudwatch', [CompletionResultType]::ParameterName, 'Deliver to no log group')
            [CompletionResult]::new('--validation', '--validation', [CompletionResultType]::ParameterName, 'Deliver digest files')
            [CompletionResult]::new('--no-validation', '--no-validation', [CompletionResultType]::ParameterName, 'Deliver no digest files: log files cannot be validated')
            [CompletionResult]::new('--global-events', '--global-events', [CompletionResultType]::ParameterName, 'Record events of global services such as IAM')
            [CompletionResult]::new('--no-global-events', '--no-global-events', [CompletionResultType]::ParameterName, 'Leave out global services such as IAM')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show the plan and exit')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;trail;delete' {
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Home Region of a new trail, and the Region in which names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('--with-bucket', '--with-bucket', [CompletionResultType]::ParameterName, 'Delete its bucket as well, if it is empty')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show the plan and exit')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;trail;events' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--management', '--management', [CompletionResultType]::ParameterName, 'Management events to record; default: all')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Exclude management events of these services: kms, rdsdata; repeatable, comma-separated')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Data events to record: TYPE[:RESOURCE][:read|write], such as s3, sqs:read, s3:BUCKET/PREFIX:write, lambda:FUNCTION, dynamodb:TABLE, AWS::SCN::Instance:ARN; repeatable')
            [CompletionResult]::new('--network', '--network', [CompletionResultType]::ParameterName, 'Network activity events to record: calls to a service through VPC endpoints, or those that an endpoint policy denied: ec2, s3:VpceAccessDenied; repeatable, comma-separated')
            [CompletionResult]::new('--advanced', '--advanced', [CompletionResultType]::ParameterName, 'Advanced event selectors as JSON, from a file or stdin (-)')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Home Region of a new trail, and the Region in which names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show the plan and exit')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;trail;insights' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Home Region of a new trail, and the Region in which names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('--call-rate', '--call-rate', [CompletionResultType]::ParameterName, 'Watch the API call rate of write management events')
            [CompletionResult]::new('--error-rate', '--error-rate', [CompletionResultType]::ParameterName, 'Watch the API error rate')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Watch data events as well')
            [CompletionResult]::new('--off', '--off', [CompletionResultType]::ParameterName, 'Disable Insights')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show the plan and exit')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;trail;tag' {
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Home Region of a new trail, and the Region in which names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show the plan and exit')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;trail;untag' {
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Home Region of a new trail, and the Region in which names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show the plan and exit')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask for confirmation')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;trail;check' {
            [CompletionResult]::new('--skip', '--skip', [CompletionResultType]::ParameterName, 'Checks to skip; repeat, or separate with commas')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Home Region of a new trail, and the Region in which names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;trail;help' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a trail and the resources it needs.')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the trails of all Regions and their status.')
            [CompletionResult]::new('describe', 'describe', [CompletionResultType]::ParameterValue, 'Describe a trail: settings, status, recorded events, Insights and tags.')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show whether a trail is logging, and its last deliveries.')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Start logging.')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop logging, until ct trail start.')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change a trail. Settings without a flag stay.')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a trail. Its bucket and its log files stay.')
            [CompletionResult]::new('events', 'events', [CompletionResultType]::ParameterValue, 'Show or set which events a trail records.')
            [CompletionResult]::new('insights', 'insights', [CompletionResultType]::ParameterValue, 'Show or set CloudTrail Insights of a trail.')
            [CompletionResult]::new('tag', 'tag', [CompletionResultType]::ParameterValue, 'Tag a trail; tags with the same keys are replaced.')
            [CompletionResult]::new('untag', 'untag', [CompletionResultType]::ParameterValue, 'Remove tags from a trail.')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check the configuration of trails and what they deliver to.')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'ct;trail;help;create' {
            break
        }
        'ct;trail;help;list' {
            break
        }
        'ct;trail;help;describe' {
            break
        }
        'ct;trail;help;status' {
            break
        }
        'ct;trail;help;start' {
            break
        }
        'ct;trail;help;stop' {
            break
        }
        'ct;trail;help;update' {
            break
        }
        'ct;trail;help;delete' {
            break
        }
        'ct;trail;help;events' {
            break
        }
        'ct;trail;help;insights' {
            break
        }
        'ct;trail;help;tag' {
            break
        }
        'ct;trail;help;untag' {
            break
        }
        'ct;trail;help;check' {
            break
        }
        'ct;trail;help;help' {
            break
        }
        'ct;queue' {
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region in which to look up queues and trails by name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check whether notifications of new logs reach a queue.')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'ct;queue;check' {
            [CompletionResult]::new('--bucket', '--bucket', [CompletionResultType]::ParameterName, 'Require notifications of the logs in this bucket')
            [CompletionResult]::new('--trail', '--trail', [CompletionResultType]::ParameterName, 'Require notifications of the logs of this trail (name or ARN)')
            [CompletionResult]::new('--skip', '--skip', [CompletionResultType]::ParameterName, 'Checks to skip; repeat, or separate with commas')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region in which to look up queues and trails by name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;queue;help' {
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check whether notifications of new logs reach a queue.')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'ct;queue;help;check' {
            break
        }
        'ct;queue;help;help' {
            break
        }
        'ct;policy' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('bucket', 'bucket', [CompletionResultType]::ParameterValue, 'Policy of a bucket that receives logs.')
            [CompletionResult]::new('key', 'key', [CompletionResultType]::ParameterValue, 'Policy of a KMS key that encrypts logs.')
            [CompletionResult]::new('topic', 'topic', [CompletionResultType]::ParameterValue, 'Policy of an SNS topic that receives log notifications.')
            [CompletionResult]::new('queue', 'queue', [CompletionResultType]::ParameterValue, 'Policy of an SQS queue that receives log notifications.')
            [CompletionResult]::new('delivery-role', 'delivery-role', [CompletionResultType]::ParameterValue, 'Role that CloudTrail assumes to deliver to CloudWatch Logs.')
            [CompletionResult]::new('reader', 'reader', [CompletionResultType]::ParameterValue, 'Permissions to read logs with ct.')
            [CompletionResult]::new('operator', 'operator', [CompletionResultType]::ParameterValue, 'Permissions to manage trails with ct.')
            [CompletionResult]::new('cross-account-role', 'cross-account-role', [CompletionResultType]::ParameterValue, 'Role that another account assumes to read logs.')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'ct;policy;bucket' {
            [CompletionResult]::new('--bucket', '--bucket', [CompletionResultType]::ParameterName, 'Bucket that receives the logs')
            [CompletionResult]::new('--trail', '--trail', [CompletionResultType]::ParameterName, 'Name or ARN of a trail; repeatable. A name needs --account, and --region for the home Region')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Account of the trails given by name; repeatable')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of resources given by name; it also sets the partition of ARNs')
            [CompletionResult]::new('--prefix', '--prefix', [CompletionResultType]::ParameterName, 'Prefix of the object keys before AWSLogs; the same for all trails')
            [CompletionResult]::new('--org-id', '--org-id', [CompletionResultType]::ParameterName, 'Organization of an organization trail, such as o-a1b2c3d4e5')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;policy;key' {
            [CompletionResult]::new('--trail', '--trail', [CompletionResultType]::ParameterName, 'Name or ARN of a trail; repeatable. A name needs --account, and --region for the home Region')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Account of the trails given by name; repeatable')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of resources given by name; it also sets the partition of ARNs')
            [CompletionResult]::new('--key-owner', '--key-owner', [CompletionResultType]::ParameterName, 'Account of the key, if not that of the trails')
            [CompletionResult]::new('--reader', '--reader', [CompletionResultType]::ParameterName, 'Account id, or ARN of a user or role, that can decrypt logs; repeatable')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('--bucket-key', '--bucket-key', [CompletionResultType]::ParameterName, 'The bucket uses an S3 Bucket Key: allow CloudTrail to decrypt')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;policy;topic' {
            [CompletionResult]::new('--topic', '--topic', [CompletionResultType]::ParameterName, 'Name or ARN of the topic')
            [CompletionResult]::new('--trail', '--trail', [CompletionResultType]::ParameterName, 'Name or ARN of a trail; repeatable. A name needs --account, and --region for the home Region')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Account of the trails given by name; repeatable')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of resources given by name; it also sets the partition of ARNs')
            [CompletionResult]::new('--bucket', '--bucket', [CompletionResultType]::ParameterName, 'Bucket whose notifications S3 sends')
            [CompletionResult]::new('--bucket-owner', '--bucket-owner', [CompletionResultType]::ParameterName, 'Account of the bucket, if not that of the topic')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;policy;queue' {
            [CompletionResult]::new('--queue', '--queue', [CompletionResultType]::ParameterName, 'Name or ARN of the queue')
            [CompletionResult]::new('--bucket', '--bucket', [CompletionResultType]::ParameterName, 'Bucket whose notifications S3 sends')
            [CompletionResult]::new('--bucket-owner', '--bucket-owner', [CompletionResultType]::ParameterName, 'Account of the bucket, if not that of the queue')
            [CompletionResult]::new('--topic', '--topic', [CompletionResultType]::ParameterName, 'Name or ARN of the topic that sends its messages')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Account of resources given by name')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of resources given by name; it also sets the partition of ARNs')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;policy;delivery-role' {
            [CompletionResult]::new('--log-group', '--log-group', [CompletionResultType]::ParameterName, 'Name or ARN of the log group')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Account of a log group given by name')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of resources given by name; it also sets the partition of ARNs')
            [CompletionResult]::new('--org-id', '--org-id', [CompletionResultType]::ParameterName, 'Organization of an organization trail, such as o-a1b2c3d4e5')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('--trust', '--trust', [CompletionResultType]::ParameterName, 'Print the trust policy: who can assume the role')
            [CompletionResult]::new('--permissions', '--permissions', [CompletionResultType]::ParameterName, 'Print the permissions policy: what the role can do')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;policy;reader' {
            [CompletionResult]::new('--bucket', '--bucket', [CompletionResultType]::ParameterName, 'Bucket with the logs')
            [CompletionResult]::new('--prefix', '--prefix', [CompletionResultType]::ParameterName, 'Prefix of the object keys before AWSLogs')
            [CompletionResult]::new('--queue', '--queue', [CompletionResultType]::ParameterName, 'Name or ARN of a queue that receives log notifications; repeatable')
            [CompletionResult]::new('--kms-key', '--kms-key', [CompletionResultType]::ParameterName, 'ARN of a KMS key that encrypts logs; repeatable')
            [CompletionResult]::new('--topic', '--topic', [CompletionResultType]::ParameterName, 'Name or ARN of a topic to check; repeatable')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Account of resources given by name')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of resources given by name; it also sets the partition of ARNs')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('--audit', '--audit', [CompletionResultType]::ParameterName, 'Add the permissions for ct trail check and ct queue check')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;policy;operator' {
            [CompletionResult]::new('--bucket', '--bucket', [CompletionResultType]::ParameterName, 'Bucket that receives logs; repeatable')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Account of the trails [default: all accounts]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of resources given by name; it also sets the partition of ARNs')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('--organization', '--organization', [CompletionResultType]::ParameterName, 'Add the permissions for organization trails')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;policy;cross-account-role' {
            [CompletionResult]::new('--reader', '--reader', [CompletionResultType]::ParameterName, 'Account id, or ARN of a user or role, that can assume the role; repeatable')
            [CompletionResult]::new('--external-id', '--external-id', [CompletionResultType]::ParameterName, 'External id that a third party must pass')
            [CompletionResult]::new('--bucket', '--bucket', [CompletionResultType]::ParameterName, 'Bucket with the logs')
            [CompletionResult]::new('--prefix', '--prefix', [CompletionResultType]::ParameterName, 'Prefix of the object keys before AWSLogs; the same for all trails')
            [CompletionResult]::new('--org-id', '--org-id', [CompletionResultType]::ParameterName, 'Organization of an organization trail, such as o-a1b2c3d4e5')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Account whose logs can be read; repeatable')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region of resources given by name; it also sets the partition of ARNs')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('--trust', '--trust', [CompletionResultType]::ParameterName, 'Print the trust policy: who can assume the role')
            [CompletionResult]::new('--permissions', '--permissions', [CompletionResultType]::ParameterName, 'Print the permissions policy: what the role can do')
            [CompletionResult]::new('--mfa', '--mfa', [CompletionResultType]::ParameterName, 'Require MFA')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;policy;help' {
            [CompletionResult]::new('bucket', 'bucket', [CompletionResultType]::ParameterValue, 'Policy of a bucket that receives logs.')
            [CompletionResult]::new('key', 'key', [CompletionResultType]::ParameterValue, 'Policy of a KMS key that encrypts logs.')
            [CompletionResult]::new('topic', 'topic', [CompletionResultType]::ParameterValue, 'Policy of an SNS topic that receives log notifications.')
            [CompletionResult]::new('queue', 'queue', [CompletionResultType]::ParameterValue, 'Policy of an SQS queue that receives log notifications.')
            [CompletionResult]::new('delivery-role', 'delivery-role', [CompletionResultType]::ParameterValue, 'Role that CloudTrail assumes to deliver to CloudWatch Logs.')
            [CompletionResult]::new('reader', 'reader', [CompletionResultType]::ParameterValue, 'Permissions to read logs with ct.')
            [CompletionResult]::new('operator', 'operator', [CompletionResultType]::ParameterValue, 'Permissions to manage trails with ct.')
            [CompletionResult]::new('cross-account-role', 'cross-account-role', [CompletionResultType]::ParameterValue, 'Role that another account assumes to read logs.')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'ct;policy;help;bucket' {
            break
        }
        'ct;policy;help;key' {
            break
        }
        'ct;policy;help;topic' {
            break
        }
        'ct;policy;help;queue' {
            break
        }
        'ct;policy;help;delivery-role' {
            break
        }
        'ct;policy;help;reader' {
            break
        }
        'ct;policy;help;operator' {
            break
        }
        'ct;policy;help;cross-account-role' {
            break
        }
        'ct;policy;help;help' {
            break
        }
        'ct;completions' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;man' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Number of threads; default: one for each core')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread''s share is read alone')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of concurrent requests to AWS; default: 64 for each core, up to 256')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests to this URL instead of AWS; buckets are then addressed path-style')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;help' {
            [CompletionResult]::new('grep', 'grep', [CompletionResultType]::ParameterValue, 'Find events in CloudTrail logs.')
            [CompletionResult]::new('count', 'count', [CompletionResultType]::ParameterValue, 'Count events: the top of anything, over time, with sums and distinct values.')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Run reports: overview, errors, sign-ins, changes, or your own.')
            [CompletionResult]::new('ls', 'ls', [CompletionResultType]::ParameterValue, 'List the logs of a source: accounts, Regions, first and last day, objects, bytes.')
            [CompletionResult]::new('fetch', 'fetch', [CompletionResultType]::ParameterValue, 'Mirror a bucket''s logs locally; later runs fetch only new objects.')
            [CompletionResult]::new('follow', 'follow', [CompletionResultType]::ParameterValue, 'Print events as their log files are delivered.')
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Verify log file integrity: nothing changed, deleted or added since delivery.')
            [CompletionResult]::new('trail', 'trail', [CompletionResultType]::ParameterValue, 'Create, inspect, change and delete trails.')
            [CompletionResult]::new('queue', 'queue', [CompletionResultType]::ParameterValue, 'Check SQS queues that receive log notifications.')
            [CompletionResult]::new('policy', 'policy', [CompletionResultType]::ParameterValue, 'Print a policy for trails, readers or operators, as JSON.')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page, or write one page for each command')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'ct;help;grep' {
            break
        }
        'ct;help;count' {
            break
        }
        'ct;help;report' {
            break
        }
        'ct;help;ls' {
            break
        }
        'ct;help;fetch' {
            break
        }
        'ct;help;follow' {
            break
        }
        'ct;help;validate' {
            [CompletionResult]::new('merge', 'merge', [CompletionResultType]::ParameterValue, 'Merge the reports of several runs into one verdict.')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Show a report as text.')
            break
        }
        'ct;help;validate;merge' {
            break
        }
        'ct;help;validate;report' {
            break
        }
        'ct;help;trail' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a trail and the resources it needs.')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the trails of all Regions and their status.')
            [CompletionResult]::new('describe', 'describe', [CompletionResultType]::ParameterValue, 'Describe a trail: settings, status, recorded events, Insights and tags.')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show whether a trail is logging, and its last deliveries.')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Start logging.')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop logging, until ct trail start.')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change a trail. Settings without a flag stay.')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a trail. Its bucket and its log files stay.')
            [CompletionResult]::new('events', 'events', [CompletionResultType]::ParameterValue, 'Show or set which events a trail records.')
            [CompletionResult]::new('insights', 'insights', [CompletionResultType]::ParameterValue, 'Show or set CloudTrail Insights of a trail.')
            [CompletionResult]::new('tag', 'tag', [CompletionResultType]::ParameterValue, 'Tag a trail; tags with the same keys are replaced.')
            [CompletionResult]::new('untag', 'untag', [CompletionResultType]::ParameterValue, 'Remove tags from a trail.')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check the configuration of trails and what they deliver to.')
            break
        }
        'ct;help;trail;create' {
            break
        }
        'ct;help;trail;list' {
            break
        }
        'ct;help;trail;describe' {
            break
        }
        'ct;help;trail;status' {
            break
        }
        'ct;help;trail;start' {
            break
        }
        'ct;help;trail;stop' {
            break
        }
        'ct;help;trail;update' {
            break
        }
        'ct;help;trail;delete' {
            break
        }
        'ct;help;trail;events' {
            break
        }
        'ct;help;trail;insights' {
            break
        }
        'ct;help;trail;tag' {
            break
        }
        'ct;help;trail;untag' {
            break
        }
        'ct;help;trail;check' {
            break
        }
        'ct;help;queue' {
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check whether notifications of new logs reach a queue.')
            break
        }
        'ct;help;queue;check' {
            break
        }
        'ct;help;policy' {
            [CompletionResult]::new('bucket', 'bucket', [CompletionResultType]::ParameterValue, 'Policy of a bucket that receives logs.')
            [CompletionResult]::new('key', 'key', [CompletionResultType]::ParameterValue, 'Policy of a KMS key that encrypts logs.')
            [CompletionResult]::new('topic', 'topic', [CompletionResultType]::ParameterValue, 'Policy of an SNS topic that receives log notifications.')
            [CompletionResult]::new('queue', 'queue', [CompletionResultType]::ParameterValue, 'Policy of an SQS queue that receives log notifications.')
            [CompletionResult]::new('delivery-role', 'delivery-role', [CompletionResultType]::ParameterValue, 'Role that CloudTrail assumes to deliver to CloudWatch Logs.')
            [CompletionResult]::new('reader', 'reader', [CompletionResultType]::ParameterValue, 'Permissions to read logs with ct.')
            [CompletionResult]::new('operator', 'operator', [CompletionResultType]::ParameterValue, 'Permissions to manage trails with ct.')
            [CompletionResult]::new('cross-account-role', 'cross-account-role', [CompletionResultType]::ParameterValue, 'Role that another account assumes to read logs.')
            break
        }
        'ct;help;policy;bucket' {
            break
        }
        'ct;help;policy;key' {
            break
        }
        'ct;help;policy;topic' {
            break
        }
        'ct;help;policy;queue' {
            break
        }
        'ct;help;policy;delivery-role' {
            break
        }
        'ct;help;policy;reader' {
            break
        }
        'ct;help;policy;operator' {
            break
        }
        'ct;help;policy;cross-account-role' {
            break
        }
        'ct;help;completions' {
            break
        }
        'ct;help;man' {
            break
        }
        'ct;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
