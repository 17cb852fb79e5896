
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
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('grep', 'grep', [CompletionResultType]::ParameterValue, 'Find events in CloudTrail logs.')
            [CompletionResult]::new('ls', 'ls', [CompletionResultType]::ParameterValue, 'Show which logs there are: accounts, regions, first and last day, objects, bytes.')
            [CompletionResult]::new('fetch', 'fetch', [CompletionResultType]::ParameterValue, 'Bring the logs of a bucket or a trail home, and later only what is new.')
            [CompletionResult]::new('follow', 'follow', [CompletionResultType]::ParameterValue, 'Print events as their logs are delivered.')
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Verify log file integrity: nothing changed, deleted or added since delivery.')
            [CompletionResult]::new('trail', 'trail', [CompletionResultType]::ParameterValue, 'Create, watch, change and delete trails.')
            [CompletionResult]::new('queue', 'queue', [CompletionResultType]::ParameterValue, 'Check the queues that are told of new logs.')
            [CompletionResult]::new('policy', 'policy', [CompletionResultType]::ParameterValue, 'Print a policy that a trail or its readers need, as JSON.')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'ct;grep' {
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'The account that received the event')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region the call was made to')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d')
            [CompletionResult]::new('--start-time', '--start-time', [CompletionResultType]::ParameterName, 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'End time (inclusive), written as for --since; a date, today or yesterday includes that day')
            [CompletionResult]::new('--end-time', '--end-time', [CompletionResultType]::ParameterName, 'End time (inclusive), written as for --since; a date, today or yesterday includes that day')
            [CompletionResult]::new('--late', '--late', [CompletionResultType]::ParameterName, 'How long after an event its log may arrive, for choosing objects by their keys')
            [CompletionResult]::new('--org-id', '--org-id', [CompletionResultType]::ParameterName, 'Only what is delivered for this organisation, o-…')
            [CompletionResult]::new('--event-name', '--event-name', [CompletionResultType]::ParameterName, 'Event (API) name in any case: PutObject, ''Delete*'', s3:DeleteBucket')
            [CompletionResult]::new('--event-source', '--event-source', [CompletionResultType]::ParameterName, 'Service in any case: s3 or s3.amazonaws.com')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Who: a user name, ARN, principal id, role, session, source identity, service, or root')
            [CompletionResult]::new('--source-ip', '--source-ip', [CompletionResultType]::ParameterName, 'Source IP address, CIDR range (10.0.0.0/8, v4 or v6) or service; any of several addresses')
            [CompletionResult]::new('--access-key', '--access-key', [CompletionResultType]::ParameterName, 'The access key that signed the call')
            [CompletionResult]::new('--error-code', '--error-code', [CompletionResultType]::ParameterName, 'Error code in any case: AccessDenied, ''*Unauthorized*''')
            [CompletionResult]::new('--resource', '--resource', [CompletionResultType]::ParameterName, 'Resource: an ARN or what it ends in, or any string in the request or the response')
            [CompletionResult]::new('--event-id', '--event-id', [CompletionResultType]::ParameterName, 'The event''s id')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'The program that called: ''aws-cli/*''')
            [CompletionResult]::new('--event-type', '--event-type', [CompletionResultType]::ParameterName, 'Event type in any case: AwsApiCall, AwsConsoleSignIn, AwsServiceEvent, …')
            [CompletionResult]::new('--category', '--category', [CompletionResultType]::ParameterName, 'Event category in any case: Management, Data, NetworkActivity, Insight, Aggregated')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Text anywhere in the record, as it is written there')
            [CompletionResult]::new('--text', '--text', [CompletionResultType]::ParameterName, 'Text anywhere in the record, as it is written there')
            [CompletionResult]::new('-E', '-E ', [CompletionResultType]::ParameterName, 'A regular expression anywhere in the record, as it is written there')
            [CompletionResult]::new('--regex', '--regex', [CompletionResultType]::ParameterName, 'A regular expression anywhere in the record, as it is written there')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only events for which the expression holds; see below')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'No events for which the expression holds')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format of the records; text on a terminal and jsonl elsewhere if not given')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format of the records; text on a terminal and jsonl elsewhere if not given')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Only these fields: eventTime,userIdentity.type,resources[].ARN; also principal, target, object')
            [CompletionResult]::new('--max-object-size', '--max-object-size', [CompletionResultType]::ParameterName, 'Refuse an object that inflates to more than this (K, M, G: powers of 1,024)')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Stop behind this many events (with -l: objects)')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Stop behind this many events (with -l: objects)')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Sort events by time, oldest first. Nothing is printed before all was read, and all lines are held in memory until then (with -n: only so many)')
            [CompletionResult]::new('--sort-memory', '--sort-memory', [CompletionResultType]::ParameterName, 'Memory for --sort (K, M, G); if the matching events need more, nothing is printed: exit 2')
            [CompletionResult]::new('--summary', '--summary', [CompletionResultType]::ParameterName, 'Write what was covered as a JSON document to this file')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('--errors', '--errors', [CompletionResultType]::ParameterName, 'Only calls that failed: with an error code or message, failed sign-ins, Insights on errors')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Only calls that read')
            [CompletionResult]::new('--write-only', '--write-only', [CompletionResultType]::ParameterName, 'Only calls that may have written: all that are not marked as reading')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Ignore case in -e and -E')
            [CompletionResult]::new('--ignore-case', '--ignore-case', [CompletionResultType]::ParameterName, 'Ignore case in -e and -E')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Print csv and tsv without the line of headings')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Times in this machine''s zone instead of UTC; for text')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Print only how many events match')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Print only how many events match')
            [CompletionResult]::new('-l', '-l', [CompletionResultType]::ParameterName, 'Print only the names of the objects that hold a match')
            [CompletionResult]::new('--files-with-matches', '--files-with-matches', [CompletionResultType]::ParameterName, 'Print only the names of the objects that hold a match')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Print an event once, however often it was delivered (same eventID and account)')
            [CompletionResult]::new('--unique', '--unique', [CompletionResultType]::ParameterName, 'Print an event once, however often it was delivered (same eventID and account)')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;ls' {
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'The account that received the event')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region the call was made to')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d')
            [CompletionResult]::new('--start-time', '--start-time', [CompletionResultType]::ParameterName, 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'End time (inclusive), written as for --since; a date, today or yesterday includes that day')
            [CompletionResult]::new('--end-time', '--end-time', [CompletionResultType]::ParameterName, 'End time (inclusive), written as for --since; a date, today or yesterday includes that day')
            [CompletionResult]::new('--late', '--late', [CompletionResultType]::ParameterName, 'How long after an event its log may arrive, for choosing objects by their keys')
            [CompletionResult]::new('--org-id', '--org-id', [CompletionResultType]::ParameterName, 'Only what is delivered for this organisation, o-…')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Print csv and tsv without the line of headings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;fetch' {
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'The account that received the event')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region the call was made to')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d')
            [CompletionResult]::new('--start-time', '--start-time', [CompletionResultType]::ParameterName, 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'End time (inclusive), written as for --since; a date, today or yesterday includes that day')
            [CompletionResult]::new('--end-time', '--end-time', [CompletionResultType]::ParameterName, 'End time (inclusive), written as for --since; a date, today or yesterday includes that day')
            [CompletionResult]::new('--late', '--late', [CompletionResultType]::ParameterName, 'How long after an event its log may arrive, for choosing objects by their keys')
            [CompletionResult]::new('--org-id', '--org-id', [CompletionResultType]::ParameterName, 'Only what is delivered for this organisation, o-…')
            [CompletionResult]::new('--summary', '--summary', [CompletionResultType]::ParameterName, 'Write what was done as a JSON document to this file')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('--logs-only', '--logs-only', [CompletionResultType]::ParameterName, 'Leave digest files and public keys out; the copy cannot be proved whole then')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say what would be fetched')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;follow' {
            [CompletionResult]::new('--queue', '--queue', [CompletionResultType]::ParameterName, 'The queue: its name, its URL or its ARN; $CT_QUEUE if nothing else is named')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'A JSON file, or s3://BUCKET/KEY, that names the queue: {"s3Region","sqsRegion","sqsUrl"}')
            [CompletionResult]::new('--bucket', '--bucket', [CompletionResultType]::ParameterName, 'A bucket that messages of the queue may name; repeat for more. Without it, the bucket of --trail, or those that the queue''s policy and the buckets'' notification settings name. A message for another bucket is foreign: it is never read, and stays in the queue')
            [CompletionResult]::new('--trail', '--trail', [CompletionResultType]::ParameterName, 'The trail whose bucket messages of the queue may name, by its name or ARN')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'The account that received the event')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region the call was made to')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d')
            [CompletionResult]::new('--start-time', '--start-time', [CompletionResultType]::ParameterName, 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'End time (inclusive), written as for --since; a date, today or yesterday includes that day')
            [CompletionResult]::new('--end-time', '--end-time', [CompletionResultType]::ParameterName, 'End time (inclusive), written as for --since; a date, today or yesterday includes that day')
            [CompletionResult]::new('--late', '--late', [CompletionResultType]::ParameterName, 'How long after an event its log may arrive, for choosing objects by their keys')
            [CompletionResult]::new('--org-id', '--org-id', [CompletionResultType]::ParameterName, 'Only what is delivered for this organisation, o-…')
            [CompletionResult]::new('--event-name', '--event-name', [CompletionResultType]::ParameterName, 'Event (API) name in any case: PutObject, ''Delete*'', s3:DeleteBucket')
            [CompletionResult]::new('--event-source', '--event-source', [CompletionResultType]::ParameterName, 'Service in any case: s3 or s3.amazonaws.com')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Who: a user name, ARN, principal id, role, session, source identity, service, or root')
            [CompletionResult]::new('--source-ip', '--source-ip', [CompletionResultType]::ParameterName, 'Source IP address, CIDR range (10.0.0.0/8, v4 or v6) or service; any of several addresses')
            [CompletionResult]::new('--access-key', '--access-key', [CompletionResultType]::ParameterName, 'The access key that signed the call')
            [CompletionResult]::new('--error-code', '--error-code', [CompletionResultType]::ParameterName, 'Error code in any case: AccessDenied, ''*Unauthorized*''')
            [CompletionResult]::new('--resource', '--resource', [CompletionResultType]::ParameterName, 'Resource: an ARN or what it ends in, or any string in the request or the response')
            [CompletionResult]::new('--event-id', '--event-id', [CompletionResultType]::ParameterName, 'The event''s id')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'The program that called: ''aws-cli/*''')
            [CompletionResult]::new('--event-type', '--event-type', [CompletionResultType]::ParameterName, 'Event type in any case: AwsApiCall, AwsConsoleSignIn, AwsServiceEvent, …')
            [CompletionResult]::new('--category', '--category', [CompletionResultType]::ParameterName, 'Event category in any case: Management, Data, NetworkActivity, Insight, Aggregated')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Text anywhere in the record, as it is written there')
            [CompletionResult]::new('--text', '--text', [CompletionResultType]::ParameterName, 'Text anywhere in the record, as it is written there')
            [CompletionResult]::new('-E', '-E ', [CompletionResultType]::ParameterName, 'A regular expression anywhere in the record, as it is written there')
            [CompletionResult]::new('--regex', '--regex', [CompletionResultType]::ParameterName, 'A regular expression anywhere in the record, as it is written there')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only events for which the expression holds; see below')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'No events for which the expression holds')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format of the records; text on a terminal and jsonl elsewhere if not given')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format of the records; text on a terminal and jsonl elsewhere if not given')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Only these fields: eventTime,userIdentity.type,resources[].ARN; also principal, target, object')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Also mirror the objects below this folder, as ct fetch does')
            [CompletionResult]::new('--exec', '--exec', [CompletionResultType]::ParameterName, 'Run this in the shell for each record that matches, with the record on its standard input, instead of printing it. If it fails, the message stays in the queue, or the object is read again; of history:, all records of that look are handed on again')
            [CompletionResult]::new('--every', '--every', [CompletionResultType]::ParameterName, 'How long to wait from one look into a source to the next: 30s, 5m')
            [CompletionResult]::new('--lookback', '--lookback', [CompletionResultType]::ParameterName, 'How far back each look reaches, so that what comes late is found: 1d of a bucket if not given, 30m of history: and 6h of history:insight')
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'Keep which objects of a bucket were read in this file, so that the next run goes on there')
            [CompletionResult]::new('--until-idle', '--until-idle', [CompletionResultType]::ParameterName, 'Stop when nothing new came for so long: 30s, 5m')
            [CompletionResult]::new('--max-messages', '--max-messages', [CompletionResultType]::ParameterName, 'Stop behind this many messages')
            [CompletionResult]::new('--max-object-size', '--max-object-size', [CompletionResultType]::ParameterName, 'Refuse an object that inflates to more than this (K, M, G: powers of 1,024)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('--errors', '--errors', [CompletionResultType]::ParameterName, 'Only calls that failed: with an error code or message, failed sign-ins, Insights on errors')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Only calls that read')
            [CompletionResult]::new('--write-only', '--write-only', [CompletionResultType]::ParameterName, 'Only calls that may have written: all that are not marked as reading')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Ignore case in -e and -E')
            [CompletionResult]::new('--ignore-case', '--ignore-case', [CompletionResultType]::ParameterName, 'Ignore case in -e and -E')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Print csv and tsv without the line of headings')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Times in this machine''s zone instead of UTC; for text')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Print an event once, however often it is delivered (same eventID and account), as far as the last million events tell')
            [CompletionResult]::new('--unique', '--unique', [CompletionResultType]::ParameterName, 'Print an event once, however often it is delivered (same eventID and account), as far as the last million events tell')
            [CompletionResult]::new('--no-delete', '--no-delete', [CompletionResultType]::ParameterName, 'Look without consuming: messages are given back at the end. Each look counts for the queue''s dead-letter policy')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;validate' {
            [CompletionResult]::new('--trail-arn', '--trail-arn', [CompletionResultType]::ParameterName, 'The trail whose digests are checked; its bucket is looked up unless it is given')
            [CompletionResult]::new('--s3-bucket', '--s3-bucket', [CompletionResultType]::ParameterName, 'The bucket of the trail')
            [CompletionResult]::new('--s3-prefix', '--s3-prefix', [CompletionResultType]::ParameterName, 'Key prefix of the trail in --s3-bucket; without it, the trail''s own bucket and prefix count')
            [CompletionResult]::new('--start-time', '--start-time', [CompletionResultType]::ParameterName, 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d')
            [CompletionResult]::new('--end-time', '--end-time', [CompletionResultType]::ParameterName, 'End time (inclusive), written as for --start-time; a date, today or yesterday includes that day. Now if not given')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'End time (inclusive), written as for --start-time; a date, today or yesterday includes that day. Now if not given')
            [CompletionResult]::new('--account-id', '--account-id', [CompletionResultType]::ParameterName, 'Only these accounts')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Only these accounts')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Only these regions')
            [CompletionResult]::new('--org-id', '--org-id', [CompletionResultType]::ParameterName, 'Only this organisation')
            [CompletionResult]::new('--keys', '--keys', [CompletionResultType]::ParameterName, 'Public keys: `aws` looks them up in CloudTrail (the default for a bucket); a FILE is a saved answer of ListPublicKeys')
            [CompletionResult]::new('--grace', '--grace', [CompletionResultType]::ParameterName, 'A digest is due this long after its period ends; until then the period is pending')
            [CompletionResult]::new('--previous', '--previous', [CompletionResultType]::ParameterName, 'Expect the chains of an earlier report (ct validate --report), whatever is left of them')
            [CompletionResult]::new('--ended', '--ended', [CompletionResultType]::ParameterName, 'A chain that ended, such as that of a disabled Region: required up to TIME only')
            [CompletionResult]::new('--shard', '--shard', [CompletionResultType]::ParameterName, 'Only part I of N of the accounts, regions and days: so that N runs share the work. Join their reports with ct validate merge')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write the evidence to a file, as JSON Lines: keys, every object with its hashes and verdict, gaps, and what each chain covers')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('--trust-mirror-keys', '--trust-mirror-keys', [CompletionResultType]::ParameterName, 'Trust the public keys that lie in the mirror, whatever their origin')
            [CompletionResult]::new('--relocated', '--relocated', [CompletionResultType]::ParameterName, 'The copy lies under another bucket name or folder than CloudTrail delivered to')
            [CompletionResult]::new('--no-unlisted', '--no-unlisted', [CompletionResultType]::ParameterName, 'Do not look for logs that no digest lists')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Fail when a log file lies in the bucket that no digest lists (exit 1)')
            [CompletionResult]::new('--allow-empty', '--allow-empty', [CompletionResultType]::ParameterName, 'Succeed when no digest files are found')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('merge', 'merge', [CompletionResultType]::ParameterValue, 'Join the reports of several runs, and give one verdict.')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Show a report as text.')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'ct;validate;merge' {
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write the evidence to a file, as JSON Lines: keys, every object with its hashes and verdict, gaps, and what each chain covers')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Fail when a log file lies in the bucket that no digest lists (exit 1)')
            [CompletionResult]::new('--allow-empty', '--allow-empty', [CompletionResultType]::ParameterName, 'Succeed when no digest files are found')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;validate;report' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;validate;help' {
            [CompletionResult]::new('merge', 'merge', [CompletionResultType]::ParameterValue, 'Join the reports of several runs, and give one verdict.')
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
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region to ask in: where a new trail is at home, and where names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a trail, and what it needs.')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the trails of all regions, and whether they fare well.')
            [CompletionResult]::new('describe', 'describe', [CompletionResultType]::ParameterValue, 'Show all there is to know about a trail.')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show whether a trail records, and what it delivered when.')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Record events from now on.')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Record no more events, until it is started again.')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change a trail. What is not named stays as it is.')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a trail. Its bucket and what it delivered stay.')
            [CompletionResult]::new('events', 'events', [CompletionResultType]::ParameterValue, 'Show or set which events a trail records.')
            [CompletionResult]::new('insights', 'insights', [CompletionResultType]::ParameterValue, 'Show or set what a trail watches for unusual activity.')
            [CompletionResult]::new('tag', 'tag', [CompletionResultType]::ParameterValue, 'Tag a trail; tags of the same names are replaced.')
            [CompletionResult]::new('untag', 'untag', [CompletionResultType]::ParameterValue, 'Remove tags from a trail.')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check how trails are set up, and what they deliver to.')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'ct;trail;create' {
            [CompletionResult]::new('--prefix', '--prefix', [CompletionResultType]::ParameterName, 'What keys begin with, before AWSLogs/')
            [CompletionResult]::new('--bucket', '--bucket', [CompletionResultType]::ParameterName, 'The bucket to deliver to')
            [CompletionResult]::new('--kms-key', '--kms-key', [CompletionResultType]::ParameterName, 'Encrypt with this key: its ARN, its id, or alias/NAME')
            [CompletionResult]::new('--sns-topic', '--sns-topic', [CompletionResultType]::ParameterName, 'Tell this topic of deliveries: its name or ARN')
            [CompletionResult]::new('--queue', '--queue', [CompletionResultType]::ParameterName, 'Have a queue told of new logs, and create it if it is not there')
            [CompletionResult]::new('--queue-from', '--queue-from', [CompletionResultType]::ParameterName, 'Who tells the queue: the bucket, or CloudTrail through the topic')
            [CompletionResult]::new('--cloudwatch-log-group', '--cloudwatch-log-group', [CompletionResultType]::ParameterName, 'Deliver to this log group of CloudWatch as well, and create it if it is not there')
            [CompletionResult]::new('--cloudwatch-role', '--cloudwatch-role', [CompletionResultType]::ParameterName, 'The role that writes to the log group; if not given, CloudTrail-NAME, which is created if it is not there')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'Tag it; repeat for more')
            [CompletionResult]::new('--management', '--management', [CompletionResultType]::ParameterName, 'Which management events; all if not given')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Services whose management events are not recorded: kms, rdsdata; repeat, or use commas')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Data events, of all or one resource, with :read or :write behind it: s3, sqs:read, s3:BUCKET/PREFIX:write, lambda:FUNCTION, dynamodb:TABLE, AWS::SCN::Instance:ARN; repeat for more')
            [CompletionResult]::new('--network', '--network', [CompletionResultType]::ParameterName, 'Calls through VPC endpoints to a service, or those alone that an endpoint''s policy denied: ec2, s3:VpceAccessDenied; repeat, or use commas')
            [CompletionResult]::new('--advanced', '--advanced', [CompletionResultType]::ParameterName, 'Advanced event selectors as JSON, in a file or on the standard input (-)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region to ask in: where a new trail is at home, and where names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('--multi-region', '--multi-region', [CompletionResultType]::ParameterName, 'Record all regions')
            [CompletionResult]::new('--organization', '--organization', [CompletionResultType]::ParameterName, 'Record all accounts of the organisation')
            [CompletionResult]::new('--create-bucket', '--create-bucket', [CompletionResultType]::ParameterName, 'Create the bucket of --bucket')
            [CompletionResult]::new('--create-key', '--create-key', [CompletionResultType]::ParameterName, 'Encrypt with a key that is created: alias/cloudtrail-NAME')
            [CompletionResult]::new('--create-topic', '--create-topic', [CompletionResultType]::ParameterName, 'Create the topic of --sns-topic, or one that is called NAME-deliveries')
            [CompletionResult]::new('--no-validation', '--no-validation', [CompletionResultType]::ParameterName, 'Deliver no digests: nobody will be able to prove that nothing was altered')
            [CompletionResult]::new('--no-start', '--no-start', [CompletionResultType]::ParameterName, 'Do not log yet')
            [CompletionResult]::new('--no-global-events', '--no-global-events', [CompletionResultType]::ParameterName, 'Leave out services that have no region, such as IAM; not with --multi-region')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only show what would be done')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;trail;list' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region to ask in: where a new trail is at home, and where names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;trail;describe' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region to ask in: where a new trail is at home, and where names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;trail;status' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region to ask in: where a new trail is at home, and where names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Ask again every 15 seconds, until it delivered a log')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;trail;start' {
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region to ask in: where a new trail is at home, and where names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only show what would be done')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;trail;stop' {
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region to ask in: where a new trail is at home, and where names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only show what would be done')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;trail;update' {
            [CompletionResult]::new('--prefix', '--prefix', [CompletionResultType]::ParameterName, 'What keys begin with, before AWSLogs/; '''' for nothing')
            [CompletionResult]::new('--bucket', '--bucket', [CompletionResultType]::ParameterName, 'The bucket to deliver to')
            [CompletionResult]::new('--kms-key', '--kms-key', [CompletionResultType]::ParameterName, 'Encrypt with this key: its ARN, its id, or alias/NAME')
            [CompletionResult]::new('--sns-topic', '--sns-topic', [CompletionResultType]::ParameterName, 'Tell this topic of deliveries: its name or ARN')
            [CompletionResult]::new('--queue', '--queue', [CompletionResultType]::ParameterName, 'Have a queue told of new logs, and create it if it is not there')
            [CompletionResult]::new('--queue-from', '--queue-from', [CompletionResultType]::ParameterName, 'Who tells the queue: the bucket, or CloudTrail through the topic')
            [CompletionResult]::new('--cloudwatch-log-group', '--cloudwatch-log-group', [CompletionResultType]::ParameterName, 'Deliver to this log group of CloudWatch as well, and create it if it is not there')
            [CompletionResult]::new('--cloudwatch-role', '--cloudwatch-role', [CompletionResultType]::ParameterName, 'The role that writes to the log group; if not given, CloudTrail-NAME, which is created if it is not there')
            [CompletionResult]::new('--management', '--management', [CompletionResultType]::ParameterName, 'Which management events; all if not given')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Services whose management events are not recorded: kms, rdsdata; repeat, or use commas')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Data events, of all or one resource, with :read or :write behind it: s3, sqs:read, s3:BUCKET/PREFIX:write, lambda:FUNCTION, dynamodb:TABLE, AWS::SCN::Instance:ARN; repeat for more')
            [CompletionResult]::new('--network', '--network', [CompletionResultType]::ParameterName, 'Calls through VPC endpoints to a service, or those alone that an endpoint''s policy denied: ec2, s3:VpceAccessDenied; repeat, or use commas')
            [CompletionResult]::new('--advanced', '--advanced', [CompletionResultType]::ParameterName, 'Advanced event selectors as JSON, in a file or on the standard input (-)')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region to ask in: where a new trail is at home, and where names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('--multi-region', '--multi-region', [CompletionResultType]::ParameterName, 'Record all regions')
            [CompletionResult]::new('--single-region', '--single-region', [CompletionResultType]::ParameterName, 'Record this region only')
            [CompletionResult]::new('--organization', '--organization', [CompletionResultType]::ParameterName, 'Record all accounts of the organisation')
            [CompletionResult]::new('--no-organization', '--no-organization', [CompletionResultType]::ParameterName, 'Record this account only')
            [CompletionResult]::new('--create-bucket', '--create-bucket', [CompletionResultType]::ParameterName, 'Create the bucket of --bucket')
            [CompletionResult]::new('--create-key', '--create-key', [CompletionResultType]::ParameterName, 'Encrypt with a key that is created: alias/cloudtrail-NAME')
            [CompletionResult]::new('--create-topic', '--create-topic', [CompletionResultType]::ParameterName, 'Create the topic of --sns-topic, or one that is called NAME-deliveries')
            [CompletionResult]::new('--no-kms-key', '--no-kms-key', [CompletionResultType]::ParameterName, 'Encrypt with the key of S3')
            [CompletionResult]::new('--no-sns-topic', '--no-sns-topic', [CompletionResultType]::ParameterName, 'Tell no topic')
            [CompletionResult]::new('--no-cloudwatch', '--no-cloudwatch', [CompletionResultType]::ParameterName, 'Deliver to no log group')
            [CompletionResult]::new('--validation', '--validation', [CompletionResultType]::ParameterName, 'Deliver digests')
            [CompletionResult]::new('--no-validation', '--no-validation', [CompletionResultType]::ParameterName, 'Deliver no digests: nobody will be able to prove that nothing was altered')
            [CompletionResult]::new('--global-events', '--global-events', [CompletionResultType]::ParameterName, 'Record services that have no region')
            [CompletionResult]::new('--no-global-events', '--no-global-events', [CompletionResultType]::ParameterName, 'Leave out services that have no region')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only show what would be done')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;trail;delete' {
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region to ask in: where a new trail is at home, and where names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('--with-bucket', '--with-bucket', [CompletionResultType]::ParameterName, 'Delete its bucket too, which must be empty')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only show what would be done')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;trail;events' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--management', '--management', [CompletionResultType]::ParameterName, 'Which management events; all if not given')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Services whose management events are not recorded: kms, rdsdata; repeat, or use commas')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Data events, of all or one resource, with :read or :write behind it: s3, sqs:read, s3:BUCKET/PREFIX:write, lambda:FUNCTION, dynamodb:TABLE, AWS::SCN::Instance:ARN; repeat for more')
            [CompletionResult]::new('--network', '--network', [CompletionResultType]::ParameterName, 'Calls through VPC endpoints to a service, or those alone that an endpoint''s policy denied: ec2, s3:VpceAccessDenied; repeat, or use commas')
            [CompletionResult]::new('--advanced', '--advanced', [CompletionResultType]::ParameterName, 'Advanced event selectors as JSON, in a file or on the standard input (-)')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region to ask in: where a new trail is at home, and where names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only show what would be done')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;trail;insights' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region to ask in: where a new trail is at home, and where names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('--call-rate', '--call-rate', [CompletionResultType]::ParameterName, 'Watch how often is called: management events that write')
            [CompletionResult]::new('--error-rate', '--error-rate', [CompletionResultType]::ParameterName, 'Watch how often calls fail')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Watch data events as well')
            [CompletionResult]::new('--off', '--off', [CompletionResultType]::ParameterName, 'Watch nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only show what would be done')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;trail;tag' {
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region to ask in: where a new trail is at home, and where names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only show what would be done')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;trail;untag' {
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region to ask in: where a new trail is at home, and where names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only show what would be done')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;trail;check' {
            [CompletionResult]::new('--skip', '--skip', [CompletionResultType]::ParameterName, 'Checks to leave out; repeat, or use commas')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region to ask in: where a new trail is at home, and where names are looked up')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;trail;help' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a trail, and what it needs.')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the trails of all regions, and whether they fare well.')
            [CompletionResult]::new('describe', 'describe', [CompletionResultType]::ParameterValue, 'Show all there is to know about a trail.')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show whether a trail records, and what it delivered when.')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Record events from now on.')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Record no more events, until it is started again.')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change a trail. What is not named stays as it is.')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a trail. Its bucket and what it delivered stay.')
            [CompletionResult]::new('events', 'events', [CompletionResultType]::ParameterValue, 'Show or set which events a trail records.')
            [CompletionResult]::new('insights', 'insights', [CompletionResultType]::ParameterValue, 'Show or set what a trail watches for unusual activity.')
            [CompletionResult]::new('tag', 'tag', [CompletionResultType]::ParameterValue, 'Tag a trail; tags of the same names are replaced.')
            [CompletionResult]::new('untag', 'untag', [CompletionResultType]::ParameterValue, 'Remove tags from a trail.')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check how trails are set up, and what they deliver to.')
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
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region to ask in, where queues and trails are looked up by name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check what would keep events from arriving in a queue.')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'ct;queue;check' {
            [CompletionResult]::new('--bucket', '--bucket', [CompletionResultType]::ParameterName, 'The bucket whose logs it should be told of')
            [CompletionResult]::new('--trail', '--trail', [CompletionResultType]::ParameterName, 'The trail whose logs it should be told of, by its name or ARN')
            [CompletionResult]::new('--skip', '--skip', [CompletionResultType]::ParameterName, 'Checks to leave out; repeat, or use commas')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region to ask in, where queues and trails are looked up by name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;queue;help' {
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check what would keep events from arriving in a queue.')
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
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('bucket', 'bucket', [CompletionResultType]::ParameterValue, 'The policy of a bucket that takes the logs of trails.')
            [CompletionResult]::new('key', 'key', [CompletionResultType]::ParameterValue, 'The policy of a KMS key that encrypts logs.')
            [CompletionResult]::new('topic', 'topic', [CompletionResultType]::ParameterValue, 'The policy of an SNS topic that tells of new logs.')
            [CompletionResult]::new('queue', 'queue', [CompletionResultType]::ParameterValue, 'The policy of an SQS queue that is told of new logs.')
            [CompletionResult]::new('delivery-role', 'delivery-role', [CompletionResultType]::ParameterValue, 'The role by which CloudTrail delivers to CloudWatch Logs.')
            [CompletionResult]::new('reader', 'reader', [CompletionResultType]::ParameterValue, 'The least that a user of ct needs.')
            [CompletionResult]::new('cross-account-role', 'cross-account-role', [CompletionResultType]::ParameterValue, 'A role by which another account reads logs.')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'ct;policy;bucket' {
            [CompletionResult]::new('--bucket', '--bucket', [CompletionResultType]::ParameterName, 'The bucket')
            [CompletionResult]::new('--trail', '--trail', [CompletionResultType]::ParameterName, 'A trail, by its name or ARN; repeat for more. By name: the trail of that name in --region, its home, of each --account')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'The account of the trails that are given by name; repeat for more')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region of what is given by name; its partition is that of all ARNs')
            [CompletionResult]::new('--prefix', '--prefix', [CompletionResultType]::ParameterName, 'What stands before AWSLogs in the keys; the same for all trails')
            [CompletionResult]::new('--org-id', '--org-id', [CompletionResultType]::ParameterName, 'The organisation whose trail delivers, such as o-a1b2c3d4e5')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;policy;key' {
            [CompletionResult]::new('--trail', '--trail', [CompletionResultType]::ParameterName, 'A trail, by its name or ARN; repeat for more. By name: the trail of that name in --region, its home, of each --account')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'The account of the trails that are given by name; repeat for more')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region of what is given by name; its partition is that of all ARNs')
            [CompletionResult]::new('--key-owner', '--key-owner', [CompletionResultType]::ParameterName, 'The account of the key, if it is not that of the trails')
            [CompletionResult]::new('--reader', '--reader', [CompletionResultType]::ParameterName, 'An account, or the ARN of a user or role, that may decrypt logs; repeat for more')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('--bucket-key', '--bucket-key', [CompletionResultType]::ParameterName, 'The bucket has a bucket key: CloudTrail must be able to decrypt')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;policy;topic' {
            [CompletionResult]::new('--topic', '--topic', [CompletionResultType]::ParameterName, 'The topic, by its name or ARN')
            [CompletionResult]::new('--trail', '--trail', [CompletionResultType]::ParameterName, 'A trail, by its name or ARN; repeat for more. By name: the trail of that name in --region, its home, of each --account')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'The account of the trails that are given by name; repeat for more')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region of what is given by name; its partition is that of all ARNs')
            [CompletionResult]::new('--bucket', '--bucket', [CompletionResultType]::ParameterName, 'The bucket that S3 tells of')
            [CompletionResult]::new('--bucket-owner', '--bucket-owner', [CompletionResultType]::ParameterName, 'The account of the bucket, if it is not that of the topic')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;policy;queue' {
            [CompletionResult]::new('--queue', '--queue', [CompletionResultType]::ParameterName, 'The queue, by its name or ARN')
            [CompletionResult]::new('--bucket', '--bucket', [CompletionResultType]::ParameterName, 'The bucket that S3 tells of')
            [CompletionResult]::new('--bucket-owner', '--bucket-owner', [CompletionResultType]::ParameterName, 'The account of the bucket, if it is not that of the queue')
            [CompletionResult]::new('--topic', '--topic', [CompletionResultType]::ParameterName, 'The topic that passes on what it is told, by its name or ARN')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'The account of what is given by name')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region of what is given by name; its partition is that of all ARNs')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;policy;delivery-role' {
            [CompletionResult]::new('--log-group', '--log-group', [CompletionResultType]::ParameterName, 'The log group, by its name or ARN')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'The account of a log group that is given by name')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region of what is given by name; its partition is that of all ARNs')
            [CompletionResult]::new('--org-id', '--org-id', [CompletionResultType]::ParameterName, 'The organisation whose trail delivers, such as o-a1b2c3d4e5')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('--trust', '--trust', [CompletionResultType]::ParameterName, 'Print who may take the role')
            [CompletionResult]::new('--permissions', '--permissions', [CompletionResultType]::ParameterName, 'Print what the role may do')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;policy;reader' {
            [CompletionResult]::new('--bucket', '--bucket', [CompletionResultType]::ParameterName, 'The bucket')
            [CompletionResult]::new('--prefix', '--prefix', [CompletionResultType]::ParameterName, 'What stands before AWSLogs in the keys')
            [CompletionResult]::new('--queue', '--queue', [CompletionResultType]::ParameterName, 'A queue that tells of new logs, by its name or ARN; repeat for more')
            [CompletionResult]::new('--kms-key', '--kms-key', [CompletionResultType]::ParameterName, 'The ARN of a KMS key that logs are encrypted with; repeat for more')
            [CompletionResult]::new('--topic', '--topic', [CompletionResultType]::ParameterName, 'A topic to check, by its name or ARN; repeat for more')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'The account of what is given by name')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region of what is given by name; its partition is that of all ARNs')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('--audit', '--audit', [CompletionResultType]::ParameterName, 'Also what it takes to check how bucket, keys, topics and alarms are set up')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;policy;cross-account-role' {
            [CompletionResult]::new('--reader', '--reader', [CompletionResultType]::ParameterName, 'An account, or the ARN of a user or role, that may take the role; repeat for more')
            [CompletionResult]::new('--external-id', '--external-id', [CompletionResultType]::ParameterName, 'What a third party must name to take the role')
            [CompletionResult]::new('--bucket', '--bucket', [CompletionResultType]::ParameterName, 'The bucket')
            [CompletionResult]::new('--prefix', '--prefix', [CompletionResultType]::ParameterName, 'What stands before AWSLogs in the keys; the same for all trails')
            [CompletionResult]::new('--org-id', '--org-id', [CompletionResultType]::ParameterName, 'The organisation whose trail delivers, such as o-a1b2c3d4e5')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'An account whose logs are read; repeat for more')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region of what is given by name; its partition is that of all ARNs')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('--trust', '--trust', [CompletionResultType]::ParameterName, 'Print who may take the role')
            [CompletionResult]::new('--permissions', '--permissions', [CompletionResultType]::ParameterName, 'Print what the role may do')
            [CompletionResult]::new('--mfa', '--mfa', [CompletionResultType]::ParameterName, 'Ask for a second factor')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;policy;help' {
            [CompletionResult]::new('bucket', 'bucket', [CompletionResultType]::ParameterValue, 'The policy of a bucket that takes the logs of trails.')
            [CompletionResult]::new('key', 'key', [CompletionResultType]::ParameterValue, 'The policy of a KMS key that encrypts logs.')
            [CompletionResult]::new('topic', 'topic', [CompletionResultType]::ParameterValue, 'The policy of an SNS topic that tells of new logs.')
            [CompletionResult]::new('queue', 'queue', [CompletionResultType]::ParameterValue, 'The policy of an SQS queue that is told of new logs.')
            [CompletionResult]::new('delivery-role', 'delivery-role', [CompletionResultType]::ParameterValue, 'The role by which CloudTrail delivers to CloudWatch Logs.')
            [CompletionResult]::new('reader', 'reader', [CompletionResultType]::ParameterValue, 'The least that a user of ct needs.')
            [CompletionResult]::new('cross-account-role', 'cross-account-role', [CompletionResultType]::ParameterValue, 'A role by which another account reads logs.')
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
        'ct;policy;help;cross-account-role' {
            break
        }
        'ct;policy;help;help' {
            break
        }
        'ct;completions' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;man' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the environment variable NO_COLOR also turns it off')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads to work with; as many as the machine has if not given')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread''s share are read one at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration to use')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send requests here in place of AWS; buckets are then named in the path')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Errors only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'ct;help' {
            [CompletionResult]::new('grep', 'grep', [CompletionResultType]::ParameterValue, 'Find events in CloudTrail logs.')
            [CompletionResult]::new('ls', 'ls', [CompletionResultType]::ParameterValue, 'Show which logs there are: accounts, regions, first and last day, objects, bytes.')
            [CompletionResult]::new('fetch', 'fetch', [CompletionResultType]::ParameterValue, 'Bring the logs of a bucket or a trail home, and later only what is new.')
            [CompletionResult]::new('follow', 'follow', [CompletionResultType]::ParameterValue, 'Print events as their logs are delivered.')
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Verify log file integrity: nothing changed, deleted or added since delivery.')
            [CompletionResult]::new('trail', 'trail', [CompletionResultType]::ParameterValue, 'Create, watch, change and delete trails.')
            [CompletionResult]::new('queue', 'queue', [CompletionResultType]::ParameterValue, 'Check the queues that are told of new logs.')
            [CompletionResult]::new('policy', 'policy', [CompletionResultType]::ParameterValue, 'Print a policy that a trail or its readers need, as JSON.')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'ct;help;grep' {
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
            [CompletionResult]::new('merge', 'merge', [CompletionResultType]::ParameterValue, 'Join the reports of several runs, and give one verdict.')
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
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a trail, and what it needs.')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the trails of all regions, and whether they fare well.')
            [CompletionResult]::new('describe', 'describe', [CompletionResultType]::ParameterValue, 'Show all there is to know about a trail.')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show whether a trail records, and what it delivered when.')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Record events from now on.')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Record no more events, until it is started again.')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change a trail. What is not named stays as it is.')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a trail. Its bucket and what it delivered stay.')
            [CompletionResult]::new('events', 'events', [CompletionResultType]::ParameterValue, 'Show or set which events a trail records.')
            [CompletionResult]::new('insights', 'insights', [CompletionResultType]::ParameterValue, 'Show or set what a trail watches for unusual activity.')
            [CompletionResult]::new('tag', 'tag', [CompletionResultType]::ParameterValue, 'Tag a trail; tags of the same names are replaced.')
            [CompletionResult]::new('untag', 'untag', [CompletionResultType]::ParameterValue, 'Remove tags from a trail.')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check how trails are set up, and what they deliver to.')
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
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check what would keep events from arriving in a queue.')
            break
        }
        'ct;help;queue;check' {
            break
        }
        'ct;help;policy' {
            [CompletionResult]::new('bucket', 'bucket', [CompletionResultType]::ParameterValue, 'The policy of a bucket that takes the logs of trails.')
            [CompletionResult]::new('key', 'key', [CompletionResultType]::ParameterValue, 'The policy of a KMS key that encrypts logs.')
            [CompletionResult]::new('topic', 'topic', [CompletionResultType]::ParameterValue, 'The policy of an SNS topic that tells of new logs.')
            [CompletionResult]::new('queue', 'queue', [CompletionResultType]::ParameterValue, 'The policy of an SQS queue that is told of new logs.')
            [CompletionResult]::new('delivery-role', 'delivery-role', [CompletionResultType]::ParameterValue, 'The role by which CloudTrail delivers to CloudWatch Logs.')
            [CompletionResult]::new('reader', 'reader', [CompletionResultType]::ParameterValue, 'The least that a user of ct needs.')
            [CompletionResult]::new('cross-account-role', 'cross-account-role', [CompletionResultType]::ParameterValue, 'A role by which another account reads logs.')
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
