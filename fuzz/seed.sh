#!/usr/bin/env bash
# Fills corpus/ from the fixtures and the lists below. Keeps what fuzzers found.
set -euo pipefail
cd "$(dirname "$0")"
mkdir -p corpus/{decode,json,key,expression,search,time,digest,keys,metadata,policy,notice,report}

cp ../fixtures/objects/* ../fixtures/events/* corpus/decode/
cp ../fixtures/events/* corpus/json/

# Envelopes and lines that no fixture has.
event=$(tr -d '\n' < ../fixtures/events/iam-user.json)
string=$(printf '%s' "$event" | sed 's/\\/\\\\/g; s/"/\\"/g')
printf '{"events":[{"timestamp":1,"message":"%s"}]}' "$string" > corpus/decode/filter-log-events
printf '{"results":[[{"field":"@message","value":"%s"}]],"status":"Complete"}' "$string" > corpus/decode/insights
printf '2026-11-20T09:00:00.000Z %s\n' "$event" "$event" > corpus/decode/export
printf '["%s","%s"]' "$string" "$string" > corpus/decode/strings
printf '%s\n%s\n%s\n' "$event" "${event:0:100}" "$event" > corpus/decode/cut-line
printf '%s' "$event" | iconv -t UTF-16 > corpus/decode/utf-16
printf '%s' "$event" | gzip | gzip > corpus/decode/twice.gz
printf '{"Records":[{"eventID":"1","eventVersion":"1.1","eventSource":"aws:dynamodb"}]}' > corpus/decode/stream

cp ../fixtures/trail/public-keys/* corpus/keys/
cp ../fixtures/policies/aws/* corpus/policy/
cp ../fixtures/notices/* corpus/notice/
cp ../src/report/builtin/* corpus/report/

# Each digest as it is stored, and its text.
find ../fixtures/trail -path '*CloudTrail-Digest*' -name '*.json.gz' | while IFS= read -r digest; do
    name=$(basename "$digest" .json.gz)
    cp "$digest" "corpus/digest/$name.gz"
    gzip -dc "$digest" > "corpus/digest/$name"
done

# A constant of the valid digest in fuzz_targets/vector.rs, whose lines are joined.
vector() {
    sed -n "/ $1: &str = /,/^);/p" fuzz_targets/vector.rs | sed -nE 's/^ +r?#?"(.*)"#?,$/\1/p' | tr -d '\n'
}
vector TEXT > corpus/digest/vector
vector ANSWER > corpus/keys/vector

# A signature, an algorithm and a time, as lines of metadata; `-` is none.
metadata() {
    local names=(signature signature-algorithm backfill-generation-timestamp) value
    for value in "${@:2}"; do
        [ "$value" = - ] || printf '%s=%s\n' "${names[0]}" "$value"
        names=("${names[@]:1}")
    done > "corpus/metadata/$1"
}
signed=$(vector SIGNED)
metadata sound "$signed" SHA256withRSA -
metadata capitals "${signed^^}" SHA256withRSA -
metadata backfill "$signed" SHA256withRSA 2026-01-20T00:00:00.000Z
metadata lost - - -
metadata half - SHA256withRSA -
metadata short "${signed:2}" SHA256withRSA -
metadata other "$signed" SHA1withRSA -
metadata base64 FaBbul+GnJF+VfawoE8JDQ== SHA256withRSA soon

# One file a line of the standard input.
lines() {
    local number=0 line
    while IFS= read -r line; do
        number=$((number + 1))
        printf '%s' "$line" > "corpus/$1/seed-$number"
    done
}

{
    (cd ../fixtures/trail && find AWSLogs)
    cat <<'KEYS'
a/AWSLogs/x/AWSLogs/o-abcdefghij/111122223333/CloudTrail/us-east-1/2026/11/20/111122223333_CloudTrail_us-east-1_20261120T0915Z_Qx1aB2cD3eF4gH5i.json.gz
AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/11/20/111122223333_CloudTrail-Digest_eu-west-1_my_trail.v2_us-east-1_20261120T091500Z_backfill.json.gz
111122223333_CloudTrail-Insight_us-east-1_20261120T0915Z_Qx1aB2cD.json
111122223333_CloudTrail-NetworkActivity_us-east-1_20261120T0915Z_Qx1aB2cD.json
111122223333_CloudTrail-Aggregated_us-east-1_20261120T0915Z_Qx1aB2cD.json
111122223333_CloudTrail_us-east-1_20140620T1255ZHdkvFTXOA3Vnhbc.json.gz
AWSLogs/111122223333/Config/us-east-1/2026/1/2
KEYS
} | lines key

lines expression <<'EXPRESSIONS'
userIdentity.type = AssumedRole and not sourceIPAddress in 10.0.0.0/8
eventName ~ '^Put' or errorCode exists and additionalEventData.bytesTransferredOut > 1000000
sourceIPAddress not in (10.0.0.0/8, 2001:db8::/32, 198.51.100.20, *.amazonaws.com)
NOT (eventName != Get* AND readOnly not exists)
resources[].ARN = arn:aws:s3:::*/key and resources[0].accountId in 111122223333
requestParameters."x-amz-acl" !~ "public|private" or .newField <= '2026-11-20'
eventName in ({Put,Get}Object, [A-C]*, 'Delete?bject')
userAgent = "a \* b" and eventVersion >= 1.08
EXPRESSIONS

# An expression, and an object to search.
search() {
    printf '%s\n%s' "$2" "$3" > "corpus/search/$1"
}
search all 'eventName exists' "$(cat ../fixtures/objects/records.json)"
search pretty 'eventName = Put* and errorCode exists' "$(cat ../fixtures/objects/records-pretty.json)"
search wrapped 'userIdentity.type = Root' "$(cat ../fixtures/objects/lookup-events.json)"
search two 'userIdentity.userName = mallory and errorCode = AccessDenied' \
    '{"Records":[{"eventVersion":"1.08","eventName":"A"},{"eventVersion":"1.08","userIdentity":{"userName":"mallory"},"requestParameters":{"items":[{"a":1},{"b":2}]},"errorCode":"AccessDenied"}]}'
search nested 'userIdentity.userName = mallory and errorCode = AccessDenied' \
    '{"Records":[{"eventVersion":"1.08","eventName":"A"},{"eventVersion":"1.08","userIdentity":{"userName":"mallory"},"requestParameters":{"items":[{"a":1},{"eventVersion":"1.0"}]},"errorCode":"AccessDenied"}]}'

lines time <<'TIMES'
2026-11-20T09:00:00Z
2026-11-20T09:00:00.123456789+02:00
2026-11-20T23:59:60Z
2026-11-20 09:00
2026-11-20
20131102T010628Z
2026-11-20T09:00:00[Europe/Berlin]
yesterday
-2h
1d 2h 30m
4w
P1Y2M3DT4H
1 year 2 months ago
TIMES
