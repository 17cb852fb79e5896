# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_ct_global_optspecs
    string join \n v/verbose q/quiet color= threads= max-memory= concurrency= profile= endpoint-url= h/help V/version
end

function __fish_ct_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_ct_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_ct_using_subcommand
    set -l cmd (__fish_ct_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c ct -n "__fish_ct_needs_command" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_needs_command" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_needs_command" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_needs_command" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_needs_command" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_needs_command" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_needs_command" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_needs_command" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_needs_command" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_needs_command" -f -a "grep" -d 'Find events in CloudTrail logs.'
complete -c ct -n "__fish_ct_needs_command" -f -a "ls" -d 'Show which logs there are: accounts, regions, first and last day, objects, bytes.'
complete -c ct -n "__fish_ct_needs_command" -f -a "fetch" -d 'Bring the logs of a bucket or a trail home, and later only what is new.'
complete -c ct -n "__fish_ct_needs_command" -f -a "follow" -d 'Print events as their logs are delivered.'
complete -c ct -n "__fish_ct_needs_command" -f -a "validate" -d 'Verify log file integrity: nothing changed, deleted or added since delivery.'
complete -c ct -n "__fish_ct_needs_command" -f -a "trail" -d 'Create, watch, change and delete trails.'
complete -c ct -n "__fish_ct_needs_command" -f -a "queue" -d 'Check the queues that are told of new logs.'
complete -c ct -n "__fish_ct_needs_command" -f -a "policy" -d 'Print a policy that a trail or its readers need, as JSON.'
complete -c ct -n "__fish_ct_needs_command" -f -a "completions" -d 'Print the completion script of a shell'
complete -c ct -n "__fish_ct_needs_command" -f -a "man" -d 'Print the manual page'
complete -c ct -n "__fish_ct_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c ct -n "__fish_ct_using_subcommand grep" -l account -d 'The account that received the event' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l region -d 'The region the call was made to' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l since -l start-time -d 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l until -l end-time -d 'End time (inclusive), written as for --since; a date, today or yesterday includes that day' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l late -d 'How long after an event its log may arrive, for choosing objects by their keys' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l org-id -d 'Only what is delivered for this organisation, o-…' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l event-name -d 'Event (API) name in any case: PutObject, \'Delete*\', s3:DeleteBucket' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l event-source -d 'Service in any case: s3 or s3.amazonaws.com' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l user -d 'Who: a user name, ARN, principal id, role, session, source identity, service, or root' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l source-ip -d 'Source IP address, CIDR range (10.0.0.0/8, v4 or v6) or service; any of several addresses' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l access-key -d 'The access key that signed the call' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l error-code -d 'Error code in any case: AccessDenied, \'*Unauthorized*\'' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l resource -d 'Resource: an ARN or what it ends in, or any string in the request or the response' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l event-id -d 'The event\'s id' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l user-agent -d 'The program that called: \'aws-cli/*\'' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l event-type -d 'Event type in any case: AwsApiCall, AwsConsoleSignIn, AwsServiceEvent, …' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l category -d 'Event category in any case: Management, Data, NetworkActivity, Insight, Aggregated' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -s e -l text -d 'Text anywhere in the record, as it is written there' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -s E -l regex -d 'A regular expression anywhere in the record, as it is written there' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l where -d 'Only events for which the expression holds; see below' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l exclude -d 'No events for which the expression holds' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -s o -l output -d 'The format of the records; text on a terminal and jsonl elsewhere if not given' -r -f -a "text\t'One line an event, for people'
jsonl\t'Records as CloudTrail wrote them, one a line'
json\t'The same in one document, {"Records":[…]}'
csv\t'A table with commas'
tsv\t'A table with tabs'"
complete -c ct -n "__fish_ct_using_subcommand grep" -l fields -d 'Only these fields: eventTime,userIdentity.type,resources[].ARN; also principal, target, object' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l max-object-size -d 'Refuse an object that inflates to more than this (K, M, G: powers of 1,024)' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -s n -l limit -d 'Stop behind this many events (with -l: objects)' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l sort -d 'Sort events by time, oldest first. Nothing is printed before all was read, and all lines are held in memory until then (with -n: only so many)' -r -f -a "time\t'By the time of the event, the oldest first'"
complete -c ct -n "__fish_ct_using_subcommand grep" -l sort-memory -d 'Memory for --sort (K, M, G); if the matching events need more, nothing is printed: exit 2' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l summary -d 'Write what was covered as a JSON document to this file' -r -F
complete -c ct -n "__fish_ct_using_subcommand grep" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand grep" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l errors -d 'Only calls that failed: with an error code or message, failed sign-ins, Insights on errors'
complete -c ct -n "__fish_ct_using_subcommand grep" -l read-only -d 'Only calls that read'
complete -c ct -n "__fish_ct_using_subcommand grep" -l write-only -d 'Only calls that may have written: all that are not marked as reading'
complete -c ct -n "__fish_ct_using_subcommand grep" -s i -l ignore-case -d 'Ignore case in -e and -E'
complete -c ct -n "__fish_ct_using_subcommand grep" -l no-header -d 'Print csv and tsv without the line of headings'
complete -c ct -n "__fish_ct_using_subcommand grep" -l local -d 'Times in this machine\'s zone instead of UTC; for text'
complete -c ct -n "__fish_ct_using_subcommand grep" -s c -l count -d 'Print only how many events match'
complete -c ct -n "__fish_ct_using_subcommand grep" -s l -l files-with-matches -d 'Print only the names of the objects that hold a match'
complete -c ct -n "__fish_ct_using_subcommand grep" -s u -l unique -d 'Print an event once, however often it was delivered (same eventID and account)'
complete -c ct -n "__fish_ct_using_subcommand grep" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand grep" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand grep" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand grep" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand ls" -l account -d 'The account that received the event' -r
complete -c ct -n "__fish_ct_using_subcommand ls" -l region -d 'The region the call was made to' -r
complete -c ct -n "__fish_ct_using_subcommand ls" -l since -l start-time -d 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d' -r
complete -c ct -n "__fish_ct_using_subcommand ls" -l until -l end-time -d 'End time (inclusive), written as for --since; a date, today or yesterday includes that day' -r
complete -c ct -n "__fish_ct_using_subcommand ls" -l late -d 'How long after an event its log may arrive, for choosing objects by their keys' -r
complete -c ct -n "__fish_ct_using_subcommand ls" -l org-id -d 'Only what is delivered for this organisation, o-…' -r
complete -c ct -n "__fish_ct_using_subcommand ls" -s o -l output -d 'The format' -r -f -a "text\t'For people'
json\t'One document'
csv\t'A table with commas'
tsv\t'A table with tabs'"
complete -c ct -n "__fish_ct_using_subcommand ls" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand ls" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand ls" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand ls" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand ls" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand ls" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand ls" -l no-header -d 'Print csv and tsv without the line of headings'
complete -c ct -n "__fish_ct_using_subcommand ls" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand ls" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand ls" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand fetch" -l account -d 'The account that received the event' -r
complete -c ct -n "__fish_ct_using_subcommand fetch" -l region -d 'The region the call was made to' -r
complete -c ct -n "__fish_ct_using_subcommand fetch" -l since -l start-time -d 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d' -r
complete -c ct -n "__fish_ct_using_subcommand fetch" -l until -l end-time -d 'End time (inclusive), written as for --since; a date, today or yesterday includes that day' -r
complete -c ct -n "__fish_ct_using_subcommand fetch" -l late -d 'How long after an event its log may arrive, for choosing objects by their keys' -r
complete -c ct -n "__fish_ct_using_subcommand fetch" -l org-id -d 'Only what is delivered for this organisation, o-…' -r
complete -c ct -n "__fish_ct_using_subcommand fetch" -l summary -d 'Write what was done as a JSON document to this file' -r -F
complete -c ct -n "__fish_ct_using_subcommand fetch" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand fetch" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand fetch" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand fetch" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand fetch" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand fetch" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand fetch" -l logs-only -d 'Leave digest files and public keys out; the copy cannot be proved whole then'
complete -c ct -n "__fish_ct_using_subcommand fetch" -l dry-run -d 'Only say what would be fetched'
complete -c ct -n "__fish_ct_using_subcommand fetch" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand fetch" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand fetch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand fetch" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand follow" -l queue -d 'The queue: its name, its URL or its ARN; $CT_QUEUE if nothing else is named' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l config -d 'A JSON file, or s3://BUCKET/KEY, that names the queue: {"s3Region","sqsRegion","sqsUrl"}' -r -F
complete -c ct -n "__fish_ct_using_subcommand follow" -l bucket -d 'A bucket that messages of the queue may name; repeat for more. Without it, the bucket of --trail, or those that the queue\'s policy and the buckets\' notification settings name. A message for another bucket is foreign: it is never read, and stays in the queue' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l trail -d 'The trail whose bucket messages of the queue may name, by its name or ARN' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l account -d 'The account that received the event' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l region -d 'The region the call was made to' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l since -l start-time -d 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l until -l end-time -d 'End time (inclusive), written as for --since; a date, today or yesterday includes that day' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l late -d 'How long after an event its log may arrive, for choosing objects by their keys' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l org-id -d 'Only what is delivered for this organisation, o-…' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l event-name -d 'Event (API) name in any case: PutObject, \'Delete*\', s3:DeleteBucket' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l event-source -d 'Service in any case: s3 or s3.amazonaws.com' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l user -d 'Who: a user name, ARN, principal id, role, session, source identity, service, or root' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l source-ip -d 'Source IP address, CIDR range (10.0.0.0/8, v4 or v6) or service; any of several addresses' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l access-key -d 'The access key that signed the call' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l error-code -d 'Error code in any case: AccessDenied, \'*Unauthorized*\'' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l resource -d 'Resource: an ARN or what it ends in, or any string in the request or the response' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l event-id -d 'The event\'s id' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l user-agent -d 'The program that called: \'aws-cli/*\'' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l event-type -d 'Event type in any case: AwsApiCall, AwsConsoleSignIn, AwsServiceEvent, …' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l category -d 'Event category in any case: Management, Data, NetworkActivity, Insight, Aggregated' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -s e -l text -d 'Text anywhere in the record, as it is written there' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -s E -l regex -d 'A regular expression anywhere in the record, as it is written there' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l where -d 'Only events for which the expression holds; see below' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l exclude -d 'No events for which the expression holds' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -s o -l output -d 'The format of the records; text on a terminal and jsonl elsewhere if not given' -r -f -a "text\t'One line an event, for people'
jsonl\t'Records as CloudTrail wrote them, one a line'
json\t'The same in one document, {"Records":[…]}'
csv\t'A table with commas'
tsv\t'A table with tabs'"
complete -c ct -n "__fish_ct_using_subcommand follow" -l fields -d 'Only these fields: eventTime,userIdentity.type,resources[].ARN; also principal, target, object' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l to -d 'Also mirror the objects below this folder, as ct fetch does' -r -F
complete -c ct -n "__fish_ct_using_subcommand follow" -l exec -d 'Run this in the shell for each record that matches, with the record on its standard input, instead of printing it. If it fails, the message stays in the queue, or the object is read again; of history:, all records of that look are handed on again' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l every -d 'How long to wait from one look into a source to the next: 30s, 5m' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l lookback -d 'How far back each look reaches, so that what comes late is found: 1d of a bucket if not given, 30m of history: and 6h of history:insight' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l ledger -d 'Keep which objects of a bucket were read in this file, so that the next run goes on there' -r -F
complete -c ct -n "__fish_ct_using_subcommand follow" -l until-idle -d 'Stop when nothing new came for so long: 30s, 5m' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l max-messages -d 'Stop behind this many messages' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l max-object-size -d 'Refuse an object that inflates to more than this (K, M, G: powers of 1,024)' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand follow" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l errors -d 'Only calls that failed: with an error code or message, failed sign-ins, Insights on errors'
complete -c ct -n "__fish_ct_using_subcommand follow" -l read-only -d 'Only calls that read'
complete -c ct -n "__fish_ct_using_subcommand follow" -l write-only -d 'Only calls that may have written: all that are not marked as reading'
complete -c ct -n "__fish_ct_using_subcommand follow" -s i -l ignore-case -d 'Ignore case in -e and -E'
complete -c ct -n "__fish_ct_using_subcommand follow" -l no-header -d 'Print csv and tsv without the line of headings'
complete -c ct -n "__fish_ct_using_subcommand follow" -l local -d 'Times in this machine\'s zone instead of UTC; for text'
complete -c ct -n "__fish_ct_using_subcommand follow" -s u -l unique -d 'Print an event once, however often it is delivered (same eventID and account), as far as the last million events tell'
complete -c ct -n "__fish_ct_using_subcommand follow" -l no-delete -d 'Look without consuming: messages are given back at the end. Each look counts for the queue\'s dead-letter policy'
complete -c ct -n "__fish_ct_using_subcommand follow" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand follow" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand follow" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand follow" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l trail-arn -d 'The trail whose digests are checked; its bucket is looked up unless it is given' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l s3-bucket -d 'The bucket of the trail' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l s3-prefix -d 'Key prefix of the trail in --s3-bucket; without it, the trail\'s own bucket and prefix count' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l start-time -l since -d 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l end-time -l until -d 'End time (inclusive), written as for --start-time; a date, today or yesterday includes that day. Now if not given' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l account-id -l account -d 'Only these accounts' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l region -d 'Only these regions' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l org-id -d 'Only this organisation' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l keys -d 'Public keys: `aws` looks them up in CloudTrail (the default for a bucket); a FILE is a saved answer of ListPublicKeys' -r -F
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l grace -d 'A digest is due this long after its period ends; until then the period is pending' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l previous -d 'Expect the chains of an earlier report (ct validate --report), whatever is left of them' -r -F
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l ended -d 'A chain that ended, such as that of a disabled Region: required up to TIME only' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l shard -d 'Only part I of N of the accounts, regions and days: so that N runs share the work. Join their reports with ct validate merge' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l report -d 'Write the evidence to a file, as JSON Lines: keys, every object with its hashes and verdict, gaps, and what each chain covers' -r -F
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -s o -l output -d 'The format' -r -f -a "text\t'The lines of aws cloudtrail validate-logs'
json\t'One document'
jsonl\t'A line an object, then gaps, then a summary'
junit\t'A suite an account and region, for CI'"
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l trust-mirror-keys -d 'Trust the public keys that lie in the mirror, whatever their origin'
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l relocated -d 'The copy lies under another bucket name or folder than CloudTrail delivered to'
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l no-unlisted -d 'Do not look for logs that no digest lists'
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l strict -d 'Fail when a log file lies in the bucket that no digest lists (exit 1)'
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l allow-empty -d 'Succeed when no digest files are found'
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -a "merge" -d 'Join the reports of several runs, and give one verdict.'
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -a "report" -d 'Show a report as text.'
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -l report -d 'Write the evidence to a file, as JSON Lines: keys, every object with its hashes and verdict, gaps, and what each chain covers' -r -F
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -s o -l output -d 'The format' -r -f -a "text\t'The lines of aws cloudtrail validate-logs'
json\t'One document'
jsonl\t'A line an object, then gaps, then a summary'
junit\t'A suite an account and region, for CI'"
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -l strict -d 'Fail when a log file lies in the bucket that no digest lists (exit 1)'
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -l allow-empty -d 'Succeed when no digest files are found'
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from report" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from report" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from report" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from report" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from report" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from report" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from report" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from report" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from report" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from report" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from help" -f -a "merge" -d 'Join the reports of several runs, and give one verdict.'
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from help" -f -a "report" -d 'Show a report as text.'
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -l region -d 'The region to ask in: where a new trail is at home, and where names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "create" -d 'Create a trail, and what it needs.'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "list" -d 'List the trails of all regions, and whether they fare well.'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "describe" -d 'Show all there is to know about a trail.'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "status" -d 'Show whether a trail records, and what it delivered when.'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "start" -d 'Record events from now on.'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "stop" -d 'Record no more events, until it is started again.'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "update" -d 'Change a trail. What is not named stays as it is.'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "delete" -d 'Delete a trail. Its bucket and what it delivered stay.'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "events" -d 'Show or set which events a trail records.'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "insights" -d 'Show or set what a trail watches for unusual activity.'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "tag" -d 'Tag a trail; tags of the same names are replaced.'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "untag" -d 'Remove tags from a trail.'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "check" -d 'Check how trails are set up, and what they deliver to.'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l prefix -d 'What keys begin with, before AWSLogs/' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l bucket -d 'The bucket to deliver to' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l kms-key -d 'Encrypt with this key: its ARN, its id, or alias/NAME' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l sns-topic -d 'Tell this topic of deliveries: its name or ARN' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l queue -d 'Have a queue told of new logs, and create it if it is not there' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l queue-from -d 'Who tells the queue: the bucket, or CloudTrail through the topic' -r -f -a "s3\t'The bucket: one message for each object'
topic\t'The topic of the trail: one message for each delivery'"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l cloudwatch-log-group -d 'Deliver to this log group of CloudWatch as well, and create it if it is not there' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l cloudwatch-role -d 'The role that writes to the log group; if not given, CloudTrail-NAME, which is created if it is not there' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l tag -d 'Tag it; repeat for more' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l management -d 'Which management events; all if not given' -r -f -a "all\t''
read\t''
write\t''
none\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l exclude -d 'Services whose management events are not recorded: kms, rdsdata; repeat, or use commas' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l data -d 'Data events, of all or one resource, with :read or :write behind it: s3, sqs:read, s3:BUCKET/PREFIX:write, lambda:FUNCTION, dynamodb:TABLE, AWS::SCN::Instance:ARN; repeat for more' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l network -d 'Calls through VPC endpoints to a service, or those alone that an endpoint\'s policy denied: ec2, s3:VpceAccessDenied; repeat, or use commas' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l advanced -d 'Advanced event selectors as JSON, in a file or on the standard input (-)' -r -F
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -s o -l output -d 'The format' -r -f -a "text\t'For people'
json\t'With the member names of the API'"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l region -d 'The region to ask in: where a new trail is at home, and where names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l multi-region -d 'Record all regions'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l organization -d 'Record all accounts of the organisation'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l create-bucket -d 'Create the bucket of --bucket'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l create-key -d 'Encrypt with a key that is created: alias/cloudtrail-NAME'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l create-topic -d 'Create the topic of --sns-topic, or one that is called NAME-deliveries'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l no-validation -d 'Deliver no digests: nobody will be able to prove that nothing was altered'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l no-start -d 'Do not log yet'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l no-global-events -d 'Leave out services that have no region, such as IAM; not with --multi-region'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l dry-run -d 'Only show what would be done'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -s y -l yes -d 'Do it without asking'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from list" -s o -l output -d 'The format' -r -f -a "text\t'For people'
json\t'With the member names of the API'"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from list" -l region -d 'The region to ask in: where a new trail is at home, and where names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from list" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from list" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from list" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from list" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from list" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from list" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from list" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from describe" -s o -l output -d 'The format' -r -f -a "text\t'For people'
json\t'With the member names of the API'"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from describe" -l region -d 'The region to ask in: where a new trail is at home, and where names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from describe" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from describe" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from describe" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from describe" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from describe" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from describe" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from describe" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from describe" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from describe" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from describe" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from status" -s o -l output -d 'The format' -r -f -a "text\t'For people'
json\t'With the member names of the API'"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from status" -l region -d 'The region to ask in: where a new trail is at home, and where names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from status" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from status" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from status" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from status" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from status" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from status" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from status" -l watch -d 'Ask again every 15 seconds, until it delivered a log'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from status" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from status" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from start" -l region -d 'The region to ask in: where a new trail is at home, and where names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from start" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from start" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from start" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from start" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from start" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from start" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from start" -l dry-run -d 'Only show what would be done'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from start" -s y -l yes -d 'Do it without asking'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from start" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from start" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from start" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from start" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from stop" -l region -d 'The region to ask in: where a new trail is at home, and where names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from stop" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from stop" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from stop" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from stop" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from stop" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from stop" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from stop" -l dry-run -d 'Only show what would be done'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from stop" -s y -l yes -d 'Do it without asking'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from stop" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from stop" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from stop" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from stop" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l prefix -d 'What keys begin with, before AWSLogs/; \'\' for nothing' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l bucket -d 'The bucket to deliver to' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l kms-key -d 'Encrypt with this key: its ARN, its id, or alias/NAME' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l sns-topic -d 'Tell this topic of deliveries: its name or ARN' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l queue -d 'Have a queue told of new logs, and create it if it is not there' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l queue-from -d 'Who tells the queue: the bucket, or CloudTrail through the topic' -r -f -a "s3\t'The bucket: one message for each object'
topic\t'The topic of the trail: one message for each delivery'"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l cloudwatch-log-group -d 'Deliver to this log group of CloudWatch as well, and create it if it is not there' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l cloudwatch-role -d 'The role that writes to the log group; if not given, CloudTrail-NAME, which is created if it is not there' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l management -d 'Which management events; all if not given' -r -f -a "all\t''
read\t''
write\t''
none\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l exclude -d 'Services whose management events are not recorded: kms, rdsdata; repeat, or use commas' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l data -d 'Data events, of all or one resource, with :read or :write behind it: s3, sqs:read, s3:BUCKET/PREFIX:write, lambda:FUNCTION, dynamodb:TABLE, AWS::SCN::Instance:ARN; repeat for more' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l network -d 'Calls through VPC endpoints to a service, or those alone that an endpoint\'s policy denied: ec2, s3:VpceAccessDenied; repeat, or use commas' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l advanced -d 'Advanced event selectors as JSON, in a file or on the standard input (-)' -r -F
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l region -d 'The region to ask in: where a new trail is at home, and where names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l multi-region -d 'Record all regions'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l single-region -d 'Record this region only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l organization -d 'Record all accounts of the organisation'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l no-organization -d 'Record this account only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l create-bucket -d 'Create the bucket of --bucket'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l create-key -d 'Encrypt with a key that is created: alias/cloudtrail-NAME'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l create-topic -d 'Create the topic of --sns-topic, or one that is called NAME-deliveries'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l no-kms-key -d 'Encrypt with the key of S3'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l no-sns-topic -d 'Tell no topic'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l no-cloudwatch -d 'Deliver to no log group'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l validation -d 'Deliver digests'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l no-validation -d 'Deliver no digests: nobody will be able to prove that nothing was altered'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l global-events -d 'Record services that have no region'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l no-global-events -d 'Leave out services that have no region'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l dry-run -d 'Only show what would be done'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -s y -l yes -d 'Do it without asking'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -l region -d 'The region to ask in: where a new trail is at home, and where names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -l with-bucket -d 'Delete its bucket too, which must be empty'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -l dry-run -d 'Only show what would be done'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Do it without asking'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -s o -l output -d 'The format' -r -f -a "text\t'For people'
json\t'With the member names of the API'"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -l management -d 'Which management events; all if not given' -r -f -a "all\t''
read\t''
write\t''
none\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -l exclude -d 'Services whose management events are not recorded: kms, rdsdata; repeat, or use commas' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -l data -d 'Data events, of all or one resource, with :read or :write behind it: s3, sqs:read, s3:BUCKET/PREFIX:write, lambda:FUNCTION, dynamodb:TABLE, AWS::SCN::Instance:ARN; repeat for more' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -l network -d 'Calls through VPC endpoints to a service, or those alone that an endpoint\'s policy denied: ec2, s3:VpceAccessDenied; repeat, or use commas' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -l advanced -d 'Advanced event selectors as JSON, in a file or on the standard input (-)' -r -F
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -l region -d 'The region to ask in: where a new trail is at home, and where names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -l dry-run -d 'Only show what would be done'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -s y -l yes -d 'Do it without asking'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -s o -l output -d 'The format' -r -f -a "text\t'For people'
json\t'With the member names of the API'"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -l region -d 'The region to ask in: where a new trail is at home, and where names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -l call-rate -d 'Watch how often is called: management events that write'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -l error-rate -d 'Watch how often calls fail'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -l data -d 'Watch data events as well'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -l off -d 'Watch nothing'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -l dry-run -d 'Only show what would be done'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -s y -l yes -d 'Do it without asking'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from tag" -l region -d 'The region to ask in: where a new trail is at home, and where names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from tag" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from tag" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from tag" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from tag" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from tag" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from tag" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from tag" -l dry-run -d 'Only show what would be done'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from tag" -s y -l yes -d 'Do it without asking'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from tag" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from tag" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from tag" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from tag" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from untag" -l region -d 'The region to ask in: where a new trail is at home, and where names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from untag" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from untag" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from untag" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from untag" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from untag" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from untag" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from untag" -l dry-run -d 'Only show what would be done'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from untag" -s y -l yes -d 'Do it without asking'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from untag" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from untag" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from untag" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from untag" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from check" -l skip -d 'Checks to leave out; repeat, or use commas' -r -f -a "account.multi-region\t''
account.s3-write-events\t''
account.s3-read-events\t''
trail.logging\t''
trail.validation\t''
trail.kms\t''
trail.cloudwatch\t''
trail.duplicate\t''
delivery.logs\t''
delivery.digests\t''
delivery.notifications\t''
delivery.cloudwatch\t''
delivery.stale\t''
delivery.digests-stale\t''
bucket.exists\t''
bucket.owner\t''
bucket.public\t''
bucket.public-access-block\t''
bucket.policy\t''
bucket.policy-broad\t''
bucket.policy-deny\t''
bucket.tls\t''
bucket.access-logging\t''
bucket.versioning\t''
bucket.mfa-delete\t''
bucket.notifications\t''
key.enabled\t''
key.rotation\t''
key.policy\t''
key.policy-broad\t''
key.policy-deny\t''
topic.exists\t''
topic.policy\t''
topic.policy-broad\t''
topic.policy-deny\t''
topic.subscriptions\t''
queue.exists\t''
queue.policy\t''
queue.policy-broad\t''
queue.policy-deny\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from check" -s o -l output -d 'The format' -r -f -a "text\t'For people: what failed, then what is unknown; with -v what passed, too'
json\t'One document'
junit\t'`JUnit` XML, which CI systems show'
sarif\t'SARIF 2.1.0, which code scanners speak'"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from check" -l region -d 'The region to ask in: where a new trail is at home, and where names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from check" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from check" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from check" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from check" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from check" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from check" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from check" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from check" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "create" -d 'Create a trail, and what it needs.'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the trails of all regions, and whether they fare well.'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "describe" -d 'Show all there is to know about a trail.'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show whether a trail records, and what it delivered when.'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "start" -d 'Record events from now on.'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "stop" -d 'Record no more events, until it is started again.'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "update" -d 'Change a trail. What is not named stays as it is.'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete a trail. Its bucket and what it delivered stay.'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "events" -d 'Show or set which events a trail records.'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "insights" -d 'Show or set what a trail watches for unusual activity.'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "tag" -d 'Tag a trail; tags of the same names are replaced.'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "untag" -d 'Remove tags from a trail.'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "check" -d 'Check how trails are set up, and what they deliver to.'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c ct -n "__fish_ct_using_subcommand queue; and not __fish_seen_subcommand_from check help" -l region -d 'The region to ask in, where queues and trails are looked up by name' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and not __fish_seen_subcommand_from check help" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand queue; and not __fish_seen_subcommand_from check help" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and not __fish_seen_subcommand_from check help" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and not __fish_seen_subcommand_from check help" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and not __fish_seen_subcommand_from check help" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and not __fish_seen_subcommand_from check help" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and not __fish_seen_subcommand_from check help" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand queue; and not __fish_seen_subcommand_from check help" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand queue; and not __fish_seen_subcommand_from check help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand queue; and not __fish_seen_subcommand_from check help" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand queue; and not __fish_seen_subcommand_from check help" -f -a "check" -d 'Check what would keep events from arriving in a queue.'
complete -c ct -n "__fish_ct_using_subcommand queue; and not __fish_seen_subcommand_from check help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -l bucket -d 'The bucket whose logs it should be told of' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -l trail -d 'The trail whose logs it should be told of, by its name or ARN' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -l skip -d 'Checks to leave out; repeat, or use commas' -r -f -a "queue.exists\t''
queue.standard\t''
queue.told\t''
bucket.exists\t''
bucket.notifications\t''
bucket.region\t''
bucket.events\t''
bucket.filter\t''
bucket.filter-broad\t''
topic.exists\t''
topic.subscription\t''
topic.filter\t''
topic.raw\t''
topic.policy\t''
topic.policy-broad\t''
topic.policy-deny\t''
topic.kms\t''
queue.policy\t''
queue.policy-broad\t''
queue.policy-deny\t''
queue.kms\t''
queue.dead-letters\t''
queue.dead-letter-queue\t''
queue.dead-letter-empty\t''
queue.dead-letter-retention\t''
queue.max-receives\t''
queue.visibility\t''
queue.retention\t''
queue.delay\t''
queue.polling\t''
queue.backlog\t''
queue.readers\t''"
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -s o -l output -d 'The format' -r -f -a "text\t'For people: what failed, then what is unknown; with -v what passed, too'
json\t'One document'
junit\t'`JUnit` XML, which CI systems show'
sarif\t'SARIF 2.1.0, which code scanners speak'"
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -l region -d 'The region to ask in, where queues and trails are looked up by name' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from help" -f -a "check" -d 'Check what would keep events from arriving in a queue.'
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader cross-account-role help" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader cross-account-role help" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader cross-account-role help" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader cross-account-role help" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader cross-account-role help" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader cross-account-role help" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader cross-account-role help" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader cross-account-role help" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader cross-account-role help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader cross-account-role help" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader cross-account-role help" -f -a "bucket" -d 'The policy of a bucket that takes the logs of trails.'
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader cross-account-role help" -f -a "key" -d 'The policy of a KMS key that encrypts logs.'
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader cross-account-role help" -f -a "topic" -d 'The policy of an SNS topic that tells of new logs.'
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader cross-account-role help" -f -a "queue" -d 'The policy of an SQS queue that is told of new logs.'
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader cross-account-role help" -f -a "delivery-role" -d 'The role by which CloudTrail delivers to CloudWatch Logs.'
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader cross-account-role help" -f -a "reader" -d 'The least that a user of ct needs.'
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader cross-account-role help" -f -a "cross-account-role" -d 'A role by which another account reads logs.'
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader cross-account-role help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -l bucket -d 'The bucket' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -l trail -d 'A trail, by its name or ARN; repeat for more. By name: the trail of that name in --region, its home, of each --account' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -l account -d 'The account of the trails that are given by name; repeat for more' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -l region -d 'The region of what is given by name; its partition is that of all ARNs' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -l prefix -d 'What stands before AWSLogs in the keys; the same for all trails' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -l org-id -d 'The organisation whose trail delivers, such as o-a1b2c3d4e5' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -l trail -d 'A trail, by its name or ARN; repeat for more. By name: the trail of that name in --region, its home, of each --account' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -l account -d 'The account of the trails that are given by name; repeat for more' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -l region -d 'The region of what is given by name; its partition is that of all ARNs' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -l key-owner -d 'The account of the key, if it is not that of the trails' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -l reader -d 'An account, or the ARN of a user or role, that may decrypt logs; repeat for more' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -l bucket-key -d 'The bucket has a bucket key: CloudTrail must be able to decrypt'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -l topic -d 'The topic, by its name or ARN' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -l trail -d 'A trail, by its name or ARN; repeat for more. By name: the trail of that name in --region, its home, of each --account' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -l account -d 'The account of the trails that are given by name; repeat for more' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -l region -d 'The region of what is given by name; its partition is that of all ARNs' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -l bucket -d 'The bucket that S3 tells of' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -l bucket-owner -d 'The account of the bucket, if it is not that of the topic' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -l queue -d 'The queue, by its name or ARN' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -l bucket -d 'The bucket that S3 tells of' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -l bucket-owner -d 'The account of the bucket, if it is not that of the queue' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -l topic -d 'The topic that passes on what it is told, by its name or ARN' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -l account -d 'The account of what is given by name' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -l region -d 'The region of what is given by name; its partition is that of all ARNs' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -l log-group -d 'The log group, by its name or ARN' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -l account -d 'The account of a log group that is given by name' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -l region -d 'The region of what is given by name; its partition is that of all ARNs' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -l org-id -d 'The organisation whose trail delivers, such as o-a1b2c3d4e5' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -l trust -d 'Print who may take the role'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -l permissions -d 'Print what the role may do'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l bucket -d 'The bucket' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l prefix -d 'What stands before AWSLogs in the keys' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l queue -d 'A queue that tells of new logs, by its name or ARN; repeat for more' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l kms-key -d 'The ARN of a KMS key that logs are encrypted with; repeat for more' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l topic -d 'A topic to check, by its name or ARN; repeat for more' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l account -d 'The account of what is given by name' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l region -d 'The region of what is given by name; its partition is that of all ARNs' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l audit -d 'Also what it takes to check how bucket, keys, topics and alarms are set up'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l reader -d 'An account, or the ARN of a user or role, that may take the role; repeat for more' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l external-id -d 'What a third party must name to take the role' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l bucket -d 'The bucket' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l prefix -d 'What stands before AWSLogs in the keys; the same for all trails' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l org-id -d 'The organisation whose trail delivers, such as o-a1b2c3d4e5' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l account -d 'An account whose logs are read; repeat for more' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l region -d 'The region of what is given by name; its partition is that of all ARNs' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l trust -d 'Print who may take the role'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l permissions -d 'Print what the role may do'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l mfa -d 'Ask for a second factor'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "bucket" -d 'The policy of a bucket that takes the logs of trails.'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "key" -d 'The policy of a KMS key that encrypts logs.'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "topic" -d 'The policy of an SNS topic that tells of new logs.'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "queue" -d 'The policy of an SQS queue that is told of new logs.'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "delivery-role" -d 'The role by which CloudTrail delivers to CloudWatch Logs.'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "reader" -d 'The least that a user of ct needs.'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "cross-account-role" -d 'A role by which another account reads logs.'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c ct -n "__fish_ct_using_subcommand completions" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand completions" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand completions" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand completions" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand completions" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand completions" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand completions" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand completions" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand completions" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand man" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand man" -l threads -d 'Threads to work with; as many as the machine has if not given' -r
complete -c ct -n "__fish_ct_using_subcommand man" -l max-memory -d 'Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not given. Larger objects than a thread\'s share are read one at a time' -r
complete -c ct -n "__fish_ct_using_subcommand man" -l concurrency -d 'Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given' -r
complete -c ct -n "__fish_ct_using_subcommand man" -l profile -d 'The profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand man" -l endpoint-url -d 'Send requests here in place of AWS; buckets are then named in the path' -r
complete -c ct -n "__fish_ct_using_subcommand man" -s v -l verbose -d 'All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out'
complete -c ct -n "__fish_ct_using_subcommand man" -s q -l quiet -d 'Errors only'
complete -c ct -n "__fish_ct_using_subcommand man" -s h -l help -d 'Print help'
complete -c ct -n "__fish_ct_using_subcommand man" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand help; and not __fish_seen_subcommand_from grep ls fetch follow validate trail queue policy completions man help" -f -a "grep" -d 'Find events in CloudTrail logs.'
complete -c ct -n "__fish_ct_using_subcommand help; and not __fish_seen_subcommand_from grep ls fetch follow validate trail queue policy completions man help" -f -a "ls" -d 'Show which logs there are: accounts, regions, first and last day, objects, bytes.'
complete -c ct -n "__fish_ct_using_subcommand help; and not __fish_seen_subcommand_from grep ls fetch follow validate trail queue policy completions man help" -f -a "fetch" -d 'Bring the logs of a bucket or a trail home, and later only what is new.'
complete -c ct -n "__fish_ct_using_subcommand help; and not __fish_seen_subcommand_from grep ls fetch follow validate trail queue policy completions man help" -f -a "follow" -d 'Print events as their logs are delivered.'
complete -c ct -n "__fish_ct_using_subcommand help; and not __fish_seen_subcommand_from grep ls fetch follow validate trail queue policy completions man help" -f -a "validate" -d 'Verify log file integrity: nothing changed, deleted or added since delivery.'
complete -c ct -n "__fish_ct_using_subcommand help; and not __fish_seen_subcommand_from grep ls fetch follow validate trail queue policy completions man help" -f -a "trail" -d 'Create, watch, change and delete trails.'
complete -c ct -n "__fish_ct_using_subcommand help; and not __fish_seen_subcommand_from grep ls fetch follow validate trail queue policy completions man help" -f -a "queue" -d 'Check the queues that are told of new logs.'
complete -c ct -n "__fish_ct_using_subcommand help; and not __fish_seen_subcommand_from grep ls fetch follow validate trail queue policy completions man help" -f -a "policy" -d 'Print a policy that a trail or its readers need, as JSON.'
complete -c ct -n "__fish_ct_using_subcommand help; and not __fish_seen_subcommand_from grep ls fetch follow validate trail queue policy completions man help" -f -a "completions" -d 'Print the completion script of a shell'
complete -c ct -n "__fish_ct_using_subcommand help; and not __fish_seen_subcommand_from grep ls fetch follow validate trail queue policy completions man help" -f -a "man" -d 'Print the manual page'
complete -c ct -n "__fish_ct_using_subcommand help; and not __fish_seen_subcommand_from grep ls fetch follow validate trail queue policy completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from validate" -f -a "merge" -d 'Join the reports of several runs, and give one verdict.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from validate" -f -a "report" -d 'Show a report as text.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from trail" -f -a "create" -d 'Create a trail, and what it needs.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from trail" -f -a "list" -d 'List the trails of all regions, and whether they fare well.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from trail" -f -a "describe" -d 'Show all there is to know about a trail.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from trail" -f -a "status" -d 'Show whether a trail records, and what it delivered when.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from trail" -f -a "start" -d 'Record events from now on.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from trail" -f -a "stop" -d 'Record no more events, until it is started again.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from trail" -f -a "update" -d 'Change a trail. What is not named stays as it is.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from trail" -f -a "delete" -d 'Delete a trail. Its bucket and what it delivered stay.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from trail" -f -a "events" -d 'Show or set which events a trail records.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from trail" -f -a "insights" -d 'Show or set what a trail watches for unusual activity.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from trail" -f -a "tag" -d 'Tag a trail; tags of the same names are replaced.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from trail" -f -a "untag" -d 'Remove tags from a trail.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from trail" -f -a "check" -d 'Check how trails are set up, and what they deliver to.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from queue" -f -a "check" -d 'Check what would keep events from arriving in a queue.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from policy" -f -a "bucket" -d 'The policy of a bucket that takes the logs of trails.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from policy" -f -a "key" -d 'The policy of a KMS key that encrypts logs.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from policy" -f -a "topic" -d 'The policy of an SNS topic that tells of new logs.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from policy" -f -a "queue" -d 'The policy of an SQS queue that is told of new logs.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from policy" -f -a "delivery-role" -d 'The role by which CloudTrail delivers to CloudWatch Logs.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from policy" -f -a "reader" -d 'The least that a user of ct needs.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from policy" -f -a "cross-account-role" -d 'A role by which another account reads logs.'
