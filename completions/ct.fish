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
complete -c ct -n "__fish_ct_needs_command" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_needs_command" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_needs_command" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_needs_command" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_needs_command" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_needs_command" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_needs_command" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_needs_command" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_needs_command" -f -a "grep" -d 'Find events in CloudTrail logs.'
complete -c ct -n "__fish_ct_needs_command" -f -a "count" -d 'Count events: the top of anything, over time, with sums and distinct values.'
complete -c ct -n "__fish_ct_needs_command" -f -a "report" -d 'Run reports: overview, errors, sign-ins, changes, or your own.'
complete -c ct -n "__fish_ct_needs_command" -f -a "ls" -d 'List the logs of a source: accounts, Regions, first and last day, objects, bytes.'
complete -c ct -n "__fish_ct_needs_command" -f -a "fetch" -d 'Mirror a bucket\'s logs locally; later runs fetch only new objects.'
complete -c ct -n "__fish_ct_needs_command" -f -a "follow" -d 'Print events as their log files are delivered.'
complete -c ct -n "__fish_ct_needs_command" -f -a "validate" -d 'Verify log file integrity: nothing changed, deleted or added since delivery.'
complete -c ct -n "__fish_ct_needs_command" -f -a "trail" -d 'Create, inspect, change and delete trails.'
complete -c ct -n "__fish_ct_needs_command" -f -a "queue" -d 'Check SQS queues that receive log notifications.'
complete -c ct -n "__fish_ct_needs_command" -f -a "policy" -d 'Print a policy for trails, readers or operators, as JSON.'
complete -c ct -n "__fish_ct_needs_command" -f -a "completions" -d 'Print the completion script of a shell'
complete -c ct -n "__fish_ct_needs_command" -f -a "man" -d 'Print the manual page, or write one page for each command'
complete -c ct -n "__fish_ct_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c ct -n "__fish_ct_using_subcommand grep" -l account -d 'Account that received the event' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l region -d 'Region of the request' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l since -l start-time -d 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l until -l end-time -d 'End time (inclusive), written as for --since; a date, today or yesterday includes that day' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l late -d 'How long after an event its log file may be delivered; selects objects by key' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l org-id -d 'Only logs of this organization, o-…' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l event-name -d 'Event (API) name in any case: PutObject, \'Delete*\', s3:DeleteBucket' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l event-source -d 'Service in any case: s3 or s3.amazonaws.com' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l user -d 'Principal: user name, ARN, principal ID, role, session, source identity, service, or root' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l source-ip -d 'Source IP address, CIDR range (10.0.0.0/8, IPv4 or IPv6) or service' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l access-key -d 'Access key ID that signed the request' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l error-code -d 'Error code in any case: AccessDenied, \'*Unauthorized*\'' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l resource -d 'Resource: an ARN or the end of one, or any string in the request or the response' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l event-id -d 'Event ID' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l user-agent -d 'User agent: \'aws-cli/*\'' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l event-type -d 'Event type in any case: AwsApiCall, AwsConsoleSignIn, AwsServiceEvent, …' -r -f -a "AwsApiCall\t''
AwsServiceEvent\t''
AwsConsoleAction\t''
AwsConsoleSignIn\t''
AwsVpceEvent\t''
AwsVpceEvents\t''
AwsCloudTrailInsight\t''
AwsAggregatedEvent\t''"
complete -c ct -n "__fish_ct_using_subcommand grep" -l category -d 'Event category in any case: Management, Data, NetworkActivity, Insight, Aggregated' -r -f -a "Management\t''
Data\t''
NetworkActivity\t''
Insight\t''
Aggregated\t''"
complete -c ct -n "__fish_ct_using_subcommand grep" -s e -l text -d 'Text anywhere in the record, compared with its JSON' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -s E -l regex -d 'Regular expression anywhere in the record, compared with its JSON' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l where -d 'Only events that match the expression: \'errorCode exists and sourceIPAddress in 10.0.0.0/8\'' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l exclude -d 'Leave out events that match the expression' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l geoip -d 'Database for geo.country, geo.city, geo.asn and geo.org: a MaxMind city, country or ASN file; repeat for more. If not given, those of $CT_GEOIP, separated as in $PATH' -r -F
complete -c ct -n "__fish_ct_using_subcommand grep" -l max-object-size -d 'Largest object to read, inflated (K, M, G: powers of 1,024)' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l summary -d 'Write the coverage as a JSON document to this file' -r -F
complete -c ct -n "__fish_ct_using_subcommand grep" -s o -l output -d 'Output format; default: text on a terminal, else jsonl' -r -f -a "text\t'One line for each event, for people'
jsonl\t'Records byte for byte as CloudTrail wrote them, one on each line'
json\t'The same records in one document, {"Records":[…]}'
csv\t'Comma-separated values'
tsv\t'Tab-separated values'"
complete -c ct -n "__fish_ct_using_subcommand grep" -l fields -d 'Print only these fields: eventTime,principal,resources[].ARN' -r -f -a "eventTime\t''
eventName\t''
eventSource\t''
awsRegion\t''
sourceIPAddress\t''
userAgent\t''
errorCode\t''
errorMessage\t''
recipientAccountId\t''
eventID\t''
principal\t''
caller\t''
role\t''
account\t''
service\t''
resource\t''
target\t''
object\t''
outcome\t''
is_error\t''
is_read_only\t''
mfa\t''
date\t''
hour\t''
weekday\t''
network\t''
geo.country\t''
geo.city\t''
geo.asn\t''
geo.org\t''
userIdentity.type\t''
userIdentity.userName\t''
userIdentity.arn\t''
userIdentity.principalId\t''
userIdentity.accountId\t''
userIdentity.accessKeyId\t''
userIdentity.invokedBy\t''
userIdentity.sessionContext.sessionIssuer.type\t''
userIdentity.sessionContext.sessionIssuer.userName\t''
userIdentity.sessionContext.sessionIssuer.arn\t''
userIdentity.sessionContext.sessionIssuer.principalId\t''
userIdentity.sessionContext.sessionIssuer.accountId\t''
userIdentity.sessionContext.attributes.mfaAuthenticated\t''
userIdentity.sessionContext.attributes.creationDate\t''
userIdentity.sessionContext.sourceIdentity\t''
userIdentity.sessionContext.ec2RoleDelivery\t''
userIdentity.sessionContext.assumedRoot\t''
userIdentity.sessionContext.webIdFederationData.federatedProvider\t''
userIdentity.identityProvider\t''
userIdentity.credentialId\t''
userIdentity.onBehalfOf.userId\t''
userIdentity.onBehalfOf.identityStoreArn\t''
userIdentity.inScopeOf.sourceArn\t''
userIdentity.inScopeOf.sourceAccount\t''
userIdentity.inScopeOf.issuerType\t''
userIdentity.inScopeOf.credentialsIssuedTo\t''
userIdentity.invokedByDelegate.accountId\t''
requestParameters\t''
responseElements\t''
additionalEventData\t''
serviceEventDetails\t''
userIdentity\t''
resources\t''
readOnly\t''
managementEvent\t''
eventCategory\t''
eventType\t''
eventVersion\t''
requestID\t''
sharedEventID\t''
apiVersion\t''
sessionCredentialFromConsole\t''
vpcEndpointId\t''
vpcEndpointAccountId\t''
tlsDetails\t''
tlsDetails.tlsVersion\t''
tlsDetails.cipherSuite\t''
tlsDetails.clientProvidedHostHeader\t''
tlsDetails.keyExchange\t''
edgeDeviceDetails\t''
eventContext\t''
addendum\t''
addendum.reason\t''
addendum.updatedFields\t''
addendum.originalRequestID\t''
addendum.originalEventID\t''
annotation\t''
insightDetails\t''
insightDetails.state\t''
insightDetails.eventSource\t''
insightDetails.eventName\t''
insightDetails.insightType\t''
insightDetails.errorCode\t''
insightDetails.insightContext\t''
eventId\t''
accountId\t''
timeWindow\t''
timeWindow.windowStart\t''
timeWindow.windowEnd\t''
timeWindow.windowSize\t''
summary\t''"
complete -c ct -n "__fish_ct_using_subcommand grep" -s n -l limit -d 'Stop after N events (with -l: objects)' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l sort -d 'Sort events by time, oldest first. Nothing is printed before all is read; until then all lines are held in memory (with -n: only N)' -r -f -a "time\t'By event time, oldest first'"
complete -c ct -n "__fish_ct_using_subcommand grep" -l sort-memory -d 'Memory for --sort (K, M, G); if the matching events need more, nothing is printed: exit 2' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand grep" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand grep" -l errors -d 'Only failures: an error code or message, a failed sign-in, an Insight on error rates'
complete -c ct -n "__fish_ct_using_subcommand grep" -l read-only -d 'Only read-only events'
complete -c ct -n "__fish_ct_using_subcommand grep" -l write-only -d 'Only events that are not marked as read-only'
complete -c ct -n "__fish_ct_using_subcommand grep" -s i -l ignore-case -d 'Ignore case in -e and -E'
complete -c ct -n "__fish_ct_using_subcommand grep" -l no-header -d 'Print csv and tsv without a header line'
complete -c ct -n "__fish_ct_using_subcommand grep" -l local -d 'Print times in the local time zone instead of UTC (text only)'
complete -c ct -n "__fish_ct_using_subcommand grep" -s c -l count -d 'Print only the number of matching events'
complete -c ct -n "__fish_ct_using_subcommand grep" -s l -l files-with-matches -d 'Print only the names of objects with a matching event'
complete -c ct -n "__fish_ct_using_subcommand grep" -s u -l unique -d 'Print an event once, however often it was delivered (same eventID and account)'
complete -c ct -n "__fish_ct_using_subcommand grep" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand grep" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand grep" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand grep" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand count" -l account -d 'Account that received the event' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l region -d 'Region of the request' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l since -l start-time -d 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l until -l end-time -d 'End time (inclusive), written as for --since; a date, today or yesterday includes that day' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l late -d 'How long after an event its log file may be delivered; selects objects by key' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l org-id -d 'Only logs of this organization, o-…' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l event-name -d 'Event (API) name in any case: PutObject, \'Delete*\', s3:DeleteBucket' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l event-source -d 'Service in any case: s3 or s3.amazonaws.com' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l user -d 'Principal: user name, ARN, principal ID, role, session, source identity, service, or root' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l source-ip -d 'Source IP address, CIDR range (10.0.0.0/8, IPv4 or IPv6) or service' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l access-key -d 'Access key ID that signed the request' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l error-code -d 'Error code in any case: AccessDenied, \'*Unauthorized*\'' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l resource -d 'Resource: an ARN or the end of one, or any string in the request or the response' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l event-id -d 'Event ID' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l user-agent -d 'User agent: \'aws-cli/*\'' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l event-type -d 'Event type in any case: AwsApiCall, AwsConsoleSignIn, AwsServiceEvent, …' -r -f -a "AwsApiCall\t''
AwsServiceEvent\t''
AwsConsoleAction\t''
AwsConsoleSignIn\t''
AwsVpceEvent\t''
AwsVpceEvents\t''
AwsCloudTrailInsight\t''
AwsAggregatedEvent\t''"
complete -c ct -n "__fish_ct_using_subcommand count" -l category -d 'Event category in any case: Management, Data, NetworkActivity, Insight, Aggregated' -r -f -a "Management\t''
Data\t''
NetworkActivity\t''
Insight\t''
Aggregated\t''"
complete -c ct -n "__fish_ct_using_subcommand count" -s e -l text -d 'Text anywhere in the record, compared with its JSON' -r
complete -c ct -n "__fish_ct_using_subcommand count" -s E -l regex -d 'Regular expression anywhere in the record, compared with its JSON' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l where -d 'Only events that match the expression: \'errorCode exists and sourceIPAddress in 10.0.0.0/8\'' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l exclude -d 'Leave out events that match the expression' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l geoip -d 'Database for geo.country, geo.city, geo.asn and geo.org: a MaxMind city, country or ASN file; repeat for more. If not given, those of $CT_GEOIP, separated as in $PATH' -r -F
complete -c ct -n "__fish_ct_using_subcommand count" -l max-object-size -d 'Largest object to read, inflated (K, M, G: powers of 1,024)' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l summary -d 'Write the coverage as a JSON document to this file' -r -F
complete -c ct -n "__fish_ct_using_subcommand count" -l by -d 'Group by these fields: eventName, principal, sourceIPAddress, requestParameters.bucketName, …' -r -f -a "eventTime\t''
eventName\t''
eventSource\t''
awsRegion\t''
sourceIPAddress\t''
userAgent\t''
errorCode\t''
errorMessage\t''
recipientAccountId\t''
eventID\t''
principal\t''
caller\t''
role\t''
account\t''
service\t''
resource\t''
target\t''
object\t''
outcome\t''
is_error\t''
is_read_only\t''
mfa\t''
date\t''
hour\t''
weekday\t''
network\t''
geo.country\t''
geo.city\t''
geo.asn\t''
geo.org\t''
userIdentity.type\t''
userIdentity.userName\t''
userIdentity.arn\t''
userIdentity.principalId\t''
userIdentity.accountId\t''
userIdentity.accessKeyId\t''
userIdentity.invokedBy\t''
userIdentity.sessionContext.sessionIssuer.type\t''
userIdentity.sessionContext.sessionIssuer.userName\t''
userIdentity.sessionContext.sessionIssuer.arn\t''
userIdentity.sessionContext.sessionIssuer.principalId\t''
userIdentity.sessionContext.sessionIssuer.accountId\t''
userIdentity.sessionContext.attributes.mfaAuthenticated\t''
userIdentity.sessionContext.attributes.creationDate\t''
userIdentity.sessionContext.sourceIdentity\t''
userIdentity.sessionContext.ec2RoleDelivery\t''
userIdentity.sessionContext.assumedRoot\t''
userIdentity.sessionContext.webIdFederationData.federatedProvider\t''
userIdentity.identityProvider\t''
userIdentity.credentialId\t''
userIdentity.onBehalfOf.userId\t''
userIdentity.onBehalfOf.identityStoreArn\t''
userIdentity.inScopeOf.sourceArn\t''
userIdentity.inScopeOf.sourceAccount\t''
userIdentity.inScopeOf.issuerType\t''
userIdentity.inScopeOf.credentialsIssuedTo\t''
userIdentity.invokedByDelegate.accountId\t''
requestParameters\t''
responseElements\t''
additionalEventData\t''
serviceEventDetails\t''
userIdentity\t''
resources\t''
readOnly\t''
managementEvent\t''
eventCategory\t''
eventType\t''
eventVersion\t''
requestID\t''
sharedEventID\t''
apiVersion\t''
sessionCredentialFromConsole\t''
vpcEndpointId\t''
vpcEndpointAccountId\t''
tlsDetails\t''
tlsDetails.tlsVersion\t''
tlsDetails.cipherSuite\t''
tlsDetails.clientProvidedHostHeader\t''
tlsDetails.keyExchange\t''
edgeDeviceDetails\t''
eventContext\t''
addendum\t''
addendum.reason\t''
addendum.updatedFields\t''
addendum.originalRequestID\t''
addendum.originalEventID\t''
annotation\t''
insightDetails\t''
insightDetails.state\t''
insightDetails.eventSource\t''
insightDetails.eventName\t''
insightDetails.insightType\t''
insightDetails.errorCode\t''
insightDetails.insightContext\t''
eventId\t''
accountId\t''
timeWindow\t''
timeWindow.windowStart\t''
timeWindow.windowEnd\t''
timeWindow.windowSize\t''
summary\t''"
complete -c ct -n "__fish_ct_using_subcommand count" -s m -l measure -d 'Measures beside the number of events: errors, first, last, distinct:FIELD, sum:FIELD, …' -r -f -a "events\t''
errors\t''
error-rate\t''
share\t''
first\t''
last\t''
first-id\t''
last-id\t''
distinct:\t''
values:\t''
sum:\t''
min:\t''
max:\t''
avg:\t''
duplicates\t''
empty-days\t''"
complete -c ct -n "__fish_ct_using_subcommand count" -l every -d 'Count in buckets of this length (UTC): 1m to 12h, 1d, 1w' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l sort -d 'Sort rows by a measure or a key: events:asc, last, eventName' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l having -d 'Only groups for which this holds: \'events > 10\'' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l top -d 'Print only the first N groups; default: 20 on a terminal, else all' -r
complete -c ct -n "__fish_ct_using_subcommand count" -s o -l output -d 'Output format; default: text, tab-separated in a pipe' -r -f -a "text\t'A table with bars on a terminal; tab-separated rows in a pipe'
jsonl\t'One JSON object for each row'
json\t'The same objects in one array'
csv\t'Comma-separated values with a header'
tsv\t'Tab-separated values with a header'
md\t'A Markdown table for a ticket'
html\t'An HTML page'"
complete -c ct -n "__fish_ct_using_subcommand count" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand count" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand count" -l errors -d 'Only failures: an error code or message, a failed sign-in, an Insight on error rates'
complete -c ct -n "__fish_ct_using_subcommand count" -l read-only -d 'Only read-only events'
complete -c ct -n "__fish_ct_using_subcommand count" -l write-only -d 'Only events that are not marked as read-only'
complete -c ct -n "__fish_ct_using_subcommand count" -s i -l ignore-case -d 'Ignore case in -e and -E'
complete -c ct -n "__fish_ct_using_subcommand count" -s u -l unique -d 'Count an event once, however often it was delivered (same eventID and account)'
complete -c ct -n "__fish_ct_using_subcommand count" -l local -d 'Print times in the local time zone instead of UTC (text, md and html)'
complete -c ct -n "__fish_ct_using_subcommand count" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand count" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand count" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand count" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand report" -l account -d 'Account that received the event' -r
complete -c ct -n "__fish_ct_using_subcommand report" -l region -d 'Region of the request' -r
complete -c ct -n "__fish_ct_using_subcommand report" -l since -l start-time -d 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d' -r
complete -c ct -n "__fish_ct_using_subcommand report" -l until -l end-time -d 'End time (inclusive), written as for --since; a date, today or yesterday includes that day' -r
complete -c ct -n "__fish_ct_using_subcommand report" -l late -d 'How long after an event its log file may be delivered; selects objects by key' -r
complete -c ct -n "__fish_ct_using_subcommand report" -l org-id -d 'Only logs of this organization, o-…' -r
complete -c ct -n "__fish_ct_using_subcommand report" -l event-name -d 'Event (API) name in any case: PutObject, \'Delete*\', s3:DeleteBucket' -r
complete -c ct -n "__fish_ct_using_subcommand report" -l event-source -d 'Service in any case: s3 or s3.amazonaws.com' -r
complete -c ct -n "__fish_ct_using_subcommand report" -l user -d 'Principal: user name, ARN, principal ID, role, session, source identity, service, or root' -r
complete -c ct -n "__fish_ct_using_subcommand report" -l source-ip -d 'Source IP address, CIDR range (10.0.0.0/8, IPv4 or IPv6) or service' -r
complete -c ct -n "__fish_ct_using_subcommand report" -l access-key -d 'Access key ID that signed the request' -r
complete -c ct -n "__fish_ct_using_subcommand report" -l error-code -d 'Error code in any case: AccessDenied, \'*Unauthorized*\'' -r
complete -c ct -n "__fish_ct_using_subcommand report" -l resource -d 'Resource: an ARN or the end of one, or any string in the request or the response' -r
complete -c ct -n "__fish_ct_using_subcommand report" -l event-id -d 'Event ID' -r
complete -c ct -n "__fish_ct_using_subcommand report" -l user-agent -d 'User agent: \'aws-cli/*\'' -r
complete -c ct -n "__fish_ct_using_subcommand report" -l event-type -d 'Event type in any case: AwsApiCall, AwsConsoleSignIn, AwsServiceEvent, …' -r -f -a "AwsApiCall\t''
AwsServiceEvent\t''
AwsConsoleAction\t''
AwsConsoleSignIn\t''
AwsVpceEvent\t''
AwsVpceEvents\t''
AwsCloudTrailInsight\t''
AwsAggregatedEvent\t''"
complete -c ct -n "__fish_ct_using_subcommand report" -l category -d 'Event category in any case: Management, Data, NetworkActivity, Insight, Aggregated' -r -f -a "Management\t''
Data\t''
NetworkActivity\t''
Insight\t''
Aggregated\t''"
complete -c ct -n "__fish_ct_using_subcommand report" -s e -l text -d 'Text anywhere in the record, compared with its JSON' -r
complete -c ct -n "__fish_ct_using_subcommand report" -s E -l regex -d 'Regular expression anywhere in the record, compared with its JSON' -r
complete -c ct -n "__fish_ct_using_subcommand report" -l where -d 'Only events that match the expression: \'errorCode exists and sourceIPAddress in 10.0.0.0/8\'' -r
complete -c ct -n "__fish_ct_using_subcommand report" -l exclude -d 'Leave out events that match the expression' -r
complete -c ct -n "__fish_ct_using_subcommand report" -l geoip -d 'Database for geo.country, geo.city, geo.asn and geo.org: a MaxMind city, country or ASN file; repeat for more. If not given, those of $CT_GEOIP, separated as in $PATH' -r -F
complete -c ct -n "__fish_ct_using_subcommand report" -l max-object-size -d 'Largest object to read, inflated (K, M, G: powers of 1,024)' -r
complete -c ct -n "__fish_ct_using_subcommand report" -l summary -d 'Write the coverage as a JSON document to this file' -r -F
complete -c ct -n "__fish_ct_using_subcommand report" -l tile -d 'Run only this tile: REPORT.ID, or ID with one report' -r
complete -c ct -n "__fish_ct_using_subcommand report" -l baseline -d 'Of the report new: how long before --since something must not have occurred' -r
complete -c ct -n "__fish_ct_using_subcommand report" -s o -l output -d 'Output format; default: text' -r -f -a "text\t'Tables, bars and sparklines for a terminal'
json\t'One JSON document'
html\t'One HTML file with charts'
md\t'Markdown for a ticket'
csv\t'One tile as comma-separated values (--tile)'"
complete -c ct -n "__fish_ct_using_subcommand report" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand report" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand report" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand report" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand report" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand report" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand report" -l errors -d 'Only failures: an error code or message, a failed sign-in, an Insight on error rates'
complete -c ct -n "__fish_ct_using_subcommand report" -l read-only -d 'Only read-only events'
complete -c ct -n "__fish_ct_using_subcommand report" -l write-only -d 'Only events that are not marked as read-only'
complete -c ct -n "__fish_ct_using_subcommand report" -s i -l ignore-case -d 'Ignore case in -e and -E'
complete -c ct -n "__fish_ct_using_subcommand report" -s u -l unique -d 'Count an event once, however often it was delivered (same eventID and account)'
complete -c ct -n "__fish_ct_using_subcommand report" -l fail-if-rows -d 'Exit 1 if a tile has rows, 0 if none has: for CI'
complete -c ct -n "__fish_ct_using_subcommand report" -l local -d 'Print times in the local time zone instead of UTC (text, md and html)'
complete -c ct -n "__fish_ct_using_subcommand report" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand report" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand report" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand report" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand ls" -l account -d 'Account that received the event' -r
complete -c ct -n "__fish_ct_using_subcommand ls" -l region -d 'Region of the request' -r
complete -c ct -n "__fish_ct_using_subcommand ls" -l since -l start-time -d 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d' -r
complete -c ct -n "__fish_ct_using_subcommand ls" -l until -l end-time -d 'End time (inclusive), written as for --since; a date, today or yesterday includes that day' -r
complete -c ct -n "__fish_ct_using_subcommand ls" -l late -d 'How long after an event its log file may be delivered; selects objects by key' -r
complete -c ct -n "__fish_ct_using_subcommand ls" -l org-id -d 'Only logs of this organization, o-…' -r
complete -c ct -n "__fish_ct_using_subcommand ls" -s o -l output -d 'Output format' -r -f -a "text\t'Table for people'
json\t'One JSON document'
csv\t'Comma-separated values'
tsv\t'Tab-separated values'"
complete -c ct -n "__fish_ct_using_subcommand ls" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand ls" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand ls" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand ls" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand ls" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand ls" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand ls" -l no-header -d 'Print csv and tsv without a header line'
complete -c ct -n "__fish_ct_using_subcommand ls" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand ls" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand ls" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand fetch" -l account -d 'Account that received the event' -r
complete -c ct -n "__fish_ct_using_subcommand fetch" -l region -d 'Region of the request' -r
complete -c ct -n "__fish_ct_using_subcommand fetch" -l since -l start-time -d 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d' -r
complete -c ct -n "__fish_ct_using_subcommand fetch" -l until -l end-time -d 'End time (inclusive), written as for --since; a date, today or yesterday includes that day' -r
complete -c ct -n "__fish_ct_using_subcommand fetch" -l late -d 'How long after an event its log file may be delivered; selects objects by key' -r
complete -c ct -n "__fish_ct_using_subcommand fetch" -l org-id -d 'Only logs of this organization, o-…' -r
complete -c ct -n "__fish_ct_using_subcommand fetch" -l summary -d 'Write the counts and errors as a JSON document to this file' -r -F
complete -c ct -n "__fish_ct_using_subcommand fetch" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand fetch" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand fetch" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand fetch" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand fetch" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand fetch" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand fetch" -l logs-only -d 'Leave out digest files and public keys; the mirror cannot be validated then'
complete -c ct -n "__fish_ct_using_subcommand fetch" -l dry-run -d 'Only print what would be fetched'
complete -c ct -n "__fish_ct_using_subcommand fetch" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand fetch" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand fetch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand fetch" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand follow" -l queue -d 'Queue name, URL or ARN; $CT_QUEUE if neither this nor a source is given' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l config -d 'JSON file, local or s3://BUCKET/KEY, that names the queue: {"s3Region","sqsRegion","sqsUrl"}' -r -F
complete -c ct -n "__fish_ct_using_subcommand follow" -l bucket -d 'Bucket that notifications may name; repeat for more. If not given, the bucket of --trail, or those in the queue\'s policy and the buckets\' notification settings. A message for another bucket is foreign: its objects are not read, and it is left in the queue' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l trail -d 'Trail whose bucket notifications may name, by name or ARN' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l account -d 'Account that received the event' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l region -d 'Region of the request' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l since -l start-time -d 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l until -l end-time -d 'End time (inclusive), written as for --since; a date, today or yesterday includes that day' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l late -d 'How long after an event its log file may be delivered; selects objects by key' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l org-id -d 'Only logs of this organization, o-…' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l event-name -d 'Event (API) name in any case: PutObject, \'Delete*\', s3:DeleteBucket' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l event-source -d 'Service in any case: s3 or s3.amazonaws.com' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l user -d 'Principal: user name, ARN, principal ID, role, session, source identity, service, or root' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l source-ip -d 'Source IP address, CIDR range (10.0.0.0/8, IPv4 or IPv6) or service' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l access-key -d 'Access key ID that signed the request' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l error-code -d 'Error code in any case: AccessDenied, \'*Unauthorized*\'' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l resource -d 'Resource: an ARN or the end of one, or any string in the request or the response' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l event-id -d 'Event ID' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l user-agent -d 'User agent: \'aws-cli/*\'' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l event-type -d 'Event type in any case: AwsApiCall, AwsConsoleSignIn, AwsServiceEvent, …' -r -f -a "AwsApiCall\t''
AwsServiceEvent\t''
AwsConsoleAction\t''
AwsConsoleSignIn\t''
AwsVpceEvent\t''
AwsVpceEvents\t''
AwsCloudTrailInsight\t''
AwsAggregatedEvent\t''"
complete -c ct -n "__fish_ct_using_subcommand follow" -l category -d 'Event category in any case: Management, Data, NetworkActivity, Insight, Aggregated' -r -f -a "Management\t''
Data\t''
NetworkActivity\t''
Insight\t''
Aggregated\t''"
complete -c ct -n "__fish_ct_using_subcommand follow" -s e -l text -d 'Text anywhere in the record, compared with its JSON' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -s E -l regex -d 'Regular expression anywhere in the record, compared with its JSON' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l where -d 'Only events that match the expression: \'errorCode exists and sourceIPAddress in 10.0.0.0/8\'' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l exclude -d 'Leave out events that match the expression' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l geoip -d 'Database for geo.country, geo.city, geo.asn and geo.org: a MaxMind city, country or ASN file; repeat for more. If not given, those of $CT_GEOIP, separated as in $PATH' -r -F
complete -c ct -n "__fish_ct_using_subcommand follow" -s o -l output -d 'Output format; default: text on a terminal, else jsonl' -r -f -a "text\t'One line for each event, for people'
jsonl\t'Records byte for byte as CloudTrail wrote them, one on each line'
json\t'The same records in one document, {"Records":[…]}'
csv\t'Comma-separated values'
tsv\t'Tab-separated values'"
complete -c ct -n "__fish_ct_using_subcommand follow" -l fields -d 'Print only these fields: eventTime,principal,resources[].ARN' -r -f -a "eventTime\t''
eventName\t''
eventSource\t''
awsRegion\t''
sourceIPAddress\t''
userAgent\t''
errorCode\t''
errorMessage\t''
recipientAccountId\t''
eventID\t''
principal\t''
caller\t''
role\t''
account\t''
service\t''
resource\t''
target\t''
object\t''
outcome\t''
is_error\t''
is_read_only\t''
mfa\t''
date\t''
hour\t''
weekday\t''
network\t''
geo.country\t''
geo.city\t''
geo.asn\t''
geo.org\t''
userIdentity.type\t''
userIdentity.userName\t''
userIdentity.arn\t''
userIdentity.principalId\t''
userIdentity.accountId\t''
userIdentity.accessKeyId\t''
userIdentity.invokedBy\t''
userIdentity.sessionContext.sessionIssuer.type\t''
userIdentity.sessionContext.sessionIssuer.userName\t''
userIdentity.sessionContext.sessionIssuer.arn\t''
userIdentity.sessionContext.sessionIssuer.principalId\t''
userIdentity.sessionContext.sessionIssuer.accountId\t''
userIdentity.sessionContext.attributes.mfaAuthenticated\t''
userIdentity.sessionContext.attributes.creationDate\t''
userIdentity.sessionContext.sourceIdentity\t''
userIdentity.sessionContext.ec2RoleDelivery\t''
userIdentity.sessionContext.assumedRoot\t''
userIdentity.sessionContext.webIdFederationData.federatedProvider\t''
userIdentity.identityProvider\t''
userIdentity.credentialId\t''
userIdentity.onBehalfOf.userId\t''
userIdentity.onBehalfOf.identityStoreArn\t''
userIdentity.inScopeOf.sourceArn\t''
userIdentity.inScopeOf.sourceAccount\t''
userIdentity.inScopeOf.issuerType\t''
userIdentity.inScopeOf.credentialsIssuedTo\t''
userIdentity.invokedByDelegate.accountId\t''
requestParameters\t''
responseElements\t''
additionalEventData\t''
serviceEventDetails\t''
userIdentity\t''
resources\t''
readOnly\t''
managementEvent\t''
eventCategory\t''
eventType\t''
eventVersion\t''
requestID\t''
sharedEventID\t''
apiVersion\t''
sessionCredentialFromConsole\t''
vpcEndpointId\t''
vpcEndpointAccountId\t''
tlsDetails\t''
tlsDetails.tlsVersion\t''
tlsDetails.cipherSuite\t''
tlsDetails.clientProvidedHostHeader\t''
tlsDetails.keyExchange\t''
edgeDeviceDetails\t''
eventContext\t''
addendum\t''
addendum.reason\t''
addendum.updatedFields\t''
addendum.originalRequestID\t''
addendum.originalEventID\t''
annotation\t''
insightDetails\t''
insightDetails.state\t''
insightDetails.eventSource\t''
insightDetails.eventName\t''
insightDetails.insightType\t''
insightDetails.errorCode\t''
insightDetails.insightContext\t''
eventId\t''
accountId\t''
timeWindow\t''
timeWindow.windowStart\t''
timeWindow.windowEnd\t''
timeWindow.windowSize\t''
summary\t''"
complete -c ct -n "__fish_ct_using_subcommand follow" -l to -d 'Also mirror the objects to this folder, as ct fetch does' -r -F
complete -c ct -n "__fish_ct_using_subcommand follow" -l exec -d 'Run this shell command for each matching event, with the record on its standard input, instead of printing. If it fails, the message is left in the queue, or the object is read again; with history:, all records of the poll cycle are repeated' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l every -d 'Pause between two poll cycles: 30s, 5m' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l lookback -d 'How far each cycle looks back for late deliveries: 1d for a bucket, 30m for history: and 6h for history:insight if not given' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l ledger -d 'Record in this file which objects of a bucket were read, so that the next run resumes there' -r -F
complete -c ct -n "__fish_ct_using_subcommand follow" -l until-idle -d 'Stop when nothing new came for this long: 30s, 5m' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l max-messages -d 'Stop after N messages' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l max-object-size -d 'Largest object to read, inflated (K, M, G: powers of 1,024)' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand follow" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand follow" -l errors -d 'Only failures: an error code or message, a failed sign-in, an Insight on error rates'
complete -c ct -n "__fish_ct_using_subcommand follow" -l read-only -d 'Only read-only events'
complete -c ct -n "__fish_ct_using_subcommand follow" -l write-only -d 'Only events that are not marked as read-only'
complete -c ct -n "__fish_ct_using_subcommand follow" -s i -l ignore-case -d 'Ignore case in -e and -E'
complete -c ct -n "__fish_ct_using_subcommand follow" -l no-header -d 'Print csv and tsv without a header line'
complete -c ct -n "__fish_ct_using_subcommand follow" -l local -d 'Print times in the local time zone instead of UTC (text only)'
complete -c ct -n "__fish_ct_using_subcommand follow" -s u -l unique -d 'Print each event once (same eventID and account), as far as the last million events show'
complete -c ct -n "__fish_ct_using_subcommand follow" -l no-delete -d 'Peek: do not delete messages. Each receive counts for the queue\'s redrive policy'
complete -c ct -n "__fish_ct_using_subcommand follow" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand follow" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand follow" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand follow" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l trail-arn -d 'The trail whose digests are validated; its bucket is looked up unless --s3-bucket names it' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l s3-bucket -d 'The bucket of the trail' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l s3-prefix -d 'Key prefix of the trail in --s3-bucket; without --s3-bucket, the trail\'s own prefix is used' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l start-time -l since -d 'Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age such as 2h or 7d' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l end-time -l until -d 'End time (inclusive), written as for --start-time; a date, today or yesterday includes that day. By default the present' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l account-id -l account -d 'Only these accounts' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l region -d 'Only these Regions' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l org-id -d 'Only this organization' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l keys -d 'Public keys: `aws` looks them up in CloudTrail (the default for a bucket); a FILE is a saved answer of ListPublicKeys' -r -F
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l grace -d 'A digest is due this long after its period ends; until then the period is pending' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l previous -d 'Expect the chains of an earlier report (ct validate --report), even if nothing of them is left' -r -F
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l ended -d 'A chain that ended, such as that of a disabled Region: required only up to TIME' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l shard -d 'Validate only part I of N of the accounts, Regions and days, so that N runs share the work. Merge their reports with ct validate merge' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l report -d 'Write the evidence to a file, as JSON Lines: public keys, every object with its hashes and verdict, gaps, and the coverage of each chain' -r -F
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -s o -l output -d 'Output format' -r -f -a "text\t'The lines of aws cloudtrail validate-logs'
json\t'One JSON document'
jsonl\t'A line for each object, then gaps, coverage and a summary'
junit\t'A suite for each account and Region, for CI'"
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l trust-mirror-keys -d 'Trust the public keys in the mirror, wherever they come from'
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l relocated -d 'Accept a copy with another bucket name or folder than CloudTrail delivered to'
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l no-unlisted -d 'Do not look for log files that no digest lists'
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l strict -d 'Exit with 1 if the bucket has a log file that no digest lists'
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -l allow-empty -d 'Succeed when no digest files are found'
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -a "merge" -d 'Merge the reports of several runs into one verdict.'
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -a "report" -d 'Show a report as text.'
complete -c ct -n "__fish_ct_using_subcommand validate; and not __fish_seen_subcommand_from merge report help" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -l report -d 'Write the evidence to a file, as JSON Lines: public keys, every object with its hashes and verdict, gaps, and the coverage of each chain' -r -F
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -s o -l output -d 'Output format' -r -f -a "text\t'The lines of aws cloudtrail validate-logs'
json\t'One JSON document'
jsonl\t'A line for each object, then gaps, coverage and a summary'
junit\t'A suite for each account and Region, for CI'"
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -l strict -d 'Exit with 1 if the bucket has a log file that no digest lists'
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -l allow-empty -d 'Succeed when no digest files are found'
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from merge" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from report" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from report" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from report" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from report" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from report" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from report" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from report" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from report" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from report" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from report" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from help" -f -a "merge" -d 'Merge the reports of several runs into one verdict.'
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from help" -f -a "report" -d 'Show a report as text.'
complete -c ct -n "__fish_ct_using_subcommand validate; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -l region -d 'Home Region of a new trail, and the Region in which names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "create" -d 'Create a trail and the resources it needs.'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "list" -d 'List the trails of all Regions and their status.'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "describe" -d 'Describe a trail: settings, status, recorded events, Insights and tags.'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "status" -d 'Show whether a trail is logging, and its last deliveries.'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "start" -d 'Start logging.'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "stop" -d 'Stop logging, until ct trail start.'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "update" -d 'Change a trail. Settings without a flag stay.'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "delete" -d 'Delete a trail. Its bucket and its log files stay.'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "events" -d 'Show or set which events a trail records.'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "insights" -d 'Show or set CloudTrail Insights of a trail.'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "tag" -d 'Tag a trail; tags with the same keys are replaced.'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "untag" -d 'Remove tags from a trail.'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "check" -d 'Check the configuration of trails and what they deliver to.'
complete -c ct -n "__fish_ct_using_subcommand trail; and not __fish_seen_subcommand_from create list describe status start stop update delete events insights tag untag check help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l prefix -d 'Prefix of object keys, before AWSLogs/' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l bucket -d 'Deliver log files to this bucket' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l kms-key -d 'Encrypt with this KMS key: its ARN, id, or alias/NAME' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l sns-topic -d 'Send delivery notifications to this SNS topic: its name or ARN' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l queue -d 'Send notifications to this SQS queue; created if it does not exist' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l queue-from -d 'Notification source of the queue' -r -f -a "s3\t'The bucket: one message for each object'
topic\t'The trail\'s SNS topic: one message for each delivery'"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l cloudwatch-log-group -d 'Deliver events to this CloudWatch Logs log group as well; created if it does not exist' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l cloudwatch-role -d 'Role that writes to the log group: its name or ARN. Default: CloudTrail-NAME, created if it does not exist' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l tag -d 'Tag the trail; repeatable' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l management -d 'Management events to record; default: all' -r -f -a "all\t''
read\t''
write\t''
none\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l exclude -d 'Exclude management events of these services: kms, rdsdata; repeatable, comma-separated' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l data -d 'Data events to record: TYPE[:RESOURCE][:read|write], such as s3, sqs:read, s3:BUCKET/PREFIX:write, lambda:FUNCTION, dynamodb:TABLE, AWS::SCN::Instance:ARN; repeatable' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l network -d 'Network activity events to record: calls to a service through VPC endpoints, or those that an endpoint policy denied: ec2, s3:VpceAccessDenied; repeatable, comma-separated' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l advanced -d 'Advanced event selectors as JSON, from a file or stdin (-)' -r -F
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -s o -l output -d 'Output format' -r -f -a "text\t'For people'
json\t'JSON with the member names of the CloudTrail API'"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l region -d 'Home Region of a new trail, and the Region in which names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l multi-region -d 'Record events of all Regions'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l organization -d 'Record events of all accounts of the organization'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l create-bucket -d 'Create the bucket of --bucket'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l create-key -d 'Create a KMS key and encrypt with it: alias/cloudtrail-NAME'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l create-topic -d 'Create the topic of --sns-topic, or NAME-deliveries'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l no-validation -d 'Deliver no digest files: log files cannot be validated'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l no-start -d 'Do not start logging'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l no-global-events -d 'Leave out global services such as IAM; not with --multi-region'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -l dry-run -d 'Show the plan and exit'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -s y -l yes -d 'Do not ask for confirmation'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from create" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from list" -s o -l output -d 'Output format' -r -f -a "text\t'For people'
json\t'JSON with the member names of the CloudTrail API'"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from list" -l region -d 'Home Region of a new trail, and the Region in which names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from list" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from list" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from list" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from list" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from list" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from list" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from describe" -s o -l output -d 'Output format' -r -f -a "text\t'For people'
json\t'JSON with the member names of the CloudTrail API'"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from describe" -l region -d 'Home Region of a new trail, and the Region in which names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from describe" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from describe" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from describe" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from describe" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from describe" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from describe" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from describe" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from describe" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from describe" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from describe" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from status" -s o -l output -d 'Output format' -r -f -a "text\t'For people'
json\t'JSON with the member names of the CloudTrail API'"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from status" -l region -d 'Home Region of a new trail, and the Region in which names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from status" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from status" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from status" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from status" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from status" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from status" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from status" -l watch -d 'Repeat every 15 seconds until a log file is delivered'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from status" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from status" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from start" -l region -d 'Home Region of a new trail, and the Region in which names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from start" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from start" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from start" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from start" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from start" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from start" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from start" -l dry-run -d 'Show the plan and exit'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from start" -s y -l yes -d 'Do not ask for confirmation'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from start" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from start" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from start" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from start" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from stop" -l region -d 'Home Region of a new trail, and the Region in which names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from stop" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from stop" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from stop" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from stop" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from stop" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from stop" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from stop" -l dry-run -d 'Show the plan and exit'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from stop" -s y -l yes -d 'Do not ask for confirmation'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from stop" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from stop" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from stop" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from stop" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l prefix -d 'Prefix of object keys, before AWSLogs/; \'\' for none' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l bucket -d 'Deliver log files to this bucket' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l kms-key -d 'Encrypt with this KMS key: its ARN, id, or alias/NAME' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l sns-topic -d 'Send delivery notifications to this SNS topic: its name or ARN' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l queue -d 'Send notifications to this SQS queue; created if it does not exist' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l queue-from -d 'Notification source of the queue' -r -f -a "s3\t'The bucket: one message for each object'
topic\t'The trail\'s SNS topic: one message for each delivery'"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l cloudwatch-log-group -d 'Deliver events to this CloudWatch Logs log group as well; created if it does not exist' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l cloudwatch-role -d 'Role that writes to the log group: its name or ARN. Default: CloudTrail-NAME, created if it does not exist' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l management -d 'Management events to record; default: all' -r -f -a "all\t''
read\t''
write\t''
none\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l exclude -d 'Exclude management events of these services: kms, rdsdata; repeatable, comma-separated' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l data -d 'Data events to record: TYPE[:RESOURCE][:read|write], such as s3, sqs:read, s3:BUCKET/PREFIX:write, lambda:FUNCTION, dynamodb:TABLE, AWS::SCN::Instance:ARN; repeatable' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l network -d 'Network activity events to record: calls to a service through VPC endpoints, or those that an endpoint policy denied: ec2, s3:VpceAccessDenied; repeatable, comma-separated' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l advanced -d 'Advanced event selectors as JSON, from a file or stdin (-)' -r -F
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l region -d 'Home Region of a new trail, and the Region in which names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l multi-region -d 'Record events of all Regions'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l single-region -d 'Record events of the home Region only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l organization -d 'Record events of all accounts of the organization'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l no-organization -d 'Record events of this account only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l create-bucket -d 'Create the bucket of --bucket'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l create-key -d 'Create a KMS key and encrypt with it: alias/cloudtrail-NAME'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l create-topic -d 'Create the topic of --sns-topic, or NAME-deliveries'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l no-kms-key -d 'Encrypt with SSE-S3'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l no-sns-topic -d 'Send no delivery notifications'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l no-cloudwatch -d 'Deliver to no log group'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l validation -d 'Deliver digest files'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l no-validation -d 'Deliver no digest files: log files cannot be validated'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l global-events -d 'Record events of global services such as IAM'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l no-global-events -d 'Leave out global services such as IAM'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -l dry-run -d 'Show the plan and exit'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -s y -l yes -d 'Do not ask for confirmation'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from update" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -l region -d 'Home Region of a new trail, and the Region in which names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -l with-bucket -d 'Delete its bucket as well, if it is empty'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -l dry-run -d 'Show the plan and exit'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Do not ask for confirmation'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from delete" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -s o -l output -d 'Output format' -r -f -a "text\t'For people'
json\t'JSON with the member names of the CloudTrail API'"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -l management -d 'Management events to record; default: all' -r -f -a "all\t''
read\t''
write\t''
none\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -l exclude -d 'Exclude management events of these services: kms, rdsdata; repeatable, comma-separated' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -l data -d 'Data events to record: TYPE[:RESOURCE][:read|write], such as s3, sqs:read, s3:BUCKET/PREFIX:write, lambda:FUNCTION, dynamodb:TABLE, AWS::SCN::Instance:ARN; repeatable' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -l network -d 'Network activity events to record: calls to a service through VPC endpoints, or those that an endpoint policy denied: ec2, s3:VpceAccessDenied; repeatable, comma-separated' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -l advanced -d 'Advanced event selectors as JSON, from a file or stdin (-)' -r -F
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -l region -d 'Home Region of a new trail, and the Region in which names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -l dry-run -d 'Show the plan and exit'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -s y -l yes -d 'Do not ask for confirmation'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from events" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -s o -l output -d 'Output format' -r -f -a "text\t'For people'
json\t'JSON with the member names of the CloudTrail API'"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -l region -d 'Home Region of a new trail, and the Region in which names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -l call-rate -d 'Watch the API call rate of write management events'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -l error-rate -d 'Watch the API error rate'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -l data -d 'Watch data events as well'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -l off -d 'Disable Insights'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -l dry-run -d 'Show the plan and exit'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -s y -l yes -d 'Do not ask for confirmation'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from insights" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from tag" -l region -d 'Home Region of a new trail, and the Region in which names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from tag" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from tag" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from tag" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from tag" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from tag" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from tag" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from tag" -l dry-run -d 'Show the plan and exit'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from tag" -s y -l yes -d 'Do not ask for confirmation'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from tag" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from tag" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from tag" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from tag" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from untag" -l region -d 'Home Region of a new trail, and the Region in which names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from untag" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from untag" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from untag" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from untag" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from untag" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from untag" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from untag" -l dry-run -d 'Show the plan and exit'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from untag" -s y -l yes -d 'Do not ask for confirmation'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from untag" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from untag" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from untag" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from untag" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from check" -l skip -d 'Checks to skip; repeat, or separate with commas' -r -f -a "account.multi-region\t''
account.s3-write-events\t''
account.s3-read-events\t''
trail.logging\t''
trail.validation\t''
trail.kms\t''
trail.cloudwatch\t''
delivery.logs\t''
delivery.digests\t''
delivery.notifications\t''
delivery.cloudwatch\t''
delivery.stale\t''
delivery.digests-stale\t''
trail.duplicate\t''
bucket.exists\t''
bucket.owner\t''
bucket.public\t''
bucket.public-access-block\t''
bucket.access-logging\t''
bucket.versioning\t''
bucket.mfa-delete\t''
bucket.policy\t''
bucket.policy-broad\t''
bucket.policy-deny\t''
bucket.tls\t''
bucket.notifications\t''
key.enabled\t''
key.rotation\t''
key.policy\t''
key.policy-broad\t''
key.policy-deny\t''
topic.exists\t''
topic.subscriptions\t''
topic.policy\t''
topic.policy-broad\t''
topic.policy-deny\t''
queue.exists\t''
queue.policy\t''
queue.policy-broad\t''
queue.policy-deny\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from check" -s o -l output -d 'Output format' -r -f -a "text\t'Table of failed and unknown checks; with -v of passed ones, too'
json\t'One JSON document'
junit\t'`JUnit` XML, for CI systems'
sarif\t'SARIF 2.1.0, for code scanning'"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from check" -l region -d 'Home Region of a new trail, and the Region in which names are looked up' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from check" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from check" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from check" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from check" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from check" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from check" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from check" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "create" -d 'Create a trail and the resources it needs.'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the trails of all Regions and their status.'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "describe" -d 'Describe a trail: settings, status, recorded events, Insights and tags.'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show whether a trail is logging, and its last deliveries.'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "start" -d 'Start logging.'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "stop" -d 'Stop logging, until ct trail start.'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "update" -d 'Change a trail. Settings without a flag stay.'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete a trail. Its bucket and its log files stay.'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "events" -d 'Show or set which events a trail records.'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "insights" -d 'Show or set CloudTrail Insights of a trail.'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "tag" -d 'Tag a trail; tags with the same keys are replaced.'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "untag" -d 'Remove tags from a trail.'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "check" -d 'Check the configuration of trails and what they deliver to.'
complete -c ct -n "__fish_ct_using_subcommand trail; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c ct -n "__fish_ct_using_subcommand queue; and not __fish_seen_subcommand_from check help" -l region -d 'Region in which to look up queues and trails by name' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and not __fish_seen_subcommand_from check help" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand queue; and not __fish_seen_subcommand_from check help" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and not __fish_seen_subcommand_from check help" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and not __fish_seen_subcommand_from check help" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and not __fish_seen_subcommand_from check help" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and not __fish_seen_subcommand_from check help" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and not __fish_seen_subcommand_from check help" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand queue; and not __fish_seen_subcommand_from check help" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand queue; and not __fish_seen_subcommand_from check help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand queue; and not __fish_seen_subcommand_from check help" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand queue; and not __fish_seen_subcommand_from check help" -f -a "check" -d 'Check whether notifications of new logs reach a queue.'
complete -c ct -n "__fish_ct_using_subcommand queue; and not __fish_seen_subcommand_from check help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -l bucket -d 'Require notifications of the logs in this bucket' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -l trail -d 'Require notifications of the logs of this trail (name or ARN)' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -l skip -d 'Checks to skip; repeat, or separate with commas' -r -f -a "queue.exists\t''
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
queue.max-receives\t''
queue.dead-letter-queue\t''
queue.dead-letter-empty\t''
queue.dead-letter-retention\t''
queue.visibility\t''
queue.retention\t''
queue.delay\t''
queue.polling\t''
queue.backlog\t''
queue.readers\t''"
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -s o -l output -d 'Output format' -r -f -a "text\t'Table of failed and unknown checks; with -v of passed ones, too'
json\t'One JSON document'
junit\t'`JUnit` XML, for CI systems'
sarif\t'SARIF 2.1.0, for code scanning'"
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -l region -d 'Region in which to look up queues and trails by name' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from check" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from help" -f -a "check" -d 'Check whether notifications of new logs reach a queue.'
complete -c ct -n "__fish_ct_using_subcommand queue; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader operator cross-account-role help" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader operator cross-account-role help" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader operator cross-account-role help" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader operator cross-account-role help" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader operator cross-account-role help" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader operator cross-account-role help" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader operator cross-account-role help" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader operator cross-account-role help" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader operator cross-account-role help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader operator cross-account-role help" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader operator cross-account-role help" -f -a "bucket" -d 'Policy of a bucket that receives logs.'
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader operator cross-account-role help" -f -a "key" -d 'Policy of a KMS key that encrypts logs.'
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader operator cross-account-role help" -f -a "topic" -d 'Policy of an SNS topic that receives log notifications.'
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader operator cross-account-role help" -f -a "queue" -d 'Policy of an SQS queue that receives log notifications.'
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader operator cross-account-role help" -f -a "delivery-role" -d 'Role that CloudTrail assumes to deliver to CloudWatch Logs.'
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader operator cross-account-role help" -f -a "reader" -d 'Permissions to read logs with ct.'
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader operator cross-account-role help" -f -a "operator" -d 'Permissions to manage trails with ct.'
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader operator cross-account-role help" -f -a "cross-account-role" -d 'Role that another account assumes to read logs.'
complete -c ct -n "__fish_ct_using_subcommand policy; and not __fish_seen_subcommand_from bucket key topic queue delivery-role reader operator cross-account-role help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -l bucket -d 'Bucket that receives the logs' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -l trail -d 'Name or ARN of a trail; repeatable. A name needs --account, and --region for the home Region' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -l account -d 'Account of the trails given by name; repeatable' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -l region -d 'Region of resources given by name; it also sets the partition of ARNs' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -l prefix -d 'Prefix of the object keys before AWSLogs; the same for all trails' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -l org-id -d 'Organization of an organization trail, such as o-a1b2c3d4e5' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from bucket" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -l trail -d 'Name or ARN of a trail; repeatable. A name needs --account, and --region for the home Region' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -l account -d 'Account of the trails given by name; repeatable' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -l region -d 'Region of resources given by name; it also sets the partition of ARNs' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -l key-owner -d 'Account of the key, if not that of the trails' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -l reader -d 'Account id, or ARN of a user or role, that can decrypt logs; repeatable' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -l bucket-key -d 'The bucket uses an S3 Bucket Key: allow CloudTrail to decrypt'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from key" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -l topic -d 'Name or ARN of the topic' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -l trail -d 'Name or ARN of a trail; repeatable. A name needs --account, and --region for the home Region' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -l account -d 'Account of the trails given by name; repeatable' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -l region -d 'Region of resources given by name; it also sets the partition of ARNs' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -l bucket -d 'Bucket whose notifications S3 sends' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -l bucket-owner -d 'Account of the bucket, if not that of the topic' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from topic" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -l queue -d 'Name or ARN of the queue' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -l bucket -d 'Bucket whose notifications S3 sends' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -l bucket-owner -d 'Account of the bucket, if not that of the queue' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -l topic -d 'Name or ARN of the topic that sends its messages' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -l account -d 'Account of resources given by name' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -l region -d 'Region of resources given by name; it also sets the partition of ARNs' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from queue" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -l log-group -d 'Name or ARN of the log group' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -l account -d 'Account of a log group given by name' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -l region -d 'Region of resources given by name; it also sets the partition of ARNs' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -l org-id -d 'Organization of an organization trail, such as o-a1b2c3d4e5' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -l trust -d 'Print the trust policy: who can assume the role'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -l permissions -d 'Print the permissions policy: what the role can do'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from delivery-role" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l bucket -d 'Bucket with the logs' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l prefix -d 'Prefix of the object keys before AWSLogs' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l queue -d 'Name or ARN of a queue that receives log notifications; repeatable' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l kms-key -d 'ARN of a KMS key that encrypts logs; repeatable' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l topic -d 'Name or ARN of a topic to check; repeatable' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l account -d 'Account of resources given by name' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l region -d 'Region of resources given by name; it also sets the partition of ARNs' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -l audit -d 'Add the permissions for ct trail check and ct queue check'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from reader" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from operator" -l bucket -d 'Bucket that receives logs; repeatable' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from operator" -l account -d 'Account of the trails [default: all accounts]' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from operator" -l region -d 'Region of resources given by name; it also sets the partition of ARNs' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from operator" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from operator" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from operator" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from operator" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from operator" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from operator" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from operator" -l organization -d 'Add the permissions for organization trails'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from operator" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from operator" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from operator" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from operator" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l reader -d 'Account id, or ARN of a user or role, that can assume the role; repeatable' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l external-id -d 'External id that a third party must pass' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l bucket -d 'Bucket with the logs' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l prefix -d 'Prefix of the object keys before AWSLogs; the same for all trails' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l org-id -d 'Organization of an organization trail, such as o-a1b2c3d4e5' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l account -d 'Account whose logs can be read; repeatable' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l region -d 'Region of resources given by name; it also sets the partition of ARNs' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l trust -d 'Print the trust policy: who can assume the role'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l permissions -d 'Print the permissions policy: what the role can do'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -l mfa -d 'Require MFA'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from cross-account-role" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "bucket" -d 'Policy of a bucket that receives logs.'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "key" -d 'Policy of a KMS key that encrypts logs.'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "topic" -d 'Policy of an SNS topic that receives log notifications.'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "queue" -d 'Policy of an SQS queue that receives log notifications.'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "delivery-role" -d 'Role that CloudTrail assumes to deliver to CloudWatch Logs.'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "reader" -d 'Permissions to read logs with ct.'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "operator" -d 'Permissions to manage trails with ct.'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "cross-account-role" -d 'Role that another account assumes to read logs.'
complete -c ct -n "__fish_ct_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c ct -n "__fish_ct_using_subcommand completions" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand completions" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand completions" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand completions" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand completions" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand completions" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand completions" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand completions" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ct -n "__fish_ct_using_subcommand completions" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand man" -l color -d 'When to use colour; the environment variable NO_COLOR also turns it off' -r -f -a "auto\t''
always\t''
never\t''"
complete -c ct -n "__fish_ct_using_subcommand man" -l threads -d 'Number of threads; default: one for each core' -r
complete -c ct -n "__fish_ct_using_subcommand man" -l max-memory -d 'Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least 512M. An object larger than a thread\'s share is read alone' -r
complete -c ct -n "__fish_ct_using_subcommand man" -l concurrency -d 'Number of concurrent requests to AWS; default: 64 for each core, up to 256' -r
complete -c ct -n "__fish_ct_using_subcommand man" -l profile -d 'Profile of the AWS configuration to use' -r
complete -c ct -n "__fish_ct_using_subcommand man" -l endpoint-url -d 'Send requests to this URL instead of AWS; buckets are then addressed path-style' -r
complete -c ct -n "__fish_ct_using_subcommand man" -s v -l verbose -d 'Verbose output: always print the coverage line, show principals as ARNs, list every verdict, cut nothing'
complete -c ct -n "__fish_ct_using_subcommand man" -s q -l quiet -d 'Print errors only'
complete -c ct -n "__fish_ct_using_subcommand man" -s h -l help -d 'Print help'
complete -c ct -n "__fish_ct_using_subcommand man" -s V -l version -d 'Print version'
complete -c ct -n "__fish_ct_using_subcommand help; and not __fish_seen_subcommand_from grep count report ls fetch follow validate trail queue policy completions man help" -f -a "grep" -d 'Find events in CloudTrail logs.'
complete -c ct -n "__fish_ct_using_subcommand help; and not __fish_seen_subcommand_from grep count report ls fetch follow validate trail queue policy completions man help" -f -a "count" -d 'Count events: the top of anything, over time, with sums and distinct values.'
complete -c ct -n "__fish_ct_using_subcommand help; and not __fish_seen_subcommand_from grep count report ls fetch follow validate trail queue policy completions man help" -f -a "report" -d 'Run reports: overview, errors, sign-ins, changes, or your own.'
complete -c ct -n "__fish_ct_using_subcommand help; and not __fish_seen_subcommand_from grep count report ls fetch follow validate trail queue policy completions man help" -f -a "ls" -d 'List the logs of a source: accounts, Regions, first and last day, objects, bytes.'
complete -c ct -n "__fish_ct_using_subcommand help; and not __fish_seen_subcommand_from grep count report ls fetch follow validate trail queue policy completions man help" -f -a "fetch" -d 'Mirror a bucket\'s logs locally; later runs fetch only new objects.'
complete -c ct -n "__fish_ct_using_subcommand help; and not __fish_seen_subcommand_from grep count report ls fetch follow validate trail queue policy completions man help" -f -a "follow" -d 'Print events as their log files are delivered.'
complete -c ct -n "__fish_ct_using_subcommand help; and not __fish_seen_subcommand_from grep count report ls fetch follow validate trail queue policy completions man help" -f -a "validate" -d 'Verify log file integrity: nothing changed, deleted or added since delivery.'
complete -c ct -n "__fish_ct_using_subcommand help; and not __fish_seen_subcommand_from grep count report ls fetch follow validate trail queue policy completions man help" -f -a "trail" -d 'Create, inspect, change and delete trails.'
complete -c ct -n "__fish_ct_using_subcommand help; and not __fish_seen_subcommand_from grep count report ls fetch follow validate trail queue policy completions man help" -f -a "queue" -d 'Check SQS queues that receive log notifications.'
complete -c ct -n "__fish_ct_using_subcommand help; and not __fish_seen_subcommand_from grep count report ls fetch follow validate trail queue policy completions man help" -f -a "policy" -d 'Print a policy for trails, readers or operators, as JSON.'
complete -c ct -n "__fish_ct_using_subcommand help; and not __fish_seen_subcommand_from grep count report ls fetch follow validate trail queue policy completions man help" -f -a "completions" -d 'Print the completion script of a shell'
complete -c ct -n "__fish_ct_using_subcommand help; and not __fish_seen_subcommand_from grep count report ls fetch follow validate trail queue policy completions man help" -f -a "man" -d 'Print the manual page, or write one page for each command'
complete -c ct -n "__fish_ct_using_subcommand help; and not __fish_seen_subcommand_from grep count report ls fetch follow validate trail queue policy completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from validate" -f -a "merge" -d 'Merge the reports of several runs into one verdict.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from validate" -f -a "report" -d 'Show a report as text.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from trail" -f -a "create" -d 'Create a trail and the resources it needs.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from trail" -f -a "list" -d 'List the trails of all Regions and their status.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from trail" -f -a "describe" -d 'Describe a trail: settings, status, recorded events, Insights and tags.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from trail" -f -a "status" -d 'Show whether a trail is logging, and its last deliveries.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from trail" -f -a "start" -d 'Start logging.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from trail" -f -a "stop" -d 'Stop logging, until ct trail start.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from trail" -f -a "update" -d 'Change a trail. Settings without a flag stay.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from trail" -f -a "delete" -d 'Delete a trail. Its bucket and its log files stay.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from trail" -f -a "events" -d 'Show or set which events a trail records.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from trail" -f -a "insights" -d 'Show or set CloudTrail Insights of a trail.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from trail" -f -a "tag" -d 'Tag a trail; tags with the same keys are replaced.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from trail" -f -a "untag" -d 'Remove tags from a trail.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from trail" -f -a "check" -d 'Check the configuration of trails and what they deliver to.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from queue" -f -a "check" -d 'Check whether notifications of new logs reach a queue.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from policy" -f -a "bucket" -d 'Policy of a bucket that receives logs.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from policy" -f -a "key" -d 'Policy of a KMS key that encrypts logs.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from policy" -f -a "topic" -d 'Policy of an SNS topic that receives log notifications.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from policy" -f -a "queue" -d 'Policy of an SQS queue that receives log notifications.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from policy" -f -a "delivery-role" -d 'Role that CloudTrail assumes to deliver to CloudWatch Logs.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from policy" -f -a "reader" -d 'Permissions to read logs with ct.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from policy" -f -a "operator" -d 'Permissions to manage trails with ct.'
complete -c ct -n "__fish_ct_using_subcommand help; and __fish_seen_subcommand_from policy" -f -a "cross-account-role" -d 'Role that another account assumes to read logs.'
