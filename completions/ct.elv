
use builtin;
use str;

set edit:completion:arg-completer[ct] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'ct'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'ct'= {
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand grep 'Find events in CloudTrail logs.'
            cand ls 'Show which logs there are: accounts, regions, first and last day, objects, bytes.'
            cand fetch 'Bring the logs of a bucket or a trail home, and later only what is new.'
            cand follow 'Print events as their logs are delivered.'
            cand validate 'Verify log file integrity: nothing changed, deleted or added since delivery.'
            cand trail 'Create, watch, change and delete trails.'
            cand queue 'Check the queues that are told of new logs.'
            cand policy 'Print a policy that a trail or its readers need, as JSON.'
            cand completions 'Print the completion script of a shell'
            cand man 'Print the manual page'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'ct;grep'= {
            cand --account 'The account that received the event'
            cand --region 'The region the call was made to'
            cand --since 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d'
            cand --start-time 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d'
            cand --until 'End time (inclusive), written as for --since; a date, today or yesterday includes that day'
            cand --end-time 'End time (inclusive), written as for --since; a date, today or yesterday includes that day'
            cand --late 'How long after an event its log may arrive, for choosing objects by their keys'
            cand --org-id 'Only what is delivered for this organisation, o-…'
            cand --event-name 'What was called: PutObject, ''Delete*'''
            cand --event-source 'Which service: s3 or s3.amazonaws.com'
            cand --user 'Who: a user name, ARN, principal id, role, session, source identity, service, or root'
            cand --source-ip 'Source IP address, CIDR range (10.0.0.0/8, v4 or v6) or service; any of several addresses'
            cand --access-key 'The access key that signed the call'
            cand --error-code 'The error code: AccessDenied, ''*Unauthorized*'''
            cand --resource 'Resource: an ARN or what it ends in, or any string in the request or the response'
            cand --event-id 'The event''s id'
            cand --user-agent 'The program that called: ''aws-cli/*'''
            cand --event-type 'AwsApiCall, AwsConsoleSignIn, AwsServiceEvent, …'
            cand --category 'Management, Data, NetworkActivity, Insight, Aggregated'
            cand -e 'Text anywhere in the record, as it is written there'
            cand --text 'Text anywhere in the record, as it is written there'
            cand -E 'A regular expression anywhere in the record, as it is written there'
            cand --regex 'A regular expression anywhere in the record, as it is written there'
            cand --where 'Only events for which the expression holds; see below'
            cand --exclude 'No events for which the expression holds'
            cand -o 'The format of the records; text on a terminal and jsonl elsewhere if not given'
            cand --output 'The format of the records; text on a terminal and jsonl elsewhere if not given'
            cand --fields 'Only these fields: eventTime,userIdentity.type,resources[].ARN; also principal, target, object'
            cand --max-object-size 'Refuse an object that inflates to more than this (K, M, G: powers of 1,024)'
            cand -n 'Stop behind this many events (with -l: objects)'
            cand --limit 'Stop behind this many events (with -l: objects)'
            cand --sort 'Oldest first, for history: alone, which otherwise comes newest first. Nothing is printed until all was read, and all is held in memory until then'
            cand --summary 'Write what was covered as a JSON document to this file'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand --errors 'Only calls that failed: with an error code or message, failed sign-ins, Insights on errors'
            cand --read-only 'Only calls that read'
            cand --write-only 'Only calls that may have written: all that are not marked as reading'
            cand -i 'Ignore case in -e and -E'
            cand --ignore-case 'Ignore case in -e and -E'
            cand --no-header 'Print csv and tsv without the line of headings'
            cand --local 'Times in this machine''s zone instead of UTC; for text'
            cand -c 'Print only how many events match'
            cand --count 'Print only how many events match'
            cand -l 'Print only the names of the objects that hold a match'
            cand --files-with-matches 'Print only the names of the objects that hold a match'
            cand -u 'Print an event once, however often it was delivered (same eventID and account)'
            cand --unique 'Print an event once, however often it was delivered (same eventID and account)'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;ls'= {
            cand --account 'The account that received the event'
            cand --region 'The region the call was made to'
            cand --since 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d'
            cand --start-time 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d'
            cand --until 'End time (inclusive), written as for --since; a date, today or yesterday includes that day'
            cand --end-time 'End time (inclusive), written as for --since; a date, today or yesterday includes that day'
            cand --late 'How long after an event its log may arrive, for choosing objects by their keys'
            cand --org-id 'Only what is delivered for this organisation, o-…'
            cand -o 'The format'
            cand --output 'The format'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand --no-header 'Print csv and tsv without the line of headings'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;fetch'= {
            cand --account 'The account that received the event'
            cand --region 'The region the call was made to'
            cand --since 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d'
            cand --start-time 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d'
            cand --until 'End time (inclusive), written as for --since; a date, today or yesterday includes that day'
            cand --end-time 'End time (inclusive), written as for --since; a date, today or yesterday includes that day'
            cand --late 'How long after an event its log may arrive, for choosing objects by their keys'
            cand --org-id 'Only what is delivered for this organisation, o-…'
            cand --summary 'Write what was done as a JSON document to this file'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand --logs-only 'Leave digest files and public keys out; the copy cannot be proved whole then'
            cand --dry-run 'Only say what would be fetched'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;follow'= {
            cand --queue 'The queue: its name, its URL or its ARN; $CT_QUEUE if nothing else is named'
            cand --config 'A JSON file, or s3://BUCKET/KEY, that names the queue: {"s3Region","sqsRegion","sqsUrl"}'
            cand --account 'The account that received the event'
            cand --region 'The region the call was made to'
            cand --since 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d'
            cand --start-time 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d'
            cand --until 'End time (inclusive), written as for --since; a date, today or yesterday includes that day'
            cand --end-time 'End time (inclusive), written as for --since; a date, today or yesterday includes that day'
            cand --late 'How long after an event its log may arrive, for choosing objects by their keys'
            cand --org-id 'Only what is delivered for this organisation, o-…'
            cand --event-name 'What was called: PutObject, ''Delete*'''
            cand --event-source 'Which service: s3 or s3.amazonaws.com'
            cand --user 'Who: a user name, ARN, principal id, role, session, source identity, service, or root'
            cand --source-ip 'Source IP address, CIDR range (10.0.0.0/8, v4 or v6) or service; any of several addresses'
            cand --access-key 'The access key that signed the call'
            cand --error-code 'The error code: AccessDenied, ''*Unauthorized*'''
            cand --resource 'Resource: an ARN or what it ends in, or any string in the request or the response'
            cand --event-id 'The event''s id'
            cand --user-agent 'The program that called: ''aws-cli/*'''
            cand --event-type 'AwsApiCall, AwsConsoleSignIn, AwsServiceEvent, …'
            cand --category 'Management, Data, NetworkActivity, Insight, Aggregated'
            cand -e 'Text anywhere in the record, as it is written there'
            cand --text 'Text anywhere in the record, as it is written there'
            cand -E 'A regular expression anywhere in the record, as it is written there'
            cand --regex 'A regular expression anywhere in the record, as it is written there'
            cand --where 'Only events for which the expression holds; see below'
            cand --exclude 'No events for which the expression holds'
            cand -o 'The format of the records; text on a terminal and jsonl elsewhere if not given'
            cand --output 'The format of the records; text on a terminal and jsonl elsewhere if not given'
            cand --fields 'Only these fields: eventTime,userIdentity.type,resources[].ARN; also principal, target, object'
            cand --to 'Also mirror the objects below this folder, as ct fetch does'
            cand --exec 'Run this in the shell for each record that matches, with the record on its standard input, instead of printing it. If it fails, the message stays in the queue, or the object is read again; of history:, all records of that look are handed on again'
            cand --every 'How long to wait from one look into a source to the next: 30s, 5m'
            cand --lookback 'How far back each look reaches, so that what comes late is found: 1d of a bucket if not given, 30m of history: and 6h of history:insight'
            cand --ledger 'Keep which objects of a bucket were read in this file, so that the next run goes on there'
            cand --until-idle 'Stop when nothing new came for so long: 30s, 5m'
            cand --max-messages 'Stop behind this many messages'
            cand --max-object-size 'Refuse an object that inflates to more than this (K, M, G: powers of 1,024)'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand --errors 'Only calls that failed: with an error code or message, failed sign-ins, Insights on errors'
            cand --read-only 'Only calls that read'
            cand --write-only 'Only calls that may have written: all that are not marked as reading'
            cand -i 'Ignore case in -e and -E'
            cand --ignore-case 'Ignore case in -e and -E'
            cand --no-header 'Print csv and tsv without the line of headings'
            cand --local 'Times in this machine''s zone instead of UTC; for text'
            cand -u 'Print an event once, however often it is delivered (same eventID and account), as far as the last million events tell'
            cand --unique 'Print an event once, however often it is delivered (same eventID and account), as far as the last million events tell'
            cand --no-delete 'Look without consuming: messages are given back at the end. Each look counts for the queue''s dead-letter policy'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;validate'= {
            cand --trail-arn 'The trail whose digests are checked; its bucket is looked up unless it is given'
            cand --s3-bucket 'The bucket of the trail'
            cand --s3-prefix 'Key prefix of the trail in --s3-bucket; without it, the trail''s own bucket and prefix count'
            cand --start-time 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d'
            cand --since 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d'
            cand --end-time 'End time (inclusive), written as for --start-time; a date, today or yesterday includes that day. Now if not given'
            cand --until 'End time (inclusive), written as for --start-time; a date, today or yesterday includes that day. Now if not given'
            cand --account-id 'Only these accounts'
            cand --account 'Only these accounts'
            cand --region 'Only these regions'
            cand --org-id 'Only this organisation'
            cand --keys 'Public keys: `aws` looks them up in CloudTrail (the default for a bucket); a FILE is a saved answer of ListPublicKeys'
            cand --grace 'A digest is due this long after its period ends; until then the period is pending'
            cand --previous 'Expect the chains of an earlier report (ct validate --report), whatever is left of them'
            cand --ended 'A chain that ended, such as that of a disabled Region: required up to TIME only'
            cand --shard 'Only part I of N of the accounts, regions and days: so that N runs share the work. Join their reports with ct validate merge'
            cand --report 'Write the evidence to a file, as JSON Lines: keys, every object with its hashes and verdict, gaps, and what each chain covers'
            cand -o 'The format'
            cand --output 'The format'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand --trust-mirror-keys 'Trust the public keys that lie in the mirror, whoever put them there'
            cand --relocated 'The copy lies under another bucket name or folder than CloudTrail delivered to'
            cand --no-unlisted 'Do not look for logs that no digest lists'
            cand --strict 'Fail when a log file lies in the bucket that no digest lists (exit 1)'
            cand --allow-empty 'Succeed when no digest files are found'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand merge 'Join the reports of several runs, and give one verdict.'
            cand report 'Show a report as text.'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'ct;validate;merge'= {
            cand --report 'Write the evidence to a file, as JSON Lines: keys, every object with its hashes and verdict, gaps, and what each chain covers'
            cand -o 'The format'
            cand --output 'The format'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand --strict 'Fail when a log file lies in the bucket that no digest lists (exit 1)'
            cand --allow-empty 'Succeed when no digest files are found'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;validate;report'= {
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;validate;help'= {
            cand merge 'Join the reports of several runs, and give one verdict.'
            cand report 'Show a report as text.'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'ct;validate;help;merge'= {
        }
        &'ct;validate;help;report'= {
        }
        &'ct;validate;help;help'= {
        }
        &'ct;trail'= {
            cand --region 'The region to ask in: where a new trail is at home, and where names are looked up'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand create 'Create a trail, and what it needs.'
            cand list 'List the trails of all regions, and whether they fare well.'
            cand describe 'Show all there is to know about a trail.'
            cand status 'Show whether a trail records, and what it delivered when.'
            cand start 'Record events from now on.'
            cand stop 'Record no more events, until it is started again.'
            cand update 'Change a trail. What is not named stays as it is.'
            cand delete 'Delete a trail. Its bucket and what it delivered stay.'
            cand events 'Show or set which events a trail records.'
            cand insights 'Show or set what a trail watches for unusual activity.'
            cand tag 'Tag a trail; tags of the same names are replaced.'
            cand untag 'Remove tags from a trail.'
            cand check 'Check how trails are set up, and what they deliver to.'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'ct;trail;create'= {
            cand --prefix 'What keys begin with, before AWSLogs/'
            cand --bucket 'The bucket to deliver to'
            cand --kms-key 'Encrypt with this key: its ARN, its id, or alias/NAME'
            cand --sns-topic 'Tell this topic of deliveries: its name or ARN'
            cand --queue 'Have a queue told of new logs, and create it if it is not there'
            cand --queue-from 'Who tells the queue: the bucket, or CloudTrail through the topic'
            cand --cloudwatch-log-group 'Deliver to this log group of CloudWatch as well, and create it if it is not there'
            cand --cloudwatch-role 'The role that writes to the log group; if not given, CloudTrail-NAME, which is created if it is not there'
            cand --tag 'Tag it; repeat for more'
            cand --management 'Which management events; all if not given'
            cand --exclude 'Services whose management events are not recorded: kms, rdsdata; repeat, or use commas'
            cand --data 'Data events, of all or one resource, with :read or :write behind it: s3, sqs:read, s3:BUCKET/PREFIX:write, lambda:FUNCTION, dynamodb:TABLE, AWS::SCN::Instance:ARN; repeat for more'
            cand --network 'Calls through VPC endpoints to a service, or those alone that an endpoint''s policy denied: ec2, s3:VpceAccessDenied; repeat, or use commas'
            cand --advanced 'Advanced event selectors as JSON, in a file or on the standard input (-)'
            cand -o 'The format'
            cand --output 'The format'
            cand --region 'The region to ask in: where a new trail is at home, and where names are looked up'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand --multi-region 'Record all regions'
            cand --organization 'Record all accounts of the organisation'
            cand --create-bucket 'Create the bucket of --bucket'
            cand --create-key 'Encrypt with a key that is created: alias/cloudtrail-NAME'
            cand --create-topic 'Create the topic of --sns-topic, or one that is called NAME-deliveries'
            cand --no-validation 'Deliver no digests: nobody will be able to prove that nothing was altered'
            cand --no-start 'Do not log yet'
            cand --no-global-events 'Leave out services that have no region, such as IAM; not with --multi-region'
            cand --dry-run 'Only show what would be done'
            cand -y 'Do it without asking'
            cand --yes 'Do it without asking'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;trail;list'= {
            cand -o 'The format'
            cand --output 'The format'
            cand --region 'The region to ask in: where a new trail is at home, and where names are looked up'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;trail;describe'= {
            cand -o 'The format'
            cand --output 'The format'
            cand --region 'The region to ask in: where a new trail is at home, and where names are looked up'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;trail;status'= {
            cand -o 'The format'
            cand --output 'The format'
            cand --region 'The region to ask in: where a new trail is at home, and where names are looked up'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand --watch 'Ask again every 15 seconds, until it delivered a log'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;trail;start'= {
            cand --region 'The region to ask in: where a new trail is at home, and where names are looked up'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand --dry-run 'Only show what would be done'
            cand -y 'Do it without asking'
            cand --yes 'Do it without asking'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;trail;stop'= {
            cand --region 'The region to ask in: where a new trail is at home, and where names are looked up'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand --dry-run 'Only show what would be done'
            cand -y 'Do it without asking'
            cand --yes 'Do it without asking'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;trail;update'= {
            cand --prefix 'What keys begin with, before AWSLogs/; '''' for nothing'
            cand --bucket 'The bucket to deliver to'
            cand --kms-key 'Encrypt with this key: its ARN, its id, or alias/NAME'
            cand --sns-topic 'Tell this topic of deliveries: its name or ARN'
            cand --queue 'Have a queue told of new logs, and create it if it is not there'
            cand --queue-from 'Who tells the queue: the bucket, or CloudTrail through the topic'
            cand --cloudwatch-log-group 'Deliver to this log group of CloudWatch as well, and create it if it is not there'
            cand --cloudwatch-role 'The role that writes to the log group; if not given, CloudTrail-NAME, which is created if it is not there'
            cand --management 'Which management events; all if not given'
            cand --exclude 'Services whose management events are not recorded: kms, rdsdata; repeat, or use commas'
            cand --data 'Data events, of all or one resource, with :read or :write behind it: s3, sqs:read, s3:BUCKET/PREFIX:write, lambda:FUNCTION, dynamodb:TABLE, AWS::SCN::Instance:ARN; repeat for more'
            cand --network 'Calls through VPC endpoints to a service, or those alone that an endpoint''s policy denied: ec2, s3:VpceAccessDenied; repeat, or use commas'
            cand --advanced 'Advanced event selectors as JSON, in a file or on the standard input (-)'
            cand --region 'The region to ask in: where a new trail is at home, and where names are looked up'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand --multi-region 'Record all regions'
            cand --single-region 'Record this region only'
            cand --organization 'Record all accounts of the organisation'
            cand --no-organization 'Record this account only'
            cand --create-bucket 'Create the bucket of --bucket'
            cand --create-key 'Encrypt with a key that is created: alias/cloudtrail-NAME'
            cand --create-topic 'Create the topic of --sns-topic, or one that is called NAME-deliveries'
            cand --no-kms-key 'Encrypt with the key of S3'
            cand --no-sns-topic 'Tell no topic'
            cand --no-cloudwatch 'Deliver to no log group'
            cand --validation 'Deliver digests'
            cand --no-validation 'Deliver no digests: nobody will be able to prove that nothing was altered'
            cand --global-events 'Record services that have no region'
            cand --no-global-events 'Leave out services that have no region'
            cand --dry-run 'Only show what would be done'
            cand -y 'Do it without asking'
            cand --yes 'Do it without asking'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;trail;delete'= {
            cand --region 'The region to ask in: where a new trail is at home, and where names are looked up'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand --with-bucket 'Delete its bucket too, which must be empty'
            cand --dry-run 'Only show what would be done'
            cand -y 'Do it without asking'
            cand --yes 'Do it without asking'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;trail;events'= {
            cand -o 'The format'
            cand --output 'The format'
            cand --management 'Which management events; all if not given'
            cand --exclude 'Services whose management events are not recorded: kms, rdsdata; repeat, or use commas'
            cand --data 'Data events, of all or one resource, with :read or :write behind it: s3, sqs:read, s3:BUCKET/PREFIX:write, lambda:FUNCTION, dynamodb:TABLE, AWS::SCN::Instance:ARN; repeat for more'
            cand --network 'Calls through VPC endpoints to a service, or those alone that an endpoint''s policy denied: ec2, s3:VpceAccessDenied; repeat, or use commas'
            cand --advanced 'Advanced event selectors as JSON, in a file or on the standard input (-)'
            cand --region 'The region to ask in: where a new trail is at home, and where names are looked up'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand --dry-run 'Only show what would be done'
            cand -y 'Do it without asking'
            cand --yes 'Do it without asking'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;trail;insights'= {
            cand -o 'The format'
            cand --output 'The format'
            cand --region 'The region to ask in: where a new trail is at home, and where names are looked up'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand --call-rate 'Watch how often is called: management events that write'
            cand --error-rate 'Watch how often calls fail'
            cand --data 'Watch data events as well'
            cand --off 'Watch nothing'
            cand --dry-run 'Only show what would be done'
            cand -y 'Do it without asking'
            cand --yes 'Do it without asking'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;trail;tag'= {
            cand --region 'The region to ask in: where a new trail is at home, and where names are looked up'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand --dry-run 'Only show what would be done'
            cand -y 'Do it without asking'
            cand --yes 'Do it without asking'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;trail;untag'= {
            cand --region 'The region to ask in: where a new trail is at home, and where names are looked up'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand --dry-run 'Only show what would be done'
            cand -y 'Do it without asking'
            cand --yes 'Do it without asking'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;trail;check'= {
            cand --skip 'Checks to leave out; repeat, or use commas'
            cand -o 'The format'
            cand --output 'The format'
            cand --region 'The region to ask in: where a new trail is at home, and where names are looked up'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;trail;help'= {
            cand create 'Create a trail, and what it needs.'
            cand list 'List the trails of all regions, and whether they fare well.'
            cand describe 'Show all there is to know about a trail.'
            cand status 'Show whether a trail records, and what it delivered when.'
            cand start 'Record events from now on.'
            cand stop 'Record no more events, until it is started again.'
            cand update 'Change a trail. What is not named stays as it is.'
            cand delete 'Delete a trail. Its bucket and what it delivered stay.'
            cand events 'Show or set which events a trail records.'
            cand insights 'Show or set what a trail watches for unusual activity.'
            cand tag 'Tag a trail; tags of the same names are replaced.'
            cand untag 'Remove tags from a trail.'
            cand check 'Check how trails are set up, and what they deliver to.'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'ct;trail;help;create'= {
        }
        &'ct;trail;help;list'= {
        }
        &'ct;trail;help;describe'= {
        }
        &'ct;trail;help;status'= {
        }
        &'ct;trail;help;start'= {
        }
        &'ct;trail;help;stop'= {
        }
        &'ct;trail;help;update'= {
        }
        &'ct;trail;help;delete'= {
        }
        &'ct;trail;help;events'= {
        }
        &'ct;trail;help;insights'= {
        }
        &'ct;trail;help;tag'= {
        }
        &'ct;trail;help;untag'= {
        }
        &'ct;trail;help;check'= {
        }
        &'ct;trail;help;help'= {
        }
        &'ct;queue'= {
            cand --region 'The region to ask in, where queues and trails are looked up by name'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand check 'Check what would keep events from arriving in a queue.'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'ct;queue;check'= {
            cand --bucket 'The bucket whose logs it should be told of'
            cand --trail 'The trail whose logs it should be told of, by its name or ARN'
            cand --skip 'Checks to leave out; repeat, or use commas'
            cand -o 'The format'
            cand --output 'The format'
            cand --region 'The region to ask in, where queues and trails are looked up by name'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;queue;help'= {
            cand check 'Check what would keep events from arriving in a queue.'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'ct;queue;help;check'= {
        }
        &'ct;queue;help;help'= {
        }
        &'ct;policy'= {
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand bucket 'The policy of a bucket that takes the logs of trails.'
            cand key 'The policy of a KMS key that encrypts logs.'
            cand topic 'The policy of an SNS topic that tells of new logs.'
            cand queue 'The policy of an SQS queue that is told of new logs.'
            cand delivery-role 'The role by which CloudTrail delivers to CloudWatch Logs.'
            cand reader 'The least that a user of ct needs.'
            cand cross-account-role 'A role by which another account reads logs.'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'ct;policy;bucket'= {
            cand --bucket 'The bucket'
            cand --trail 'A trail, by its name or ARN; repeat for more. By name: the trail of that name in --region, its home, of each --account'
            cand --account 'The account of the trails that are given by name; repeat for more'
            cand --region 'The region of what is given by name; its partition is that of all ARNs'
            cand --prefix 'What stands before AWSLogs in the keys; the same for all trails'
            cand --org-id 'The organisation whose trail delivers, such as o-a1b2c3d4e5'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;policy;key'= {
            cand --trail 'A trail, by its name or ARN; repeat for more. By name: the trail of that name in --region, its home, of each --account'
            cand --account 'The account of the trails that are given by name; repeat for more'
            cand --region 'The region of what is given by name; its partition is that of all ARNs'
            cand --key-owner 'The account of the key, if it is not that of the trails'
            cand --reader 'An account, or the ARN of a user or role, that may decrypt logs; repeat for more'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand --bucket-key 'The bucket has a bucket key: CloudTrail must be able to decrypt'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;policy;topic'= {
            cand --topic 'The topic, by its name or ARN'
            cand --trail 'A trail, by its name or ARN; repeat for more. By name: the trail of that name in --region, its home, of each --account'
            cand --account 'The account of the trails that are given by name; repeat for more'
            cand --region 'The region of what is given by name; its partition is that of all ARNs'
            cand --bucket 'The bucket that S3 tells of'
            cand --bucket-owner 'The account of the bucket, if it is not that of the topic'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;policy;queue'= {
            cand --queue 'The queue, by its name or ARN'
            cand --bucket 'The bucket that S3 tells of'
            cand --bucket-owner 'The account of the bucket, if it is not that of the queue'
            cand --topic 'The topic that passes on what it is told, by its name or ARN'
            cand --account 'The account of what is given by name'
            cand --region 'The region of what is given by name; its partition is that of all ARNs'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;policy;delivery-role'= {
            cand --log-group 'The log group, by its name or ARN'
            cand --account 'The account of a log group that is given by name'
            cand --region 'The region of what is given by name; its partition is that of all ARNs'
            cand --org-id 'The organisation whose trail delivers, such as o-a1b2c3d4e5'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand --trust 'Print who may take the role'
            cand --permissions 'Print what the role may do'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;policy;reader'= {
            cand --bucket 'The bucket'
            cand --prefix 'What stands before AWSLogs in the keys'
            cand --queue 'A queue that tells of new logs, by its name or ARN; repeat for more'
            cand --kms-key 'The ARN of a KMS key that logs are encrypted with; repeat for more'
            cand --topic 'A topic to check, by its name or ARN; repeat for more'
            cand --account 'The account of what is given by name'
            cand --region 'The region of what is given by name; its partition is that of all ARNs'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand --audit 'Also what it takes to check how bucket, keys, topics and alarms are set up'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;policy;cross-account-role'= {
            cand --reader 'An account, or the ARN of a user or role, that may take the role; repeat for more'
            cand --external-id 'What a third party must name to take the role'
            cand --bucket 'The bucket'
            cand --prefix 'What stands before AWSLogs in the keys; the same for all trails'
            cand --org-id 'The organisation whose trail delivers, such as o-a1b2c3d4e5'
            cand --account 'An account whose logs are read; repeat for more'
            cand --region 'The region of what is given by name; its partition is that of all ARNs'
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand --trust 'Print who may take the role'
            cand --permissions 'Print what the role may do'
            cand --mfa 'Ask for a second factor'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;policy;help'= {
            cand bucket 'The policy of a bucket that takes the logs of trails.'
            cand key 'The policy of a KMS key that encrypts logs.'
            cand topic 'The policy of an SNS topic that tells of new logs.'
            cand queue 'The policy of an SQS queue that is told of new logs.'
            cand delivery-role 'The role by which CloudTrail delivers to CloudWatch Logs.'
            cand reader 'The least that a user of ct needs.'
            cand cross-account-role 'A role by which another account reads logs.'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'ct;policy;help;bucket'= {
        }
        &'ct;policy;help;key'= {
        }
        &'ct;policy;help;topic'= {
        }
        &'ct;policy;help;queue'= {
        }
        &'ct;policy;help;delivery-role'= {
        }
        &'ct;policy;help;reader'= {
        }
        &'ct;policy;help;cross-account-role'= {
        }
        &'ct;policy;help;help'= {
        }
        &'ct;completions'= {
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;man'= {
            cand --color 'When to use colour; the environment variable NO_COLOR also turns it off'
            cand --threads 'Threads to work with; as many as the machine has if not given'
            cand --concurrency 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given'
            cand --profile 'The profile of the AWS configuration to use'
            cand --endpoint-url 'Send requests here in place of AWS; buckets are then named in the path'
            cand -v 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand --verbose 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
            cand -q 'Errors only'
            cand --quiet 'Errors only'
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'ct;help'= {
            cand grep 'Find events in CloudTrail logs.'
            cand ls 'Show which logs there are: accounts, regions, first and last day, objects, bytes.'
            cand fetch 'Bring the logs of a bucket or a trail home, and later only what is new.'
            cand follow 'Print events as their logs are delivered.'
            cand validate 'Verify log file integrity: nothing changed, deleted or added since delivery.'
            cand trail 'Create, watch, change and delete trails.'
            cand queue 'Check the queues that are told of new logs.'
            cand policy 'Print a policy that a trail or its readers need, as JSON.'
            cand completions 'Print the completion script of a shell'
            cand man 'Print the manual page'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'ct;help;grep'= {
        }
        &'ct;help;ls'= {
        }
        &'ct;help;fetch'= {
        }
        &'ct;help;follow'= {
        }
        &'ct;help;validate'= {
            cand merge 'Join the reports of several runs, and give one verdict.'
            cand report 'Show a report as text.'
        }
        &'ct;help;validate;merge'= {
        }
        &'ct;help;validate;report'= {
        }
        &'ct;help;trail'= {
            cand create 'Create a trail, and what it needs.'
            cand list 'List the trails of all regions, and whether they fare well.'
            cand describe 'Show all there is to know about a trail.'
            cand status 'Show whether a trail records, and what it delivered when.'
            cand start 'Record events from now on.'
            cand stop 'Record no more events, until it is started again.'
            cand update 'Change a trail. What is not named stays as it is.'
            cand delete 'Delete a trail. Its bucket and what it delivered stay.'
            cand events 'Show or set which events a trail records.'
            cand insights 'Show or set what a trail watches for unusual activity.'
            cand tag 'Tag a trail; tags of the same names are replaced.'
            cand untag 'Remove tags from a trail.'
            cand check 'Check how trails are set up, and what they deliver to.'
        }
        &'ct;help;trail;create'= {
        }
        &'ct;help;trail;list'= {
        }
        &'ct;help;trail;describe'= {
        }
        &'ct;help;trail;status'= {
        }
        &'ct;help;trail;start'= {
        }
        &'ct;help;trail;stop'= {
        }
        &'ct;help;trail;update'= {
        }
        &'ct;help;trail;delete'= {
        }
        &'ct;help;trail;events'= {
        }
        &'ct;help;trail;insights'= {
        }
        &'ct;help;trail;tag'= {
        }
        &'ct;help;trail;untag'= {
        }
        &'ct;help;trail;check'= {
        }
        &'ct;help;queue'= {
            cand check 'Check what would keep events from arriving in a queue.'
        }
        &'ct;help;queue;check'= {
        }
        &'ct;help;policy'= {
            cand bucket 'The policy of a bucket that takes the logs of trails.'
            cand key 'The policy of a KMS key that encrypts logs.'
            cand topic 'The policy of an SNS topic that tells of new logs.'
            cand queue 'The policy of an SQS queue that is told of new logs.'
            cand delivery-role 'The role by which CloudTrail delivers to CloudWatch Logs.'
            cand reader 'The least that a user of ct needs.'
            cand cross-account-role 'A role by which another account reads logs.'
        }
        &'ct;help;policy;bucket'= {
        }
        &'ct;help;policy;key'= {
        }
        &'ct;help;policy;topic'= {
        }
        &'ct;help;policy;queue'= {
        }
        &'ct;help;policy;delivery-role'= {
        }
        &'ct;help;policy;reader'= {
        }
        &'ct;help;policy;cross-account-role'= {
        }
        &'ct;help;completions'= {
        }
        &'ct;help;man'= {
        }
        &'ct;help;help'= {
        }
    ]
    $completions[$command]
}
